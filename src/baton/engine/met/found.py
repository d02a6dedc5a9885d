"""What was found: when a duty was met and by which entry, or what is missing; and what all finders share."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from baton.engine.context import Ctx
from baton.engine.facts import Event
from baton.journal.entry import Entry
from baton.working_time import BEGINNING, Moment, Window, local_day, midnight

if TYPE_CHECKING:
    from baton.engine.ruled import CMust


class Met(NamedTuple):
    """When the duty was met (its window and the moment to count from), by which entry; or what is missing."""

    window: Window | None = None
    at: Moment = BEGINNING
    entry: int = 0
    missing: tuple[str, ...] = ()
    broken: Window | None = None  # the instant at which it could no longer be met (an event held without someone)
    does_not_count: int = 0


UNMET = Met()
Finder = Callable[[Ctx, "CMust", Moment], Met]


def moment_of_record(window: Window, recorded: Moment) -> Moment:
    """When a record counts as done: its own moment; for a date, the recording on that day, else the end of the day."""
    if window.lo == window.hi:
        return window.lo
    return max(window.lo, min(recorded, window.hi))


def met_by(entry: Entry) -> Met:
    return Met(entry.happened, moment_of_record(entry.happened, entry.recorded_at), entry.number)


def what_counts(ctx: Ctx, r: CMust, it: Any) -> tuple[bool, tuple[str, ...]]:
    if r.counts_if is None:
        return True, ()
    before = ctx.it
    if it is not None:
        ctx.it = it
    try:
        value, until, because = r.counts_if(ctx)
    finally:
        ctx.it = before
    ctx.look_until(until)
    if value is True:
        return True, ()
    return False, tuple(dict.fromkeys(str(v) for k, v in because if k in ("absent", "asks", "word")))


@lru_cache(maxsize=4096)
def since_day(opened: Moment) -> Moment:
    return midnight(local_day(opened)) if opened > BEGINNING else BEGINNING


def anothers(ctx: Ctx, entry: Entry) -> bool:
    """Whether an entry belongs to another matter than the one in hand."""
    return ctx.matter is not None and bool(entry.matter) and entry.matter != ctx.matter.id


def lacking_parts(ctx: Ctx, entry: Entry) -> tuple[str, ...]:
    """The parts that a document must have and this one lacks.

    A letter with a template is made by Baton, which refuses it without its parts: there only a part that was said to be
    missing counts. What an extract names is not looked into.
    """
    word = ctx.pack.words.get(entry.word)
    if word is None or not word.contents or entry.source == "import":
        return ()
    given = entry.values
    if word.template:
        return tuple(c for c in word.contents if c in given and not given[c])
    return tuple(c for c in word.contents if not given.get(c) and not ctx.slot(c))


def _moved_since(ctx: Ctx, word: str, entry: Entry) -> bool:
    """Whether the event in hand (or any of this word) was given another time after the entry."""
    events = ctx.facts.events[word]
    if isinstance(ctx.it, Event) and ctx.it.word == word:
        events = [ctx.it]
    return any(event.moved_by > entry.number for event in events)


def overtaken(ctx: Ctx, r: CMust, entry: Entry) -> tuple[str, ...]:
    """The words of `again_if` whose value changed after this was sent or told."""
    if not r.rule.again_if:
        return ()
    changed = [word for word in r.rule.again_if if _moved_since(ctx, word, entry)]
    if ctx.matter is None:
        return tuple(changed)
    for word in r.rule.again_if:
        given = ctx.matter.values_at.get(word)
        if given is not None and given.number > entry.number and given.values.get(word) != _said_then(ctx, word, entry):
            changed.append(word)
    return tuple(changed)


def _said_then(ctx: Ctx, word: str, entry: Entry) -> object:
    """The value that a notice gave or, where it gave none of its own, that stood in the matter when it went."""
    if word in entry.values or ctx.matter is None:
        return entry.values.get(word)
    mine = (e for e in ctx.facts.entries.values() if e.matter == ctx.matter.id and e.number < entry.number)
    return next((e.values[word] for e in reversed([*mine]) if word in e.values), None)
