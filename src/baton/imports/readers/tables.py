"""Opens xlsx and CSV files as grids of cells with row numbers as a person counts them. Knows no format."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from python_calamine import CalamineError, CalamineWorkbook

from baton.imports.model import Reading, Rejected, Remark, Source

_SEPARATORS: Final = (",", ";", "\t", "|")
_WORKBOOKS: Final = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet or CSV file: its cells, row by row from the first."""

    file: str
    sheet: str
    rows: list[list[object]]


def is_workbook(path: Path) -> bool:
    """Whether this is a spreadsheet rather than text."""
    return path.suffix.casefold() in _WORKBOOKS


def grids(path: Path) -> Iterator[Grid | Reading]:
    """Every sheet of a workbook, or the one table of a CSV file; or why there is none."""
    yield from _sheets(path) if is_workbook(path) else _table(path)


def _unreadable(path: Path, reason: str, expected: str, sheet: str = "") -> Rejected:
    return Rejected(Source(path.name, sheet), reason, expected, "Export the file again and load it.", "")


def _sheets(path: Path) -> Iterator[Grid | Reading]:
    try:
        book = CalamineWorkbook.from_path(path)
        names = list(book.sheet_names)
    except (CalamineError, OSError, ValueError) as problem:
        yield _unreadable(path, f"the workbook cannot be opened: {problem}", "an xlsx file without a password")
        return
    for name in names:
        try:
            rows: list[list[object]] = [
                list(row) for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            ]
        except (CalamineError, OSError, ValueError) as problem:
            yield _unreadable(path, f"the sheet cannot be read: {problem}", "a sheet with a table", name)
            continue
        yield Grid(path.name, name, rows)


def _table(path: Path) -> Iterator[Grid | Reading]:
    try:
        raw = path.read_bytes()
    except OSError as problem:
        yield _unreadable(path, f"the file cannot be opened: {problem.strerror}", "a CSV file")
        return
    text, remark = _decoded(raw, path.name)
    if remark:
        yield remark
    if not text.strip():
        yield _unreadable(path, "the file is empty", "a first line with the names of the columns")
        return
    rows: list[list[object]] = []
    try:
        rows.extend(list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text)))
    except csv.Error as problem:
        yield Rejected(
            Source(path.name, "", len(rows) + 1),
            f"from here on the file cannot be read: {problem}",
            "a row of cells with every quotation mark closed",
            "Export the file again; the rows before were read.",
            "",
        )
    yield Grid(path.name, "", rows)


def _decoded(raw: bytes, name: str) -> tuple[str, Remark | None]:
    if raw.startswith(_UTF_16):
        return raw.decode("utf-16", errors="replace").replace("\0", ""), None
    try:
        return raw.decode("utf-8-sig").replace("\0", ""), None
    except UnicodeDecodeError:
        says = "The file is not in UTF-8; it was read as Windows text"
        remark = Remark(Source(name), "encoding", says, "Look at names with accents.")
        return raw.decode("cp1252", errors="replace").replace("\0", ""), remark


def _separator(text: str) -> str:
    first = text.lstrip().split("\n", 1)[0]
    return max(_SEPARATORS, key=first.count)
