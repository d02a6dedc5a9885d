"""A worker's absence as it touches one child: the matter that the procedure opens for it, judged for that child.

One absence is one entry in the worker's journal; each child the worker holds is recalculated from it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from baton.engine.context import Ctx
from baton.engine.duties import duties_of
from baton.engine.effects import Coming, late_effects
from baton.engine.facts import Matter
from baton.engine.lateness import late_learnt
from baton.engine.moments import window_of_text
from baton.engine.situation import Duty, Holding
from baton.journal.cheap import but
from baton.journal.entry import Entry
from baton.journal.file import Organisation
from baton.policy import model as m
from baton.working_time import END, Moment, local_day


class About(NamedTuple):
    """A spell about a worker that opens a matter for each child held: from when, until when, and what was said."""

    start: Moment
    end: Moment
    entry: Entry | None = None


def absence_duties(ctx: Ctx) -> Iterator[Duty]:
    """The duties that a worker's absence or leaving brings for this child, each under its own matter. Leaves ctx as it
    was."""
    kinds = worker_matters(ctx.pack.pack)
    if not kinds or not (ctx.people.organisation.absences or ctx.people.organisation.records):
        return
    for holding in ctx.timeline.holdings:
        if holding.kind != "worker":
            continue
        for kind, word in kinds.items():
            for about in spells_about(ctx.people.organisation, holding.person, word):
                if about.start >= holding.end or about.end <= holding.start:
                    continue
                if about.start > ctx.now:
                    ctx.look_until(about.start)
                else:
                    yield from _for_absence(ctx, kind, holding, about)


def late_absence_effects(ctx: Ctx) -> Iterator[Coming]:
    """What the lateness of an absence's duties causes for this child (a worker must be found)."""
    if not (ctx.people.organisation.absences or ctx.people.organisation.records):
        return
    duties = [d for d in absence_duties(ctx) if d.state == "late"]
    for kind in {d.matter.partition(":")[0] for d in duties}:
        for one in late_effects(ctx, ctx.pack.rules_of(kind), duties):
            yield one._replace(matter="")


def worker_matters(pack: m.Pack) -> dict[str, str]:
    """The matters about a worker that a spell of the worker opens (an absence, a leaving): kind to the spell's word."""
    return {
        key: mm.opened_by.word for key, mm in pack.matters.items()
        if mm.about == "worker" and isinstance(mm.opened_by, m.SpellEdge) and mm.opened_by.edge == "start"
    }  # fmt: skip


def spells_about(organisation: Organisation, person: str, word: str) -> list[About]:
    """The spells of this word about a person. One that names its last day lasts to the end of it."""
    if word == "worker_absence":
        return [About(start, end) for who, start, end in organisation.absences if who == person]
    found: list[About] = []
    for entry in organisation.records.get(person, ()):
        if entry.word == word and entry.verb == "started":
            last = entry.values.get("last_day") or entry.values.get("until")
            end = window_of_text(str(last)).hi if last else END
            found.append(About(entry.happened.lo, max(end, entry.happened.lo + 1), entry))
        elif entry.word == word and entry.verb == "ended" and found:
            found[-1] = found[-1]._replace(end=entry.happened.lo)
    return found


def _matter(kind: str, holding: Holding, about: About) -> Matter:
    matter = Matter(f"{kind}:{holding.person}:{about.start}", kind, about.start, None)
    matter.slots.update({"from_team": holding.team, "from_service": holding.service, "sending_worker": holding.person})
    if about.entry is not None:
        for name, value in about.entry.values.items():
            matter.slots[name], matter.values_at[name] = value, about.entry
    elif about.end < END:
        matter.slots["until"] = local_day(about.end - 1).isoformat()
    return matter


def _for_absence(ctx: Ctx, kind: str, holding: Holding, about: About) -> Iterator[Duty]:
    versions = ctx.people.organisation.absence_versions.get((holding.person, about.start), ())
    if about.entry is not None:
        versions = ((about.start, about.end, about.entry.recorded_at),)
    over = _over(holding, about)
    for duty in _judge(ctx, kind, holding, about):
        if duty.since is None:
            if over > ctx.now:  # in another's hands, or with the worker back, it is owed no more
                yield duty
            continue
        if duty.since >= over:
            continue
        known = duty.known or duty.since
        for was_start, was_end, recorded in versions:
            earlier = _judge(ctx, kind, holding, about._replace(start=was_start))
            shown = next((d for d in earlier if d.rule == duty.rule), None)
            if shown is not None and shown.since is not None and shown.since < min(over, was_end):
                known = max(duty.since, recorded)
                break
        else:
            known = max([known, *(v[2] for v in versions[-1:])])
        act_by = None
        if known > duty.since and over > ctx.now:
            act_by = late_learnt(ctx, known)
        ended = over if over <= ctx.now else duty.ended
        state = duty.state if over > ctx.now else "lapsed"
        yield but(duty, known=known, act_by=act_by, ended=ended, state=state)


def _over(holding: Holding, about: About) -> Moment:
    """Until when the worker's being away asks anything for this child: until they are back, or another holds it. What a
    leaving asks is asked until it is done."""
    return min(holding.end, about.end) if about.entry is None else holding.end


def _judge(ctx: Ctx, kind: str, holding: Holding, about: About) -> list[Duty]:
    before, holder = ctx.matter, ctx.holding
    ctx.matter, ctx.holding = _matter(kind, holding, about), holding
    now, known = ctx.now, ctx.known
    ctx.now, ctx.known = min(now, _over(holding, about) - 1), {}
    try:
        found = [d for r in ctx.pack.rules_of(kind).musts for d in duties_of(ctx, r)]
    finally:
        ctx.matter, ctx.holding, ctx.now, ctx.known = before, holder, now, known
    return [d for d in found if d.state not in ("does_not_apply", "met", "excused")]
