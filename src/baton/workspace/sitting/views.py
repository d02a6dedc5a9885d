"""The forum before and after it sits: the next sittings, the agenda with its cut-off, the minutes."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from baton.accounts import permissions
from baton.accounts.desk import desk_of
from baton.accounts.doors import allow
from baton.policy.model import Forum
from baton.store.models import Matter
from baton.working_time import local_day
from baton.workspace import words
from baton.workspace.about.duties import lines_about
from baton.workspace.page import say_of, show
from baton.workspace.sitting import papers, planned
from baton.workspace.sitting.carried import carried_over
from baton.workspace.sitting.dates import dates
from baton.workspace.sitting.listing import Row, not_listed, rows_of
from baton.workspace.sitting.seats import keepers, seats


@allow(permissions.may_see_forum)
def sittings(request: HttpRequest) -> HttpResponse:
    """Every forum's sittings around today, with how many rows each list has."""
    desk = desk_of(request)
    say = say_of(desk)
    if not desk.pack.forums:
        return dates(request, desk, say)
    forums: list[dict[str, Any]] = []
    for forum in desk.pack.forums.values():
        found = planned.around_today(desk, forum)
        counts = _counts(desk, found)
        lines = [_line(desk, p, counts.get(p.sitting.at, 0)) for p in found]
        forums.append(
            {
                "forum": forum,
                "clause": forum.clause,
                "ahead": [one for one in lines if one["ahead"]],
                "past": [one for one in reversed(lines) if not one["ahead"]],
                "not_listed": not_listed(desk, say, forum.key),
                "administrator": say.people(keepers(desk, forum)),
            }
        )
    title = words.initial_capital(forums[0]["forum"].says) if len(forums) == 1 else "Sittings"
    return show(
        request,
        "sitting/sittings.html",
        title,
        at="sitting",
        forums=forums,
        may_record=permissions.may_record(desk.post),
        may_run=permissions.may_run_forum(desk.post),
    )


def _counts(desk: Any, found: list[planned.Planned]) -> dict[int, int]:
    """How many rows each list has, by the moment of the sitting."""
    alone = {p.sitting.at for p in found if p.forum.item == "child"}
    rows = Matter.objects.filter(authority=desk.authority, sitting__in=[p.sitting.at for p in found])
    counts: dict[int, set[tuple[str, str]]] = {}
    for sitting, key, child in rows.values_list("sitting", "key", "child"):
        counts.setdefault(int(sitting or 0), set()).add((key, child if sitting in alone else ""))
    return {sitting: len(found) for sitting, found in counts.items()}


def _line(desk: Any, p: planned.Planned, rows: int) -> dict[str, Any]:
    closed = desk.now > p.cut_off
    return {
        "planned": p,
        "when": words.moment(p.at),
        "rows": words.children(rows) if p.forum.item == "child" else words.plural(rows, "family", "families"),
        "cut_off": f"closed {words.when_seen(p.cut_off, desk.now)}" if closed else f"closes {words.moment(p.cut_off)}",
        "left": "" if closed else words.left(p.cut_off, desk.now, desk.around.calendar),
        "ahead": p.at >= desk.now - words.DAY,
        "state": "Cancelled" if p.sitting.cancelled else "Held" if p.sitting.held else "",
        "moved": p.sitting.moved_because,
    }


@allow(permissions.may_see_forum)
def agenda(request: HttpRequest, forum: str, when: str) -> HttpResponse:
    """The list of one sitting: rows, what is not ready, who should be there."""
    desk = desk_of(request)
    say = say_of(desk)
    one = planned.named(desk, forum, when)
    sent = papers.papers_of(desk, one)
    rows = rows_of(desk, say, one, sent.list_sent[0].happened.lo if sent.list_sent else None)
    desk.reads([c.child for r in rows for c in r.children], "agenda")
    return show(
        request,
        "sitting/agenda.html",
        f"{words.initial_capital(one.forum.says)}, {words.day_in_full(one.at)}",
        at="sitting",
        one=one,
        line=_line(desk, one, len(rows)),
        rows=rows,
        seats=seats(desk, say, one.forum),
        attended=list(dict.fromkeys(say.who(p) for p in one.sitting.attended)),
        not_listed=not_listed(desk, say, forum),
        may_run=permissions.may_run_forum(desk.post),
        today_or_later=local_day(one.at) <= local_day(desk.now),
        not_ready=sum(bool(r.ready) for r in rows),
        decided=sum(r.decided for r in rows),
        parts=parts_of(one.forum, rows),
        duties=[x for x in lines_about(desk, say, one.subject) if x.row.verb != "keep" or x.row.state == "late"],
        list_sent=papers.sent_said(say, sent.list_sent),
        minutes_sent=papers.sent_said(say, sent.minutes_sent),
        list_word=say.lower(sent.list_word),
        closed=desk.now > one.cut_off,
        may_record=permissions.may_record(desk.post),
    )


def parts_of(forum: Forum, rows: list[Row]) -> list[tuple[str, list[Row]]]:
    """The rows under the parts of the sitting, in the pack's words; one part without a name where it has none."""
    found = [(part.says, [r for r in rows if r.part == part.key]) for part in forum.parts]
    rest = [r for r in rows if r.part not in {part.key for part in forum.parts}]
    return [*found, *([("Not in a part yet" if forum.parts else "", rest)] if rest or not found else [])]


def _gone(rows: list[Row]) -> list[tuple[str, list[Row]]]:
    """The rows that are on a later list now: those that were decided here, and those that were left."""
    left = [r for r in rows if all(tag.text == "Carried over" for _, tag, _ in r.outcomes)]
    return [("Decided, and on a later list until accepted", [r for r in rows if r not in left]), ("Carried over", left)]


@allow(permissions.may_see_forum)
def minutes(request: HttpRequest, forum: str, when: str) -> HttpResponse:
    """What was decided, for whom, by whom, and what was left."""
    desk = desk_of(request)
    say = say_of(desk)
    one = planned.named(desk, forum, when)
    rows = rows_of(desk, say, one, place="minutes")
    gone = carried_over(desk, say, one, len(rows))
    desk.reads([c.child for r in (*rows, *gone) for c in r.children], "minutes")
    present = [name for person, name in seats(desk, say, one.forum) if person in one.sitting.attended]
    absent = [name for person, name in seats(desk, say, one.forum) if person not in one.sitting.attended]
    return show(
        request,
        "sitting/minutes.html",
        f"Minutes: {one.forum.says}, {words.day_in_full(one.at)}",
        at="sitting",
        one=one,
        rows=rows,
        parts=parts_of(one.forum, rows),
        gone=[(title, found) for title, found in _gone(gone) if found],
        sent=papers.sent_said(say, papers.papers_of(desk, one).minutes_sent),
        may_run=permissions.may_run_forum(desk.post),
        undecided=[r for r in rows if r.children and not r.decided],
        present=present,
        absent=absent,
        others=[say.who(p) for p in one.sitting.attended if p not in dict(seats(desk, say, one.forum))],
    )
