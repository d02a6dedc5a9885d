"""No open child may be left with nobody: an act that would do so is refused, in one place and in the same words.

An act about the organisation (a post or an office that ends) is judged for every child it touches, an act about a child
by who holds once everything that follows from it is there. What happened in fact is kept, and is a breach.
"""

from __future__ import annotations

from collections.abc import Mapping

from baton.engine.assess import context_for
from baton.engine.context import Ctx
from baton.engine.situation import Act, Holding, InTheWay
from baton.journal.entry import Entry
from baton.journal.file import File
from baton.policy.model import Packs
from baton.working_time import Moment, local_day

CHANGES_WHO_HOLDS = frozenset({"move", "open", "reopen", "end_allocation"})
THE_CHILDS_WORKER = frozenset({"", "allocated_worker"})  # other words are standing names beside the holder


def left_without(packs: Packs, before: Mapping[str, File], after: Mapping[str, File], now: Moment) -> list[InTheWay]:
    """Returns the children that an act about the organisation would leave without their named holder, from when.

    `before` and `after` hold each child's File with the organisation before and after the act. A gap that stood
    before is not this act's doing.
    """
    found = []
    for child, file in after.items():
        ctx = context_for(packs, file, now)
        was = {(h.start, h.breach) for h in context_for(packs, before[child], now).timeline.holdings if h.breach}
        for holding in ctx.timeline.holdings:
            if holding.breach and holding.end > now and (holding.start, holding.breach) not in was:
                office = holding.vacant or (f"{holding.office} of {holding.team}" if holding.office else holding.team)
                start = max(holding.start, now)
                found.append(_in_the_way(ctx, child, f"{office} on {local_day(start).isoformat()}", start))
                break
    return found


def left_by(packs: Packs, before: Ctx, act: Act, child: str, after: File, entries: list[Entry]) -> InTheWay | None:
    """Returns what refuses an act about a child that would leave it with nobody, or give it to a worker who has left;
    None if somebody holds then. `after` has the entries of the act and all that follows from it."""
    if CHANGES_WHO_HOLDS.isdisjoint(e.verb for e in entries):
        return None
    ctx = context_for(packs, after, before.now)
    was, holding = before.holding, ctx.holding
    if holding is None or (was is not None and was.kind == "nobody"):
        return None
    stays = act.verb == "end_allocation" and act.word in THE_CHILDS_WORKER and was is not None and _same(was, holding)
    if holding.kind == "nobody" or stays or _to_who_has_left(ctx, entries):
        return _in_the_way(ctx, child, "allocated_worker", before.now)
    return None


def _to_who_has_left(ctx: Ctx, entries: list[Entry]) -> bool:
    given = [str(e.values.get("person") or "") for e in entries if e.verb in CHANGES_WHO_HOLDS]
    return any(person and ctx.people.ends(person) <= ctx.now for person in given)


def _same(was: Holding, now: Holding) -> bool:
    return (was.start, was.person, was.office) == (now.start, now.person, now.office)


def _in_the_way(ctx: Ctx, child: str, missing: str, start: Moment) -> InTheWay:
    return InTheWay(
        child, ctx.pack.never_rule, ctx.pack.never_clause, "refuse", missing=(missing,),
        says=f"nobody would hold from {local_day(start).isoformat()}",
        instead="name who takes over, or who covers, from that day",
    )  # fmt: skip
