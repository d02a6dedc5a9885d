"""What is on record about the person in an office, not about the child: "holder has court_training"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baton.engine.context import Answer, Ctx, Judge
from baton.working_time import END

if TYPE_CHECKING:
    from baton.engine.facts import Facts


def of_office(office: str, inner: Judge) -> Judge:
    """The condition asked of whoever is in the office: yes if it is so of one of them, not known if nobody is named."""

    def judge(ctx: Ctx) -> Answer:
        persons = ctx.pack.persons(ctx, office, "")
        if not persons:
            return None, END, (("word", office),)
        value: bool | None = False
        until = END
        for person in persons:
            found, u, _because = _about(ctx, ctx.people.facts_of(person), inner)
            until = min(until, u)
            if found is True:
                return True, until, (("person", person),)
            if found is None:
                value = None
        return value, until, (("word", office), *(("person", person) for person in persons))

    return judge


def _about(ctx: Ctx, facts: Facts, inner: Judge) -> Answer:
    """The condition judged on another subject's facts: no matter and no sibling is in hand there."""
    own, matter, kin, known, memo = ctx.facts, ctx.matter, ctx.kin, ctx.known, ctx.memo
    ctx.facts, ctx.matter, ctx.kin, ctx.known, ctx.memo = facts, None, None, {}, {}
    try:
        return inner(ctx)
    finally:
        ctx.facts, ctx.matter, ctx.kin, ctx.known, ctx.memo = own, matter, kin, known, memo
