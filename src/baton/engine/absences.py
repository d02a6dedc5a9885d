"""A worker's absence as it touches one child: the matter that the procedure opens for it, judged for that child.

One absence is one entry in the worker's journal; each child the worker holds is recalculated from it.
"""

from __future__ import annotations

from collections.abc import Iterator

from baton.engine.context import Ctx
from baton.engine.duties import duties_of
from baton.engine.effects import Coming, late_effects
from baton.engine.facts import Matter
from baton.engine.lateness import late_learnt
from baton.engine.situation import Duty, Holding
from baton.journal.cheap import but
from baton.policy import model as m
from baton.working_time import Moment


def absence_duties(ctx: Ctx) -> Iterator[Duty]:
    """The duties that absences of this child's workers bring, each under its own matter. Leaves ctx as it was."""
    kinds = [k for k, mm in ctx.pack.pack.matters.items() if mm.about == "worker" and _by_absence(mm)]
    absences = ctx.people.organisation.absences
    if not kinds or not absences:
        return
    for holding in ctx.timeline.holdings:
        if holding.kind != "worker":
            continue
        for person, start, end in absences:
            if person != holding.person or start >= holding.end or end <= holding.start or start > ctx.now:
                continue
            for kind in kinds:
                yield from _for_absence(ctx, kind, holding, start)


def late_absence_effects(ctx: Ctx) -> Iterator[Coming]:
    """What the lateness of an absence's duties causes for this child (a worker must be found)."""
    if not ctx.people.organisation.absences:
        return
    duties = [d for d in absence_duties(ctx) if d.state == "late"]
    for kind in {d.matter.partition(":")[0] for d in duties}:
        for one in late_effects(ctx, ctx.pack.rules_of(kind), duties):
            yield one._replace(matter="")


def _by_absence(matter: m.Matter) -> bool:
    opened = matter.opened_by
    return isinstance(opened, m.SpellEdge) and opened.word == "worker_absence"


def _matter(kind: str, holding: Holding, start: Moment) -> Matter:
    matter = Matter(f"{kind}:{holding.person}:{start}", kind, start, None)
    matter.slots.update({"from_team": holding.team, "from_service": holding.service, "sending_worker": holding.person})
    return matter


def _for_absence(ctx: Ctx, kind: str, holding: Holding, start: Moment) -> Iterator[Duty]:
    versions = ctx.people.organisation.absence_versions.get((holding.person, start), ())
    for duty in _judge(ctx, kind, holding, start):
        if duty.since is None:
            yield duty
            continue
        if duty.since >= holding.end:
            continue
        known = duty.known or duty.since
        for was_start, was_end, recorded in versions:
            shown = next((d for d in _judge(ctx, kind, holding, was_start) if d.rule == duty.rule), None)
            if shown is not None and shown.since is not None and shown.since < min(holding.end, was_end):
                known = max(duty.since, recorded)
                break
        else:
            known = max([known, *(v[2] for v in versions[-1:])])
        act_by = None
        if known > duty.since and holding.end > ctx.now:
            act_by = late_learnt(ctx, known)
        ended = holding.end if holding.end <= ctx.now else duty.ended
        state = duty.state if holding.end > ctx.now else "lapsed"
        yield but(duty, known=known, act_by=act_by, ended=ended, state=state)


def _judge(ctx: Ctx, kind: str, holding: Holding, start: Moment) -> list[Duty]:
    before, holder = ctx.matter, ctx.holding
    ctx.matter, ctx.holding = _matter(kind, holding, start), holding
    now, known = ctx.now, ctx.known
    ctx.now, ctx.known = min(now, holding.end - 1), {}
    try:
        found = [d for r in ctx.pack.rules_of(kind).musts for d in duties_of(ctx, r)]
    finally:
        ctx.matter, ctx.holding, ctx.now, ctx.known = before, holder, now, known
    return [d for d in found if d.state not in ("does_not_apply", "met", "excused")]
