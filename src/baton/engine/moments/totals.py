"""Time in total over broken spells: the day on which it comes to so much (C15)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from baton.engine.context import KNOWN, NOT_KNOWN, NOT_YET, Ctx, Reader, Reading, entry_because
from baton.engine.moments.reading import parts_match
from baton.engine.runs import WORDS as ENGINE_SPELLS
from baton.engine.runs import runs_of
from baton.policy import model as m
from baton.working_time import BEGINNING, END, Window, day_window, local_day

_Spell = tuple[Window, Window | None, Any]  # start, end, because


def total_reached(moment: m.TotalReached, c: Any) -> Reader:
    days, word, parts = moment.amount.plain_days, moment.word, moment.parts
    since = c.moment(moment.since) if moment.since is not None else None

    def read(ctx: Ctx) -> Reading:
        first, because, until = date.min, (), END
        if since is not None:
            state, window, because, until = since(ctx)
            if window is None:
                return state, None, because, until
            first = local_day(window.lo)
        spells = list(_spells(ctx, word, parts))
        why = because + tuple(reason for spell in spells for reason in spell[2])
        soonest = _reached(((_first(s), _last(e) if e else None) for s, e, _b in spells), first, days)
        latest = _reached(((_last(s), _first(e) if e else None) for s, e, _b in spells), first, days)
        if soonest is None:
            return NOT_YET, None, why, until
        if latest is None:
            return NOT_KNOWN, None, (*why, ("asks", word)), until
        return KNOWN, Window(day_window(soonest).lo, day_window(max(soonest, latest)).hi), why, until

    return read


def _first(window: Window) -> date:
    return date.min if window.lo <= BEGINNING else local_day(window.lo)


def _last(window: Window) -> date:
    """The last day on which a vague boundary may lie; a day or a moment is its own."""
    return _first(window) if window.is_day or window.is_moment else window.last_day


def _spells(ctx: Ctx, word: str, parts: Any) -> Iterable[_Spell]:
    if word in ENGINE_SPELLS:
        for run in runs_of(ctx, word):
            if parts_match(run.parts, parts):
                yield run.start, run.end, run.because
        return
    for spell in ctx.facts.spells.get(word, ()):
        if parts_match(spell.parts, parts) and spell.start.lo <= ctx.now:
            yield spell.start, spell.end, entry_because(spell.entry)


def _reached(spells: Iterable[tuple[date, date | None]], first: date, days: int) -> date | None:
    """The day on which spells, counted from `first` and each day once, come to so many days; None if they do not.

    A spell counts the days from its start to its end, like "N days after its start"; one that goes on counts ahead.
    """
    counted, upto = 0, first
    for start, end in sorted(spells, key=lambda spell: spell[0]):
        begins = max(start, upto)
        if end is None:
            return begins + timedelta(days=days - counted)
        if end <= begins:
            continue
        length = (end - begins).days
        if counted + length >= days:
            return begins + timedelta(days=days - counted)
        counted, upto = counted + length, end
    return None
