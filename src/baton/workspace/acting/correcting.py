"""Correcting an entry: it happened differently, did not happen, or is about another child; before and after shown."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from baton.accounts import permissions
from baton.accounts.desk import desk_of
from baton.accounts.doors import allow
from baton.engine.situation import Act, Refusal
from baton.journal import Entry, Subject, act_number
from baton.policy.model import Must
from baton.store import asking
from baton.store.acting import Changed
from baton.store.models import Child
from baton.working_time import wall_time
from baton.workspace import words
from baton.workspace.acting import refusing
from baton.workspace.acting.answers import act_of, read_answers
from baton.workspace.acting.drafts import QUIETLY, discard, keep, kept
from baton.workspace.acting.fields import fields_for
from baton.workspace.acting.filled import Filled
from baton.workspace.acting.follows import holder_line
from baton.workspace.acting.people import people_of
from baton.workspace.acting.task import Task
from baton.workspace.acting.views import by_of, perform
from baton.workspace.journal import entries_of, head_of
from baton.workspace.page import saved, say_of, show
from baton.workspace.saying import Say

HOW = ("different", "did_not_happen", "wrong_child")


@allow(permissions.may_record)
def correct(request: HttpRequest, child: str, number: int) -> HttpResponse:
    """The form, the table of before and after, or the saving."""
    desk = desk_of(request)
    say = say_of(desk)
    row = Child.objects.filter(permissions.children_of(desk.post), authority=desk.authority, child=child).first()
    entries = entries_of(desk.authority, Subject("child", child)) if row is not None else ()
    entry = next((e for e in entries if e.number == number), None)
    if row is None or entry is None:
        raise Http404
    desk.reads([child], "correct")
    people = people_of(desk, say, row, None, None)
    fields = fields_for(say, _verb(entry), entry.word, people, False, _about(say, entry))
    task = Task(desk, say, row, [row], [child], entry.verb, entry.word, entry.matter, (), None, "", fields, {})
    chain = _corrections(entries, number)
    if chain and chain[0].act != request.POST.get("number"):
        return _corrected_already(request, task, entry, chain)
    if request.method != "POST":
        draft = kept(desk, request)
        return _page(request, task, entry, draft.values if draft else _now_values(entry), draft=draft)
    if request.POST.get("step") == "discard":
        discard(desk, request)
        return HttpResponseRedirect(request.get_full_path())
    keep(desk, request)
    if request.POST.get("step") == QUIETLY:
        return HttpResponse(status=204)
    how = request.POST.get("how", "")
    answers = read_answers(request.POST, fields if how == "different" else (), (child,), entry.verb)
    why = request.POST.get("why", "").strip()
    if how not in HOW:
        answers.errors.append({"field": "how-1", "text": "Choose what is wrong with this line"})
    if not why:
        answers.errors.append({"field": "why", "text": "Write why you correct it"})
    if answers.errors:
        return _page(request, task, entry, request.POST, 400, errors=answers.errors)
    answers.reason = why
    more = {"corrects": number, "did_not_happen": how == "did_not_happen", "wrong_child": how == "wrong_child"}
    act = act_of(answers, entry.verb, entry.word, (child,), entry.matter, (), desk.now, more)[0]
    act = _whole(act, entry, how)
    return _save(request, task, entry, act) if request.POST.get("step") == "save" else _see(request, task, entry, act)


def _corrections(entries: tuple[Entry, ...], number: int) -> list[Entry]:
    """The correction of a line, the correction of that one, and so on; the last one stands."""
    found: list[Entry] = []
    while (one := next((e for e in entries if e.replaces == number), None)) is not None:
        found.append(one)
        number = one.number
    return found


def _corrected_already(request: HttpRequest, task: Task, entry: Entry, chain: list[Entry]) -> HttpResponse:
    """An old page of a line that was corrected since: what was typed is shown and not saved; where to go on."""
    who, when = task.say.person(chain[-1].done_by), words.moment(chain[-1].recorded_at)
    text = f"This line was corrected on {when}{f' by {who}' if who else ''}. Nothing was saved now."
    if request.method != "POST":
        saved(request, text)
        return HttpResponseRedirect(f"/children/{task.child.child}/recorded")
    errors = [{"field": "", "text": text}]
    return _page(request, task, entry, request.POST, 409, errors=errors, stands=chain[-1].number)


def _verb(entry: Entry) -> str:
    return {"sent": "send", "given": "answer"}.get(entry.verb, entry.verb)


def _about(say: Say, entry: Entry) -> tuple[str, ...]:
    """What a telling said, and what else a rule that speaks of any of it wants said; () for other entries."""
    said = [str(one) for one in entry.body.get("about") or ()] if entry.verb in ("told", "tell") else []
    wanted = [r.about for r in say.pack.rules if isinstance(r, Must) and r.verb == "tell" and set(r.about) & set(said)]
    return tuple(dict.fromkeys((*said, *(one for about in wanted for one in about))))


def _whole(act: Act, entry: Entry, how: str) -> Act:
    """A correction gives its whole new content: what the form does not ask is taken over from the first version."""
    if how != "different":
        act.values.clear()
        return act
    for key, value in entry.values.items():
        act.values.setdefault(key, value)
    return replace(
        act,
        verb=entry.verb,
        happened=act.happened or entry.happened,
        to=act.to or tuple(entry.body.get("to") or ()),
        about=act.about or tuple(entry.body.get("about") or ()),
    )


def _see(request: HttpRequest, task: Task, entry: Entry, act: Act) -> HttpResponse:
    answer = task.desk.ask(asking.preview, act, by_of(task), task.desk.now)
    if isinstance(answer, Refusal):
        return _refused(request, task, entry, answer)
    rows = [before_after(task.say, change) for change in answer]
    return _page(request, task, entry, request.POST, seen=True, rows=[r for r in rows if r], stays=_stays(task, entry))


def _save(request: HttpRequest, task: Task, entry: Entry, act: Act) -> HttpResponse:
    answer = perform(request, task, act, request.POST.get("number") or act_number())
    if isinstance(answer, Refusal):
        return _refused(request, task, entry, answer)
    if isinstance(answer, Changed):
        meanwhile = refusing.changed_said(task.say, answer.meanwhile, task.desk.now, {})
        return _page(request, task, entry, request.POST, 409, meanwhile=meanwhile)
    discard(task.desk, request)
    saved(request, f"Corrected: {task.say.entry(entry)}. The first version stays in the record.")
    return HttpResponseRedirect(f"/children/{task.child.child}/recorded")


def _refused(request: HttpRequest, task: Task, entry: Entry, answer: Refusal) -> HttpResponse:
    refusal = refusing.said(task.desk, task.say, answer, task.names(), "save this correction")
    return _page(request, task, entry, request.POST, 409, refusal=refusal)


def before_after(say: Say, change: Any) -> dict[str, Any] | None:
    """One line of the table: what, as it is now, as it would be."""
    was, now = change.was, change.now
    if change.kind == "holder":
        return {
            "what": "Responsible",
            "was": _holder(say, was),
            "now": _holder(say, now),
            "clause": change.clause,
            "note": holder_line(say, was, now) if now else "",
        }
    if change.kind == "route":
        return {
            "what": f"Move to {say.place(now.to) or 'a place not known yet'}",
            "was": _state(was),
            "now": _state(now),
            "clause": change.clause,
        }
    if change.kind == "limit":
        return {"what": say.rule(change.rule), "was": _by(was), "now": _by(now), "clause": change.clause}
    if hasattr(now, "words"):
        return {"what": say.duty(now), "was": _duty(was), "now": _duty(now), "clause": change.clause}
    return None


def _holder(say: Say, h: Any) -> str:
    return f"{say.person(h.person) or say.office(h.office)} from {words.moment(h.start)}" if h is not None else "nobody"


def _state(route: Any) -> str:
    return "not due" if route is None else route.state.replace("_", " ")


def _duty(duty: Any) -> str:
    return "not asked" if duty is None else f"{duty.state.replace('_', ' ')} {_by(duty.by)}".strip()


def _by(window: Any) -> str:
    return words.limit(window.lo, window.hi) if window is not None else ""


def _stays(task: Task, entry: Entry) -> list[str]:
    """Decisions taken and notices sent since: they stay, a person confirms or reverses them."""
    later = entries_of(task.desk.authority, task.child_subject())
    acts = {"decide", "allocate", "accept", "move", "settle", "send", "sent", "told"}
    return [
        f"{task.say.entry(e)}, {words.day(e.recorded_at)}" for e in later if e.number > entry.number and e.verb in acts
    ][:8]


def _now_values(entry: Entry) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if not entry.happened.is_vague:  # "some time before the extract" is no day that could be filled in
        day = wall_time(entry.happened.lo)
        values |= {"when-day": str(day.day), "when-month": str(day.month), "when-year": str(day.year)}
        if entry.happened.is_moment:
            values["when-time"] = f"{day:%H:%M}"
    values |= {k: str(v) for k, v in entry.values.items()}
    for key, value in entry.values.items():
        parts = str(value).split("-")
        if len(parts) == 3 and len(parts[0]) == 4:
            values |= {f"{key}-year": parts[0], f"{key}-month": parts[1], f"{key}-day": parts[2][:2]}
    values["attended"] = [str(p) for p in entry.body.get("attended") or ()]
    values["about"] = [str(p) for p in entry.body.get("about") or ()]
    values["to"] = [str(p) for p in entry.body.get("to") or ()]
    values["reason"] = str(entry.body.get("reason", ""))
    return values


def _page(
    request: HttpRequest, task: Task, entry: Entry, values: Any, status: int = 200, **context: Any
) -> HttpResponse:
    filled = Filled(values)
    return show(
        request,
        "acting/correct.html",
        f"Correct: {task.say.entry(entry)}",
        status,
        task=task,
        entry=entry,
        values=filled,
        number=filled.get("number") or act_number(),
        child=task.child,
        heads={task.child.child: head_of(task.desk.authority, task.child.child)},
        names=task.names(),
        **context,
    )
