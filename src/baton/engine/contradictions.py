"""Contradictions: the clock acted, then a late fact says otherwise. A person confirms or reverses."""

from __future__ import annotations

from baton.engine.compiled import compiled
from baton.engine.context import Ctx
from baton.engine.ended import heeded
from baton.engine.ruled import CThen
from baton.engine.situation import Because, Contradiction
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
        if entry.verb != "move" or entry.source != "clock" or entry.values.get("hold"):
            continue
        rule = str(entry.values.get("rule") or "")
        if rule in settled or not _learnt_later(ctx, packs, entry):
            continue
        said = _says_otherwise(ctx, packs, entry, rule)
        if said is not None:
            clause, now_says = said
            found.append(Contradiction(rule, entry.number, str(entry.body.get("was") or ""), now_says, clause))
    return tuple(found)


def _learnt_later(ctx: Ctx, packs: Packs, entry: Entry) -> bool:
    """Whether anything that the matter's rules could heed was recorded after this entry and had happened by then."""
    recorded, happened = entry.recorded_at, entry.happened.lo
    matter = ctx.facts.matters.get(entry.matter)
    if ctx.facts.last_recorded <= recorded or matter is None:
        return False
    spoken, past = ctx.pack.vocabulary_of(matter.kind), compiled(packs.on(local_day(happened)))
    if past is not ctx.pack:
        spoken |= past.vocabulary_of(matter.kind)
    for number, later in reversed(ctx.facts.entries.items()):
        if number <= entry.number:
            break
        if later.happened.lo <= happened and later.recorded_at > recorded:
            if later.replaces is not None or heeded(later, matter.id, spoken):
                return True
    return False


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
        return _judged_again(past, then, entry, rule)
    finally:
        matter.moved = moved


def _judged_again(past: Ctx, then: CThen, entry: Entry, rule: str) -> tuple[tuple[str, ...], str] | None:
    """What the facts known now say of the clock's act at its own instant: another moment, a stop, no ground."""
    assert past.matter is not None
    clause = then.rule.head.clause
    _state, window, _because, _until = then.at(past)
    key = entry.body.get("key") or ()
    instant = [str(part) for part in key][2:3]
    if window is None or (instant and instant != [str(then.begins(window))]):
        return clause, f"{rule} at {local_day(window.lo).isoformat() if window is not None else 'no moment'}"
    for stop in past.pack.rules_of(past.matter.kind).stops:
        if stop.is_for("move") and stop.stop.strength == "refuse" and stop.holds(past):
            return stop.stop.head.clause, stop.stop.head.key
    value, _until, because = then.when(past)
    if value is not False:
        return None
    for kind, key_ in because:
        met = past.pack.met_at(past, str(key_)) if kind == "rule" else None
        if met is not None:
            return clause, f"{key_} met on {local_day(met).isoformat()}"
    named = next((c for c in _terms(because)), None)
    return (named or clause), rule


def _terms(because: Because) -> tuple[tuple[str, ...], ...]:
    """The clauses of the terms that decided, where the reasons name one."""
    return tuple(tuple(v) for k, v in because if k == "clause" and isinstance(v, list | tuple))
