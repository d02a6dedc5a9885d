"""One row of an extract, asked field by field: a field that cannot be read is said so, and the rest stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from baton.imports.cells import LONGEST_ID, clean, day_of, is_blank, names_a_child
from baton.imports.codes import Code, code_set, match
from baton.imports.model import Fact, Observation, Reading, Rejected, Remark, Source

_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2150
A_DATE: Final = "a date, such as 31/07/2026"


@dataclass(slots=True)
class Notes:
    """Remarks that are the same for many rows: each by itself while they are few, else one with the number of rows."""

    _kept: dict[tuple[str, str], list[Remark]] = field(default_factory=dict)
    _rows: dict[tuple[str, str], int] = field(default_factory=dict)
    _few: dict[tuple[str, str], int] = field(default_factory=dict)

    def add(self, remark: Remark, few: int) -> None:
        """Counts one row to which this remark applies; up to `few` are kept apart."""
        key = (remark.kind, remark.says)
        self._few[key] = few
        self._rows[key] = rows = self._rows.get(key, 0) + 1
        if rows <= few:
            self._kept.setdefault(key, []).append(remark)

    def all(self) -> Iterator[Remark]:
        """Every remark, or for many rows the first with their number."""
        for key, kept in self._kept.items():
            if (rows := self._rows[key]) <= self._few[key]:
                yield from kept
            else:
                yield replace(kept[0], child="", says=f"{kept[0].says} ({rows} rows, first here)")


@dataclass(slots=True)
class Row:
    """The cells of one row by field, with what came of asking them so far."""

    source: str
    as_at: date
    at: Source
    child: str
    cells: Mapping[str, object]
    headers: Mapping[str, str]
    notes: Notes
    out: list[Reading] = field(default_factory=list)
    born: date | None = None
    dated: frozenset[str] = frozenset()  # what other lists of this extract show going on for this child, with dates

    def text(self, name: str) -> str:
        """The cell as text; "" where it is blank, an error of the spreadsheet, or not in the file."""
        text = clean(self.cells.get(name))
        return "" if is_blank(text) else text

    def header(self, name: str) -> str:
        """The column's name as the file writes it."""
        return self.headers.get(name, name)

    def day(self, name: str, *, planned: bool = False) -> date | None:
        """The day in this cell; None where blank or rejected. After the extract's date only if it may be planned."""
        raw = self.cells.get(name)
        text = clean(raw)
        if is_blank(text):
            return None
        day = day_of(raw)
        if day is None:
            self.reject(name, f"{text} is not a date", A_DATE)
        elif day.year < _FIRST_YEAR:
            self.reject(name, f"{day:%d/%m/%Y} is before {_FIRST_YEAR}", A_DATE)
        elif day.year > _LAST_YEAR:
            self.reject(name, f"{day:%d/%m/%Y} is after {_LAST_YEAR}", A_DATE)
        elif day > self.as_at and not planned:
            self.reject(
                name,
                f"{day:%d/%m/%Y} is after the date of the extract, so it cannot have happened",
                f"a date up to {self.as_at:%d/%m/%Y}",
                "Correct it in the case system, or give the extract's right date with --as-at.",
            )
        else:
            return day
        return None

    def end_after(self, start: date | None, name: str) -> date | None:
        """The day on which a spell ended: not before it began."""
        end = self.day(name)
        if end and start and end < start:
            self.reject(name, f"{end:%d/%m/%Y} is before the start, {start:%d/%m/%Y}", "a date not before the start")
            return None
        return end

    def code(self, name: str, codes: str, *, also: str = "") -> Code | None:
        """The code a freely spelled cell stands for; a guess and an unknown spelling are noted."""
        text = self.text(name)
        if not text:
            return None
        found = match(codes, text, also)
        if found is None:
            says = f'"{text}" is not a known value of "{self.header(name)}"; the field was left out'
            self.note("spelling_unknown", says, "Add the spelling to the tables, or correct the value.", text)
            return None
        if found.how == "words":
            says = f'"{text}" in "{self.header(name)}" was taken for "{found.code.says}" by its words'
            self.note("spelling_guessed", says, "Say whether that is right.", text)
        self._withdrawn(found.code, name)
        return found.code

    def exact(self, name: str, codes: str, expected: str) -> Code | None:
        """The code in a cell that must be one; anything else is a rejected field."""
        text = self.text(name).upper()
        if not text:
            return None
        code = code_set(codes).get(text)
        if code is None:
            self.reject(name, f"{self.text(name)} is not a code of {self.header(name)}", expected)
        else:
            self._withdrawn(code, name)
        return code

    def _withdrawn(self, code: Code, name: str) -> None:
        if code.withdrawn and self.as_at.year > code.withdrawn:
            says = f'{code.code} ({code.says}) in "{self.header(name)}" was withdrawn in {code.withdrawn}'
            self.note("code_withdrawn", says, "Use the code that replaced it.", code.code)

    def reject(self, name: str, reason: str, expected: str, todo: str = "Correct it in the case system.") -> None:
        """Leaves one field out and says why."""
        header = self.header(name)
        self.out.append(Rejected(self.at, reason, expected, todo, clean(self.cells.get(name)), header, self.child))

    def reject_row(self, name: str, reason: str, expected: str, todo: str = "Correct it in the case system.") -> None:
        """Leaves the whole row out and says why."""
        self.out.append(Rejected(self.at, reason, expected, todo, clean(self.cells.get(name)), "", self.child))

    def has_child(self, name: str) -> bool:
        """Whether the row names its child; if not it is left out whole. A long identifier is taken in with a remark."""
        if is_blank(self.child) or not names_a_child(self.child):
            self.reject_row(name, "there is no child's identifier in this row", "the child's identifier")
            return False
        if len(self.child) > LONGEST_ID:
            says = f"the identifier {self.child} is longer than {LONGEST_ID} characters (rule 1570)"
            self.remark("child_id", says, "Check the identifier.", self.child)
        return True

    def missing(self, name: str, expected: str = A_DATE) -> None:
        """Says that a field without which a fact has no place is blank, unless it was rejected already."""
        if is_blank(clean(self.cells.get(name))):
            self.reject(name, f'"{self.header(name)}" is blank', expected)

    def remark(self, kind: str, says: str, todo: str = "", value: str = "") -> None:
        """Something about this row that a person should look at."""
        self.out.append(Remark(self.at, kind, says, todo, value, self.child))

    def note(self, kind: str, says: str, todo: str = "", value: str = "", *, few: int = 1) -> None:
        """The same for many rows: said once a list, or row by row while there are few."""
        self.notes.add(Remark(self.at, kind, says, todo, value, self.child), few)

    def observe(self, group: str, facts: Iterable[Fact | None]) -> None:
        """Adds what this row says of one group of fields; nothing where no fact is left."""
        kept = tuple(fact for fact in facts if fact is not None)
        if kept:
            self.out.append(Observation(self.source, self.as_at, self.child, group, kept, self.at))
