"""Which edition governs a matter: the one pinned when it was opened, or the day's where the matter goes over to it."""

from __future__ import annotations

from baton.engine.compiled import Compiled, compiled
from baton.engine.context import Ctx
from baton.engine.facts import Matter
from baton.engine.situation import Duty
from baton.journal.cheap import but
from baton.policy.model import Packs
from baton.working_time import Moment, day_window, local_day


def in_edition(packs: Packs, ctx: Ctx, matter: Matter) -> Compiled:
    """The edition pinned by the entry that opened the matter; the day's own where it names none, or where that one says
    that matters like this change over to it."""
    day = compiled(packs.on(local_day(ctx.now)))
    if not matter.edition or matter.edition == day.pack.edition.name or changes_over(day, ctx, matter):
        return day
    try:
        return compiled(packs.named(matter.edition))
    except KeyError:
        return day


def changes_over(day: Compiled, ctx: Ctx, matter: Matter) -> bool:
    """Whether a matter opened under an earlier edition goes on under the day's: by that edition's own `changeover`."""
    over = day.pack.edition.changeover
    if over is None or matter.edition in ("", day.pack.edition.name) or matter.acts.get("change_edition"):
        return False
    pack, before, known = ctx.pack, ctx.matter, ctx.known
    ctx.pack, ctx.matter, ctx.known = day, matter, {}
    try:
        value, until, _because = day.condition(over)(ctx)
    finally:
        ctx.pack, ctx.matter, ctx.known = pack, before, known
    ctx.look_until(until)
    return value is True


def not_before_its_edition(ctx: Ctx, matter: Matter, duties: list[Duty]) -> list[Duty]:
    """The duties of a matter that changed over to this edition: none of its rules was broken before its first day."""
    if matter.edition in ("", ctx.pack.pack.edition.name) or matter.acts.get("change_edition"):
        return duties
    first = day_window(ctx.pack.pack.edition.in_force_from).lo
    return [d if d.since is None or d.since >= first else _from(first, d) for d in duties]


def _from(first: Moment, d: Duty) -> Duty:
    if d.ended is not None and d.ended <= first:
        return but(d, since=None, known=None, ended=None)
    return but(d, since=first, known=max(first, d.known or first))
