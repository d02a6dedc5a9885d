"""Routes, duties, what holds up an act, breaches, and what is asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from baton.engine.situation.holdings import Because
from baton.journal.cheap import cheap
from baton.policy.model import Clauses, Strength
from baton.working_time import Moment, Window


class Question(NamedTuple):
    """A fact not known: the word, who is asked (persons by id; office when nobody holds it) and what waits on it."""

    word: str
    of: tuple[str, ...]
    office: str
    waits: tuple[str, ...]  # rule keys
    since: Moment


RouteState = Literal["due", "due_if", "offered", "forecast", "not_due", "late", "taken"]


@cheap
@dataclass(frozen=True, slots=True)
class RouteAnswer:
    route: str
    state: RouteState
    from_: str
    to: str  # team or service key; "" when not known
    at: Window | None
    until: Window | None = None  # the end of "at or around"
    matter: str = ""  # the kind of matter it opens
    clause: Clauses = ()
    because: Because = ()
    asks: tuple[str, ...] = ()
    comes_first: str = ""  # for not_due: the route preferred over it


DutyState = Literal["not_yet", "may_apply", "open", "met", "late", "excused", "lapsed", "does_not_apply"]
NOT_DONE = frozenset(("open", "late", "not_yet", "may_apply"))


@cheap
@dataclass(frozen=True, slots=True)
class Duty:
    """One duty: a step, checklist line, notice, report or standing duty, for one element and one recipient.

    `by` is the limit as a window (its last moment is in time), `earliest` the start of the allowed window, `since` when
    the rule was broken, `known` the first recording that shows it, `act_by` the late-learnt limit. `stops` lists the
    acts that wait for it. `key` is stable across assessments: rule, matter, element, recipient, interval.
    """

    key: str
    rule: str
    verb: str
    words: tuple[str, ...]
    state: DutyState
    strength: Strength
    who: tuple[str, ...] = ()  # persons
    offices: tuple[str, ...] = ()  # offices, for "who" when nobody holds them, and for words on the page
    matter: str = ""
    element: str = ""
    to: str = ""
    by: Window | None = None
    earliest: Moment | None = None
    since: Moment | None = None
    known: Moment | None = None
    ended: Moment | None = None
    act_by: Window | None = None
    met_at: Moment | None = None
    met_by: int = 0  # entry number
    stops: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    waits_for: tuple[str, ...] = ()
    follow_up: bool = False
    checklist: str = ""
    clause: Clauses = ()
    because: Because = ()
    asks: tuple[str, ...] = ()
    why_not: str = ""  # for does_not_apply


@cheap
@dataclass(frozen=True, slots=True)
class Block:
    """An act that would be refused (or questioned) now, and why."""

    act: str
    rule: str
    strength: Strength
    matter: str = ""
    missing: tuple[str, ...] = ()
    instead: str = ""
    clause: Clauses = ()
    because: Because = ()


@cheap
@dataclass(frozen=True, slots=True)
class Breach:
    """A rule broken: since when, known since when, and when it ended (None: it goes on)."""

    rule: str
    since: Moment
    known: Moment
    ended: Moment | None = None
    since_window: Window | None = None
    matter: str = ""
    element: str = ""
    missing: tuple[str, ...] = ()
    strength: Strength = "warn"
    clause: Clauses = ()
    because: Because = ()
