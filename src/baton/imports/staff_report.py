"""What an import of teams and people did or would do, for a person and for a program: every row with its answer."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

from baton.imports.dry_run import RowAnswer
from baton.imports.report import harmless
from baton.store import observation

_COLUMNS: Final = ("file", "sheet", "row", "answer", "why", "to do")


@dataclass(slots=True)
class StaffReport:
    """What the files would do, or did: every row with its answer."""

    as_at: date
    saved: bool = False
    answers: list[RowAnswer] = field(default_factory=list)
    said: list[observation.Said] = field(default_factory=list)
    entries: int = 0

    @property
    def changes_nothing(self) -> bool:
        return not self.said

    def rows(self) -> list[RowAnswer]:
        return self.answers

    def counts(self) -> dict[str, int]:
        """Rows by their answer."""
        found = Counter(row.answer for row in self.answers)
        return {"rows": len(self.answers), **{f"rows {a}": found[a] for a in found}, "entries": self.entries}

    def sentences(self) -> Iterator[str]:
        """The report in words, what needs a person last."""
        found = Counter(row.answer for row in self.answers)
        yield "Saved." if self.saved else "Nothing has been saved."
        if self.changes_nothing:
            yield "The same files change nothing."
        said = ", ".join(f"{n} {answer}" for answer, n in sorted(found.items()))
        yield f"{len(self.answers)} rows, as at {self.as_at:%d/%m/%Y}: {said}."
        for answer in ("needs a person", "cannot be read"):
            shown = [row for row in self.answers if row.answer == answer]
            if shown:
                yield answer.capitalize()
                yield from (f"  {row.file}, row {row.row}: {row.why}. {row.todo}".rstrip() for row in shown)

    def as_json(self) -> dict[str, Any]:
        return {"saved": self.saved, "as_at": f"{self.as_at}", "counts": self.counts(),
                "rows": [{"row": r.row, "answer": r.answer, "why": r.why} for r in self.answers]}  # fmt: skip

    def write_rows(self, path: Path) -> int:
        """Every row with its answer, as CSV."""
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(_COLUMNS)
            for r in self.answers:
                writer.writerow(harmless(cell) for cell in (r.file, r.sheet, r.row, r.answer, r.why, r.todo))
        return len(self.answers)
