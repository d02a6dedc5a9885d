"""Acts, records and corrections: previewed, then done. Each goes by the desk, as on the pages."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from ninja import Router

from baton.accounts import permissions
from baton.accounts.desk import Desk
from baton.accounts.doing import may_do
from baton.api import shapes
from baton.api.app import ACT, answers, at_desk
from baton.api.children import child_at
from baton.api.problems import Problem, in_the_way, refusal
from baton.api.reach import may_act_about
from baton.api.saying import Says
from baton.engine.situation import Act, By, Done, Refusal
from baton.journal import Entry, Subject, act_number, nature_of
from baton.store import asking
from baton.store.acting import Changed
from baton.store.entries import entries_of, heads_of
from baton.working_time import Window, parse_when

router = Router(tags=["acts"], auth=ACT)
AGAINST = ("manager", "service manager", "authority")  # the posts that may record what was done against a rule


@router.post("/acts", response=answers(shapes.Done, 409, 412, status=201), summary="Act or record",
             operation_id="act")  # fmt: skip
def act(request: HttpRequest, asked: shapes.ActIn) -> Any:
    """Does an act, or keeps what happened, for all the children named or for none. A record is refused only if it
    cannot be true. Send an Idempotency-Key: the same again adds nothing and is answered as the first time."""
    desk = at_desk(request)
    return 201, _done(request, desk, _act_of(desk, asked), dict(asked.seen))


@router.post("/acts/preview", response=answers(shapes.Preview, 409), summary="What an act would change",
             operation_id="previewAct")  # fmt: skip
def preview(request: HttpRequest, asked: shapes.ActIn) -> Any:
    """Everything that would follow, child by child, or the refusal. Nothing is saved."""
    desk = at_desk(request)
    return _previewed(desk, _act_of(desk, asked))


@router.post("/children/{child}/entries/{number}/corrections",
             response=answers(shapes.Done, 409, 412, status=201), summary="Correct an entry",
             operation_id="correct")  # fmt: skip
def correct(request: HttpRequest, child: shapes.Ident, number: int, asked: shapes.CorrectionIn) -> Any:
    """Adds an entry that stands in the place of another one. The first version stays in the record."""
    desk = at_desk(request, permissions.may_record)
    return 201, _done(request, desk, _correction(desk, child, number, asked), dict(asked.seen))


@router.post("/children/{child}/entries/{number}/corrections/preview",
             response=answers(shapes.Preview, 409), summary="What a correction would change",
             operation_id="previewCorrection")  # fmt: skip
def preview_correction(request: HttpRequest, child: shapes.Ident, number: int, asked: shapes.CorrectionIn) -> Any:
    """Before and after, child by child. Nothing is saved."""
    desk = at_desk(request, permissions.may_record)
    return _previewed(desk, _correction(desk, child, number, asked))


def _act_of(desk: Desk, asked: shapes.ActIn) -> Act:
    """The act that was asked for, where this post reaches everybody whom it is about."""
    try:
        nature = nature_of(asked.verb)
    except KeyError:
        raise _invalid("verb", f'"{asked.verb}" is no act and no phase of a record.') from None
    if bool(asked.children) == (asked.subject is not None):
        raise _invalid("children", "Name children, or a subject, and not both.")
    subject = Subject(asked.subject.kind, asked.subject.id) if asked.subject is not None else None  # type: ignore[arg-type]
    if subject is not None and not may_act_about(desk, subject):
        raise Problem("not-found", "There is no such subject, or this post has no business with it.")
    if subject is None:
        _reached(desk, asked.children)
    if nature == "act":
        _people_of_ours(desk, [asked.values, *asked.each.values()])
    if asked.against_rule and (nature != "act" or desk.post.kind not in AGAINST):
        raise Problem("not-allowed", "Only a manager records an act as done against the rule.")
    act = Act(
        asked.verb, asked.word, tuple(dict.fromkeys(asked.children)), window_of(asked.happened), asked.matter,
        dict(asked.values), {k: dict(v) for k, v in asked.each.items() if k in asked.children}, tuple(asked.to),
        tuple(asked.about), tuple(asked.attended), asked.reason, asked.excuses, against_rule=asked.against_rule,
        subject=subject,
    )  # fmt: skip
    return _allowed(desk, act)


def _allowed(desk: Desk, act: Act) -> Act:
    if not may_do(desk.post, desk.pack, act):
        raise Problem("not-allowed", f"The post {desk.post.title} does not do this.")
    return act


def _people_of_ours(desk: Desk, answers: list[dict[str, Any]]) -> None:
    """Whoever is to take a child over is somebody who is or was at work here: nobody is given to a name."""
    org = desk.around.organisation
    known = {*org.names, *(p.person for p in org.posts), *(o.person for o in org.offices)}
    for values in answers:
        for name in ("person", "receiving_worker"):
            value = values.get(name)
            if value not in (None, "", "not known") and (not isinstance(value, str) or value not in known):
                raise _invalid(f"values.{name}", "There is no such person here: ask GET /workers for their ids.")


def _reached(desk: Desk, children: list[str]) -> None:
    if not permissions.may_record(desk.post):
        raise Problem("not-allowed", f"The post {desk.post.title} records nothing about children.")
    found = permissions.reached(desk.post, children)
    lost = [child for child in children if child not in found]
    if lost:
        raise Problem("not-found", "There is no such child, or this post does not reach the record.", children=lost)


def _invalid(where: str, says: str) -> Problem:
    return Problem("invalid", says, errors=[{"where": where, "says": says}])


def window_of(text: str | None) -> Window | None:
    """When something happened, as it was given; None where it was not. A problem where it is no time."""
    if text is None:
        return None
    try:
        return parse_when(text)
    except (ValueError, OverflowError) as problem:
        raise _invalid("happened", str(problem)) from problem


def _correction(desk: Desk, child: str, number: int, asked: shapes.CorrectionIn) -> Act:
    """The correction as an act: what is not given is taken over from the first version."""
    child_at(desk, child)
    entries = entries_of(desk.authority, Subject("child", child))
    entry = next((e for e in entries if e.number == number), None)
    if entry is None:
        raise Problem("not-found", "There is no such entry.")
    if any(e.replaces == number for e in entries):
        raise _invalid("number", "This entry was corrected already: correct the one that stands.")
    gone = asked.did_not_happen or asked.wrong_child
    act = Act(
        entry.verb, entry.word, (child,), window_of(asked.happened) or entry.happened, entry.matter,
        {} if gone else dict(asked.values if asked.values is not None else entry.values), {},
        tuple(asked.to if asked.to is not None else entry.body.get("to") or ()),
        tuple(entry.body.get("about") or ()),
        tuple(asked.attended if asked.attended is not None else entry.body.get("attended") or ()),
        asked.reason, "", number, asked.did_not_happen, asked.wrong_child,
    )  # fmt: skip
    return _allowed(desk, replace(act, happened=None) if gone and asked.happened is None else act)


def number_of(request: HttpRequest) -> str:
    """The act's own number: from the key, so that what was done and whose answer was lost is not done again."""
    key = request.headers.get("Idempotency-Key", "").strip()
    token = request.token.pk  # type: ignore[attr-defined]
    return hashlib.sha256(f"{token}\n{key}".encode()).hexdigest()[:32] if key else act_number()


def _seen(request: HttpRequest, act: Act, seen: dict[str, int]) -> dict[str, int]:
    """The heads that the program saw: as given with the act, or for a single child as the ETag of If-Match."""
    tag = request.headers.get("If-Match", "").strip().removeprefix("W/").strip('"')
    if tag and tag != "*" and len(act.children) == 1:
        head = tag.partition(".")[0]
        if not head.isdecimal() or len(head) > 9:
            raise Problem("bad-request", "If-Match takes the ETag of the child.")
        seen.setdefault(act.children[0], int(head))
    return {child: head for child, head in seen.items() if child in act.children}


def _done(request: HttpRequest, desk: Desk, act: Act, seen: dict[str, int]) -> dict[str, Any]:
    desk.reads(list(act.children), f"api: {act.verb}")
    answer = desk.act(act, number_of(request), _seen(request, act, seen))
    if isinstance(answer, Refusal):
        raise refusal(desk, answer)
    if isinstance(answer, Changed):
        raise moved_on(desk, answer)
    says = Says(desk)
    return {
        "act": next((e.act for e in answer.entries), ""), "entries": _by_subject(says, answer), "counts": answer.counts,
        "warnings": [in_the_way(desk, w) for w in answer.warnings],
        "lacking": [] if answer.counts else [in_the_way(desk, w) for w in answer.because],
        "heads": heads_of(desk.authority, act.children),
    }  # fmt: skip


def _by_subject(says: Says, answer: Done) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for e in answer.entries:
        name = e.subject.id if e.subject.kind == "child" else f"{e.subject.kind}/{e.subject.id}"
        found.setdefault(name, []).append(says.entry(e))
    return found


def moved_on(desk: Desk, answer: Changed) -> Problem:
    """Nothing was saved: what was added meanwhile, and what would be said now."""
    says = Says(desk)
    now = answer.answer
    would = (
        {"refused": [in_the_way(desk, i) for i in now.items]} if isinstance(now, Refusal) else {"counts": now.counts}
    )
    return Problem(
        "moved-on",
        "Look at `meanwhile`; to go on, send the same act with the heads in `seen`.",
        meanwhile=[_mine(says, e) for e in answer.meanwhile],
        seen=dict(answer.seen),
        now=would,
    )


def _mine(says: Says, e: Entry) -> dict[str, Any]:
    return {"subject": f"{e.subject.kind}/{e.subject.id}", **says.entry(e)}


def _previewed(desk: Desk, act: Act) -> dict[str, Any]:
    desk.reads(list(act.children), f"api: preview {act.verb}")
    if act.subject is not None:
        raise _invalid("subject", "A preview is for acts about children.")
    answer = desk.ask(asking.preview, act, By(desk.post.person, "", desk.post.capacity), desk.now)
    if isinstance(answer, Refusal):
        raise refusal(desk, answer)
    says = Says(desk)
    return {"changes": [says.change(c) for c in answer]}
