"""What meets a duty within a span of time: an interval of a duty that comes again, or not before some moment.

Records outside the span are left out of the facts for as long as the duty is looked for; spells are not, for conditions
ask them too.
"""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from baton.engine.context import Ctx
from baton.engine.facts import ByWord, Facts, Matter
from baton.engine.met import find_met
from baton.engine.met.found import Met
from baton.journal.entry import Entry
from baton.working_time import END, Moment, Window

if TYPE_CHECKING:
    from baton.engine.ruled import CMust

_BY_WORD = ("documents", "sent", "tasks", "acts", "answers")
_LISTS = ("told", "invited")
_RECORDED = frozenset(("send", "tell", "invite", "hold", "do"))  # met by one record, whatever else there is


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
    met = find_met(ctx, r, opened)
    if earliest is None or _in_time_or_nothing(r, met, earliest):
        return met
    within = _within(ctx, r, opened, earliest, END)
    if within.window is not None:
        return within
    if met.window is None or within.does_not_count:  # what was done in time and lacks something says more
        return within
    return Met(missing=("too early",), does_not_count=met.entry)


def _in_time_or_nothing(r: CMust, met: Met, earliest: Moment) -> bool:
    """Whether records from before the earliest moment make no difference to what was found."""
    if r.rule.verb not in _RECORDED or r.counts_if is not None or r.rule.again_if or len(r.rule.about) > 1:
        return False
    return met.window.lo >= earliest if met.window is not None else not met.does_not_count


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


def _again(of: Any) -> Any:
    """Another one with the same parts."""
    view = object.__new__(type(of))
    for slot, part in zip(of.__slots__, _PARTS[type(of)](of), strict=True):
        setattr(view, slot, part)
    return view


_PARTS = {kind: attrgetter(*kind.__slots__) for kind in (Facts, Matter)}


def _facts_between(facts: Facts, low: Moment, high: Moment) -> Facts:
    view = _again(facts)

    def kept(entries: Iterable[Entry]) -> list[Entry]:
        return [e for e in entries if _inside(e.happened, low, high)]

    for slot in _BY_WORD:
        setattr(view, slot, ByWord(getattr(facts, slot), kept))
    for slot in _LISTS:
        setattr(view, slot, kept(getattr(facts, slot)))
    view.events = ByWord(
        facts.events, lambda events: [e for e in events if e.held is None or _inside(e.held, low, high)]
    )
    return view  # type: ignore[no-any-return]


def _matter_between(matter: Matter, low: Moment, high: Moment) -> Matter:
    view = _again(matter)
    view.acts = {verb: _kept(entries, low, high) for verb, entries in matter.acts.items()}
    view.values_at = {word: entry for word, entry in matter.values_at.items() if _inside(entry.happened, low, high)}
    if matter.moved is not None and not _inside(matter.moved.happened, low, high):
        view.moved = None
    return view  # type: ignore[no-any-return]
