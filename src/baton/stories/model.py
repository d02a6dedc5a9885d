"""A story as frozen values: cast, lines, expectations. Every value knows the line of the file it stands in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from baton.policy.model import Where
from baton.policy.nodes import Node
from baton.working_time import Moment, Window

Kind = Literal["act", "record", "correct", "import", "clock", "look", "race", "new_edition", "new_build", "restore"]


class Role(NamedTuple):
    """An office or post that the cast gives a person: "team_manager of west" or "social_worker in west"."""

    office: str
    joined: str  # "of" or "in"
    place: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who acts in the story."""

    key: str
    roles: tuple[Role, ...]
    where: Where


class Has(NamedTuple):
    """A status that a child has when the story begins: "looked_after with basis section_20 from Mon 5 Jan 2026"."""

    word: str
    parts: tuple[tuple[str, str], ...]
    start: Window | None
    end: Window | None


@dataclass(frozen=True, slots=True)
class Child:
    """A child of the cast; everything that is not stated is supplied by the world."""

    key: str
    where: Where
    born: Window | None = None
    due_birth: Window | None = None
    holder: str = ""
    since: Window | None = None
    has: tuple[Has, ...] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)
    lives_in: str = ""
    restricted: bool = False
    history_from: Window | None = None


@dataclass(frozen=True, slots=True)
class Family:
    """Children who are brothers and sisters: full ones unless the pair stands under `half`."""

    key: str
    children: tuple[str, ...]
    half: tuple[tuple[str, ...], ...] = ()
    household: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenMatter:
    """A matter already open when the story begins, with the rules of it that are already done."""

    children: tuple[str, ...]
    matter: str
    where: Where
    route: str = ""
    sent: str = ""
    receiver: str = ""
    opened: Window | None = None
    edition: str = ""
    done: tuple[str, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cast:
    """Who is in the story."""

    people: Mapping[str, Person] = field(default_factory=dict)
    children: Mapping[str, Child] = field(default_factory=dict)
    families: tuple[Family, ...] = ()
    professionals: Mapping[str, str] = field(default_factory=dict)
    open: tuple[OpenMatter, ...] = ()


AUTHORITY = "authority"  # what an item calls the authority itself, in the place of a child


@dataclass(frozen=True, slots=True)
class Item:
    """One stated answer: only the keys that it states are compared."""

    values: Mapping[str, Any]
    where: Where


@dataclass(frozen=True, slots=True)
class Expect:
    """What should follow after one line."""

    where: Where
    lists: Mapping[str, tuple[Item, ...]] = field(default_factory=dict)
    nothing: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    outcome: str = ""
    next_change: Window | None = None
    exactly: Mapping[str, int] = field(default_factory=dict)
    system: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of an extract."""

    child: str
    where: Where
    list: str = ""
    worker: str | None = None
    team: str = ""
    born: Window | None = None
    has: tuple[Has, ...] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)
    held: Mapping[str, Window] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a story. `label` is its number as failures say it: "4", or "confirmed 2" in a branch.

    For an act `verb` and `word` are the journal's; for a record `verb` is the phase. `at` is when it was typed, and for
    a look when it is asked about.
    """

    kind: Kind
    label: str
    where: Where
    at: Moment
    by: str = ""
    for_: tuple[str, ...] = ()
    name: str = ""
    capacity: str = "own office"
    typed_by: str = ""
    verb: str = ""
    word: str = ""
    happened: Window | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    each: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    to: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    attended: tuple[str, ...] = ()
    reason: str = ""
    matter: str = ""
    sitting: Window | None = None
    against_rule: bool = False
    did_not_happen: bool = False
    wrong_child: bool = False
    correct: str = ""
    known: Moment | None = None
    seen_by: str = ""
    source: str = ""
    as_at: Window | None = None
    complete: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    race: tuple[Line, ...] = ()
    settings: Mapping[str, Node] = field(default_factory=dict)
    edition: str = ""
    in_force_from: Window | None = None
    approved_by: str = ""
    restore_to: Moment | None = None
    expect: Expect | None = None
    stated: frozenset[str] = frozenset()  # the keys that stand on the line


@dataclass(frozen=True, slots=True)
class Story:
    """One story file."""

    file: str
    title: str
    pack: str
    cites: tuple[str, ...]
    cast: Cast
    lines: tuple[Line, ...]
    branches: Mapping[str, tuple[Line, ...]] = field(default_factory=dict)
    edition: str = ""
    settings: Mapping[str, Node] = field(default_factory=dict)

    def all_lines(self) -> tuple[Line, ...]:
        """Every line, those of the branches too."""
        return (*self.lines, *(line for lines in self.branches.values() for line in lines))
