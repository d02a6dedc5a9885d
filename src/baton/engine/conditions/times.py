"""Moments that have come, and moments compared."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from baton.engine.context import FORECAST, NOT_KNOWN, Answer, Ctx, Judge
from baton.policy import model as m
from baton.working_time import (
    END,
    Calendar,
    CalendarEnded,
    CalendarNotBegun,
    after,
    before,
    local_day,
    midnight_after,
    on_or_after,
    on_or_before,
)


def has_come(condition: m.HasCome, c: Any) -> Judge:
    moment = c.moment(condition.moment)

    def judge(ctx: Ctx) -> Answer:
        state, window, because, until = moment(ctx)
        if window is None:
            return (None if state == NOT_KNOWN else False), until, because
        now = ctx.now
        if now < window.lo:
            return False, min(until, window.lo), because
        if state == FORECAST:
            return (None if now >= window.hi else False), min(until, window.hi if now < window.hi else END), because
        if window.is_day or window.is_moment or now >= window.hi:
            return True, until, because
        return None, min(until, window.hi), because

    return judge


def on_day(condition: m.OnDay, c: Any) -> Judge:
    moment, days = c.moment(condition.moment), condition.days
    of_now = condition.moment == m.SlotAt("now")

    def judge(ctx: Ctx) -> Answer:
        state, window, because, until = moment(ctx)
        if window is None:
            return (None if state == NOT_KNOWN else False), until, because
        if of_now:
            until = midnight_after(local_day(ctx.now))
        day = local_day(window.lo)
        if window.last_day != day:
            return None, until, because
        try:
            return any(_is_on(day, kind, ctx.file.calendar) for kind in days), until, because
        except (CalendarEnded, CalendarNotBegun) as end:
            return None, until, (*because, ("calendar", str(end)))

    return judge


def _is_on(day: date, kind: str, calendar: Calendar) -> bool:
    if kind == "working day":
        return calendar.is_working(day)
    if kind == "closed day":
        return not calendar.is_working(day)
    if kind == "eve of closed day":
        return not calendar.is_working(day + timedelta(days=1))
    return f"{day:%A}" == kind


_COMPARE = {"before": before, "after": after, "on or before": on_or_before, "on or after": on_or_after}


def compare(condition: m.Compare, c: Any) -> Judge:
    left, right, op = c.moment(condition.left), c.moment(condition.right), _COMPARE[condition.op]
    now_left = condition.left == m.SlotAt("now")
    asked = ""  # an answer that must be asked and was never given: not known, where a kept fact would be no
    if isinstance(condition.left, m.AnswerAt) and c.word(condition.left.word).silence == "not known":
        asked = condition.left.word

    def judge(ctx: Ctx) -> Answer:
        s1, w1, b1, u1 = left(ctx)
        if w1 is None and asked:
            return None, u1, (*b1, ("asks", asked))
        if w1 is None:
            return (None if s1 == NOT_KNOWN else False), u1, b1
        s2, w2, b2, u2 = right(ctx)
        if now_left and w2 is not None:
            u1 = min((edge for edge in w2 if edge > ctx.now), default=END)
        until = min(u1, u2)
        if w2 is None:
            return (None if s2 == NOT_KNOWN else False), until, b1 + b2
        return op(w1, w2), until, b1 + b2

    return judge
