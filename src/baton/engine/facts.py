"""What a journal says, gathered once: spells, events, answers, documents, what was told, and the matters opened.

Reads entries only; knows no rule. Corrections are resolved here: the last recorded stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from baton.journal.entry import Entry
from baton.journal.vocabulary import ACT_AS_PHASE
from baton.working_time import BEGINNING, Moment, Window


class Spell:
    """One spell of a word. `start` and `end` are windows; `end` None while it lasts."""

    __slots__ = ("end", "end_entry", "entry", "parts", "recorded", "start", "word")

    def __init__(self, word: str, entry: Entry) -> None:
        self.word = word
        self.start = entry.happened
        self.end: Window | None = None
        self.parts: Mapping[str, Any] = entry.values
        self.entry = entry.number
        self.end_entry = 0
        self.recorded = entry.recorded_at


class Event:
    """One booking or holding of a kind of event."""

    __slots__ = ("attended", "booked", "cancelled", "entry", "held", "matter", "parts", "recorded", "word")

    def __init__(
        self, entry: Entry, booked: Window | None, held: Window | None, attended: tuple[str, ...] = ()
    ) -> None:
        self.word = entry.word
        self.booked = booked
        self.held = held
        self.cancelled = False
        self.parts: Mapping[str, Any] = entry.values
        self.attended = attended
        self.entry = entry.number
        self.recorded = entry.recorded_at
        self.matter = entry.matter

    @property
    def id(self) -> str:
        """A stable name of this event within its child: the word and the entry that first spoke of it."""
        return f"{self.word}#{self.entry}"


class Matter:
    """A matter opened for this child: its slots are the latest values given by its entries."""

    __slots__ = (
        "acts", "agreed_by", "decided", "edition", "ended", "excused", "id", "kind", "lead", "listed",
        "moved", "opened", "route", "slots", "values_at", "virtual", "withdrawn",
    )  # fmt: skip

    def __init__(self, id: str, kind: str, opened: Moment, lead: Entry | None, route: str = "") -> None:
        self.id = id
        self.kind = kind
        self.route = route
        self.opened = opened
        self.lead = lead
        self.slots: dict[str, Any] = {}
        self.values_at: dict[str, Entry] = {}
        self.acts: dict[str, list[Entry]] = {}
        self.agreed_by: list[Entry] = []
        self.excused: dict[str, list[Entry]] = {}
        self.decided: Entry | None = None
        self.moved: Entry | None = None
        self.listed: Entry | None = None
        self.ended: Entry | None = None
        self.withdrawn = False
        self.edition = ""
        self.virtual = False


class Facts:
    """All facts of one File's own entries, by word."""

    __slots__ = (
        "acts", "answers", "bookings", "born", "clock_keys", "complete", "corrected", "documents", "entries",
        "events", "excused", "history_from", "holders", "imported", "invited", "last_recorded", "matters", "opened",
        "people", "sent", "spells", "tasks", "told",
    )  # fmt: skip

    def __init__(self) -> None:
        self.entries: dict[int, Entry] = {}
        self.spells: dict[str, list[Spell]] = {}
        self.events: dict[str, list[Event]] = {}
        self.bookings: dict[str, list[Event]] = {}  # those of them that were booked before they were held
        self.answers: dict[str, list[Entry]] = {}
        self.documents: dict[str, list[Entry]] = {}
        self.sent: dict[str, list[Entry]] = {}
        self.tasks: dict[str, list[Entry]] = {}
        self.told: list[Entry] = []
        self.invited: list[Entry] = []
        self.people: dict[str, list[str]] = {}
        self.matters: dict[str, Matter] = {}
        self.acts: dict[str, list[Entry]] = {}
        self.excused: dict[str, list[Entry]] = {}
        self.holders: list[Entry] = []  # move, close, reopen, observed allocated_worker, open
        self.opened: Entry | None = None
        self.born: Entry | None = None
        self.complete: dict[str, str] = {}
        self.history_from: Moment | None = None  # before this, events may be missing from the record
        self.imported = False
        self.corrected = False  # whether any entry replaces another
        self.clock_keys: set[tuple[str, ...]] = set()  # what the clock has already done
        self.last_recorded: Moment = BEGINNING


def standing(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """The entries that stand: replaced ones left out, corrections in their place, in order of number."""
    replaced = {e.replaces for e in entries}
    if not replaced - {None}:
        return entries
    return tuple(
        e
        for e in entries
        if e.number not in replaced and not e.body.get("did_not_happen") and not e.body.get("wrong_child")
    )


def facts_of(entries: Iterable[Entry]) -> Facts:
    """Returns the facts that the standing entries give. Unknown verbs add nothing; nothing is refused here."""
    f = Facts()
    edges: list[Entry] = []
    entries = tuple(entries)
    stand = standing(entries)
    f.corrected = stand is not entries
    by_number, acts, last = f.entries, f.acts, BEGINNING
    for entry in stand:
        by_number[entry.number] = entry
        if entry.recorded_at > last:
            last = entry.recorded_at
        if entry.source != "person":
            if entry.source == "import":
                f.imported = True
            elif "key" in entry.body:
                f.clock_keys.add(tuple([str(part) for part in entry.body["key"]]))
        verb = entry.verb
        take, is_act = _HOW.get(verb, _ACT_ONLY)
        if take is not None:
            take(f, entry)
        elif verb == "started" or verb == "ended":
            edges.append(entry)
        if entry.matter:
            _take_matter(f, entry)
        if is_act:
            if verb in acts:
                acts[verb].append(entry)
            else:
                acts[verb] = [entry]
    f.last_recorded = last
    edges.sort(key=_edge_order)  # spells by when they began and ended, in whatever order that was learnt
    for entry in edges:
        (_take_started if entry.verb == "started" else _take_ended)(f, entry)
    for events in f.events.values():
        if len(events) > 1:
            events.sort(key=_event_order)
    return f


def _edge_order(entry: Entry) -> tuple[Moment, int]:
    happened = entry.happened
    return (happened.lo if happened.lo > BEGINNING else happened.hi, entry.number)


def _event_order(event: Event) -> Moment:
    when = event.held or event.booked
    return when.lo if when else BEGINNING


def _take_started(f: Facts, e: Entry) -> None:
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


def _take_ended(f: Facts, e: Entry) -> None:
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


def _take_booked(f: Facts, e: Entry) -> None:
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


def _take_moved(f: Facts, e: Entry) -> None:
    event = _open_booking(f, e)
    if event is None:
        _take_booked(f, e)
    else:
        event.booked = e.happened


def _take_cancelled(f: Facts, e: Entry) -> None:
    event = _open_booking(f, e)
    if event is not None:
        event.cancelled = True


def _take_held(f: Facts, e: Entry) -> None:
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


def _take_given(f: Facts, e: Entry) -> None:
    values = e.values
    if e.word:
        f.answers.setdefault(e.word, []).append(e)
    for word in values:
        if word != e.word:
            f.answers.setdefault(word, []).append(e)


def _take_withdrawn(f: Facts, e: Entry) -> None:
    f.answers.setdefault(e.word, []).append(e)


def _take_written(f: Facts, e: Entry) -> None:
    f.documents.setdefault(e.word, []).append(e)


def _take_sent(f: Facts, e: Entry) -> None:
    f.documents.setdefault(e.word, []).append(e)
    f.sent.setdefault(e.word, []).append(e)


def _take_out_of_date(f: Facts, e: Entry) -> None:
    f.documents.pop(e.word, None)


def _take_done(f: Facts, e: Entry) -> None:
    f.tasks.setdefault(e.word, []).append(e)


def _take_told(f: Facts, e: Entry) -> None:
    f.told.append(e)


def _take_invited(f: Facts, e: Entry) -> None:
    f.invited.append(e)


def _take_in(f: Facts, e: Entry) -> None:
    names = [str(v) for v in e.body.get("to") or ()] or [str(e.values.get("person", ""))]
    members = f.people.setdefault(e.word, [])
    members.extend(n for n in names if n and n not in members)


def _take_out(f: Facts, e: Entry) -> None:
    gone = {str(v) for v in e.body.get("to") or ()} | {str(e.values.get("person", ""))}
    f.people[e.word] = [n for n in f.people.get(e.word, ()) if n not in gone]


def _take_holder(f: Facts, e: Entry) -> None:
    f.holders.append(e)


def _take_born(f: Facts, e: Entry) -> None:
    f.born = e


def _take_observed(f: Facts, e: Entry) -> None:
    if e.word == "allocated_worker":
        f.holders.append(e)
    elif e.word == "history":
        f.history_from = e.happened.lo
    elif e.word == "complete":
        for word in e.values.get("words", ()):
            f.complete[word] = str(e.values.get("to", ""))
    elif e.values:
        _take_given(f, e)


def _take_excuse(f: Facts, e: Entry) -> None:
    rule = str(e.body.get("excuses") or e.word)
    f.excused.setdefault(rule, []).append(e)


_TAKERS = {
    "booked": _take_booked,
    "moved": _take_moved,
    "cancelled": _take_cancelled,
    "held": _take_held,
    "given": _take_given,
    "withdrawn": _take_withdrawn,
    "written": _take_written,
    "sent": _take_sent,
    "out_of_date": _take_out_of_date,
    "done": _take_done,
    "told": _take_told,
    "invited": _take_invited,
    "in": _take_in,
    "out": _take_out,
    "move": _take_holder,
    "close": _take_holder,
    "closed": _take_holder,
    "reopen": _take_holder,
    "open": _take_holder,
    "opened": _take_holder,
    "born": _take_born,
    "observed": _take_observed,
    "excuse": _take_excuse,
}

_PHASE_ONLY = frozenset(
    [
        "started",
        "ended",
        "booked",
        "cancelled",
        "held",
        "given",
        "written",
        "sent",
        "told",
        "invited",
        "in",
        "out",
        "born",
        "observed",
    ]
)

Taker = Callable[[Facts, Entry], None]

# What to do with an entry by its verb, and whether it is an act; spells are taken afterwards, in the order of time.
_HOW: dict[str, tuple[Taker | None, bool]] = {
    verb: (_TAKERS.get(phase) if phase not in ("started", "ended") else None, verb not in _PHASE_ONLY)
    for verb, phase in ({v: v for v in (*_TAKERS, *_PHASE_ONLY)} | dict(ACT_AS_PHASE)).items()
}
_ACT_ONLY: tuple[Taker | None, bool] = (None, True)


def _take_matter(f: Facts, e: Entry) -> None:
    """Files the entry under its matter and keeps the latest value of each slot it gives."""
    m = f.matters.get(e.matter)
    if m is None:
        opens = e.body.get("opens") or {}
        m = Matter(e.matter, str(opens.get("kind", "")), e.happened.lo, e, str(opens.get("route", "")))
        m.edition = str(opens.get("edition", ""))
        for slot in ("from_team", "from_service", "to_team", "to_service", "sending_worker", "about", "point"):
            if slot in opens:
                m.slots[slot] = opens[slot]
        f.matters[e.matter] = m
    verb, body = e.verb, e.body
    if verb in _TURNING:
        _turn(m, e)
    if verb in m.acts:
        m.acts[verb].append(e)
    else:
        m.acts[verb] = [e]
    if not body:
        return
    given = body.get("with")
    if given:
        m.slots.update(given)
        for slot in given:
            m.values_at[slot] = e
    if body.get("reason"):
        m.slots["reason"] = body["reason"]
        m.values_at["reason"] = e


_TURNING = frozenset(("excuse", "move", "decide", "end", "settle", "withdraw", "list", "carry_over", "change_edition"))


def _turn(m: Matter, e: Entry) -> None:
    """The acts after which a matter stands otherwise than before."""
    if e.verb == "excuse":
        m.excused.setdefault(str(e.body.get("excuses") or e.word), []).append(e)
    elif e.verb == "move":
        if not e.values.get("hold"):
            m.moved = e
    elif e.verb == "decide":
        m.decided = e
    elif e.verb in ("end", "settle"):
        m.ended = e
    elif e.verb == "withdraw":
        m.ended, m.withdrawn = e, True
    elif e.verb in ("list", "carry_over"):
        m.listed = e
    else:
        m.edition = str(e.values.get("to", m.edition))
