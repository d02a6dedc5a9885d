"""Excusing a rule: the act whose own conditions stand on other rules."""

from __future__ import annotations

from collections.abc import Iterator

from baton.engine.context import Ctx
from baton.engine.excused import given_for
from baton.engine.ruled import CStop
from baton.engine.situation import Act, By, InTheWay
from baton.engine.who import resolve
from baton.policy import model as m


def in_the_way(before: Ctx, ctx: Ctx, act: Act, by: By, child: str) -> Iterator[InTheWay]:
    """What stands in the way of excusing a rule."""
    if act.verb == "excuse":
        yield from _excusing(before, ctx, act, by, child)


def excuse_of(ctx: Ctx, stop: CStop) -> m.Excuse | None:
    """Who may set this stop aside and what must be recorded: its own excuse, else that of the duty it stands for."""
    if stop.stop.excuse is not None or not stop.stop.from_rule:
        return stop.stop.excuse
    return next((r.rule.excuse for r in ctx.pack.rules_here(ctx).must(stop.stop.from_rule)), None)


def given_with(before: Ctx, excuse: m.Excuse, act: Act, by: By, child: str) -> bool:
    """Whether the act itself carries for this child what the excuse asks for, by somebody who may excuse."""
    if excuse.record == ("reason",):
        return False  # a bare reason does not set a gate aside: that is the act `excuse`
    values = {**act.values, **act.each.get(child, {})}
    if excuse.each == "child" and len(act.children) > 1:
        values = act.each.get(child, {})  # said for each child, never for a group at once
    given = [w for w in excuse.record if (act.reason if w == "reason" else values.get(w))]
    enough = len(given) == len(excuse.record) or (excuse.record_any and bool(given))
    persons = resolve(before, excuse.who).persons
    return enough and (not persons or by.person in persons)


def _excusing(before: Ctx, ctx: Ctx, act: Act, by: By, child: str) -> Iterator[InTheWay]:
    key = act.excuses or act.word
    rules = [r.rule for rr in (ctx.pack.rules_here(ctx), ctx.pack.child) for r in rr.must(key)]
    found: list[m.Must | m.Stop] = list(rules)
    found += [s.stop for rr in (ctx.pack.rules_here(ctx), ctx.pack.child) for s in rr.stops if s.stop.head.key == key]
    if not found:
        yield InTheWay(child, key, (), "impossible", says="there is no such rule here")
        return
    excusable = [r for r in found if r.excuse is not None]
    allowed = [may for may in ctx.pack.departures.get(key, ()) if before.pack.condition(may.head.when)(before)[0]]
    excuse, clause = (excusable[0].excuse, excusable[0].head.clause) if excusable else (None, ())
    if excuse is None and not allowed:
        yield InTheWay(child, key, found[0].head.clause, "refuse", says="nobody can excuse this")
        return
    if excuse is None:  # a departure from the rule, for this child
        may = next((one for one in allowed if by.person in resolve(before, one.who).persons), allowed[0])
        excuse = m.Excuse(may.who, may.record or ("reason",), lasts=may.lasts, times=may.times, clause=may.head.clause)
    clause = excuse.clause or clause
    who = resolve(before, excuse.who)
    if who.persons and by.person not in who.persons:
        yield InTheWay(child, key, clause, "not_yours", who.offices, who.persons)
    missing = tuple(w for w in excuse.record if not (act.reason if w == "reason" else act.values.get(w)))
    if missing and not (excuse.record_any and len(missing) < len(excuse.record)):
        yield InTheWay(child, key, clause, "refuse", missing, needs=missing)
    if excuse.to and act.to and set(act.to) - {excuse.to}:
        yield InTheWay(child, key, clause, "refuse", says=f"only {excuse.to} may be left out")
    before.matter = ctx.matter
    if excuse.times and len(given_for(before, key)) >= excuse.times:
        often = "once" if excuse.times == 1 else f"{excuse.times} times"
        yield InTheWay(child, key, clause, "refuse", says=f"it may be set aside {often} only")
