"""Short ways of asking a reading what it says. Used by these tests only."""

from __future__ import annotations

from datetime import date

from baton.imports import Fact, Observation, ReadResult
from baton.working_time import BEGINNING, local_day


def group(result: ReadResult, child: str, name: str) -> Observation:
    """The one observation of this child and group."""
    (found,) = [o for o in result.observations if o.child == child and o.group == name]
    return found


def groups(result: ReadResult, child: str) -> set[str]:
    """The names of all groups said of a child."""
    return {o.group for o in result.observations if o.child == child}


def facts(result: ReadResult, child: str, word: str) -> list[tuple[str, date | str, dict[str, str]]]:
    """Every fact of one word said of a child: phase, day (or "by" its last day), parts."""
    return [said(f) for o in result.observations if o.child == child for f in o.facts if f.word == word]


def said(fact: Fact) -> tuple[str, date | str, dict[str, str]]:
    """A fact as a person would read it."""
    lo, hi = fact.happened
    if lo <= BEGINNING:
        return fact.phase, f"by {local_day(hi - 1)}", dict(fact.parts)
    if fact.happened.is_day:
        return fact.phase, local_day(lo), dict(fact.parts)
    return fact.phase, f"{local_day(lo)} to {local_day(hi - 1)}", dict(fact.parts)


def kinds(result: ReadResult, child: str | None = None) -> set[str]:
    """The kinds of remark, of one child or of all."""
    return {r.kind for r in result.remarks if child is None or r.child == child}
