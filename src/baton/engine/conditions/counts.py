"""How many of something there were; a range when history is missing or an outcome is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from baton.engine.context import NOT_KNOWN, Answer, Ctx, Judge
from baton.engine.facts import Event
from baton.engine.moments.events import fitting
from baton.engine.moments.reading import parts_match
from baton.engine.runs import WORDS as ENGINE_SPELLS
from baton.engine.runs import runs_of
from baton.journal.entry import Entry
from baton.policy import model as m
from baton.working_time import BEGINNING, END, Moment


def counter(condition: m.Count, c: Any) -> Any:
    """Returns (ctx) -> how many, perhaps how many more, why, until; None first where an edge is missing."""
    span, word = _span(condition, c), condition.word
    find = _people if c.word(word).kind == "people" else _finder(condition, c)

    def read(ctx: Ctx) -> tuple[int | None, int, Any, Moment]:
        low, high, because, until, wanting = span(ctx)
        if wanting is not None:
            return None, 0, because, until
        found, perhaps, why, changes = find(ctx, word, low, high)
        return found, perhaps, because + why, min(until, changes)

    return read


def count(condition: m.Count, c: Any) -> Judge:
    word, op, n = condition.word, condition.op, condition.n
    if word == "routes_due":
        return lambda ctx: (_compare_count(op, ctx.routes_due, n), END, (("word", word),))
    span = _span(condition, c)
    find = _people if c.word(word).kind == "people" else _finder(condition, c)

    def judge(ctx: Ctx) -> Answer:
        low, high, because, until, wanting = span(ctx)
        if wanting is not None:
            return (None if wanting == NOT_KNOWN else False), until, because
        found, perhaps, why, changes = find(ctx, word, low, high)
        fewest, most = _compare_count(op, found, n), _compare_count(op, found + perhaps, n)
        value = fewest if fewest is most else None
        if value is None:
            why = (*why, ("asks", word))
        return value, min(until, changes), because + why

    return judge


def _span(condition: m.Count, c: Any) -> Any:
    """(ctx) -> (from, to, because, until, the state of an edge that is not there or None)."""
    since = c.moment(condition.since) if condition.since is not None else None
    up_to = c.moment(condition.up_to) if condition.up_to is not None else None

    def read(ctx: Ctx) -> tuple[Moment, Moment, Any, Moment, int | None]:
        low, high, until, because = BEGINNING, END, END, ()
        if since is not None:
            state, window, because, until = since(ctx)
            if window is None:
                return low, high, because, until, state
            low = window.lo
        if up_to is not None:
            state, window, more, u = up_to(ctx)
            because, until = because + more, min(until, u)
            if window is None:
                return low, high, because, until, state
            high = window.hi
        return low, high, because, until, None

    return read


Counted = tuple[int, int, Any, Moment]  # so many, perhaps so many more, why, and until when


def _finder(condition: m.Count, c: Any) -> Any:
    fits, parts, booked = fitting(condition, c), condition.parts, condition.booked

    def find(ctx: Ctx, word: str, low: Moment, high: Moment) -> Counted:
        if word in ENGINE_SPELLS:
            return _runs(ctx, word, parts, low, min(high, ctx.now))
        now, until = ctx.now, END
        facts, found, perhaps, why = ctx.facts, 0, 0, []
        more = False
        for event in facts.events[word]:
            if event.cancelled or (fits is not None and not fits(ctx, event)):
                continue
            if event.held is None:
                yes, maybe, until = _booking(event, booked, low, high, now, until)
                perhaps += maybe
                if not yes:
                    continue
            elif not (event.held.last >= low and event.held.lo <= min(high, now)):
                continue
            found += 1
            more = more or event.parts.get("history") == "latest only"
            why.append(("entry", event.entry))
        for spell in facts.spells.get(word, ()):
            if spell.start.last >= low and spell.start.lo <= min(high, now) and parts_match(spell.parts, parts):
                found += 1
                more = more or spell.parts.get("history") == "latest only"
                why.append(("entry", spell.entry))
        for entry in _recorded(ctx, word):
            if entry.happened.last >= low and entry.happened.lo <= min(high, now):
                found += 1
                why.append(("entry", entry.number))
        return found, perhaps + (_ANY if more else 0), tuple(why), until

    return find


def _recorded(ctx: Ctx, word: str) -> Iterator[Entry]:
    """Answers given, documents written and tasks done, each time one."""
    facts = ctx.facts
    yield from (e for e in facts.answers.get(word, ()) if e.verb != "withdrawn")
    documents = facts.documents[word]
    yield from [e for e in documents if e.verb == "written"] or documents  # what was written and sent is one
    yield from facts.tasks[word]


_ANY = 1_000_000  # earlier ones are missing from the record: there may be any number more


def _booking(
    event: Event, wanted: bool, low: Moment, high: Moment, now: Moment, until: Moment
) -> tuple[bool, int, Moment]:
    """(counted, perhaps counted, until): what lies ahead counts where bookings do; what has passed is not known."""
    when = event.booked
    if when is None or when.lo < low or when.lo > high:
        return False, 0, until
    if when.hi <= now:
        return False, 1 if wanted else 0, until
    return wanted, 0, min(until, when.hi)


def _runs(ctx: Ctx, word: str, parts: Any, low: Moment, high: Moment) -> Counted:
    found = [
        r for r in runs_of(ctx, word) if r.start.last >= low and r.start.lo <= high and parts_match(r.parts, parts)
    ]
    return len(found), 0, tuple(reason for run in found for reason in run.because), END


def _people(ctx: Ctx, word: str, _low: Moment, _high: Moment) -> Counted:
    if word not in ctx.facts.people:
        return 0, _ANY, (), END
    return len(ctx.pack.members(ctx, word)), 0, (("word", word),), END


def _compare_count(op: str, found: int, n: int) -> bool:
    return {"at least": found >= n, "more than": found > n, "fewer than": found < n}[op]
