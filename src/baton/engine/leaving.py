"""Ending an office or a post: refused while any child would be left with no one, or only with the office above."""

from __future__ import annotations

from collections.abc import Mapping

from baton.engine.assess import context_for
from baton.engine.situation import Holding, InTheWay
from baton.journal.file import File
from baton.policy.model import Packs
from baton.working_time import Moment, local_day


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
                found.append(_in_the_way(child, holding, ctx.pack.never_clause, max(holding.start, now)))
                break
    return found


def _in_the_way(child: str, holding: Holding, clause: tuple[str, ...], start: Moment) -> InTheWay:
    office = holding.vacant or (f"{holding.office} of {holding.team}" if holding.office else holding.team)
    day = local_day(start).isoformat()
    return InTheWay(
        child, holding.rule, clause, "refuse", missing=(f"{office} on {day}",),
        says=f"nobody would hold from {day}", instead="name a successor or cover from that day",
    )  # fmt: skip
