"""Spells that the engine knows from the holdings: how long one person, team or service has held the child."""

from __future__ import annotations

from typing import NamedTuple

from baton.engine.context import Ctx
from baton.engine.situation import Because, Holding
from baton.working_time import END, Window


class Run(NamedTuple):
    """An unbroken run of holdings: from when, until when (None while it lasts), its parts and the reasons."""

    start: Window
    end: Window | None
    parts: dict[str, str]
    because: Because


WORDS = frozenset({"allocation", "allocation_state", "team_involvement", "service_involvement"})


def runs_of(ctx: Ctx, word: str) -> list[Run]:
    """The runs of one person, one way of being held, one team or one service, in order of time."""
    key = ("runs", word)
    found = ctx.memo.get(key)
    if found is None:
        found = ctx.memo[key] = _runs(ctx, word)
    return found  # type: ignore[no-any-return]


def _unbroken(holdings: tuple[Holding, ...], word: str) -> list[list[Holding]]:
    found: list[list[Holding]] = []
    for holding in holdings:
        last = found[-1][-1] if found else None
        if last is not None and last.end == holding.start and _who(last, word) == _who(holding, word):
            found[-1].append(holding)
        else:
            found.append([holding])
    return found


def _who(holding: Holding, word: str) -> str:
    if word == "allocation":
        return holding.person
    if word == "allocation_state":
        return state_of(holding)
    return holding.team if word == "team_involvement" else holding.service


def state_of(holding: Holding) -> str:
    """How a child is held: by a named worker, on cover, by duty, by an office, elsewhere, or unallocated (C107)."""
    if holding.kind == "nobody" or holding.flag == "unallocated":
        return "unallocated"
    if holding.flag in ("duty", "cover"):
        return holding.flag
    return {"worker": "worker", "outside": "elsewhere"}.get(holding.kind, "office")


def _runs(ctx: Ctx, word: str) -> list[Run]:
    found: list[Run] = []
    for pieces in _unbroken(ctx.timeline.holdings, word):
        first, last = pieces[0], pieces[-1]
        start = first.start_window or Window(first.start, first.start)
        end = Window(last.end, last.end) if last.end < END else None
        kind = "statutory" if first.service in ctx.pack.statutory else "non_statutory"
        found.append(Run(start, end, {"kind": kind, "service": first.service, "state": state_of(first)}, first.because))
    return found
