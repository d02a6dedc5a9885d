"""What an export is: tables of text, what a person must know beside them, and whose records were opened for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table, in the columns and the order that its reader expects. `name` is the file's name without an ending."""

    name: str
    headings: Row
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule of the receiver that does not hold, for one child, with the fact of the record that explains it.

    `explained` is False where nothing in the record says why: that would be a fault of the export.
    """

    rule: str
    child: str
    says: str
    because: str
    row: int = 0  # the line of the file, counted from 1 with the headings; 0 where it is about no line

    @property
    def explained(self) -> bool:
        return bool(self.because)


@dataclass(slots=True)
class Export:
    """Everything that one export gave. `children` are those whose records it opened."""

    kind: str
    title: str
    first: date
    last: date
    sheets: list[Sheet] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    children: list[str] = field(default_factory=list)
    tried: str = ""  # the receiver's rules that were tried on it; "" where it has none that we know

    @property
    def rows(self) -> int:
        return sum(len(sheet.rows) for sheet in self.sheets)


class CannotExport(ValueError):
    """It cannot be made as asked. Says why, and what to do."""
