"""Conditions made from others: all, any, not, at another instant, of some or every sibling, a term."""

from __future__ import annotations

from typing import Any

from baton.engine.conditions.answers import NO, YES
from baton.engine.conditions.rules import of_a_checklist
from baton.engine.context import NOT_KNOWN, Answer, Ctx, Judge
from baton.policy import model as m
from baton.working_time import END

CHECKLIST = 3  # rules that an `all` names, from which on its answer is kept


def always(condition: m.Always, c: Any) -> Judge:
    return lambda ctx: YES


def all_of(condition: m.All, c: Any) -> Judge:
    judges = tuple(c.condition(item) for item in condition.items)

    def judge(ctx: Ctx) -> Answer:
        value: bool | None = True
        until, because = END, ()
        for each in judges:
            v, u, why = each(ctx)
            if u < until:
                until = u
            if v is False:
                return False, until, why
            because += why
            if v is None:
                value = None
        return value, until, because

    if len(judges) >= CHECKLIST and all(_is_steady_rule(item, c) for item in condition.items):
        return of_a_checklist(judge, tuple(item.key for item in condition.items if isinstance(item, m.RuleIs)))
    return judge


def _is_steady_rule(item: m.Condition, c: Any) -> bool:
    """Whether it asks for another rule's duties, whoever is in hand and whatever time it is asked about."""
    return isinstance(item, m.RuleIs) and not item.same_person and item.key not in c.mays


def any_of(condition: m.Any_, c: Any) -> Judge:
    judges = tuple(c.condition(item) for item in condition.items)

    def judge(ctx: Ctx) -> Answer:
        value: bool | None = False
        until, because = END, ()
        for each in judges:
            v, u, why = each(ctx)
            if u < until:
                until = u
            if v is True:
                return True, until, why
            because += why
            if v is None:
                value = None
        return value, until, because

    return judge


def not_so(condition: m.Not, c: Any) -> Judge:
    inner = c.condition(condition.item)

    def judge(ctx: Ctx) -> Answer:
        value, until, because = inner(ctx)
        return (None if value is None else not value), until, because

    return judge


def at_moment(condition: m.At, c: Any) -> Judge:
    moment, inner = c.moment(condition.at), c.condition(condition.item)

    def judge(ctx: Ctx) -> Answer:
        state, window, because, until = moment(ctx)
        if window is None:
            return (None if state == NOT_KNOWN else False), until, because
        now, known = ctx.now, ctx.known
        ctx.now, ctx.known = window.lo, {}
        try:
            value, _until, why = inner(ctx)
        finally:
            ctx.now, ctx.known = now, known
        return value, until, because + why

    return judge


def of_people(condition: m.OfPeople, c: Any) -> Judge:
    inner, some, people = c.condition(condition.item), condition.quantifier == "some", condition.people
    c.uses_kin = True

    def judge(ctx: Ctx) -> Answer:
        if people != "siblings":
            return NO if some else YES
        value: bool | None = not some
        until, because = END, ()
        outer, known = ctx.kin, ctx.known
        for kin in ctx.file.kin:
            ctx.kin, ctx.known = kin, {}
            v, u, why = inner(ctx)
            ctx.kin, ctx.known = outer, known
            until = min(until, u)
            if v is some:
                return some, u, (*why, ("kin", kin.child))
            because += why
            if v is None:
                value = None
        return value, until, because

    return judge


def taken(condition: m.Taken, c: Any) -> Judge:
    inner, as_ = c.condition(condition.item), condition.as_ == "yes"
    since = c.moment(condition.since) if condition.since is not None else None

    def judge(ctx: Ctx) -> Answer:
        value, until, because = inner(ctx)
        if value is not None:
            return value, until, because
        if since is not None:
            _state, window, why, until2 = since(ctx)
            until = min(until, until2)
            if window is None or ctx.now < window.lo:
                return None, min(until, window.lo) if window is not None else until, because + why
        return as_, until, because

    return judge


def named(condition: m.Named, c: Any) -> Judge:
    inner: Judge = c.condition(condition.item)
    if not condition.clause:
        return inner
    reason = (("clause", condition.clause),)

    def judge(ctx: Ctx) -> Answer:
        value, until, because = inner(ctx)
        return value, until, because + reason

    return judge
