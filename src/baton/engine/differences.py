"""Differences: what sources and people say of the same thing. Both are kept; one stands until a person settles it."""

from __future__ import annotations

from itertools import pairwise

from baton.engine.context import Ctx
from baton.engine.situation import Breach, Difference
from baton.engine.who import resolve_office
from baton.journal.entry import Entry
from baton.policy.model import Packs


def differences_of(ctx: Ctx) -> tuple[Difference, ...]:
    """The named worker as said by each source, where they do not agree."""
    observed = [e for e in ctx.facts.holders if e.verb == "observed"]
    if not observed:
        return ()
    latest: dict[str, Entry] = {}
    newest = max(e.happened.hi for e in observed)
    for entry in observed:
        if entry.happened.hi == newest:
            name = str(entry.values.get("list") or entry.values.get("system") or "extract")
            latest[name] = entry
    said = {name: str(e.values.get("worker") or e.values.get("says") or "") for name, e in latest.items()}
    moves = [e for e in ctx.facts.holders if e.verb == "move" and e.source == "person"]
    before = [h for h in ctx.timeline.holdings if h.end <= newest and h.person]
    system = ctx.pack.pack.books.get("allocated_worker", "baton") == "case_system"
    if moves and ctx.holding is not None and moves[-1].values.get("person") not in said.values():
        said["baton"] = str(moves[-1].values.get("person") or "")
    elif system and before and _moved_by_the_source(ctx):
        said["baton"] = before[-1].person
    if len(set(said.values())) < 2:
        return ()
    stands = ctx.holding.person if ctx.holding is not None else ""
    teams = [h.team for h in (*(before[-1:] or ()), ctx.holding) if h is not None]
    of: list[str] = []
    for team in dict.fromkeys(teams):
        of.extend(resolve_office(ctx, ctx.pack.landing_office(team), team).persons)
    return (Difference("allocated_worker", tuple(sorted(said.items())), stands, tuple(dict.fromkeys(of)),
                       ctx.pack.never_clause),)  # fmt: skip


def _moved_by_the_source(ctx: Ctx) -> bool:
    """Whether the present holder is known only from a source, by a change that nobody accepted here."""
    holding = ctx.holding
    if holding is None or holding.rule != "observed" or holding.start_window is None:
        return False
    return not _accepted(ctx, holding.person)


def moved_outside(ctx: Ctx, packs: Packs) -> list[Breach]:
    """A source shows another service before anybody accepted here: true, and a breach until it is accepted."""
    pairs = [
        (was, now)
        for was, now in pairwise(ctx.timeline.holdings)
        if now.rule == "observed" and now.start_window is not None and now.start <= ctx.now
        and was.service != now.service and was.rule != "opens"
    ]  # fmt: skip
    if not pairs:
        return []
    holding = pairs[-1][1]
    numbers = [value for kind, value in holding.because if kind == "entry" and isinstance(value, int)]
    known = max((ctx.facts.entries[n].recorded_at for n in numbers), default=holding.start)
    matter = next((mm for mm in ctx.facts.matters.values() if mm.slots.get("to_service") == holding.service), None)
    if matter is None:
        return [Breach("moved_outside_the_procedure", holding.start, known, None, holding.start_window)]
    ended = matter.moved or next(iter(matter.acts.get("accept", ())), None)
    rules = ctx.pack.rules_of(matter.kind)
    broken = [(t.rule.head.key, t.rule.head.clause) for t in rules.thens
              if not t.rule.default_for and any(e.kind == "move" for e in t.rule.effects)]  # fmt: skip
    outer, ctx.matter = ctx.matter, matter
    gates = [s for s in rules.stops if s.stop.strength == "refuse" and (s.is_for("accept") or s.is_for("move"))]
    broken += [(s.stop.from_rule or s.stop.head.key, s.stop.head.clause) for s in gates if s.holds(ctx)]
    ctx.matter = outer
    return [
        Breach(rule, holding.start, known, ended.happened.lo if ended else None, holding.start_window, matter.id,
               clause=clause, strength="refuse", because=holding.because)
        for rule, clause in dict(broken).items()
    ]  # fmt: skip


def _accepted(ctx: Ctx, person: str) -> bool:
    for matter in ctx.facts.matters.values():
        if matter.slots.get("receiving_worker") == person and ("accept" in matter.acts or matter.moved is not None):
            return True
    return False
