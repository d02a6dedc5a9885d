"""What a condition or a moment is judged against: facts, instant, matter, element. No rule stands here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from baton.engine.facts import Event, Facts, Matter, Spell
from baton.engine.situation import Because, Holding, Timeline
from baton.journal.entry import Entry
from baton.journal.file import File
from baton.working_time import END, Moment, Window

if TYPE_CHECKING:
    from baton.engine.compiled import Compiled
    from baton.engine.people import People

# A condition answers (yes True, no False, not known None; until when; because).
Answer = tuple[bool | None, Moment, Because]
Judge = Callable[["Ctx"], Answer]

KNOWN, FORECAST, NOT_YET, NOT_KNOWN = 0, 1, 2, 3

# A moment reads (state, window, because, until); the window stands only for KNOWN and FORECAST.
Reading = tuple[int, Window | None, Because, Moment]
Reader = Callable[["Ctx"], Reading]

NOT_YET_READING: Reading = (NOT_YET, None, (), END)


class TeamElement(NamedTuple):
    """A team as the element that a duty is about: each other team of the service."""

    key: str


class Ctx:
    """One judging: mutable only while the engine walks (instant, matter, element); never shared."""

    __slots__ = (
        "doing", "endings", "facts", "file", "forecasting", "holding", "horizon", "it", "kin", "kins", "known",
        "matter", "memo", "now", "on_record", "pack", "people", "person", "routes_due", "timeline", "whole",
    )  # fmt: skip

    def __init__(self, pack: Compiled, file: File, facts: Facts, people: People, now: Moment) -> None:
        self.pack = pack
        self.file = file
        self.facts = facts
        self.people = people
        self.now = now
        self.matter: Matter | None = None
        self.it: Event | Spell | Window | TeamElement | None = None
        self.person = ""
        self.doing: Entry | None = None
        self.holding: Holding | None = None
        self.timeline = Timeline()
        self.kin: Any = None
        self.routes_due = 0
        self.forecasting = False  # a booked event counts as not known, not as no: what may follow from it
        self.horizon: Moment = END  # the first instant at which anything looked at could change by itself
        self.memo: dict[Any, Any] = {}
        self.endings: dict[str, Ctx] = {}  # of each ended matter, the context in which its end was judged
        self.on_record = facts.words  # every word of which something is, or may be, on record
        self.whole = True  # whether what does not apply to a matter is an answer too
        self.kins: dict[Any, Any] = {}  # by sibling, the facts and the timeline of their own record
        self.known: dict[Any, Any] = {}  # what `remembering` keeps

    def look_until(self, until: Moment) -> None:
        """Notes that what was looked at could change at `until`."""
        if until < self.horizon:
            self.horizon = until

    def slot(self, name: str) -> Any:
        """The value of a slot of the matter in hand, or None."""
        return self.matter.slots.get(name) if self.matter is not None else None


def entry_because(number: int) -> Because:
    """The reason "this entry"."""
    return (("entry", number),)


def words_asked(because: Because) -> tuple[str, ...]:
    """The words that were not known, from a because: each is a question to its owner."""
    return tuple(dict.fromkeys(str(value) for kind, value in because if kind == "asks"))
