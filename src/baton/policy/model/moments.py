"""Moments: anchors and shifts, each with the state known, forecast, not yet or not known when it is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from baton.policy.model.common import Said
from baton.working_time import Amount

if TYPE_CHECKING:
    from baton.policy.model.conditions import Condition
    from baton.policy.model.who import OfficeOf


@dataclass(frozen=True, slots=True)
class EventRef:
    """[first|second|nth|last|last but one|next|booked] WORD [with PART V] [attended by WHO] [since M] [up to M].

    `nth` counts held events from the first; with "last" it counts back (1 is "last but one") over held and booked ones.
    Only events whose parts fit and that `attended` came to are looked at.
    """

    word: str
    which: Literal["", "nth", "last", "next", "booked"] = ""
    nth: int = 0
    since: MomentOf | None = None
    up_to: MomentOf | None = None
    parts: tuple[tuple[str, tuple[str, ...]], ...] = ()
    attended: OfficeOf | None = None


@dataclass(frozen=True, slots=True)
class EventAt:
    event: EventRef


@dataclass(frozen=True, slots=True)
class SpellEdge:
    """start of | end of SPELL [with PART V]."""

    edge: Literal["start", "end"]
    word: str
    parts: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerAt:
    """When an answer was given; for an answer of kind date, the date it holds. `given`: always when it was given."""

    word: str
    given: bool = False


@dataclass(frozen=True, slots=True)
class DocumentAt:
    word: str
    phase: Literal["written", "sent", "received"] = "written"


@dataclass(frozen=True, slots=True)
class ActAt:
    """When the act was last done here (propose, allocate, accept)."""

    verb: str


@dataclass(frozen=True, slots=True)
class SlotAt:
    """The engine's own moments: transfer_date, decision, point, due, opened, raised, moved, sitting, cut_off, birth,
    now, closing, cause, expected_birth, edition, it."""

    name: str


@dataclass(frozen=True, slots=True)
class Birthday:
    years: int


@dataclass(frozen=True, slots=True)
class RuleMet:
    key: str


@dataclass(frozen=True, slots=True)
class PointOf:
    route: str


@dataclass(frozen=True, slots=True)
class NextSitting:
    """The next sitting of FORUM whose list is still open at the anchor."""

    forum: str
    after: MomentOf


@dataclass(frozen=True, slots=True)
class NextDate:
    """next 1 September after M."""

    month: int
    day: int
    after: MomentOf


@dataclass(frozen=True, slots=True)
class Fixed:
    day: date


@dataclass(frozen=True, slots=True)
class TotalReached:
    """AMOUNT in total of SPELL [with PART V] [since M]: when the spells of a word, one after the other, come to it."""

    amount: Amount
    word: str
    parts: tuple[tuple[str, tuple[str, ...]], ...] = ()
    since: MomentOf | None = None


@dataclass(frozen=True, slots=True)
class Shifted:
    """`hours`: the office hours, as minutes of the day, between which an amount in office hours runs."""

    amount: Amount
    sign: Literal[1, -1]
    of: MomentOf
    hours: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class EitherSide:
    """Only in `by` and `around`: from `amount` before to `amount` after."""

    amount: Amount
    of: MomentOf


@dataclass(frozen=True, slots=True)
class EdgeOfDay:
    edge: Literal["start", "end"]
    of: MomentOf


@dataclass(frozen=True, slots=True)
class TimeOn:
    hour: int
    minute: int
    of: MomentOf


@dataclass(frozen=True, slots=True)
class Earliest:
    items: tuple[MomentOf, ...]


@dataclass(frozen=True, slots=True)
class Latest:
    items: tuple[MomentOf, ...]


@dataclass(frozen=True, slots=True)
class Guarded:
    """{when: C, at: M} inside earliest or latest: left out where the condition is no."""

    when: Condition
    at: MomentOf


@dataclass(frozen=True, slots=True)
class Choose:
    """The first branch whose condition is yes; the last branch may have none (Always)."""

    branches: tuple[tuple[Condition, MomentOf], ...]


MomentOf = (
    EventAt
    | SpellEdge
    | AnswerAt
    | DocumentAt
    | ActAt
    | SlotAt
    | Birthday
    | RuleMet
    | PointOf
    | NextSitting
    | NextDate
    | Fixed
    | TotalReached
    | Shifted
    | EitherSide
    | EdgeOfDay
    | TimeOn
    | Earliest
    | Latest
    | Guarded
    | Choose
    | Said
)
