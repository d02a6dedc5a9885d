"""The limit of a duty: its last moment in time, the earliest moment, what pauses its clock, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baton.engine.context import NOT_KNOWN, Ctx, words_asked
from baton.engine.situation import Because
from baton.policy import model as m
from baton.working_time import (
    Amount,
    CalendarEnded,
    Moment,
    Window,
    at,
    day_window,
    local_day,
    roll,
    shift,
)

if TYPE_CHECKING:
    from baton.engine.ruled import CMust

Limit = tuple[Window | None, Moment | None, Because, tuple[str, ...]]
NO_LIMIT: Limit = (None, None, (), ())
MOST_PAUSES = 200


def limit_of(ctx: Ctx, r: CMust) -> Limit:
    """The limit as a window whose last moment is in time, the earliest moment, why, and what is asked."""
    if r.by is None and isinstance(ctx.it, Window) and r.rule.every is not None:
        return _of_an_interval(ctx, r, ctx.it), ctx.it.lo, (), ()
    window: Window | None = None
    because: Because = ()
    asks: tuple[str, ...] = ()
    earliest = None
    if r.by is not None:
        state, window, because, until = r.by(ctx)
        if until < ctx.horizon:
            ctx.horizon = until
        if window is None and state == NOT_KNOWN:
            asks = words_asked(because)
    if window is not None and r.paused_while is not None:
        window, because = _after_pauses(ctx, r, window, because)
    if window is not None and r.rule.roll != "none":
        window = roll(window, r.rule.roll, ctx.file.calendar)  # type: ignore[arg-type]
    if window is not None and r.either_side:
        window, earliest = Window(max(window.lo, window.hi - 86400), window.hi), window.lo
    if r.not_before is not None:
        _state, first, more, until = r.not_before(ctx)
        ctx.look_until(until)
        because += more
        if first is not None:
            earliest = first.lo
            if ctx.now < earliest:
                ctx.look_until(earliest)
    return window, earliest, because, asks


def _of_an_interval(ctx: Ctx, r: CMust, interval: Window) -> Window:
    """The end of the interval in hand; where days of the calendar or the last time set it, that whole day."""
    every = r.rule.every
    assert every is not None
    of_days = every.weekday is not None or (
        every.from_last and every.amount is not None and not every.amount.is_elapsed
    )
    limit = day_window(local_day(interval.hi - 1)) if of_days else at(interval.hi - 1)
    if r.rule.roll == "none" or every.weekday is not None:
        return limit
    return roll(limit, r.rule.roll, ctx.file.calendar)  # type: ignore[arg-type]


def _after_pauses(ctx: Ctx, r: CMust, window: Window, because: Because) -> tuple[Window | None, Because]:
    """The limit moved on by the time that the clock stood; None while it stands (its end is not known then)."""
    assert r.clock_from is not None and r.paused_while is not None
    _state, start, _because, _until = r.clock_from(ctx)
    if start is None:
        return window, because
    pauses: list[tuple[Moment, Moment]] = []
    now, known, moment = ctx.now, ctx.known, start.lo
    try:
        for _n in range(MOST_PAUSES):
            ctx.now, ctx.known = moment, {}
            stands, until, why = r.paused_while(ctx)
            if stands and until > now:
                ctx.look_until(until)
                return None, because + why
            if stands:
                pauses.append((moment, until))
                because += why
            if until > now:
                ctx.look_until(until)
                break
            moment = until
    finally:
        ctx.now, ctx.known = now, known
    for begins, ends in pauses:
        window = _moved(ctx, window, _unit_of(r.rule.by), begins, ends)
    return window, because


def _unit_of(by: m.MomentOf | None) -> Amount:
    """The amount of a limit, by whose unit its pauses are counted; calendar days where it has none of its own."""
    return by.amount if isinstance(by, m.Shifted) else Amount(days=1)


def _moved(ctx: Ctx, window: Window, unit: Amount, begins: Moment, ends: Moment) -> Window:
    if unit.is_elapsed:
        return Window(window.lo + ends - begins, window.hi + ends - begins)
    first, last = local_day(begins), local_day(ends)
    try:
        if unit.working_days:
            stood = Amount(working_days=ctx.file.calendar.working_days_between(first, last))
        else:
            stood = Amount(days=(last - first).days)
        return shift(window, stood, 1, ctx.file.calendar)
    except CalendarEnded:
        return window


def clock_from(by: m.MomentOf) -> m.MomentOf:
    """Where the clock of a limit begins: what its amount is counted from, else the opening of its subject."""
    return by.of if isinstance(by, m.Shifted) and by.sign == 1 else m.SlotAt("opened")
