"""What moments are counted from: edges of spells, answers, documents, acts, rules, birthdays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from baton.engine.context import (
    KNOWN,
    NOT_KNOWN,
    NOT_YET,
    NOT_YET_READING,
    Ctx,
    Reader,
    Reading,
    entry_because,
)
from baton.engine.facts import Spell
from baton.engine.moments.reading import latest_answer, parts_match, window_of_text
from baton.engine.moments.slots import birth
from baton.engine.runs import WORDS as ENGINE_SPELLS
from baton.engine.runs import runs_of
from baton.engine.said_by import said_by
from baton.policy import model as m
from baton.working_time import (
    END,
    at,
    birthday,
    day_window,
    local_day,
)


def spell_edge(moment: m.SpellEdge, c: Any) -> Reader:
    word, start, parts = moment.word, moment.edge == "start", moment.parts
    known = c.words.get(word)
    runs_on = start and not parts and known is not None and known.runs_on

    def read(ctx: Ctx) -> Reading:
        if word in ENGINE_SPELLS:
            return _edge_of_run(ctx, word, start, parts)
        spells = ctx.facts.spells.get(word, ())
        if runs_on and spells:
            first = _where_it_began(spells)
            return KNOWN, first.start, entry_because(first.entry), END
        for spell in reversed(spells):
            if parts and not parts_match(spell.parts, parts):
                continue
            if start:
                return KNOWN, spell.start, entry_because(spell.entry), END
            if spell.end is not None:
                return KNOWN, spell.end, entry_because(spell.end_entry), END
            return NOT_YET, None, entry_because(spell.entry), END
        return NOT_YET_READING

    return read


def _where_it_began(spells: Sequence[Spell]) -> Spell:
    """The first of the spells that run on from one another to the last, without a day between them."""
    first = spells[-1]
    for spell in reversed(spells[:-1]):
        if spell.end is not None and first.start.lo > day_window(local_day(max(spell.end.lo, spell.end.hi - 1))).hi:
            break
        first = spell
    return first


def _edge_of_run(ctx: Ctx, word: str, start: bool, parts: Any) -> Reading:
    """The start of the present run (of a named service: of its last, ended or not), or the end of the last that
    ended."""
    named = any(part == "service" for part, _ in parts)
    for run in reversed(runs_of(ctx, word)):
        if parts and not parts_match(run.parts, parts):
            continue
        ended = run.end is not None and run.end.lo <= ctx.now
        if start and run.start.lo <= ctx.now and (named or not ended):
            lasts = END if named or run.end is None else run.end.lo
            return KNOWN, run.start, run.because, lasts
        if not start and ended:
            return KNOWN, run.end, run.because, END
    return NOT_YET_READING


def answer_at(moment: m.AnswerAt, c: Any) -> Reader:
    word, given = moment.word, moment.given
    is_date = c.word(word).answers == ("date",)

    own = c.word(word).each_person

    def read(ctx: Ctx) -> Reading:
        if own and ctx.person:
            entry = said_by(ctx, word, ctx.person)
        else:
            entry = ctx.matter.values_at.get(word) if ctx.matter is not None else None
            entry = entry or latest_answer(ctx, word)
        if entry is None or entry.verb == "withdrawn":
            return NOT_YET_READING
        if is_date and not given:
            value = entry.values.get(word)
            if not value:
                return NOT_KNOWN, None, (*entry_because(entry.number), ("asks", word)), END
            try:
                return KNOWN, window_of_text(str(value)), entry_because(entry.number), END
            except ValueError:  # kept before a day was insisted on, or said by a source: asked again
                return NOT_KNOWN, None, (*entry_because(entry.number), ("asks", word)), END
        return KNOWN, entry.happened, entry_because(entry.number), END

    return read


def document_at(moment: m.DocumentAt, c: Any) -> Reader:
    word, kept = moment.word, {"written": "documents"}.get(moment.phase, moment.phase)

    def read(ctx: Ctx) -> Reading:
        entries = getattr(ctx.facts, kept)[word]
        if not entries:
            return NOT_YET_READING
        entry = entries[-1]
        return KNOWN, entry.happened, entry_because(entry.number), END

    return read


def act_at(moment: m.ActAt, c: Any) -> Reader:
    verb = moment.verb

    def read(ctx: Ctx) -> Reading:
        acts = ctx.matter.acts.get(verb) if ctx.matter is not None else ctx.facts.acts.get(verb)
        if not acts:  # done elsewhere, and recorded as done
            acts = [e for e in ctx.facts.tasks[verb] if ctx.matter is None or e.matter in ("", ctx.matter.id)]
        if not acts:
            return NOT_YET_READING
        return KNOWN, acts[-1].happened, entry_because(acts[-1].number), END

    return read


def nth_birthday(moment: m.Birthday, c: Any) -> Reader:
    years = moment.years

    def read(ctx: Ctx) -> Reading:
        state, window, because, until = birth(ctx)
        if window is None:
            return state, None, because, until
        memo = ctx.memo
        key = ("birthday", years)
        if key not in memo:
            memo[key] = day_window(birthday(local_day(window.lo), years))
        return KNOWN, memo[key], because, until

    return read


def rule_met(moment: m.RuleMet, c: Any) -> Reader:
    key = moment.key

    def read(ctx: Ctx) -> Reading:
        met = ctx.pack.met_at(ctx, key)
        if met is None:
            return NOT_YET_READING
        return KNOWN, at(met), (("rule", key),), END

    return read


def point_of(moment: m.PointOf, c: Any) -> Reader:
    route = moment.route

    def read(ctx: Ctx) -> Reading:
        when, read_at = ctx.pack.route_whens[route], ctx.pack.route_points.get(route)
        value, until, because = when(ctx)
        if read_at is None or value is False:
            return NOT_YET, None, because, until
        state, window, more, until2 = read_at(ctx)
        if value is None and window is not None:
            return NOT_KNOWN, None, because + more, min(until, until2)
        return state, window, because + more, min(until, until2)

    return read


def fixed(moment: m.Fixed, c: Any) -> Reader:
    reading: Reading = (KNOWN, day_window(moment.day), (), END)
    return lambda ctx: reading
