"""Moments made from others: so much before or after, an edge or an hour of a day, the next sitting or date."""

from __future__ import annotations

from typing import Any

from baton.engine.context import (
    NOT_KNOWN,
    NOT_YET,
    Ctx,
    Reader,
    Reading,
)
from baton.engine.sittings import next_open_sitting
from baton.policy import model as m
from baton.working_time import (
    CalendarEnded,
    CalendarNotBegun,
    Window,
    at,
    at_time,
    day_window,
    end_of_day,
    local_day,
    midnight_after,
    next_1_september,
    shift,
    shift_in_office,
    start_of_day,
)
from baton.working_time.ages import age_point


def next_sitting_after(moment: m.NextSitting, c: Any) -> Reader:
    after = c.moment(moment.after)
    forum_key = moment.forum

    def read(ctx: Ctx) -> Reading:
        state, window, because, until = after(ctx)
        if window is None:
            return state, None, because, until
        try:
            sitting = next_open_sitting(ctx.pack.forums[forum_key], ctx.file, window.lo)
        except (CalendarEnded, CalendarNotBegun) as end:
            return NOT_KNOWN, None, (*because, ("calendar", str(end))), until
        except LookupError:
            return NOT_YET, None, (*because, ("sitting", forum_key)), until
        return state, at(sitting.at), (*because, ("sitting", sitting.at)), until

    return read


def next_date(moment: m.NextDate, c: Any) -> Reader:
    after = c.moment(moment.after)

    def read(ctx: Ctx) -> Reading:
        state, window, because, until = after(ctx)
        if window is None:
            return state, None, because, until
        day = local_day(window.lo)
        if (moment.month, moment.day) == (9, 1):
            return state, day_window(next_1_september(day)), because, until
        this = day.replace(month=moment.month, day=moment.day)
        return state, day_window(this if this > day else this.replace(year=day.year + 1)), because, until

    return read


def shifted(moment: m.Shifted, c: Any) -> Reader:
    of, amount, sign, hours = c.moment(moment.of), moment.amount, moment.sign, moment.hours
    of_now = moment.of == m.SlotAt("now") and not amount.is_elapsed  # the same all day
    years = isinstance(moment.of, m.SlotAt) and moment.of.name == "birth" and sign == 1
    memo_key = ("shift", moment)

    def read(ctx: Ctx) -> Reading:
        state, window, because, until = of(ctx)
        if window is None:
            return state, None, because, until
        if of_now:
            until = midnight_after(local_day(ctx.now))
        if years:
            key = (memo_key, window)
            if key not in ctx.memo:
                ctx.memo[key] = day_window(age_point(local_day(window.lo), amount))
            return state, ctx.memo[key], because, until
        try:
            if hours is not None:
                return state, shift_in_office(window, amount, sign, ctx.file.calendar, hours), because, until
            return state, shift(window, amount, sign, ctx.file.calendar), because, until
        except (CalendarEnded, CalendarNotBegun) as end:
            return NOT_KNOWN, None, (*because, ("calendar", str(end))), until

    return read


def either_side_of(moment: m.EitherSide, c: Any) -> Reader:
    of, amount = c.moment(moment.of), moment.amount

    def read(ctx: Ctx) -> Reading:
        state, window, because, until = of(ctx)
        if window is None:
            return state, None, because, until
        try:
            lo = shift(window, amount, -1, ctx.file.calendar)
            hi = shift(window, amount, 1, ctx.file.calendar)
        except (CalendarEnded, CalendarNotBegun) as end:
            return NOT_KNOWN, None, (*because, ("calendar", str(end))), until
        return state, Window(lo.lo, hi.hi), because, until

    return read


def edge_of_day(moment: m.EdgeOfDay, c: Any) -> Reader:
    of, start = c.moment(moment.of), moment.edge == "start"

    def read(ctx: Ctx) -> Reading:
        state, window, because, until = of(ctx)
        if window is None:
            return state, None, because, until
        if start:
            return state, at(start_of_day(window)), because, until
        return state, day_window(local_day(end_of_day(window) - 1)), because, until

    return read


def time_on(moment: m.TimeOn, c: Any) -> Reader:
    of, hour, minute = c.moment(moment.of), moment.hour, moment.minute

    def read(ctx: Ctx) -> Reading:
        state, window, because, until = of(ctx)
        if window is None:
            return state, None, because, until
        return state, at(at_time(local_day(window.lo), hour, minute)), because, until

    return read
