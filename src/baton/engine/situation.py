"""The answers of the engine, as values: what follows for one subject at one moment, each with its clause and because.

`because` is a tuple of reasons: ("entry", number), ("rule", key), ("word", key), ("kin", child), ("calendar", text).
Sentences are made from it when a person opens the answer. No running quantity (age, days left) stands here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from baton.journal.cheap import cheap
from baton.journal.entry import Entry, Subject
from baton.policy.model import Clauses, Strength
from baton.working_time import END, Moment, Window

Because = tuple[tuple[str, object], ...]


@cheap
@dataclass(frozen=True, slots=True)
class Status:
    """A spell of a word ("looked_after", basis section_20). `end` None: still so."""

    word: str
    start: Window
    end: Window | None = None
    parts: tuple[tuple[str, str], ...] = ()
    entry: int = 0


@cheap
@dataclass(frozen=True, slots=True)
class Holding:
    """Who is responsible from `start` up to `end`. Exactly one at each instant of an open child.

    kind: "worker" by name; "office" the person in an office, by name and office; "outside" another authority or agency;
    "nobody", with its breach. `flag`: landing holder, cover, unallocated, senior above, provisional.
    """

    kind: Literal["worker", "office", "outside", "nobody"]
    start: Moment
    end: Moment = END
    person: str = ""
    office: str = ""
    team: str = ""
    service: str = ""
    flag: str = ""
    start_window: Window | None = None  # when the start is known only as a window
    rule: str = ""
    clause: Clauses = ()
    because: Because = ()
    breach: str = ""  # key of the rule broken, for kind "nobody" or a forced holder
    vacant: str = ""  # the office that nobody holds, "OFFICE of PLACE", where the office above holds in its stead


@cheap
@dataclass(frozen=True, slots=True)
class Timeline:
    """Statuses and holdings, from the subject's own entries only; other subjects may read it."""

    statuses: tuple[Status, ...] = ()
    holdings: tuple[Holding, ...] = ()
    opened: Moment | None = None
    closed: Moment | None = None


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


MatterState = Literal["open", "decided", "moved", "ended", "withdrawn"]


@cheap
@dataclass(frozen=True, slots=True)
class MatterAnswer:
    """An opened matter (a transfer, a dispute): its own dates kept apart, never merged."""

    id: str
    kind: str
    says: str
    state: MatterState
    opened: Moment
    route: str = ""
    routes: tuple[str, ...] = ()
    from_team: str = ""
    from_service: str = ""
    to_team: str = ""
    to_service: str = ""
    due_at: Window | None = None
    ready_at: Moment | None = None
    decision: str = ""
    decided_at: Moment | None = None
    transfer_date: Window | None = None
    receiving_worker: str = ""
    moved_at: Moment | None = None
    ended_at: Moment | None = None
    sitting: Moment | None = None
    edition: str = ""
    rung: int = 0
    clause: Clauses = ()
    values: tuple[tuple[str, object], ...] = ()


@cheap
@dataclass(frozen=True, slots=True)
class Contradiction:
    """The clock acted, then a late fact says otherwise: both versions, for a person to confirm or reverse."""

    rule: str
    entry: int
    was: str
    now_says: str
    clause: Clauses = ()


@cheap
@dataclass(frozen=True, slots=True)
class Difference:
    """What a person recorded and what a source says, or what two sources say: both kept, one stands."""

    word: str
    sources: tuple[tuple[str, str], ...]
    stands: str
    of: tuple[str, ...] = ()
    clause: Clauses = ()


@cheap
@dataclass(frozen=True, slots=True)
class Pending:
    """A `then` whose moment has come and which is the clock's to do: `attempt` for `tick` turns it into entries."""

    rule: str
    matter: str
    at: Moment
    effect: str
    clause: Clauses = ()


@cheap
@dataclass(frozen=True, slots=True)
class Shown:
    """A measure or word to be shown at a place, with its clause."""

    rule: str
    measures: tuple[str, ...]
    on: tuple[str, ...]
    clause: Clauses = ()
    because: Because = ()
    figures: tuple[str, ...] = ()  # what each measure comes to; "" where it has none


@cheap
@dataclass(frozen=True, slots=True)
class Situation:
    """Everything that follows for one subject at `now`, until `next_change`."""

    subject: Subject
    now: Moment
    timeline: Timeline
    holder: Holding | None
    routes: tuple[RouteAnswer, ...] = ()
    matters: tuple[MatterAnswer, ...] = ()
    duties: tuple[Duty, ...] = ()
    blocks: tuple[Block, ...] = ()
    breaches: tuple[Breach, ...] = ()
    questions: tuple[Question, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    differences: tuple[Difference, ...] = ()
    pending: tuple[Pending, ...] = ()
    shown: tuple[Shown, ...] = ()
    does_not_count: tuple[tuple[int, str, tuple[str, ...]], ...] = ()  # entry, rule, missing
    relies_on: tuple[Subject, ...] = ()
    outside: Clauses = ()  # the clause by which this child is outside the procedure
    edition: str = ""
    build: str = ""
    next_change: Moment = END


# --- Acts and refusals -----------------------------------------------------------------------------------------------


@cheap
@dataclass(frozen=True, slots=True)
class Act:
    """What a person asks to do or record, for one or more children. `each` gives values for a child that differ.

    Fields mean what they mean in `journal.Entry`. `matter` may be "" where the child has one open matter that fits.
    """

    verb: str
    word: str = ""
    children: tuple[str, ...] = ()
    happened: Window | None = None  # None: now
    matter: str = ""
    values: dict[str, object] = field(default_factory=dict)
    each: dict[str, dict[str, object]] = field(default_factory=dict)
    to: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    attended: tuple[str, ...] = ()
    reason: str = ""
    excuses: str = ""
    corrects: int | None = None
    did_not_happen: bool = False  # with `corrects`: the entry corrected did not happen
    wrong_child: bool = False  # with `corrects`: it is about another child; its text is sealed
    against_rule: bool = False  # done elsewhere, recorded as done against the rule
    subject: Subject | None = None  # for acts about a worker, office, sitting: not about children


class By(NamedTuple):
    """Who acts: the person, who typed it (if another), and in what capacity."""

    person: str
    recorded_by: str = ""
    capacity: str = "own office"


@cheap
@dataclass(frozen=True, slots=True)
class InTheWay:
    """One thing in the way of an act, for one child."""

    child: str
    rule: str
    clause: Clauses
    kind: Literal["refuse", "ask_reason", "warn", "impossible", "not_yours"]
    missing: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()  # persons who may, or words that must be given
    because: Because = ()
    instead: str = ""
    says: str = ""


@cheap
@dataclass(frozen=True, slots=True)
class Refusal:
    act: Act
    items: tuple[InTheWay, ...]
    could_go_on: tuple[str, ...] = ()  # the children for whom nothing stands in the way


@cheap
@dataclass(frozen=True, slots=True)
class Done:
    """The entries to add, for all subjects, sharing one act number; `warnings` are kept and listed.

    `situations` has what was judged on the way: by child, everything that follows once these entries are there (without
    what is over: see `assess`), for a child of whom nothing else changed.
    """

    entries: tuple[Entry, ...]
    warnings: tuple[InTheWay, ...] = ()
    counts: bool = True  # a record that satisfies something; False: kept, does not count
    because: tuple[InTheWay, ...] = ()
    situations: Mapping[str, Situation] = field(default_factory=dict, compare=False, repr=False)


__all__ = [name for name in dir() if name[0].isupper()]
