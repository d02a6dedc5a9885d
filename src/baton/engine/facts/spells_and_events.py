"""Entries about spells and events: what begins, ends, is booked, moved, cancelled, held."""

from __future__ import annotations

from baton.engine.facts.kept import Event, Facts, Spell
from baton.journal.entry import Entry
from baton.working_time import BEGINNING, Moment, Window


def edge_order(entry: Entry) -> tuple[Moment, int]:
    happened = entry.happened
    return (happened.lo if happened.lo > BEGINNING else happened.hi, entry.number)


def event_order(event: Event) -> Moment:
    when = event.held or event.booked
    return when.lo if when else BEGINNING


def take_started(f: Facts, e: Entry) -> None:
    """Begins a spell. A start of what is already going on changes its parts (a new legal basis, a new placement); only
    spells told apart by their `type` (orders) run side by side."""
    spells = f.spells.setdefault(e.word, [])
    kind = e.values.get("type")
    for spell in reversed(spells):
        if spell.end is None and spell.parts.get("type") == kind:
            if e.happened.lo < spell.start.lo:
                spell.start = e.happened
            elif e.values:
                spell.parts = {**spell.parts, **e.values}
            return
    spells.append(Spell(e.word, e))


def take_ended(f: Facts, e: Entry) -> None:
    kind = e.values.get("type")
    for spell in reversed(f.spells.get(e.word, ())):
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
    f.spells.setdefault(e.word, []).append(spell)


def take_booked(f: Facts, e: Entry) -> None:
    event = Event(e, e.happened, None)
    f.events.setdefault(e.word, []).append(event)
    f.bookings.setdefault(e.word, []).append(event)


def _open_booking(f: Facts, e: Entry) -> Event | None:
    of = e.body.get("booking")
    for event in f.bookings.get(e.word, ()):
        if event.held is None and not event.cancelled and event.booked is not None:
            if of is not None and event.entry != of:
                continue
            if e.verb == "held" and of is None and event.booked.lo > e.happened.hi:
                continue
            return event
    return None


def take_moved(f: Facts, e: Entry) -> None:
    event = _open_booking(f, e)
    if event is None:
        take_booked(f, e)
    else:
        if event.booked != e.happened:
            event.moved_by = e.number
        event.booked = e.happened


def take_cancelled(f: Facts, e: Entry) -> None:
    event = _open_booking(f, e)
    if event is not None:
        event.cancelled = True


def take_held(f: Facts, e: Entry) -> None:
    attended = e.body.get("attended")
    event = _open_booking(f, e) if e.word in f.bookings else None
    if event is None:
        event = Event(e, None, e.happened, tuple(attended) if attended else ())
        if e.word in f.events:
            f.events[e.word].append(event)
        else:
            f.events[e.word] = [event]
        return
    event.held, event.entry, event.recorded = e.happened, e.number, e.recorded_at
    event.parts = {**event.parts, **e.values}
    event.matter = e.matter or event.matter
    event.attended = tuple(attended) if attended else ()
