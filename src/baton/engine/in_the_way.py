"""What stands in the way of one act about one child: who may do it, ladders, excuses, forums, whom it is addressed to,
brothers and sisters left out, its turn, and every stop that holds. Judged on the record as it would be after the act.
"""

from __future__ import annotations

from dataclasses import replace

from baton.engine import addressing, closed_teams, disputes, excuses, forums
from baton.engine.context import Ctx
from baton.engine.duties import duties_of
from baton.engine.excused import standing
from baton.engine.permission import not_permitted
from baton.engine.readiness import block_of
from baton.engine.routes import left_behind
from baton.engine.ruled import CStop
from baton.engine.situation import Act, Because, By, InTheWay
from baton.engine.who import resolve
from baton.policy import model as m


def in_the_way_of(before: Ctx, ctx: Ctx, act: Act, by: By, child: str) -> tuple[list[InTheWay], list[InTheWay]]:
    """Returns what refuses the act for this child, and of what it only warns. `before` is the record without the act,
    `ctx` with it. Who may not do it at all is told that alone."""
    barred = not_permitted(before, ctx, act, by, child) or disputes.in_the_way(before, ctx, act, by, child)
    if barred is not None:
        return [barred], []
    refused = [
        *excuses.in_the_way(before, ctx, act, by, child),
        *forums.in_the_way(ctx, act, child),
        *addressing.in_the_way(ctx, act, child),
        *closed_teams.in_the_way(ctx, act, child),
        *_without_siblings(ctx, act, child),
        *_too_early(ctx, act, child),
    ]
    warnings: list[InTheWay] = []
    rules = ctx.pack.rules_here(ctx)
    stops = list(rules.stops) + (list(ctx.pack.child.stops) if ctx.matter is not None else [])
    for stop in stops:
        if not stop.is_for(act.verb, act.word):
            continue
        matter, ctx.matter = ctx.matter, ctx.matter if stop in rules.stops else None
        held, because = _judge_stop(ctx, stop, act)
        block = block_of(ctx, stop, act.verb, because) if held else None
        ctx.matter = matter
        if block is None:
            continue
        item = InTheWay(
            child, block.rule, block.clause, "refuse", block.missing, _needs(ctx, block.missing), because, block.instead
        )
        if block.strength == "refuse":
            excuse = excuses.excuse_of(ctx, stop)
            if excuse is not None and excuses.given_with(before, excuse, act, by, child):
                warnings.append(replace(item, kind="warn"))
            elif not _excused_here(ctx, block.rule, act):
                needs = item.needs or (excuse.record if excuse is not None and not stop.stop.from_rule else ())
                refused.append(replace(item, needs=needs))
        elif block.strength == "ask_reason" and not act.reason:
            refused.append(replace(item, kind="ask_reason", needs=("reason",)))
        elif block.strength != "count":
            warnings.append(replace(item, kind="warn"))
    return refused, warnings


GROUP_ACTS = frozenset({"propose", "list", "request", "decide", "accept"})


def _without_siblings(ctx: Ctx, act: Act, child: str) -> list[InTheWay]:
    """Brothers and sisters whom the procedure moves as one, and who are left out of this act: it asks why."""
    if act.verb not in GROUP_ACTS or ctx.matter is None or act.reason or not ctx.pack.together:
        return []
    rule, left = left_behind(ctx, ctx.matter, act.children)
    if rule is None or not left:
        return []
    return [InTheWay(child, rule.head.key, rule.head.clause, "ask_reason", left, ("reason",),
                     says="brothers and sisters go together")]  # fmt: skip


def _judge_stop(ctx: Ctx, stop: CStop, act: Act) -> tuple[bool, Because]:
    """Judges a stop; one that is `each: recipient` for each person the act is addressed to."""
    if stop.stop.each is None or not act.to:
        return stop.judge(ctx)
    found: tuple[bool, Because] = (False, ())
    for person in act.to:
        ctx.person = person
        found = stop.judge(ctx)
        if found[0]:
            break
    ctx.person = ""
    return found


def _too_early(ctx: Ctx, act: Act, child: str) -> list[InTheWay]:
    """A step answered, sent or done before its turn: refused where every duty it could meet still waits."""
    words = {act.word, *act.values} - {""}
    found: list[InTheWay] = []
    for rules in (ctx.pack.rules_here(ctx), ctx.pack.child):
        for r in rules.musts:
            if r.rule.verb != act.verb or (r.rule.words and not words & set(r.rule.words)):
                continue
            if not duties_of(ctx, r) or (r.when is not None and r.when(ctx)[0] is False):
                continue
            waiting = [s for s in rules.stops_by_rule.get(r.rule.head.key, ()) if s.stop.strength == "refuse"]
            held = [(s, _judge_stop(ctx, s, act)) for s in waiting]
            blocks = [block_of(ctx, s, act.verb, because) for s, (stopped, because) in held if stopped]
            if not blocks:
                return []
            found = [
                InTheWay(child, b.rule, b.clause, "refuse", b.missing, _needs(ctx, b.missing), b.because, b.instead)
                for b in blocks
            ]  # fmt: skip
        if found:
            break
    return found


def _excused_here(ctx: Ctx, rule: str, act: Act) -> bool:
    return any(standing(ctx, rule, _excuse_by_key(ctx, rule)))


def _excuse_by_key(ctx: Ctx, rule: str) -> m.Excuse | None:
    rules = (ctx.pack.rules_here(ctx), ctx.pack.child)
    found = [r.rule.excuse for rr in rules for r in rr.must(rule)]
    found += [s.stop.excuse for rr in rules for s in rr.stops if s.stop.head.key == rule]
    return next((e for e in found if e is not None), None)


def _needs(ctx: Ctx, missing: tuple[str, ...]) -> tuple[str, ...]:
    """Who can bring what is missing: the persons asked for the words."""
    found: list[str] = []
    for word in missing:
        definition = ctx.pack.words.get(word)
        if definition is not None and definition.asked_of is not None:
            found.extend(resolve(ctx, definition.asked_of).persons)
    return tuple(dict.fromkeys(found))
