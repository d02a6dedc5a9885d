"""Spells: whether one goes on, or ever did."""

from __future__ import annotations

from typing import Any

from baton.engine.conditions.answers import NO, Parts
from baton.engine.conditions.of_office import of_office
from baton.engine.context import Answer, Ctx, Judge, entry_because
from baton.engine.moments.reading import parts_match
from baton.engine.runs import WORDS as ENGINE_SPELLS
from baton.engine.runs import runs_of
from baton.engine.siblings import facts_of_kin
from baton.policy import model as m
from baton.working_time import END


def has_spell(condition: m.HasSpell, c: Any) -> Judge:
    word, wanted, ever = condition.word, condition.parts, condition.ever
    if condition.of:
        return of_office(condition.of, has_spell(m.HasSpell(word, ever, wanted), c))
    if word in ENGINE_SPELLS:
        return _has_run(word, ever, wanted)
    kept = c.word(word).silence == "no"
    none_not_known: Answer = (None, END, (("asks", word),))

    def judge(ctx: Ctx) -> Answer:
        facts = ctx.facts
        if ctx.kin is not None:
            facts = facts_of_kin(ctx, ctx.kin)
        spells = facts.spells.get(word)
        if not spells:
            if kept and (not facts.imported or word in facts.complete or not ctx.pack.sources_incomplete):
                return NO
            return none_not_known
        now, until = ctx.now, END
        value: bool | None = False
        because: Any = ()
        for spell in spells:
            if wanted and not parts_match(spell.parts, wanted):
                continue
            start, end = spell.start, spell.end
            if now < start.lo:
                until = min(until, start.lo)
                continue
            if not start.is_moment and not start.is_day and now < start.hi:
                value, until = None, min(until, start.hi)
                because = entry_because(spell.entry)
                continue
            if ever:
                return True, until, entry_because(spell.entry)
            if end is None:
                return True, until, entry_because(spell.entry)
            if now < end.lo:
                return True, min(until, end.lo), entry_because(spell.entry)
            if not end.is_moment and not end.is_day and now < end.hi:
                value, until = None, min(until, end.hi)
        return value, until, because

    return judge


def _has_run(word: str, ever: bool, wanted: Parts) -> Judge:
    def judge(ctx: Ctx) -> Answer:
        until = END
        for run in runs_of(ctx, word):
            if wanted and not parts_match(run.parts, wanted):
                continue
            if ctx.now < run.start.lo:
                until = min(until, run.start.lo)
            elif ever:
                return True, until, run.because
            elif run.end is None or ctx.now < run.end.lo:
                return True, min(until, run.end.lo if run.end is not None else END), run.because
        return False, until, ()

    return judge
