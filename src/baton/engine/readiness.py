"""Readiness: which acts would be refused or questioned now, and what is missing for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baton.engine import closed_teams
from baton.engine.context import Ctx
from baton.engine.disputes import waits
from baton.engine.duties import duties_of
from baton.engine.situation import Because, Block

if TYPE_CHECKING:
    from baton.engine.rulebook import Rules
    from baton.engine.ruled import CStop


def blocks_of(ctx: Ctx, rules: Rules) -> list[Block]:
    """One block for each act that a rule holds up now, for the matter in hand (or the child)."""
    blocks = []
    dispute = waits(ctx) if ctx.matter is not None and ctx.matter.moved is None else None
    if dispute is not None:
        blocks.append(Block("move", dispute.rule, "refuse", ctx.matter.id if ctx.matter else "", (dispute.says,),
                            f"settle {dispute.rule}", dispute.clause))  # fmt: skip
    blocks += closed_teams.blocks(ctx)
    moved = ctx.matter is not None and ctx.matter.moved is not None
    for stop in rules.stops_on_acts:
        if moved and stop.stop.acts == ("move",):
            continue
        held, because = stop.judge(ctx)
        if not held:
            continue
        for act in stop.stop.acts:
            if (act == "move" and moved) or act.startswith("goes "):
                continue
            blocks.append(block_of(ctx, stop, act, because))
    return blocks


def block_of(ctx: Ctx, stop: CStop, act: str, because: Because) -> Block:
    """A stop that holds, as an answer: under the rule that is missing where a gate stands for one."""
    s = stop.stop
    rule = s.from_rule or s.head.key
    return Block(
        act, rule, s.strength, ctx.matter.id if ctx.matter is not None else "", missing_for(ctx, stop, because),
        stop.instead, s.head.clause, because,
    )  # fmt: skip


def missing_for(ctx: Ctx, stop: CStop, because: Because) -> tuple[str, ...]:
    """What a person must bring for the stop to lift: the words of the unmet rule, or the facts not known."""
    s = stop.stop
    if s.rules:
        keys = [str(v) for k, v in because if k == "rule"]
    else:
        keys = [s.from_rule] if s.from_rule else []
    missing: list[str] = []
    for key in keys:
        for r in ctx.pack.rules_here(ctx).must(key):
            for duty in duties_of(ctx, r):
                if duty.state not in ("met", "excused", "does_not_apply"):
                    missing.extend(duty.missing or duty.words or (duty.rule,))
    if not keys:
        missing = [str(v) for k, v in _every_reason(ctx, stop, because) if k in ("asks", "word", "rule")]
    return tuple(dict.fromkeys(missing))


def _every_reason(ctx: Ctx, stop: CStop, because: Because) -> Because:
    """The reasons of every part of an `all` that does not hold yet: a judge ends at the first of them."""
    if len(stop.parts) < 2:
        return because
    found: Because = ()
    for part in stop.parts:
        value, _until, why = part(ctx)
        if value is not True:
            found += why
    return found or because
