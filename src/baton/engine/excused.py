"""Which excuses stand: those given for this matter, for as long as they last. When one ends the rule bites again."""

from __future__ import annotations

from collections.abc import Iterator

from baton.engine.context import Ctx
from baton.journal.entry import Entry
from baton.policy import model as m
from baton.working_time import END, CalendarEnded, Moment, shift


def given_for(ctx: Ctx, key: str) -> list[Entry]:
    """Every excuse of a rule ever given for the matter in hand, or for the child whatever the matter."""
    everywhere = ctx.facts.excused.get(key, ())
    if ctx.matter is None:
        return list(everywhere)
    return [e for e in everywhere if e.matter in ("", ctx.matter.id)]


def standing(ctx: Ctx, key: str, excuse: m.Excuse | None) -> Iterator[Entry]:
    """The excuses of a rule that stand now."""
    for entry in given_for(ctx, key):
        ends = ends_of(ctx, key, excuse, entry)
        if ends > ctx.now:
            ctx.look_until(ends)
            yield entry


def ends_of(ctx: Ctx, key: str, excuse: m.Excuse | None, entry: Entry) -> Moment:
    """When an excuse ends: by what the rule, or the departure that it was given under, lets it last; END if for good.

    Counted in days or longer it lasts to the end of the last day. Whoever gave it may have said a shorter time
    (`until`).
    """
    from baton.engine.moments import window_of_text

    ends = END
    own = entry.values.get("until")
    if own:
        ends = window_of_text(str(own)).hi
    lasts = excuse.lasts if excuse is not None else None
    if excuse is None:
        lasts = next((may.lasts for may in ctx.pack.departures.get(key, ()) if may.lasts is not None), None)
    if lasts is not None:
        try:
            ends = min(ends, shift(entry.happened, lasts, 1, ctx.file.calendar).hi)
        except CalendarEnded:
            return ends
    return ends
