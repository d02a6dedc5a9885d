"""The table of an answer in the order asked for in the address: by a column of figures or of names, either way."""

from __future__ import annotations

import re
from typing import Any

from baton.workspace.reports.answers import Answer, Row

_FIGURE = re.compile(r"-?\d[\d,]*(\.\d+)?")
DATED = frozenset({"Month", "Since", "Oldest since", "Raised", "Limit", "Away", "Share"})  # texts that sort as nothing


def sortable(answer: Answer) -> list[str]:
    """For each column its place if it can be sorted by, else ""."""
    by = {n for row in answer.rows for n in row.by}
    return ["" if head in DATED and n not in by else str(n) for n, head in enumerate(answer.headings)]


def ordered(answer: Answer, asked: str) -> list[Row]:
    """The rows by column `asked`, from the other end with a minus before it; as they are where none is asked for."""
    column = asked.lstrip("-")
    if column not in sortable(answer) or not column:
        return answer.rows
    return sorted(answer.rows, key=lambda row: _key(row, int(column)), reverse=asked.startswith("-"))


def _key(row: Row, column: int) -> tuple[int, float, str]:
    """Figures by their size, before words by their letters."""
    cell: Any = row.by.get(column, row.cells[column])
    if isinstance(cell, int | float):
        return 0, float(cell), ""
    found = _FIGURE.match(str(cell))
    return (0, float(found[0].replace(",", "")), "") if found else (1, 0.0, str(cell).casefold())
