"""Letters: all that a transfer asks for, and one on a page to print and then to mark as posted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseRedirect

from baton.accounts import permissions
from baton.accounts.desk import Desk, desk_of
from baton.accounts.doors import allow
from baton.engine.situation import Act, Done, Refusal
from baton.journal import act_number
from baton.letters import Lacks, Letter, Mistake, names_in
from baton.policy.model import RuleIs
from baton.store.acting import Changed
from baton.workspace import words
from baton.workspace.acting import refusing
from baton.workspace.journal import heads_of
from baton.workspace.letters.facts import (
    ASKED,
    FOLLOWS_FROM,
    KEPT,
    NAMED,
    clause_of,
    first_day,
    phone_of,
    slots_of,
    typed_before,
    who_can_say,
)
from baton.workspace.letters.making import made
from baton.workspace.letters.owed import Owed, first_name, letters_of
from baton.workspace.letters.printing import pdf_answer, sheet_of
from baton.workspace.page import saved, say_of, show
from baton.workspace.saying import Say
from baton.workspace.transfer.gathering import matters_at
from baton.workspace.transfer.readiness import tabs


@dataclass(slots=True)
class Row:
    """One line of the list."""

    who: str
    about: str
    letter: str
    href: str
    tag: words.Tag
    note: list[str]
    sent: str
    no_address: bool
    clause: tuple[str, ...]


@allow(permissions.may_see_children)
def letters(request: HttpRequest, key: str) -> HttpResponse:
    """Every letter of the transfer; nobody is left out because an address or a fact is missing."""
    desk = desk_of(request)
    say = say_of(desk)
    matters = matters_at(desk, key)
    found = letters_of(desk, say, matters)
    children = {c.child: c for o in found for c in o.children}
    desk.reads(list(children), "letters")
    before = typed_before(found)
    rows = [_row(desk, say, owed, before, len(children) > 1) for owed in found]
    return show(
        request,
        "letters/list.html",
        "Letters",
        at="children",
        key=key,
        tabs=tabs(desk, matters[0], "Letters"),
        rows=rows,
        about=words.joined([c.name or c.reference for c in children.values()]),
        posted=sum(o.is_done for o in found),
        ready=sum(isinstance(made(desk, say, o, before), Letter) for o in found if not o.is_done),
    )


def _row(desk: Desk, say: Say, owed: Owed, before: Mapping[str, str], several: bool) -> Row:
    found = made(desk, say, owed, before)
    notes = []
    if not owed.is_done:
        notes.append(_short(found))
    waits = dict.fromkeys(w for i in owed.items if i.state != "met" for w in i.waits_for)
    notes += dict.fromkeys(_waits(say, w, owed.matter.key) for w in waits)
    last = max(owed.sent, key=lambda e: e.happened.hi, default=None)
    sent = f"{words.day(last.happened.lo)}, {say.person(last.done_by)}" if last is not None else ""
    about = words.joined([first_name(c) for c in owed.children]) if several and not owed.to_a_child else ""
    clause = tuple(dict.fromkeys(c for i in owed.items for c in i.clause))
    return Row(
        owed.who(say),
        about,
        say.word(owed.word.key),
        owed.href,
        owed.tag(desk),
        notes,
        sent,
        owed.has_no_address,
        clause,
    )


def _waits(say: Say, key: str, matter: str) -> str:
    """What a rule that holds the letter up waits for: a thing to be done first, or a condition."""
    until = getattr(say.rule_of(key, matter), "until", None)
    if isinstance(until, RuleIs):
        key, until = until.key, None
    if until is None:
        first = say.short(key, matter)
        return f"First {first[:1].lower()}{first[1:]}."
    return f"Waits until {say.condition(until)}."


def _short(made: Letter | Lacks | Mistake | None) -> str:
    if isinstance(made, Letter):
        return "Ready to print."
    if not isinstance(made, Lacks):
        return "The template cannot be used."
    asked = [n for n in made.names if n in ASKED]
    facts = [NAMED.get(n, n.replace("_", " ")) for n in _facts(made.names)]
    if facts:
        return f"Not known yet: {words.joined(facts)}."
    return f"Still to be written in: {words.joined([NAMED.get(n, n.replace('_', ' ')) for n in asked])}."


@allow(permissions.may_see_children)
def letter(request: HttpRequest, key: str, word: str, recipient: str) -> HttpResponse:
    """One letter: on a page to print; what the writer still adds; marked as posted when it is in the post."""
    desk = desk_of(request)
    say = say_of(desk)
    found = letters_of(desk, say, matters_at(desk, key))
    owed = next((o for o in found if o.word.key == word and o.mark == recipient), None)
    if owed is None:
        raise Http404
    desk.reads([c.child for c in owed.children], "letter")
    typed = typed_before(found)
    if request.method != "POST":
        return _page(request, desk, say, owed, typed)
    if not permissions.may_record(desk.post):
        return HttpResponseForbidden()
    typed |= {name: request.POST[name].strip()[:500] for name in ASKED if name in request.POST}
    step, now = request.POST.get("step"), made(desk, say, owed, typed)
    if step not in ("posted", "pdf"):
        return _page(request, desk, say, owed, typed)
    if not isinstance(now, Letter):
        return _page(request, desk, say, owed, typed, status=409)
    if step == "pdf":
        return pdf_answer([sheet_of(owed, now)], "letter")
    return _posted(request, desk, say, owed, typed)


def _posted(request: HttpRequest, desk: Desk, say: Say, owed: Owed, typed: dict[str, str]) -> HttpResponse:
    act = act_of(owed, typed)
    heads = {c.child: request.POST.get(f"head-{c.child}", "") for c in owed.children}
    seen = {child: int(head) for child, head in heads.items() if head.isdigit()}
    number = request.POST.get("number") or act_number()
    answer = desk.act(act, number, seen)
    names = {c.child: first_name(c) for c in owed.children}
    if isinstance(answer, Done):
        saved(request, _saved(say, owed, answer))
        return HttpResponseRedirect(f"/transfers/{owed.matter.key}/letters")
    meanwhile: list[str] = []
    if isinstance(answer, Changed):
        meanwhile = refusing.changed_said(say, answer.meanwhile, desk.now, names)
    refusal = answer.answer if isinstance(answer, Changed) else answer
    said = None
    if isinstance(refusal, Refusal):
        said = refusing.said(desk, say, refusal, names, "mark this letter as posted", owed.matter.key)
    return _page(request, desk, say, owed, typed, status=409, refusal=said, meanwhile=meanwhile)


def act_of(owed: Owed, typed: Mapping[str, str]) -> Act:
    """That it was sent: to whom, with the facts it names, by which template, and what the writer added."""
    assert owed.template is not None
    values: dict[str, object] = slots_of(owed, owed.word.contents)
    values |= {"channel": "letter", "template": owed.template.name, "template_version": owed.template.version}
    used = names_in(owed.template.text)
    values |= {name: typed[name] for name in KEPT if name in used and typed.get(name)}
    return Act(
        "send",
        owed.word.key,
        tuple(c.child for c in owed.children),
        matter=owed.matter.key,
        values=values,
        to=(owed.recipient,),
        reason=typed.get("reason", "") if "reason" in used else "",
    )


def _saved(say: Say, owed: Owed, done: Done) -> str:
    text = f"{say.word(owed.word.key)} to {owed.who(say)}: marked as posted."
    if not done.counts:
        missing = [refusing.lacking(say, w) for item in done.because for w in item.missing]
        text += f" Kept, but it does not count for a step. {' '.join(dict.fromkeys(missing))}"
    warnings = sorted({say.rule(w.rule) for w in done.warnings if w.clause})
    return text + (f" Listed as done with a warning: {'; '.join(warnings)}." if warnings else "")


def _page(
    request: HttpRequest, desk: Desk, say: Say, owed: Owed, typed: Mapping[str, str], status: int = 200, **context: Any
) -> HttpResponse:
    now = made(desk, say, owed, typed)
    lacks = now if isinstance(now, Lacks) else None
    last = max(owed.sent, key=lambda e: e.happened.hi, default=None)
    return show(
        request,
        "letters/letter.html",
        f"{say.word(owed.word.key)}: {owed.who(say)}",
        status,
        at="children",
        heading_title="Letter",
        key=owed.matter.key,
        owed=owed,
        tag_now=owed.tag(desk),
        letter=now if isinstance(now, Letter) else None,
        mistake=now.says if isinstance(now, Mistake) else "The template is not in the pack." if now is None else "",
        lacks=_lacks(desk, say, owed, lacks.names) if lacks else [],
        clause=clause_of(say, owed, lacks.names if lacks else ()),
        address=owed.address(),
        no_address=owed.has_no_address,
        fields=_fields(desk, owed, lacks.names if lacks else ()),
        typed=typed,
        posted=f"{words.day(last.happened.lo)} by {say.person(last.done_by)}" if last is not None else "",
        done=owed.is_done,
        may_record=permissions.may_record(desk.post),
        number=request.POST.get("number") or act_number(),
        heads=heads_of(desk.authority, [c.child for c in owed.children]),
        starts=first_day(owed.matter),
        **context,
    )


def _lacks(desk: Desk, say: Say, owed: Owed, names: tuple[str, ...]) -> list[tuple[str, str]]:
    """Each missing fact in a sentence, and whom to ask; what the writer can add stands in the form instead."""
    found = []
    whose = first_name(owed.children[0])
    for name in _facts(names):
        what = NAMED.get(name, name.replace("_", " "))
        found.append((f"{whose}'s {what} is not known yet.", who_can_say(desk, say, owed, name)))
    return found


def _facts(names: tuple[str, ...]) -> list[str]:
    """The facts among what is lacking; what only follows from another is said once, by that other."""
    return list(dict.fromkeys(FOLLOWS_FROM.get(n, n) for n in names if n not in ASKED))


def _fields(desk: Desk, owed: Owed, lacking: tuple[str, ...]) -> list[tuple[str, str, bool, bool]]:
    """What the writer may add: name, question, needed, long. A number that set-up knows is not asked for."""
    if owed.template is None:
        return []
    matter, used = owed.matter, names_in(owed.template.text)
    sender = str(matter.values.get("sending_worker") or "")
    known = {
        "sending_phone": phone_of(desk, sender, matter.from_team),
        "receiving_phone": phone_of(desk, matter.receiving_worker, matter.to_team),
    }
    return [
        (name, question, name in lacking or name in known, name in ("reason", "remembers"))
        for name, question in ASKED.items()
        if name in used and not known.get(name)
    ]
