"""What a person asks to do, and the two answers to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

from baton.engine.situation.holdings import Because
from baton.journal.cheap import cheap
from baton.journal.entry import Entry, Subject
from baton.policy.model import Clauses
from baton.working_time import Window

if TYPE_CHECKING:
    from baton.engine.situation import Situation


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
