"""Moments: anchors and shifts, each with the state known, forecast, not yet or not known when it is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from baton.working_time import Amount

if TYPE_CHECKING:
    from baton.policy.model.conditions import Condition


@dataclass(frozen=True, slots=True)
class EventRef:
    """[first|second|nth|last|next|booked] WORD [since M] [up to M]. `nth` counts held events; 0 with `which`."""

    word: str
    which: Literal["", "nth", "last", "next", "booked"] = ""
    nth: int = 0
    since: MomentOf | None = None
    up_to: MomentOf | None = None


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
    phase: Literal["written", "sent"] = "written"


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
class Shifted:
    amount: Amount
    sign: Literal[1, -1]
    of: MomentOf


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
    | Shifted
    | EitherSide
    | EdgeOfDay
    | TimeOn
    | Earliest
    | Latest
    | Choose
)
