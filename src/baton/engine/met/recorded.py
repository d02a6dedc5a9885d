"""What was written, answered and done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baton.engine.context import Ctx, TeamElement
from baton.engine.facts import Spell
from baton.engine.moments import latest_answer
from baton.engine.said_by import said_by
from baton.engine.who import in_person, resolve
from baton.journal.entry import Entry
from baton.working_time import Moment

if TYPE_CHECKING:
    from baton.engine.ruled import CMust
from baton.engine.met.found import UNMET, Met, lacking_parts, met_by, since_day, what_counts
from baton.engine.met.signing import not_signed


def element_matches(ctx: Ctx, entry: Entry) -> bool:
    """Whether a record is about the element in hand: the team that it names, or the spell that it is of."""
    if isinstance(ctx.it, TeamElement):
        return ctx.it.key in (entry.values.get("team"), entry.values.get("of"))
    if not isinstance(ctx.it, Spell):
        return True
    of = entry.values.get("of")
    return of in (None, "", ctx.it.entry, str(ctx.it.entry)) or of == ctx.it.parts.get("type")


def write(ctx: Ctx, r: CMust, opened: Moment) -> Met:
    for word in r.rule.words:
        for entry in reversed(ctx.facts.documents[word]):
            if not element_matches(ctx, entry):
                continue
            counts, lacking = what_counts(ctx, r, None)
            lacking += lacking_parts(ctx, entry)
            unsigned = not_signed(ctx, r, (e for e in ctx.facts.documents[word] if element_matches(ctx, e)))
            if counts and not lacking and not unsigned:
                return met_by(entry)
            return Met(missing=lacking + unsigned or (word,), does_not_count=entry.number)
    return Met(missing=r.rule.words)


def answer(ctx: Ctx, r: CMust, opened: Moment) -> Met:
    latest: Entry | None = None
    for word in r.rule.words:
        own = word in ctx.pack.words and ctx.pack.words[word].each_person
        if own:
            entry = said_by(ctx, word, ctx.person)
        else:
            entry = ctx.matter.values_at.get(word) if ctx.matter is not None else None
        if entry is None and word != "reason" and not own:
            entry = latest_answer(ctx, word)
            if entry is not None and ctx.matter is not None and entry.matter and entry.matter != ctx.matter.id:
                entry = None
        if entry is None or entry.verb == "withdrawn" or entry.values.get(word, True) in ("", None, "not known"):
            return Met(missing=(word,))
        if entry.verb == "given" and not _by_the_right_person(ctx, r, entry):
            return Met(missing=(word,), does_not_count=entry.number)
        if latest is None or entry.number > latest.number:
            latest = entry
    counts, lacking = what_counts(ctx, r, None)
    if not counts:
        return Met(missing=lacking or r.rule.words, does_not_count=latest.number if latest else 0)
    return met_by(latest) if latest is not None else UNMET


def _by_the_right_person(ctx: Ctx, r: CMust, entry: Entry) -> bool:
    persons = in_person(resolve(ctx, r.rule.who), r.rule.stand_in).persons
    return not persons or entry.source != "person" or entry.done_by in persons


def do(ctx: Ctx, r: CMust, opened: Moment) -> Met:
    for word in r.rule.words:
        for entry in reversed(ctx.facts.tasks[word]):
            if entry.happened.last >= since_day(opened) and element_matches(ctx, entry):
                missing = not_signed(ctx, r, (e for e in ctx.facts.tasks[word] if e.happened.last >= since_day(opened)))
                counts, lacking = (True, ()) if missing else what_counts(ctx, r, None)
                if missing or not counts:
                    return Met(missing=missing or lacking or r.rule.words, does_not_count=entry.number)
                return met_by(entry)
    return UNMET
