"""What is kept of a journal: spells, events, matters, and all facts of one File by word."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from baton.journal.entry import Entry
from baton.working_time import BEGINNING, Moment, Window

_NONE: Mapping[str, Any] = {}


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

    __slots__ = ("attended", "booked", "cancelled", "entry", "held", "matter", "moved_by", "parts", "recorded", "word")

    def __init__(
        self, entry: Entry, booked: Window | None, held: Window | None, attended: tuple[str, ...] = ()
    ) -> None:
        self.word = entry.word
        self.booked = booked
        self.held = held
        self.cancelled = False
        self.moved_by = 0  # the entry that last gave it another time
        self.parts: Mapping[str, Any] = entry.body.get("with") or _NONE
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
        "acts", "agreed_by", "decided", "edition", "ended", "excused", "id", "kind", "lead", "left", "listed",
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
        self.left: frozenset[str] | None = None  # of an ended matter whose other rules are over: see `ended`


class Facts:
    """All facts of one File's own entries, by word."""

    __slots__ = (
        "acts", "answers", "bookings", "born", "clock_keys", "complete", "corrected", "documents", "entries",
        "events", "excused", "history_from", "holders", "imported", "invited", "last_recorded", "matters", "opened",
        "people", "received", "sent", "spells", "tasks", "told",
    )  # fmt: skip

    def __init__(self) -> None:
        self.entries: dict[int, Entry] = {}
        self.spells: dict[str, list[Spell]] = {}
        self.events: dict[str, list[Event]] = {}
        self.bookings: dict[str, list[Event]] = {}  # those of them that were booked before they were held
        self.answers: dict[str, list[Entry]] = {}
        self.documents: dict[str, list[Entry]] = {}
        self.sent: dict[str, list[Entry]] = {}
        self.received: dict[str, list[Entry]] = {}
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
