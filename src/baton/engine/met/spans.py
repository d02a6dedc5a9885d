"""What meets a duty within a span of time: an interval of a duty that comes again, or not before some moment.

Records outside the span are left out of the facts for as long as the duty is looked for; spells are not, for conditions
ask them too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from baton.engine.context import Ctx
from baton.engine.facts import Facts, Matter
from baton.engine.met import find_met
from baton.engine.met.found import Met
from baton.journal.entry import Entry
from baton.working_time import END, Moment, Window

if TYPE_CHECKING:
    from baton.engine.ruled import CMust

_ENTRIES = ("documents", "sent", "tasks", "acts")
_LISTS = ("told", "invited")


def find_in_span(ctx: Ctx, r: CMust, opened: Moment, earliest: Moment | None) -> Met:
    """Returns what meets the duty in hand from its earliest moment on, or in its interval; else what did so later."""
    it = ctx.it
    every = r.rule.every
    if every is None or not isinstance(it, Window) or r.rule.verb == "keep" or _of_a_forum(ctx, r):
        return _not_too_early(ctx, r, opened, earliest) if r.not_before is not None else find_met(ctx, r, opened)
    if every.from_last:
        return first_in(ctx, r, opened, it.lo, END)
    met = first_in(ctx, r, opened, it.lo, it.hi)
    if met.window is None and it.hi <= ctx.now:
        later = first_in(ctx, r, opened, it.hi, END)
        return later if later.window is not None else met
    return met


def _of_a_forum(ctx: Ctx, r: CMust) -> bool:
    return bool(r.rule.words) and r.rule.words[0] in ctx.pack.forums


def _not_too_early(ctx: Ctx, r: CMust, opened: Moment, earliest: Moment | None) -> Met:
    if earliest is None:
        return find_met(ctx, r, opened)
    met = _within(ctx, r, opened, earliest, END)
    if met.window is not None:
        return met
    early = find_met(ctx, r, opened)
    return Met(missing=("too early",), does_not_count=early.entry) if early.window is not None else met


def first_in(ctx: Ctx, r: CMust, opened: Moment, low: Moment, high: Moment) -> Met:
    """The first that meets the duty in this span; what is missing where nothing does."""
    found = met = _within(ctx, r, opened, low, high)
    while met.window is not None and met.window.lo > low:
        found, met = met, _within(ctx, r, opened, low, met.window.lo)
    return found


def _within(ctx: Ctx, r: CMust, opened: Moment, low: Moment, high: Moment) -> Met:
    """What meets the duty by the records of this span alone."""
    facts, matter, known = ctx.facts, ctx.matter, ctx.known
    ctx.facts = _facts_between(facts, low, high)
    ctx.matter = _matter_between(matter, low, high) if matter is not None else None
    ctx.known = {}
    try:
        return find_met(ctx, r, opened)
    finally:
        ctx.facts, ctx.matter, ctx.known = facts, matter, known


def _inside(window: Window | None, low: Moment, high: Moment) -> bool:
    return window is not None and window.lo < high and (window.hi > low or window.lo >= low)


def _kept(entries: list[Entry], low: Moment, high: Moment) -> list[Entry]:
    return [e for e in entries if _inside(e.happened, low, high)]


def _facts_between(facts: Facts, low: Moment, high: Moment) -> Facts:
    view: Any = object.__new__(Facts)
    for slot in Facts.__slots__:
        setattr(view, slot, getattr(facts, slot))
    for slot in _ENTRIES:
        by_word = {word: _kept(entries, low, high) for word, entries in getattr(facts, slot).items()}
        setattr(view, slot, {word: entries for word, entries in by_word.items() if entries})
    for slot in _LISTS:
        setattr(view, slot, _kept(getattr(facts, slot), low, high))
    view.answers = {word: _kept(entries, low, high) for word, entries in facts.answers.items()}
    view.events = {
        word: [e for e in events if e.held is None or _inside(e.held, low, high)]
        for word, events in facts.events.items()
    }
    return view  # type: ignore[no-any-return]


def _matter_between(matter: Matter, low: Moment, high: Moment) -> Matter:
    view: Any = object.__new__(Matter)
    for slot in Matter.__slots__:
        setattr(view, slot, getattr(matter, slot))
    view.acts = {verb: _kept(entries, low, high) for verb, entries in matter.acts.items()}
    view.values_at = {word: entry for word, entry in matter.values_at.items() if _inside(entry.happened, low, high)}
    if matter.moved is not None and not _inside(matter.moved.happened, low, high):
        view.moved = None
    return view  # type: ignore[no-any-return]
