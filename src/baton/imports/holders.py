"""Who holds a child, extract by extract, as the lists say it and as one of them stands. Pure; teams and workers are
still as they were written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from baton.imports.claims import HOLDS
from baton.imports.conflicts import holders_in
from baton.imports.model import Observation, Source
from baton.imports.previous import Memory, Statement, end_of, statements
from baton.working_time import BEGINNING, Moment, Window


class Held(NamedTuple):
    """What one list says of who holds the child, as written ("" is nobody), and whether this list stands."""

    source: str
    group: str
    at: Source
    day: date
    when: Window
    worker: str
    team: str
    stands: bool
    says: str = ""  # what was written where nobody is named
    reason: str = ""

    @property
    def list_name(self) -> str:
        return self.group.split("/", 1)[0]


def held_by(memory: Memory, closings: tuple[Moment, ...]) -> list[Held]:
    """Every saying about the holder, oldest first. `closings` are the ends of the days on which the case was closed."""
    found = [*_by_lists(memory, closings), *_by_return(memory)]
    return sorted(found, key=lambda h: (h.when.hi, h.source, h.group))


Said = tuple[str, str, str]  # worker, team, what was written


class _Seen(NamedTuple):
    """What all lists said on the day of one extract, and which of them stood."""

    day: date
    said: Mapping[str, Said]
    speaks: str


def _by_lists(memory: Memory, closings: tuple[Moment, ...]) -> Iterator[Held]:
    """A new extract is told where anything differs from the one before: which list stands, or who or where."""
    lists = {
        group: statements(sayings)
        for (source, group), sayings in memory.says.items()
        if source == "annex_a" and group.endswith(f"/{HOLDS}")
    }
    before: _Seen | None = None
    for day in sorted({row.day for rows in lists.values() for row in rows}):
        here = {group: row for group, rows in sorted(lists.items()) if (row := _on(rows, day)) is not None}
        said = {group: _said(row) for group, row in here.items() if row.facts}
        now = _Seen(day, said, _speaks(memory, day) if said else "")
        if before is None or (now.said, now.speaks) != (before.said, before.speaks):
            told = {group: row for group, row in here.items() if row.day == day}
            yield from _told(told, before, now, max([BEGINNING, *(c for c in closings if c < end_of(day))]))
        before = now


def _on(rows: list[Statement], day: date) -> Statement | None:
    return next((row for row in reversed(rows) if row.day <= day), None)


def _said(row: Statement) -> Said:
    fact = row.facts[0]
    return fact.part("worker") or "", fact.part("team") or "", fact.part("written") or ""


def _told(rows: Mapping[str, Statement], before: _Seen | None, now: _Seen, closed: Moment) -> Iterator[Held]:
    """One saying a list of this extract. What is new came about after the extract before it and the last closing."""
    since = closed if before is None else max(closed, end_of(before.day))
    for group, row in rows.items():
        if row.facts:
            worker, team, says = _said(row)
            same = (
                before is not None and before.said.get(group) == now.said[group] and _stands_alike(group, before, now)
            )
            when = Window(closed if same else since, end_of(now.day))
            yield Held("annex_a", group, row.at, now.day, when, worker, team, group == now.speaks, says)
        elif not now.said and before is not None:
            # No complete list has the child any longer: nobody holds it, until someone says that the case was closed.
            team = before.said.get(group, ("", "", ""))[1]
            when = Window(since, end_of(now.day))
            stands = group == before.speaks
            yield Held("annex_a", group, row.at, now.day, when, "", team, stands, "not in the list any longer")


def _stands_alike(group: str, before: _Seen, now: _Seen) -> bool:
    return (group == before.speaks) == (group == now.speaks)


def _speaks(memory: Memory, day: date) -> str:
    """The list that stands on a day, by what the child was then."""
    known = []
    for (source, group), sayings in memory.says.items():
        row = _on(statements(sayings), day)
        if source == "annex_a" and row is not None and row.facts:
            known.append(Observation(source, row.day, memory.child, group, row.facts, row.at))
    said = holders_in(known).get(memory.child)
    return "" if said is None else said.group


def _by_return(memory: Memory) -> Iterator[Held]:
    """The return's own history of social workers: dated, without teams."""
    for (source, group), sayings in memory.says.items():
        rows = [row for row in statements(sayings) if row.facts]
        if source != "ssda903" or not group.startswith("social_worker/") or not rows:
            continue
        row = rows[-1]
        for fact in row.facts:
            worker, reason = fact.part("worker") or "", fact.part("reason") or ""
            if fact.phase == "ended":
                # Nobody is named from here on; a next row says otherwise.
                yield Held(source, group, row.at, row.day, fact.happened, "", "", True, "no worker in the return")
            else:
                yield Held(source, group, row.at, row.day, fact.happened, worker, "", True, "", reason)
