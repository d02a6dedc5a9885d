"""How other rules and matters stand."""

from __future__ import annotations

from typing import Any

from baton.engine.conditions.answers import NO
from baton.engine.context import Answer, Ctx, Judge, entry_because
from baton.policy import model as m
from baton.working_time import END


def rule_is(condition: m.RuleIs, c: Any) -> Judge:
    key, states, same = condition.key, condition.states, condition.same_person

    def judge(ctx: Ctx) -> Answer:
        value, until = ctx.pack.rule_is(ctx, key, states, ctx.person if same else "")
        return value, until, (("rule", key),)

    return judge


def matter_is(condition: m.MatterIs, c: Any) -> Judge:
    key, state = condition.key, condition.state
    kinds = c.kinds_of(key)

    def judge(ctx: Ctx) -> Answer:
        for matter in ctx.facts.matters.values():
            if matter.kind in kinds:
                ended = matter.ended is not None
                if (state == "open") is not ended and (state == "open" or ended):
                    return True, END, entry_because(matter.lead.number) if matter.lead else ()
        return NO

    return judge
