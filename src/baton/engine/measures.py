"""Figures that a procedure wants shown: counts, spans, lateness, changes. Running quantities are left to pages."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from baton.engine.conditions.counts import counter
from baton.engine.conditions.words import givings
from baton.engine.context import Ctx
from baton.engine.duties import duties_of
from baton.engine.moments.reading import value_of
from baton.policy import model as m
from baton.working_time import (
    BEGINNING,
    END,
    CalendarEnded,
    Moment,
    Window,
    add_months,
    last_moment,
    local_day,
    say_day,
)

Figure = Callable[[Ctx], str]  # "" where there is none yet


def compile_measure(measure: m.Measure, c: Any) -> Figure:
    """Returns the reader of one measure. What its answer depends on in time is noted in the context."""
    figure: Figure = _MAKERS[measure.kind](measure, c)
    return figure


def _word(measure: m.Measure, c: Any) -> Figure:
    word = measure.word

    def read(ctx: Ctx) -> str:
        value, _entry = value_of(ctx, word)
        if value is None:
            value = ctx.slot(word)
        return ", ".join(map(str, value)) if isinstance(value, list) else str(value if value is not None else "")

    return read


def _count(measure: m.Measure, c: Any) -> Figure:
    assert measure.count is not None
    count = counter(measure.count, c)

    def read(ctx: Ctx) -> str:
        found, perhaps, _because, until = count(ctx)
        ctx.look_until(until)
        if found is None:
            return ""
        return f"at least {found}" if perhaps else str(found)

    return read


def _span(measure: m.Measure, c: Any) -> Figure:
    since, up_to, unit = c.moment(measure.since), c.moment(measure.up_to), measure.unit
    running = measure.up_to == m.SlotAt("now")

    def read(ctx: Ctx) -> str:
        first = since(ctx)[1]
        if first is None:
            return ""
        if running:
            return f"since {say_day(local_day(first.lo))}"
        last = up_to(ctx)[1]
        return _length(ctx, unit, first.lo, last.lo) if last is not None else ""

    return read


def _length(ctx: Ctx, unit: str, first: Moment, last: Moment) -> str:
    """How long from one moment to the other, in whole units; "" past the end of the calendar."""
    a, b = local_day(first), local_day(last)
    if unit == "hours":
        return str((last - first) // 3600)
    if unit == "working days":
        try:
            return str(ctx.file.calendar.working_days_between(a, b))
        except CalendarEnded:
            return ""
    if unit == "months":
        whole = (b.year - a.year) * 12 + b.month - a.month
        return str(whole - (add_months(a, whole) > b))
    return str((b - a).days // (7 if unit == "weeks" else 1))


def _rule(measure: m.Measure, c: Any) -> Figure:
    def read(ctx: Ctx) -> str:
        return ", ".join(dict.fromkeys(d.state.replace("_", " ") for d in _duties(ctx, measure.word)))

    return read


def _late(measure: m.Measure, c: Any) -> Figure:
    """The longest lateness that has ended; one that goes on says since when."""

    def read(ctx: Ctx) -> str:
        late = [d for d in _duties(ctx, measure.word) if d.since is not None]
        going_on = [d.since for d in late if d.ended is None and d.since is not None]
        if going_on:
            return f"since {say_day(local_day(min(going_on)))}"
        lengths = [_length(ctx, measure.unit, d.since, d.ended) for d in late if d.since is not None and d.ended]
        return max(lengths, key=lambda length: int(length or 0), default="")

    return read


def _missed(measure: m.Measure, c: Any) -> Figure:
    since = c.moment(measure.since) if measure.since is not None else None

    def read(ctx: Ctx) -> str:
        low = _from(ctx, since)
        return str(sum(1 for d in _duties(ctx, measure.word) if d.since is not None and d.since >= low))

    return read


def _changes(measure: m.Measure, c: Any) -> Figure:
    since, word = c.moment(measure.since) if measure.since is not None else None, measure.word

    def read(ctx: Ctx) -> str:
        low = _from(ctx, since)
        given = [e for e in givings(ctx, word) if e.happened.lo <= ctx.now]
        pairs = pairwise(given)
        return str(sum(1 for a, b in pairs if b.happened.last >= low and a.values.get(word) != b.values.get(word)))

    return read


def _due(measure: m.Measure, c: Any) -> Figure:
    up_to = c.moment(measure.up_to)

    def read(ctx: Ctx) -> str:
        window: Window | None = up_to(ctx)[1]
        if window is None:
            return ""
        rules = ctx.pack.rules_here(ctx).musts
        duties = [d for r in rules for d in duties_of(ctx, r) if d.state in ("open", "late") and d.by is not None]
        return str(sum(1 for d in duties if d.by is not None and last_moment(d.by) <= last_moment(window)))

    return read


def _from(ctx: Ctx, since: Any) -> Moment:
    if since is None:
        return BEGINNING
    _state, window, _because, until = since(ctx)
    ctx.look_until(until)
    return window.lo if window is not None else END


def _duties(ctx: Ctx, key: str) -> Any:
    return ctx.pack.duties_under(ctx, key)


_MAKERS: dict[str, Callable[[m.Measure, Any], Figure]] = {
    "word": _word, "count": _count, "span": _span, "rule": _rule, "late": _late, "missed": _missed,
    "changes": _changes, "due": _due,
}  # fmt: skip
