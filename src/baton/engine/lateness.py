"""When it was learnt that a duty was broken, and the time people then have."""

from __future__ import annotations

from baton.engine.context import Ctx
from baton.engine.facts import Event, Spell
from baton.engine.met import Met
from baton.engine.situation import Because
from baton.working_time import (
    BEGINNING,
    CalendarEnded,
    Moment,
    Window,
    at,
    shift,
)


def learnt_of(ctx: Ctx, because: Because, met: Met) -> Moment:
    """When the recording that shows the duty was made: the latest of the entries that fix it."""
    learnt = BEGINNING
    entries = ctx.facts.entries
    for kind, value in because:
        if kind == "entry":
            entry = entries.get(value)  # type: ignore[call-overload]
            if entry is not None and entry.recorded_at > learnt:
                learnt = entry.recorded_at
    if ctx.matter is not None and ctx.matter.lead is not None:
        learnt = max(learnt, ctx.matter.lead.recorded_at)
    if met.broken is not None:
        for number in (met.does_not_count, met.entry):
            if number in entries:
                learnt = max(learnt, entries[number].recorded_at)
        if isinstance(ctx.it, Event):
            learnt = max(learnt, ctx.it.recorded)
        learnt = max(learnt, holding_known(ctx))
    if isinstance(ctx.it, Event | Spell):
        learnt = max(learnt, ctx.it.recorded)
    return learnt


def holding_known(ctx: Ctx) -> Moment:
    """When it was recorded that the present holding is a breach: its own entry, or the end of who held before."""
    holding = ctx.holding
    if holding is None or not holding.breach:
        return BEGINNING
    known = max(
        (ctx.facts.entries[n].recorded_at for k, n in holding.because if k == "entry" and n in ctx.facts.entries),  # type: ignore[index]
        default=BEGINNING,
    )
    organisation = ctx.people.organisation
    for person, ended in organisation.ended.items():
        if ended == holding.start:
            known = max(known, organisation.ended_known.get(person, BEGINNING))
    return known


def late_learnt(ctx: Ctx, learnt: Moment) -> Window | None:
    try:
        return shift(at(learnt), ctx.pack.pack.late_learnt, 1, ctx.file.calendar)
    except CalendarEnded:
        return None
