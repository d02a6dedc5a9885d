"""Definitions: words, places, offices, forums, matters, settings, and what an excuse asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal

from baton.policy.model.common import NOWHERE, Clauses, Where
from baton.policy.model.conditions import ALWAYS, Condition
from baton.policy.model.moments import MomentOf
from baton.policy.model.who import OfficeOf, Who
from baton.working_time import Amount

if TYPE_CHECKING:
    from baton.policy.model.rules import Effect


WordKind = Literal["spell", "event", "answer", "document", "task", "people", "slot"]


@dataclass(frozen=True, slots=True)
class Word:
    """What can be said about a child, family, worker, team, sitting or authority."""

    key: str
    kind: WordKind
    says: str
    about: str = "child"
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    silence: Literal["no", "not known"] = "not known"
    question: str = ""
    answers: tuple[str, ...] = ()  # a closed list, or one word: text, date, place, number, person
    asked_of: Who | None = None
    contents: tuple[str, ...] = ()
    template: str = ""
    by_email: bool = False  # a letter of this kind may leave by e-mail
    includes: tuple[str, ...] = ()
    one_for_group: bool | None = None  # True: one record serves siblings; False: each child needs its own
    each_person: bool = False  # each person answers for themselves; a record names whom
    heavy: bool = False  # a spell that makes a child weigh more in a worker's load
    runs_on: bool = False  # spells without a day between them are one, whatever their parts
    also: tuple[str, ...] = ()
    clause: Clauses = ()
    where: Where = NOWHERE


@dataclass(frozen=True, slots=True)
class Place:
    """A service, a team within one (`service_of`), a named group of services, or an outside agency."""

    key: str
    says: str
    kind: Literal["service", "team", "group", "outside"]
    members: tuple[str, ...] = ()  # teams of a service, or services of a group
    service: str = ""  # for a team: its service
    landing_holder: str = ""  # office key
    statutory: bool | None = None
    by_address: str = ""
    paired_with: str = ""
    pairs: tuple[str, ...] = ()  # for a team: the teams of another service that it is paired with
    holds: Condition | None = None
    also: tuple[str, ...] = ()
    clause: Clauses = ()
    where: Where = NOWHERE


@dataclass(frozen=True, slots=True)
class OfficeWord:
    """A role in a place: `of` is authority, service or team; `above` the next office up its line."""

    key: str
    says: str
    of: str = "team"
    above: str = ""
    stand_in: Literal["line", "representative", "none"] = "line"
    slot: bool = False
    practitioner: bool = False
    also: tuple[str, ...] = ()
    clause: Clauses = ()
    where: Where = NOWHERE


@dataclass(frozen=True, slots=True)
class Cadence:
    """weekly on WEEKDAY at HH:MM; every=2 for fortnightly from `anchor`; "entered" when dates are typed in."""

    kind: Literal["weekly", "monthly", "entered"]
    weekday: int = 0  # Monday is 0
    hour: int = 10
    minute: int = 0
    every: int = 1
    anchor: date | None = None
    nth: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    key: str
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a sitting, with the condition on a child that belongs to it and who should be there."""

    key: str
    says: str
    when: Condition = ALWAYS


@dataclass(frozen=True, slots=True)
class Forum:
    key: str
    says: str
    of: str
    sits: Cadence
    closed_day: Literal["next working day", "working day before", "next same weekday", "cancelled", "stand"] = (
        "next working day"
    )
    breaks: tuple[tuple[date, date], ...] = ()  # from and to, both included: it does not sit then
    roll: str = "none"  # what a cut-off on a closed day does
    clause_late: Clauses = ()  # cited where a late item is refused or marked
    cut_off: MomentOf | None = None
    late_items: Literal["next sitting", "ask_reason"] = "next sitting"
    item: Literal["child", "family", "sibling group"] = "family"  # what is one row of its list
    administrator: str = ""  # office key
    seats: tuple[OfficeOf, ...] = ()
    quorum: Who | None = None
    parts: tuple[Part, ...] = ()
    order: tuple[Condition, ...] = ()
    earliest_first: tuple[MomentOf, ...] = ()  # among those of one place in the order
    outcomes: tuple[Outcome, ...] = ()
    clause: Clauses = ()
    where: Where = NOWHERE

    @property
    def administrator_of(self) -> str:
        """The place whose administrator it is: the place whose forum it is; "" for anywhere in the authority."""
        return "" if self.of in ("authority", "service") else self.of


@dataclass(frozen=True, slots=True)
class Rung:
    who: Who
    within: MomentOf | None = None
    final: bool = False
    early: Literal["", "with reason"] = ""
    late: tuple[Effect, ...] = ()
    clause: Clauses = ()
    prompt: MomentOf | None = None
    paused_while: Condition | None = None  # the clock of this rung stands


@dataclass(frozen=True, slots=True)
class Matter:
    """Whatever is opened, has a life and ends. `is_` is the matter it is a kind of ("" for a root)."""

    key: str
    says: str
    is_: str = ""
    about: str = "child"
    opened_by: Who | MomentOf | None = None
    ends: MomentOf | None = None
    rungs: tuple[Rung, ...] = ()
    meanwhile: Literal["", "waits", "goes on"] = ""
    never_stops: tuple[str, ...] = ()  # matters that this one never holds up
    clause: Clauses = ()
    where: Where = NOWHERE


@dataclass(frozen=True, slots=True)
class Setting:
    """A value an authority may change, with the reading taken, the other readings and the doubt."""

    name: str
    is_: str  # the text as written in the pack
    or_: tuple[str, ...] = ()
    or_says: tuple[str, ...] = ()  # each alternative as a sentence for the page; its value where nothing is said
    doubt: str = ""
    guess: bool = False
    clause: Clauses = ()
    where: Where = NOWHERE


@dataclass(frozen=True, slots=True)
class Excuse:
    """Who may set a rule aside, and what must be recorded. `as_` follow-up leaves it as dated work."""

    who: Who
    record: tuple[str, ...] = ("reason",)
    as_: Literal["", "follow-up"] = ""
    to: str = ""  # only this recipient may be left out
    still_breach: bool = False
    clause: Clauses = ()
    each: str = ""  # "child": said for each child, never for a group at once
    record_any: bool = False  # one of `record` is enough
    lasts: Amount | None = None  # after that the rule bites again
    times: int = 0  # how often it may be given; 0: as often as need be
