"""Entries about spells and events: what begins, ends, is booked, moved, cancelled, held."""

from __future__ import annotations

from collections.abc import Iterable

from baton.engine.facts.kept import Event, Spell
from baton.journal.entry import Entry
from baton.working_time import BEGINNING, Moment, Window


def spells_of(edges: Iterable[Entry]) -> dict[str, list[Spell]]:
    """The spells by word, from what began and ended: in the order of time, in whatever order that was learnt."""
    spells: dict[str, list[Spell]] = {}
    for e in sorted(edges, key=_edge_order):
        of_word = spells.get(e.word)
        if of_word is None:
            of_word = spells[e.word] = []
        (_start if e.verb == "started" else _end)(of_word, e)
    return spells


def _edge_order(entry: Entry) -> tuple[Moment, int]:
    happened = entry.happened
    return (happened.lo if happened.lo > BEGINNING else happened.hi, entry.number)


def _start(spells: list[Spell], e: Entry) -> None:
    """Begins a spell. A start of what is already going on changes its parts (a new legal basis, a new placement); only
    spells told apart by their `type` (orders) run side by side."""
    kind = e.values.get("type") if spells else None
    for spell in reversed(spells):
        if spell.end is None and spell.parts.get("type") == kind:
            if e.happened.lo < spell.start.lo:
                spell.start = e.happened
            elif e.values:
                spell.parts = {**spell.parts, **e.values}
            return
    spells.append(Spell(e.word, e))


def _end(spells: list[Spell], e: Entry) -> None:
    kind = e.values.get("type")
    for spell in reversed(spells):
        if kind is not None and spell.parts.get("type") not in (None, kind):
            continue
        if spell.end is None and spell.start.lo <= e.happened.hi:
            spell.end = e.happened
            spell.end_entry = e.number
            if e.values:
                spell.parts = {**spell.parts, **e.values}
            return
    spell = Spell(e.word, e)  # an end without a start: it began some time before
    spell.start = Window(BEGINNING, e.happened.hi)
    spell.end = e.happened
    spell.end_entry = e.number
    spells.append(spell)


def events_of(entries: Iterable[Entry]) -> list[Event]:
    """The events that the entries of one word speak of, in the order of time."""
    events: list[Event] = []
    booked: list[Event] = []
    for e in entries:
        verb = e.verb
        if verb == "held":
            _hold(events, booked, e)
        elif verb == "booked" or verb == "moved":
            event = _open_booking(booked, e) if verb == "moved" else None
            if event is None:
                event = Event(e, e.happened, None)
                events.append(event)
                booked.append(event)
            else:
                if event.booked != e.happened:
                    event.moved_by = e.number
                event.booked = e.happened
        elif verb == "cancelled":
            event = _open_booking(booked, e)
            if event is not None:
                event.cancelled = True
    if len(events) > 1:
        events.sort(key=_event_order)
    return events


def _event_order(event: Event) -> Moment:
    when = event.held or event.booked
    return when.lo if when else BEGINNING


def _open_booking(booked: list[Event], e: Entry) -> Event | None:
    of = e.body.get("booking")
    for event in booked:
        if event.held is None and not event.cancelled and event.booked is not None:
            if of is not None and event.entry != of:
                continue
            if e.verb == "held" and of is None and event.booked.lo > e.happened.hi:
                continue
            return event
    return None


def _hold(events: list[Event], booked: list[Event], e: Entry) -> None:
    attended = tuple(e.body.get("attended") or ())
    event = _open_booking(booked, e) if booked else None
    if event is None:
        events.append(Event(e, None, e.happened, attended))
        return
    event.held, event.entry, event.recorded = e.happened, e.number, e.recorded_at
    event.parts = {**event.parts, **e.values}
    event.matter = e.matter or event.matter
    event.attended = attended
