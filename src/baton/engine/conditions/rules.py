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


def of_a_checklist(judge: Judge, keys: tuple[str, ...]) -> Judge:
    """An `all` of rules, kept with the duties it looks at: where many steps wait for one checklist it is asked again
    and again. Not kept while one of the rules is itself in hand, for then the answer is not yet whole."""

    def kept(ctx: Ctx) -> Answer:
        asked = (judge, ctx.matter.id if ctx.matter is not None else None)
        found: Answer | None = ctx.memo.get(asked)
        if found is None:
            found = judge(ctx)
            if not any(ctx.pack.is_being_judged(ctx, key) for key in keys):
                ctx.memo[asked] = found
        return found

    return kept


def matter_is(condition: m.MatterIs, c: Any) -> Judge:
    key, state = condition.key, condition.state
    kinds = c.kinds_of(key)

    def judge(ctx: Ctx) -> Answer:
        mine = ctx.matter  # of several of one kind a rule of that kind means its own
        own = (mine,) if mine is not None and mine.kind in kinds else ctx.facts.matters.values()
        for matter in own:
            if matter.kind in kinds:
                ended = matter.ended is not None
                if (state == "open") is not ended and (state == "open" or ended):
                    return True, END, entry_because(matter.lead.number) if matter.lead else ()
        return NO

    return judge
