"""What is kept of a journal: spells, events, matters, and all facts of one File by word."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from baton.journal.entry import Entry
from baton.working_time import BEGINNING, Moment, Window

_NONE: Mapping[str, Any] = {}
T = TypeVar("T")


class ByWord(dict[str, list[T]]):
    """What is on record of each word, made from `source` when it is first asked for: most words of a journal never are.

    Asked for a word, it always answers: with an empty list where nothing is on record. A word is *in* it if something
    is.
    """

    __slots__ = ("_make", "_source")

    def __init__(self, source: Mapping[str, list[Any]], make: Callable[[Iterable[Any]], list[T]]) -> None:
        super().__init__()
        self._source = source
        self._make = make

    def __missing__(self, word: str) -> list[T]:
        found = self[word] = self._make(self._source.get(word, ()))
        return found

    def get(self, word: str, default: Any = None) -> list[T]:
        """The same as asking by `[word]`, which is quicker."""
        return self[word]

    def __contains__(self, word: object) -> bool:
        return bool(self[word])  # type: ignore[index]


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
        "acts", "decided", "edition", "ended", "id", "kind", "lead", "left", "listed", "moved", "opened", "route",
        "slots", "values_at", "virtual", "withdrawn",
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
        "_clock_keys", "acts", "answers", "born", "complete", "corrected", "documents", "entries", "events", "excused",
        "history_from", "holders", "imported", "invited", "last_recorded", "matters", "people", "received", "sent",
        "spells", "tasks", "timeline", "told", "words",
    )  # fmt: skip

    entries: dict[int, Entry]
    acts: dict[str, list[Entry]]  # by verb
    spells: dict[str, list[Spell]]
    events: ByWord[Event]
    answers: dict[str, list[Entry]]
    documents: ByWord[Entry]
    sent: ByWord[Entry]
    received: ByWord[Entry]
    tasks: ByWord[Entry]
    told: list[Entry]
    invited: list[Entry]
    people: dict[str, list[str]]
    matters: dict[str, Matter]
    excused: dict[str, list[Entry]]
    holders: list[Entry]  # move, close, reopen, observed allocated_worker, open
    born: Entry | None
    complete: dict[str, str]
    history_from: Moment | None  # before this, events may be missing from the record
    imported: bool
    corrected: bool  # whether any entry replaces another
    last_recorded: Moment
    words: set[str]  # every word, verb and kind of matter on record
    timeline: tuple[Any, Any, Any] | None  # what `timeline` makes of them: under which pack, with which people

    def __init__(self) -> None:
        self._clock_keys: frozenset[tuple[str, ...]] | None = None
        self.complete, self.history_from, self.timeline = {}, None, None
        self.last_recorded = BEGINNING

    @property
    def clock_keys(self) -> frozenset[tuple[str, ...]]:
        """What the clock has already done."""
        if self._clock_keys is None:
            self._clock_keys = frozenset(
                tuple([str(part) for part in e.body["key"]])
                for e in self.entries.values()
                if e.source not in ("person", "import") and "key" in e.body
            )
        return self._clock_keys
