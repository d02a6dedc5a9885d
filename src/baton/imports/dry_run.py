"""What an import would do, before anything is saved: lists, counts, and every row with its answer for download."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from baton.imports.model import Fact, Key, NotUsed, Observation, Rejected, Remark, Source

How = Literal["corrects", "adds", "moved on", "earlier", "sooner", "older"]
Answer = Literal["cannot be read", "needs a person", "changed", "new", "unchanged", "not used"]

# The strongest answer of a row first: a row that needs a person is counted there even if it is also new.
ANSWERS: Final[tuple[Answer, ...]] = ("cannot be read", "needs a person", "changed", "new", "unchanged", "not used")

_SAYS: Final[Mapping[How, str]] = {
    "corrects": "corrects what an earlier extract said",
    "adds": "adds to what an earlier extract said",
    "moved on": "has changed since the earlier extract",
    "earlier": "was so on an earlier day; the later extract stands",
    "sooner": "was so already by an earlier day than was known",
    "older": "is older than what is known; the later extract stands",
}


@dataclass(frozen=True, slots=True)
class Change:
    """A key that says something else than before: what was said, how it is to be taken, what is then known.

    To write: "corrects", "adds" and "sooner" replace what was kept by `becomes`. "moved on" keeps what was kept as
    history and adds `becomes`. "earlier" adds `observation` as history and replaces what was kept by `becomes`.
    "older" writes nothing.
    """

    observation: Observation
    before: tuple[Fact, ...]
    how: How
    becomes: Observation | None

    @property
    def stands(self) -> bool:
        """Whether this extract is now the latest for its key."""
        return self.how in {"corrects", "adds", "moved on"}


@dataclass(frozen=True, slots=True)
class Gone:
    """Something that was going on and is not in a list that is declared complete. In doubt: a row could not be read."""

    key: Key
    facts: tuple[Fact, ...]
    as_at: date
    in_doubt: bool


@dataclass(frozen=True, slots=True)
class Say:
    """What one list or row says in a conflict."""

    group: str
    value: str
    at: Source
    as_at: date


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two lists or two rows say different things of one child and word. Both are kept; one stands, and why."""

    child: str
    word: str
    says: tuple[Say, ...]
    stands: Say | None
    because: str


@dataclass(frozen=True, slots=True)
class Alike:
    """Two identifiers that may be of one child; a person decides."""

    children: tuple[str, ...]
    because: str


@dataclass(frozen=True, slots=True)
class RowAnswer:
    """One row of the input with its answer, as it is downloaded."""

    file: str
    sheet: str
    row: int
    child: str
    answer: Answer
    why: str
    expected: str = ""
    todo: str = ""
    value: str = ""


@dataclass(slots=True)
class DryRun:
    """Everything an import would do. Nothing has been saved."""

    new: list[Observation] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    unchanged: list[Observation] = field(default_factory=list)
    repeated: list[Observation] = field(default_factory=list)
    gone: list[Gone] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    not_used: list[NotUsed] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    same_child: list[Alike] = field(default_factory=list)
    holders: dict[str, Say] = field(default_factory=dict)

    @property
    def changes_nothing(self) -> bool:
        """Whether importing would add no observation."""
        return not (self.new or self.gone or any(change.becomes for change in self.changed))

    def counts(self) -> dict[str, int]:
        """Rows by their answer (they add up to `rows`), then observations and what is to be decided."""
        rows = self.rows()
        answers = Counter(row.answer for row in rows)
        counts = {"rows": len(rows)} | {f"rows {answer}": answers[answer] for answer in ANSWERS}
        children = {each.child for each in (*self.new, *self.unchanged)} | {c.observation.child for c in self.changed}
        return counts | {
            "children": len(children),
            "new": len(self.new),
            "changed": sum(change.stands for change in self.changed),
            "older": sum(not change.stands for change in self.changed),
            "unchanged": len(self.unchanged),
            "gone": len(self.gone),
            "rejected": len(self.rejected),
            "remarks": len(self.remarks),
            "conflicts": len(self.conflicts),
            "same child": len(self.same_child),
            "held by nobody": sum(not said.value for said in self.holders.values()),
        }

    def rows(self) -> list[RowAnswer]:
        """Every row that was read, in the order of the files, with one answer and every reason for it."""
        gathered: dict[Source, _Row] = {}
        for rejection in self.rejected:
            row = _at(gathered, rejection.at, rejection.child)
            answer: Answer = "needs a person" if rejection.field else "cannot be read"
            where = f"{rejection.field}: " if rejection.field else ""
            row.say(answer, f"{where}{rejection.reason}", rejection.expected, rejection.todo, rejection.value)
        for remark in self.remarks:
            row = _at(gathered, remark.at, remark.child)
            row.say("needs a person", remark.says, "", remark.todo, remark.value)
        for conflict in self.conflicts:
            for said in conflict.says:
                if said.at.row:
                    row = _at(gathered, said.at, conflict.child)
                    row.say("needs a person", _conflict_in_words(conflict), "", "Decide which is right.", said.value)
        for change in self.changed:
            _at(gathered, change.observation.at, change.observation.child).say("changed", _SAYS[change.how])
        for observation in self.new:
            _at(gathered, observation.at, observation.child).say("new", "")
        for observation in self.unchanged:
            _at(gathered, observation.at, observation.child).say("unchanged", "")
        for observation in self.repeated:
            _at(gathered, observation.at, observation.child).say("unchanged", "says again what another row says")
        for unused in self.not_used:
            _at(gathered, unused.at, "").say("not used", unused.reason)
        return [gathered[at].answer(at) for at in sorted(gathered)]


def _conflict_in_words(conflict: Conflict) -> str:
    said = ", ".join(f'{each.group} says "{each.value}"' for each in conflict.says)
    stands = f"; {conflict.stands.group} stands: {conflict.because}" if conflict.stands else f"; {conflict.because}"
    return f"{conflict.word}: {said}{stands}"


@dataclass(slots=True)
class _Row:
    child: str
    best: Answer = "not used"
    why: list[str] = field(default_factory=list)
    expected: str = ""
    todo: str = ""
    value: str = ""

    def say(self, answer: Answer, why: str, expected: str = "", todo: str = "", value: str = "") -> None:
        if ANSWERS.index(answer) < ANSWERS.index(self.best):
            self.best = answer
        if why and why not in self.why:
            self.why.append(why)
        self.expected = self.expected or expected
        self.todo = self.todo or todo
        self.value = self.value or value

    def answer(self, at: Source) -> RowAnswer:
        why = "; ".join(self.why)
        return RowAnswer(at.file, at.sheet, at.row, self.child, self.best, why, self.expected, self.todo, self.value)


def _at(gathered: dict[Source, _Row], at: Source, child: str) -> _Row:
    row = gathered.setdefault(at, _Row(child))
    row.child = row.child or child
    return row
