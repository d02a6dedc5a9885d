"""What a reader of an extract may answer: what a source says, what could not be read, what a person must look at.

Values only. Nothing here knows the database, a pack, or what the engine makes of an observation.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple

from baton.working_time import BEGINNING, Window, day_window

# The words a reader may use for facts, and what each is. A word here need not be in every pack's vocabulary.
WORDS: Final[frozenset[str]] = frozenset(
    [
        "allocated_worker",
        "assessment",
        "birth",
        "care_leaver",
        "care_proceedings",
        "child_in_need",
        "case_status",
        "cla_review",
        "closing",
        "cp_conference",
        "cp_enquiry",
        "cp_plan",
        "death",
        "disability",
        "early_help",
        "ethnicity",
        "expected_birth",
        "icpc",
        "identifier",
        "looked_after",
        "order",
        "permanency_plan",
        "personal_adviser",
        "placement",
        "plo_meeting",
        "pre_proceedings",
        "referral",
        "sex",
        "unaccompanied",
        "visit",
    ]
)


class CannotRead(Exception):
    """Nothing can be read at all: no file, no such format, or the extract's date is not known. Says what to do."""

    def __init__(self, reason: str, todo: str) -> None:
        super().__init__(f"{reason} {todo}")
        self.reason = reason
        self.todo = todo


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """Where a value was read: the file's name without its folder, the list or module, the row as a person counts it."""

    file: str
    sheet: str = ""
    row: int = 0


class Key(NamedTuple):
    """What makes two observations the same: who says it, of whom, about which group of fields."""

    source: str
    child: str
    group: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing said of a child: a word of the field's vocabulary, its phase, when, and its parts."""

    word: str
    phase: str
    happened: Window
    parts: tuple[tuple[str, str], ...] = ()

    def part(self, name: str) -> str | None:
        """The value of one part, or None where it is not given."""
        return next((value for key, value in self.parts if key == name), None)

    @property
    def is_open(self) -> bool:
        """Whether only "not later than the extract" is known of when it happened."""
        return self.happened.lo <= BEGINNING


@dataclass(frozen=True, slots=True)
class Observation:
    """This source, as at this date, says these facts of this child."""

    source: str
    as_at: date
    child: str
    group: str
    facts: tuple[Fact, ...]
    at: Source

    @property
    def key(self) -> Key:
        """(source, child, group): the same again adds nothing, a changed value corrects the earlier."""
        return Key(self.source, self.child, self.group)


@dataclass(frozen=True, slots=True)
class Rejected:
    """A whole row (`field` is empty) or one field of it that cannot be taken in; the rest of the row is."""

    at: Source
    reason: str
    expected: str
    todo: str
    value: str
    field: str = ""
    child: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """Taken in, but a person should look: the kind is stable, the sentence is for the page."""

    at: Source
    kind: str
    says: str
    todo: str = ""
    value: str = ""
    child: str = ""


@dataclass(frozen=True, slots=True)
class NotUsed:
    """A row that was understood and that Baton has no use for, with the reason."""

    at: Source
    reason: str


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns (or elements) of one list were read, and which were not."""

    at: Source
    read: tuple[str, ...]
    not_read: tuple[str, ...]


Reading = Observation | Rejected | Remark | NotUsed | Columns


@dataclass(slots=True)
class ReadResult:
    """Everything that one reading gave, in the order of the files."""

    format: str
    as_at: date
    observations: list[Observation] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    not_used: list[NotUsed] = field(default_factory=list)
    columns: list[Columns] = field(default_factory=list)

    def take(self, reading: Reading) -> None:
        """Puts one reading where it belongs."""
        match reading:
            case Observation():
                self.observations.append(reading)
            case Rejected():
                self.rejected.append(reading)
            case Remark():
                self.remarks.append(reading)
            case NotUsed():
                self.not_used.append(reading)
            case Columns():
                self.columns.append(reading)


def by(day: date) -> Window:
    """Not later than the end of this day, and nothing known of how much earlier."""
    return Window(BEGINNING, day_window(day).hi)


def parts(**values: str | None) -> tuple[tuple[str, str], ...]:
    """The parts of a fact, without those that are not known. An empty text is kept: it says "nobody"."""
    return tuple((name, value) for name, value in values.items() if value is not None)
