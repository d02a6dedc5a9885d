"""Each person's own answers: one fieldset a person, nothing ticked beforehand; and the same as a sheet to sign."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseRedirect

from baton.accounts import permissions
from baton.accounts.desk import Desk, desk_of
from baton.accounts.doors import allow
from baton.engine.situation import Act, Done, Refusal
from baton.journal import act_number
from baton.store.models import Child, Matter
from baton.working_time import Window, day_window
from baton.workspace import words
from baton.workspace.acting import refusing
from baton.workspace.acting.filled import Filled
from baton.workspace.own_answers.gathering import Asked, Person, people_asked
from baton.workspace.page import saved, say_of, show
from baton.workspace.saying import Say
from baton.workspace.transfer.filling import parse_day
from baton.workspace.transfer.gathering import matters_at
from baton.workspace.transfer.readiness import tabs
from baton.workspace.work import named, names_of

Errors = list[dict[str, str]]


@allow(permissions.may_see_children)
def answers(request: HttpRequest, key: str) -> HttpResponse:
    """Who was asked what and answered what; posted, each answer is recorded for its own person."""
    desk = desk_of(request)
    say = say_of(desk)
    found, children = _matter(desk, key)
    desk.reads(list(children), "each person's answers")
    if request.method == "POST" and not permissions.may_record(desk.post):
        return HttpResponseForbidden()
    people = people_asked(desk, say, found, children)
    errors: Errors = []
    if request.method == "POST":
        done, errors = _record(request, desk, say, key, people, children)
        if done:
            saved(request, f"{words.plural(done, 'answer')} recorded.")
        if not errors:
            return HttpResponseRedirect(f"/transfers/{key}/answers")
        people = people_asked(desk, say, found, children)
    return _page(request, "own_answers/answers.html", "Each person's own answer", found, children, people, errors)


@allow(permissions.may_see_children)
def sheet(request: HttpRequest, key: str) -> HttpResponse:
    """The same on paper, with a line for each person to sign. That it was printed is recorded."""
    desk = desk_of(request)
    found, children = _matter(desk, key)
    desk.reads(list(children), "each person's answers, on paper")
    people = people_asked(desk, say_of(desk), found, children)
    return _page(request, "own_answers/sheet.html", "Sheet to sign", found, children, people, [])


def _matter(desk: Desk, key: str) -> tuple[list[Matter], dict[str, Child]]:
    found = matters_at(desk, key)
    reached = set(permissions.reached(desk.post, [m.child for m in found]))
    rows = {c: row for c, row in names_of(desk, [m.child for m in found]).items() if c in reached}
    return found, dict(sorted(rows.items(), key=lambda pair: (str(pair[1].born), pair[0])))


def _page(
    request: HttpRequest,
    template: str,
    title: str,
    found: list[Matter],
    children: dict[str, Child],
    people: list[Person],
    errors: Errors,
) -> HttpResponse:
    desk = desk_of(request)
    return show(
        request,
        template,
        title,
        400 if errors else 200,
        at="children",
        key=found[0].key,
        lead=found[0],
        tabs=tabs(desk, found[0], "Each person"),
        about=", ".join(named(row) for row in children.values()),
        people=people,
        errors=errors,
        values=Filled(request.POST if errors else {}),
        number=act_number(),
        may_record=permissions.may_record(desk.post) and found[0].state not in ("ended", "withdrawn"),
    )


def _record(
    request: HttpRequest, desk: Desk, say: Say, key: str, people: list[Person], children: dict[str, Child]
) -> tuple[int, Errors]:
    """Records every answer that was ticked: how many, and what stood in the way of the others."""
    number = request.POST.get("number") or act_number()
    done, errors = 0, Errors()
    for n, (person, asked) in enumerate((p, a) for p in people for a in p.asked):
        value = str(request.POST.get(asked.name, ""))
        if value not in dict(asked.options):
            continue
        when, wrong = _day(request, person, asked)
        if wrong:
            errors.append({"field": f"{asked.name}-day", "text": wrong})
            continue
        act = Act("answer", asked.word, tuple(person.children), when, key, values={asked.word: value}, to=(person.key,))
        why = _why_not(desk, say, desk.act(act, f"{number}.{n}"), children, key)
        done += not why
        if why:
            errors.append({"field": f"{asked.name}-1", "text": f"{person.name}: {why}"})
    return done, errors


def _day(request: HttpRequest, person: Person, asked: Asked) -> tuple[Window | None, str]:
    """When they said so: today where it is left empty. Or what is wrong with what was typed."""
    typed = str(request.POST.get(f"{asked.name}-day", "")).strip()
    if not typed:
        return None, ""
    day = parse_day(typed)
    return (day_window(day), "") if day else (None, f"{person.name}: “{typed}” is not a date. Write it as 12 6 2026")


def _why_not(desk: Desk, say: Say, answer: Any, children: dict[str, Child], key: str) -> str:
    if isinstance(answer, Done):
        return ""
    refusal = answer if isinstance(answer, Refusal) else answer.answer
    if not isinstance(refusal, Refusal):
        return "The record changed. Try again."
    names = {c: named(row) for c, row in children.items()}
    said = refusing.said(desk, say, refusal, names, "record this", key)
    return " ".join(f"{i.why} ({', '.join(i.clause)})" if i.clause else i.why for i in said.items)
