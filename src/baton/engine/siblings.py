"""Brothers and sisters, by their own records: what is on record, who holds them, where they are going."""

from __future__ import annotations

from baton.engine.context import Ctx
from baton.engine.facts import Facts, facts_of
from baton.engine.people import people_of
from baton.engine.situation import Holding, Timeline
from baton.engine.timeline import holding_at, timeline_of
from baton.journal.file import Kin


def facts_of_kin(ctx: Ctx, kin: Kin) -> Facts:
    """What a sibling's own record says, gathered once a judging."""
    found: Facts | None = ctx.kins.get(kin.child)
    if found is None:
        found = ctx.kins[kin.child] = facts_of(kin.file.entries if kin.file is not None else ())
    return found


def holding_of_kin(ctx: Ctx, kin: Kin) -> Holding | None:
    """Who holds a sibling now: from their own timeline only. None where it is not known."""
    if kin.file is None:
        return None
    key = (kin.child, ctx.pack)
    timeline: Timeline | None = ctx.kins.get(key)
    if timeline is None:
        people = people_of(kin.file.organisation)
        timeline = ctx.kins[key] = timeline_of(ctx.pack, facts_of_kin(ctx, kin), people)
    return holding_at(timeline, ctx.now)


def holder_of_kin(ctx: Ctx, kin: Kin) -> str | None:
    """The person who holds a sibling now."""
    holding = holding_of_kin(ctx, kin)
    return holding.person if holding is not None else None


def team_of_kin(ctx: Ctx, kin: Kin, going: bool) -> str:
    """The team that a sibling is going to (where `going`), else that holds the sibling now; "" if not known."""
    if kin.file is None:
        return ""
    facts = facts_of_kin(ctx, kin)
    for matter in facts.matters.values() if going else ():
        if matter.ended is None and matter.moved is None and matter.slots.get("to_team"):
            return str(matter.slots.get("receiving_team") or matter.slots["to_team"])
    holding = holding_of_kin(ctx, kin)
    return holding.team if holding is not None else ""
