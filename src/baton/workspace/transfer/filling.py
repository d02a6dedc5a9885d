"""The readiness grid filled in: a date typed into a cell is a record of its own, and one that fails stops no other."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseRedirect

from baton.accounts import permissions
from baton.accounts.desk import Desk, desk_of
from baton.accounts.doors import allow
from baton.engine.situation import Act, Done, Refusal
from baton.journal import Subject, act_number
from baton.store.models import Child
from baton.working_time import day_window, local_day
from baton.workspace import words
from baton.workspace.acting import refusing
from baton.workspace.acting.filled import Filled
from baton.workspace.journal import by_number, entries_of
from baton.workspace.page import address, saved, say_of, show
from baton.workspace.saying import Say
from baton.workspace.transfer import gathering, readiness
from baton.workspace.work import named, names_of

_DAY = re.compile(r"\s*(\d{1,2})[ /.-](\d{1,2})[ /.-](\d{4})\s*")


@allow(permissions.may_see_children)
def grid(request: HttpRequest, key: str) -> HttpResponse:
    """The grid; with `fill=1` its open cells take a date; posted, each date is recorded for its own child."""
    desk = desk_of(request)
    say = say_of(desk)
    found = gathering.matters_at(desk, key)
    lead = found[0]
    reached = set(permissions.reached(desk.post, [m.child for m in found]))
    rows = {c: row for c, row in names_of(desk, [m.child for m in found]).items() if c in reached}
    children = dict(sorted(rows.items(), key=lambda pair: (str(pair[1].born), pair[0])))
    desk.reads(list(children), "readiness")
    if request.method == "POST" and not permissions.may_record(desk.post):
        return HttpResponseForbidden()
    grids = _grids(desk, say, lead, children)
    errors: list[dict[str, str]] = []
    if request.method == "POST":
        done, errors = _record(request, desk, say, key, grids, children)
        if done:
            saved(request, _said_of(done))
        if not errors:
            return HttpResponseRedirect(f"/transfers/{key}/readiness")
        grids = _grids(desk, say, lead, children)
    return _page(request, desk, say, found, grids, children, errors)


def _page(
    request: HttpRequest,
    desk: Desk,
    say: Say,
    found: list[readiness.Matter],
    grids: list[readiness.Grid],
    children: dict[str, Child],
    errors: list[dict[str, str]],
) -> HttpResponse:
    only_open = request.GET.get("open") == "1"
    return show(
        request,
        "transfer/readiness.html",
        "Readiness",
        400 if errors else 200,
        at="children",
        key=found[0].key,
        tabs=readiness.tabs(desk, found[0], "Readiness"),
        grids=[g for g in grids if not only_open or any(r.open for r in g.rows)],
        children=list(children.values()),
        names=_names(children),
        counts=readiness.counts(grids),
        only_open=only_open,
        filling=(request.GET.get("fill") == "1" or bool(errors)) and permissions.may_record(desk.post),
        may_record=permissions.may_record(desk.post),
        typed=Filled(request.POST),
        number=act_number(),
        today_typed=_as_typed(local_day(desk.now)),
        errors=errors,
        address=lambda **c: address(request, **c),
        moves=next((words.window(m.date_from, m.date_to) for m in found if m.date_from is not None), ""),
    )


def _grids(desk: Desk, say: Say, lead: readiness.Matter, children: dict[str, Child]) -> list[readiness.Grid]:
    entries = {c: dict(by_number(entries_of(desk.authority, Subject("child", c)))) for c in children}
    return readiness.grids_of(desk, say, lead, children, _names(children), entries)


def _names(children: dict[str, Child]) -> dict[str, str]:
    return {c: named(row).rsplit(" ", 1)[0] if len(children) > 1 else named(row) for c, row in children.items()}


def _as_typed(day: date) -> str:
    """ "12 6 2026", as a day is typed here."""
    return f"{day.day} {day.month} {day.year}"


def _said_of(done: list[Done]) -> str:
    """How many lines were recorded, and how many of them do not count yet."""
    idle = sum(not one.counts for one in done)
    said = f"{words.plural(len(done), 'line')} recorded."
    return said if not idle else f"{said} {words.plural(idle, 'line')} of them not counted yet: the line says what for."


def parse_day(text: str) -> date | None:
    """ "12 6 2026" or "12/6/2026"; None where it is no date."""
    found = _DAY.fullmatch(text)
    try:
        return date(int(found[3]), int(found[2]), int(found[1])) if found else None
    except (ValueError, OverflowError):
        return None


def _record(
    request: HttpRequest, desk: Desk, say: Say, key: str, grids: Iterable[readiness.Grid], children: dict[str, Child]
) -> tuple[list[Done], list[dict[str, str]]]:
    """Records every cell that was ticked or filled: what was done, and what was wrong with the others."""
    number, names = request.POST.get("number") or act_number(), _names(children)
    ticked, same_day = frozenset(request.POST.getlist("tick")), str(request.POST.get("tick-day", "")).strip()
    done: list[Done] = []
    errors: list[dict[str, str]] = []
    cells = [(row, cell) for one in grids for row in one.rows for cell in row.cells if cell.name]
    for n, (row, cell) in enumerate(cells):
        typed = str(request.POST.get(cell.name, "")).strip() or (same_day if cell.name in ticked else "")
        if not typed:
            continue
        day = parse_day(typed)
        if day is None:
            text = f"{row.what}, {names[cell.child]}: “{typed}” is not a date. Write it as 12 6 2026"
            errors.append({"field": cell.name, "text": text})
            continue
        act = Act(row.verb, row.word, (cell.child,), day_window(day), key)
        answer = desk.act(act, f"{number}.{n}")
        if isinstance(answer, Done):
            done.append(answer)
            continue
        refusal = answer if isinstance(answer, Refusal) else answer.answer
        said = refusing.said(desk, say, refusal, names, "record this", key) if isinstance(refusal, Refusal) else None
        why = said.items[0].why if said is not None and said.items else "The record changed. Try again."
        errors.append({"field": cell.name, "text": f"{row.what}, {names[cell.child]}: {why}"})
    return done, errors
