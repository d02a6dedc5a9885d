"""What a duty is about: each child, event, spell or interval in turn, and each person to tell."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from baton.engine.context import Ctx, TeamElement
from baton.engine.met.spans import first_in
from baton.engine.who import other_teams, resolve, sets_of
from baton.policy import model as m
from baton.working_time import (
    BEGINNING,
    END,
    Amount,
    Calendar,
    CalendarEnded,
    Moment,
    Monthly,
    Weekly,
    Window,
    add_months,
    day_window,
    local_day,
    midnight,
    roll,
    shift,
)

if TYPE_CHECKING:
    from baton.engine.ruled import CMust


LOOK_BACK = 120 * 86400  # seconds: intervals that ended longer ago are no longer judged
MOST_INTERVALS = 400
WORKING_DAY = 7  # as a weekday of "every": any day that is worked


def elements_of(ctx: Ctx, r: CMust, opened: Moment) -> Iterator[tuple[str, Any]]:
    each, every = r.rule.each, r.rule.every
    if every is not None:
        yield from _intervals(ctx, r, opened)
    elif each is None or each.kind == "child":
        yield "", None
    elif each.kind in ("booked", "held"):
        begins = _begins(ctx, r)
        for word in each.words:
            for event in ctx.facts.events[word]:
                held = event.held
                when = held or event.booked
                if event.cancelled or (held is None and each.kind == "held") or (when and when.hi <= begins):
                    continue
                if held is None or (held.lo >= opened or held.hi > opened):
                    yield event.id, event
    elif each.kind == "spell":
        for word in each.words:
            for spell in ctx.facts.spells.get(word, ()):
                if spell.start.lo <= ctx.now and (spell.end is None or ctx.now < spell.end.lo):
                    yield f"{word}#{spell.entry}", spell
    elif each.kind == "team":
        for team in other_teams(ctx):
            yield team, TeamElement(team)
    elif each.kind == "people":
        for word in each.words:
            for person in ctx.pack.members(ctx, word) or (word,):
                yield person, None
    else:
        yield "", None


def _begins(ctx: Ctx, r: CMust) -> Moment:
    """What lies before the rule's earliest moment is not asked; BEGINNING where it has none, or one of each element."""
    if r.not_before is None:
        return BEGINNING
    ctx.it = None
    _state, window, _because, until = r.not_before(ctx)
    ctx.look_until(until)
    return window.lo if window is not None else BEGINNING


def _intervals(ctx: Ctx, r: CMust, opened: Moment) -> Iterator[tuple[str, Any]]:
    every = r.rule.every
    assert every is not None
    if r.every_from is None:
        yield "", None
        return
    _state, window, _because, until = r.every_from(ctx)
    ctx.look_until(until)
    if window is None:
        return
    if every.weekday is not None:
        yield from _days(ctx, every, r.rule.roll, local_day(window.lo))
    elif every.from_last and every.amount is not None:
        yield from _from_last(ctx, r, opened, every.amount, window)
    elif every.amount is not None:
        yield from _amounts(ctx, every.amount, window)


def _amounts(ctx: Ctx, amount: Amount, window: Window) -> Iterator[tuple[str, Any]]:
    start = _skip(window, amount, ctx.now - LOOK_BACK)
    for _n in range(MOST_INTERVALS):
        try:
            end = shift(start, amount, 1, ctx.file.calendar)
        except CalendarEnded:
            return
        if end.lo > ctx.now:
            yield f"from {start.lo}", Window(start.lo, end.lo)
            ctx.look_until(end.lo)
            return
        if end.lo > ctx.now - LOOK_BACK:
            yield f"from {start.lo}", Window(start.lo, end.lo)
        start = end


def _from_last(ctx: Ctx, r: CMust, opened: Moment, amount: Amount, window: Window) -> Iterator[tuple[str, Any]]:
    """One interval after another, each from the last time it was done; the last one waits to be done."""
    start, ctx.person = window, ""
    for _n in range(MOST_INTERVALS):
        try:
            end = shift(start, amount, 1, ctx.file.calendar)
        except CalendarEnded:
            return
        interval = Window(start.lo if start is window else start.hi, end.hi)
        met = first_in(ctx, r, opened, interval.lo, END)
        if met.window is None or end.hi > ctx.now - LOOK_BACK:
            yield f"from {start.lo}", interval
        if met.window is None:
            return
        start = met.window


def _days(ctx: Ctx, every: m.Every, how: str, first: date) -> Iterator[tuple[str, Any]]:
    """The spans that end with each day of the calendar that is named, moved off closed days as the rule says."""
    begins = first
    try:
        for day in _named_days(every, first, ctx.file.calendar):
            due = roll(day_window(day), how, ctx.file.calendar)  # type: ignore[arg-type]
            span = Window(midnight(begins), due.hi)
            if due.hi > ctx.now - LOOK_BACK:
                yield f"on {day}", span
            if due.hi > ctx.now:
                ctx.look_until(due.hi)
                return
            begins = local_day(due.hi)
    except CalendarEnded:
        return


def _named_days(every: m.Every, first: date, calendar: Calendar) -> Iterator[date]:
    assert every.weekday is not None
    if every.weekday < WORKING_DAY:
        cadence = Monthly(every.nth, every.weekday) if every.nth else Weekly(every.weekday)
        yield from cadence.from_day(first)
        return
    month = first.replace(day=1)
    while True:
        following = add_months(month, 1)
        day = (
            calendar.next_working(month) if every.nth == 1 else calendar.previous_working(following - timedelta(days=1))
        )
        if day >= first:
            yield day
        month = following


def _skip(start: Window, amount: Amount, to: Moment) -> Window:
    """The last interval of whole days or weeks that begins before `to`: nobody walks through years of weeks."""
    days = amount.days + 7 * amount.weeks
    if not days or amount.months or amount.years or amount.working_days or amount.hours or amount.minutes:
        return start
    times = (local_day(to) - local_day(start.lo)).days // days if to > start.lo else 0
    return day_window(local_day(start.lo) + timedelta(days=days * times)) if times > 0 else start


def recipients_of(ctx: Ctx, r: CMust) -> tuple[str, ...]:
    if not r.recipients:
        return ("",)
    found: list[str] = []
    for recipient, name, when in r.recipients:
        if when is not None:
            value, until, _because = when(ctx)
            ctx.look_until(until)
            if value is False:
                continue
        if recipient.people:
            found += ctx.pack.members(ctx, recipient.people) or (recipient.people,)
        elif " of each " in name:
            assert recipient.who is not None
            found += [one.offices[0] for one in sets_of(ctx, recipient.who)]
        elif name:
            found.append(name)
        elif recipient.who is not None:
            found.append((resolve(ctx, recipient.who).persons or ("",))[0])
    return tuple(dict.fromkeys(found)) or ("",)
