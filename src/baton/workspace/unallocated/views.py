"""The place of children without a worker: the board, and the weekly report made from the record itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from baton.accounts import permissions
from baton.accounts.desk import desk_of
from baton.accounts.doors import allow
from baton.workspace import tables, words
from baton.workspace.filters import filter_of
from baton.workspace.page import say_of, show
from baton.workspace.saved.views import views_of
from baton.workspace.unallocated.gathering import Row, ended_this_week, without_a_worker

PRESSING = (words.NOBODY, words.MUST_HAVE_WORKER, words.NOT_AUTHORISED)
ORDERS: dict[str, Callable[[Row], Any]] = {
    "": lambda r: (PRESSING.index(r.tag) if r.tag in PRESSING else len(PRESSING), r.since),
    "days": lambda r: r.since,
    "name": lambda r: r.name.lower(),
}


@allow(permissions.may_see_team)
def board(request: HttpRequest) -> HttpResponse:
    """Every child without a worker, with who holds meanwhile and whose turn it is."""
    desk = desk_of(request)
    say = say_of(desk)
    every = without_a_worker(desk, say)
    desk.reads([r.child.child for r in every], "unallocated")
    teams = sorted({r.child.holder_team for r in every}, key=say.place)
    by_team = filter_of(request, "team", "Team", [(t, say.place(t)) for t in teams if t])
    by_state = filter_of(request, "state", "State", [(r.tag.text, r.tag.text) for r in every])
    order = filter_of(
        request, "order", "Order", [("days", "Longest first"), ("name", "By name")], "Most pressing first"
    )
    rows = [r for r in every if by_team.chosen in ("", r.child.holder_team) and by_state.chosen in ("", r.tag.text)]
    rows.sort(key=ORDERS[order.chosen])
    if tables.wanted(request):
        lines = [
            (r.name, r.tag.text, r.held_by, words.day(r.since), r.days, r.statuses, "; ".join(o.what for o in r.open))
            for r in rows
        ]
        headings = ("Child", "State", "Held by", "Since", "Days", "Statuses", "Still to do")
        return tables.file(request, desk, tables.table("Children without a worker", headings, lines))
    return show(
        request,
        "unallocated/board.html",
        f"Children without a worker: {len(every)}",
        at="unallocated",
        rows=rows,
        filters=[by_team, by_state, order],
        every=len(every),
        kept=views_of(desk, "/unallocated"),
        must=sum(r.tag in (words.NOBODY, words.MUST_HAVE_WORKER) for r in rows),
        authorised=sum(r.tag == words.UNALLOCATED for r in rows),
        by_manager=sum(r.tag == words.MANAGER_HOLDING for r in rows),
        waiting=sum(r.tag == words.NOT_AUTHORISED for r in rows),
        may_allocate=permissions.may_allocate(desk.post),
        files=tables.links(request),
    )


@allow(permissions.may_see_team)
def report(request: HttpRequest) -> HttpResponse:
    """The week's report, child by child, from what is recorded; it is sent by the procedure's own duty."""
    desk = desk_of(request)
    say = say_of(desk)
    rows = without_a_worker(desk, say, report=True)
    desk.reads([r.child.child for r in rows], "weekly report")
    if tables.wanted(request):
        lines = [
            (
                r.name,
                words.years_old(r.child.born, desk.now) if r.child.born else "not known",
                r.statuses,
                r.days,
                r.tag.text,
                r.held_by,
                "\n".join(f"{q} {a}" for q, a in r.said),
                "\n".join(f"{d.what}: {d.when}" for d in r.done),
                "\n".join(f"{d.what}: {d.tag.text if d.tag else ''} {d.when}" for d in r.open),
            )
            for r in rows
        ]
        headings = ("Child", "Age", "Statuses", "Days", "State", "Held by", "Why, risk, what was tried", "Done", "Due")
        return tables.file(request, desk, tables.table("Weekly report of children without a worker", headings, lines))
    return show(
        request,
        "unallocated/report.html",
        "Weekly report: children without a worker",
        at="unallocated",
        rows=rows,
        new=sum(r.new for r in rows),
        ended=ended_this_week(desk),
        sends=[(r, d) for r in rows for d in r.open if d.row.verb == "send" and d.href],
        late=[(r, d) for r in rows for d in r.open if d.row.state == "late"],
        files=tables.links(request),
    )
