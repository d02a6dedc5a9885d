"""Events of the child's journey: which of them a phrase means, held, booked, or not known."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from baton.engine.attendance import came_to
from baton.engine.context import (
    FORECAST,
    KNOWN,
    NOT_KNOWN,
    NOT_YET,
    Ctx,
    Reader,
    Reading,
)
from baton.engine.facts import Event
from baton.engine.moments.reading import parts_match
from baton.policy import model as m
from baton.working_time import (
    BEGINNING,
    END,
    Window,
    start_of_day,
)


def event_at(moment: m.EventAt, c: Any) -> Reader:
    find = compile_event(moment.event, c)

    def read(ctx: Ctx) -> Reading:
        _event, state, window, because, until = find(ctx)
        return state, window, because, until

    return read


Found = tuple[Event | None, int, Window | None, Any, int]


def compile_event(ref: m.EventRef, c: Any) -> Any:
    """Returns (ctx) -> (event or None, state, window, because, until) for an event of the child's journey."""
    word, which, nth = ref.word, ref.which, ref.nth
    since = c.moment(ref.since) if ref.since is not None else None
    up_to = c.moment(ref.up_to) if ref.up_to is not None else None
    want_booked = which in ("booked", "next")
    fits = fitting(ref, c)

    def find(ctx: Ctx) -> Found:
        events = ctx.facts.events[word]
        if events and fits is not None:
            events = [e for e in events if fits(ctx, e)]
        low, high, because = BEGINNING, END, ()
        if since is not None:
            state, window, because, until = since(ctx)
            if window is None:
                return None, state, None, because, until
            low = start_of_day(window)
        if up_to is not None:
            state, window, more, until = up_to(ctx)
            if window is None:
                return None, state, None, because + more, until
            high = window.hi
        if not events:
            return None, NOT_YET, None, because, END
        now = ctx.now
        held = [
            e
            for e in events
            if e.held is not None and (e.held.lo >= low or e.held.hi > low) and e.held.lo <= high and e.held.lo <= now
        ]
        booked = [
            e for e in events if e.held is None and not e.cancelled and e.booked is not None and e.booked.lo >= low
        ]
        if want_booked:
            return _booked(booked, now, because)
        if which == "last" and nth:
            return _back(held, [e for e in booked if e.booked and e.booked.lo <= high], nth, now, because)
        if held and which == "nth" and _partial(ctx, held[0], low):
            return _from_partial_history(held, nth, low, word, because)
        if which == "nth":
            if len(held) >= nth:
                event = held[nth - 1]
                return event, KNOWN, event.held, (*because, ("entry", event.entry)), END
            booked = booked[nth - 1 - len(held) :]
            return _booked(booked, now, because)
        if held:
            event = held[-1]
            return event, KNOWN, event.held, (*because, ("entry", event.entry)), END
        if which == "last":
            return None, NOT_YET, None, because, END
        return _booked(booked, now, because)

    return find


def fitting(ref: m.EventRef | m.Count, c: Any) -> Callable[[Ctx, Event], bool] | None:
    """Whether an event has the parts and the people that a phrase asks for; None where it asks for neither."""
    parts, came = ref.parts, ref.attended
    if came is None:
        return (lambda ctx, event: _parts_fit(event, parts)) if parts else None
    who, place, people = came.office, came.place, c.word(came.office).kind == "people"

    def fits(ctx: Ctx, event: Event) -> bool:
        return _parts_fit(event, parts) and (event.held is None or came_to(ctx, event, who, place, people))

    return fits


def _parts_fit(event: Event, parts: Any) -> bool:
    """Whether the event has these parts; what is only booked may still get those that nobody has recorded."""
    if event.held is None:
        parts = tuple(p for p in parts if p[0] in event.parts)
    return parts_match(event.parts, parts)


def _back(held: list[Event], booked: list[Event], nth: int, now: int, because: Any) -> Found:
    """The last but `nth` of all that were held or are booked, in the order of time (C32)."""
    all_of_them = [*held, *booked]
    if len(all_of_them) <= nth:
        return None, NOT_YET, None, because, END
    event = all_of_them[-1 - nth]
    after = (("entry", later.entry) for later in all_of_them[-nth:])
    if event.held is None:
        return _booked([event], now, (*because, *after))
    return event, KNOWN, event.held, (*because, ("entry", event.entry), *after), END


def _booked(booked: list[Event], now: int, because: Any) -> Found:
    for event in booked:
        assert event.booked is not None
        reason = (*because, ("entry", event.entry))
        if event.booked.hi <= now:
            return event, NOT_KNOWN, None, (*reason, ("asks", event.word)), END
        return event, FORECAST, event.booked, reason, event.booked.hi
    return None, NOT_YET, None, because, END


def _partial(ctx: Ctx, first: Event, low: int) -> bool:
    """Whether earlier events may be missing: they come from a source that is not declared complete, or the record
    begins later than `low`.

    A first event that a person recorded from before the record begins is taken as the first.
    """
    if first.parts.get("history") == "latest only":
        return True
    entry = ctx.facts.entries.get(first.entry)
    if entry is not None and entry.source == "import" and first.word not in ctx.facts.complete:
        return True
    begins = ctx.facts.history_from
    return begins is not None and low < begins and first.held is not None and first.held.lo >= begins


def _from_partial_history(held: list[Event], nth: int, low: int, word: str, because: Any) -> Found:
    """Only the latest is known from a source: the first lies somewhere up to it, a later one cannot be told."""
    latest = held[0]
    reason = (*because, ("entry", latest.entry))
    typed = [e for e in held[1:] if e.parts.get("history") != "latest only"]
    if len(held) >= nth + 0 and len(typed) >= nth - 1 and nth > 1:
        ordered = sorted(held, key=lambda e: e.held.lo if e.held else 0)
        event = ordered[nth - 1]
        return event, KNOWN, event.held, (*because, ("entry", event.entry)), END
    if nth == 1:
        assert latest.held is not None
        return latest, KNOWN, Window(low, latest.held.hi), reason, END
    return None, NOT_KNOWN, None, (*reason, ("asks", word)), END
