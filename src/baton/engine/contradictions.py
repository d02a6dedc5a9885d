"""Contradictions: the clock acted, then a late fact says otherwise. A person confirms or reverses."""

from __future__ import annotations

from baton.engine.context import Ctx
from baton.engine.situation import Contradiction
from baton.journal.entry import Entry
from baton.policy.model import Packs
from baton.working_time import local_day


def contradictions_of(ctx: Ctx, packs: Packs) -> tuple[Contradiction, ...]:
    """One for each act of the clock that the facts known now would not have led to, unless a person has settled it."""
    settled = {str(e.word) for verb in ("confirm", "reverse") for e in ctx.facts.acts.get(verb, ())}
    for matter in ctx.facts.matters.values():
        settled |= {str(e.word) for verb in ("confirm", "reverse") for e in matter.acts.get(verb, ())}
    found = []
    for entry in ctx.facts.holders:
        if entry.verb != "move" or entry.source != "clock" or not entry.body.get("default"):
            continue
        rule = str(entry.values.get("rule") or "")
        late = [e for e in ctx.facts.entries.values()
                if e.recorded_at > entry.recorded_at and e.happened.lo <= entry.happened.lo]  # fmt: skip
        if rule in settled or not late:
            continue
        said = _says_otherwise(ctx, packs, entry, rule)
        if said is not None:
            clause, now_says = said
            found.append(Contradiction(rule, entry.number, str(entry.body.get("was") or ""), now_says, clause))
    return tuple(found)


def _says_otherwise(ctx: Ctx, packs: Packs, entry: Entry, rule: str) -> tuple[tuple[str, ...], str] | None:
    from baton.engine.assess import context_for

    matter = ctx.facts.matters.get(entry.matter)
    if matter is None:
        return None
    then = next((t for t in ctx.pack.rules_of(matter.kind).thens if t.rule.head.key == rule), None)
    if then is None:
        return None
    past = context_for(packs, ctx.file, entry.happened.lo, ctx.facts)
    past.matter = matter
    moved, matter.moved = matter.moved, None
    try:
        default = then.rule.default_for
        if default and past.pack.rule_is(past, default, ("met",), "")[0] is True:
            met = past.pack.met_at(past, default)
            if met is not None and met < entry.happened.lo:
                return then.rule.head.clause, f"{default} on {local_day(met).isoformat()}"
        for stop in past.pack.rules_of(matter.kind).stops:
            if stop.is_for("move") and stop.stop.strength == "refuse" and stop.holds(past):
                return stop.stop.head.clause, stop.stop.head.key
        if then.when(past)[0] is False:
            return then.rule.head.clause, rule
    finally:
        matter.moved = moved
    return None
