"""What each group of one source comes to, over all extracts that spoke of it: dated facts as last said, snapshots as a
history in which the new came about between two extracts. Pure; it compares no two groups.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from baton.imports.model import Fact, Source
from baton.imports.previous import LASTING, Memory, Saying, Statement, end_of, is_snapshot, statements
from baton.working_time import BEGINNING, Moment, Window

HOLDS = "allocated_worker"


class Claim(NamedTuple):
    """One fact as one group of one source gives it: first and last said by the extracts of these days."""

    fact: Fact
    source: str
    group: str
    at: Source
    first: date
    last: date

    @property
    def place(self) -> Moment:
        """Where it belongs in time: a fact known only to have come about by a day belongs at that day's end."""
        when = self.fact.happened
        return when.hi if when.is_vague else when.lo


def claims_of(memory: Memory) -> list[Claim]:
    """Every claim about one child, but for who holds it, which `holders` reads."""
    found: list[Claim] = []
    for (source, group), sayings in sorted(memory.says.items()):
        if not group.endswith(f"/{HOLDS}"):
            found.extend(of_group(source, group, sayings))
    return found


def of_group(source: str, group: str, sayings: Iterable[Saying]) -> Iterator[Claim]:
    """The claims of one group."""
    rows = statements(sayings)
    said = [row for row in rows if row.facts]
    if not said:
        return
    last = said[-1]
    for fact in last.facts:
        if not _by_extract(fact, last.day):
            yield Claim(fact, source, group, last.at, last.day, last.day)
    if not rows[-1].facts:
        yield from _gone(source, group, last, rows[-1])
    yield from _history(source, group, rows)


def _by_extract(fact: Fact, day: date) -> bool:
    return fact.word in LASTING or is_snapshot(fact, day)


def _gone(source: str, group: str, last: Statement, gone: Statement) -> Iterator[Claim]:
    """What was going on with a date and is in a complete list no longer ended between the two extracts."""
    over = {fact.word for fact in last.facts if fact.phase == "ended"}
    when = Window(end_of(last.day), end_of(gone.day))
    for fact in last.facts:
        if fact.phase == "started" and fact.word not in over and not _by_extract(fact, last.day):
            kind = tuple(part for part in fact.parts if part[0] == "type")
            yield Claim(Fact(fact.word, "ended", when, kind), source, group, last.at, gone.day, gone.day)


def _history(source: str, group: str, rows: list[Statement]) -> Iterator[Claim]:
    """Facts known by extract only: each run of the same value, and the end of what is said no longer."""
    current: dict[tuple[str, str], Claim] = {}
    before: date | None = None
    for day, facts, at in rows:
        now = {(fact.word, fact.phase): fact for fact in facts if _by_extract(fact, day)}
        since = BEGINNING if before is None else end_of(before)
        for name, fact in now.items():
            known = current.get(name)
            if known is not None and known.fact.parts == fact.parts and _dated_alike(known.fact, fact):
                current[name] = known._replace(last=day)
                continue
            if known is not None and fact.word not in LASTING:
                yield known
            current[name] = Claim(_since(fact, since), source, group, at, day, day)
        for name in [name for name in current if name not in now]:
            known = current.pop(name)
            yield known
            if name[1] == "started":
                assert before is not None
                over = Fact(name[0], "ended", Window(end_of(before), end_of(day)))
                yield Claim(over, source, group, known.at, day, day)
        before = day
    yield from current.values()


def _dated_alike(one: Fact, other: Fact) -> bool:
    return one.happened.is_vague or one.happened == other.happened


def _since(fact: Fact, since: Moment) -> Fact:
    if fact.word in LASTING or not fact.happened.is_vague:
        return fact
    return replace(fact, happened=Window(max(since, fact.happened.lo), fact.happened.hi))
