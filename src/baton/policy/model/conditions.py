"""Conditions: three-valued (yes, no, not known)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from baton.policy.model.common import Clauses, Said

if TYPE_CHECKING:
    from baton.policy.model.moments import EventRef, MomentOf
    from baton.policy.model.who import OfficeOf


@dataclass(frozen=True, slots=True)
class Always:
    pass


ALWAYS = Always()


@dataclass(frozen=True, slots=True)
class All:
    items: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any_:
    items: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    item: Condition


@dataclass(frozen=True, slots=True)
class At:
    """`item` judged at another instant than now (the age on the transfer date)."""

    at: MomentOf
    item: Condition


@dataclass(frozen=True, slots=True)
class OfPeople:
    """`some` or `every` of a set of people (siblings) satisfies `item`."""

    quantifier: Literal["some", "every"]
    people: str
    item: Condition


@dataclass(frozen=True, slots=True)
class HasSpell:
    """has [had] SPELL [with PART V or V]; `of` is an office for "OFFICE has SPELL", "" for the rule's own subject."""

    word: str
    ever: bool = False
    parts: tuple[tuple[str, tuple[str, ...]], ...] = ()
    of: str = ""


@dataclass(frozen=True, slots=True)
class WordIs:
    """WORD is V [or V]: an answer or slot (decision, cause, route, holder); `of` is an office for "WORD of OFFICE"."""

    word: str
    values: tuple[str, ...]
    of: str = ""


@dataclass(frozen=True, slots=True)
class NamedIs:
    """WORD is OFFICE [of PLACE]: the person given as an answer is (one of) those in the office now."""

    word: str
    office: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Changed:
    """WORD has changed since M: its value is another than it was then; given again the same, it has not."""

    word: str
    since: MomentOf


@dataclass(frozen=True, slots=True)
class SaysSame:
    """WORD says the same as WORD: two texts that differ at most in capitals, spaces and full stops."""

    word: str
    other: str


@dataclass(frozen=True, slots=True)
class EventIs:
    """EVENT is booked | held | cancelled [with PART V or V]."""

    event: EventRef
    phase: Literal["booked", "held", "cancelled"]
    parts: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class ItHas:
    """it has PART V [or V] [with PART V]: of the one event (or spell) that is judged."""

    parts: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class DocumentIs:
    word: str
    phase: Literal["written", "sent", "received"]


@dataclass(frozen=True, slots=True)
class TaskDone:
    word: str


@dataclass(frozen=True, slots=True)
class Known:
    word: str


@dataclass(frozen=True, slots=True)
class Held:
    """held by PLACE (now) or held before by PLACE (ever, by an ended holding there); PLACE is resolved to services."""

    place: str
    before: bool = False


@dataclass(frozen=True, slots=True)
class ClosedBy:
    """closed by PLACE: whoever held the child when its case was last closed was in PLACE."""

    place: str


@dataclass(frozen=True, slots=True)
class Going:
    """going to | coming from PLACE: the matter's receiving or sending service is in PLACE."""

    direction: Literal["to", "from"]
    place: str


@dataclass(frozen=True, slots=True)
class HasCome:
    moment: MomentOf


@dataclass(frozen=True, slots=True)
class Compare:
    left: MomentOf
    op: Literal["before", "after", "on or before", "on or after"]
    right: MomentOf


@dataclass(frozen=True, slots=True)
class OnDay:
    """M is on DAY [or DAY]: a weekday, "working day", "closed day", or "eve of closed day" (the day before one)."""

    moment: MomentOf
    days: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Attended:
    """OFFICE attended EVENT, or `it` (the element that the duty is about)."""

    who: str
    place: str
    event: EventRef | None  # None: `it`


@dataclass(frozen=True, slots=True)
class Available:
    office: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class WorksIn:
    """OFFICE works in PLACE: the person has a post or office in this team, service or group now."""

    office: str
    place: str


@dataclass(frozen=True, slots=True)
class Count:
    """at least | more than | fewer than N [held or booked] WORD [with PART V] [attended by WHO] [since M] [up to M].

    A range where history is missing or a booking has passed without an outcome.
    """

    op: Literal["at least", "more than", "fewer than"]
    n: int
    word: str
    since: MomentOf | None = None
    up_to: MomentOf | None = None
    parts: tuple[tuple[str, tuple[str, ...]], ...] = ()
    attended: OfficeOf | None = None
    booked: bool = False


@dataclass(frozen=True, slots=True)
class RuleIs:
    key: str
    states: tuple[str, ...]  # met, open, late, excused
    same_person: bool = False


@dataclass(frozen=True, slots=True)
class MatterIs:
    key: str
    state: Literal["open", "settled", "ended"]


@dataclass(frozen=True, slots=True)
class Same:
    """same WORD: inside some/every, or `same former_worker` about the result of the act."""

    word: str


@dataclass(frozen=True, slots=True)
class Taken:
    """`item`, with not known taken as yes or no (from a moment on; until then it stays not known): from `not_known` of
    an exception folded into its target."""

    item: Condition
    as_: Literal["yes", "no"]
    since: MomentOf | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """A term's condition, kept with its key and clause so that the answer can name it."""

    key: str
    clause: Clauses
    item: Condition


Condition = (
    Always
    | All
    | Any_
    | Not
    | At
    | OfPeople
    | HasSpell
    | WordIs
    | NamedIs
    | Changed
    | SaysSame
    | EventIs
    | ItHas
    | DocumentIs
    | TaskDone
    | Known
    | Held
    | ClosedBy
    | Going
    | HasCome
    | Compare
    | OnDay
    | Attended
    | Available
    | WorksIn
    | Count
    | RuleIs
    | MatterIs
    | Same
    | Taken
    | Named
    | Said
)
