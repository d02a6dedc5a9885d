"""Opens xlsx and CSV files as grids of cells with row numbers as a person counts them. Knows no format."""

from __future__ import annotations

import csv
import io
import pickle
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from baton.imports.model import Reading, Rejected, Remark, Source

_SEPARATORS: Final = (",", ";", "\t", "|")
_WORKBOOKS: Final = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})
_OPENING: Final = Path(__file__).with_name("opening.py")
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
    """The sheets, as the process that opens them gives them; or that it was ended, because there was too much."""
    command = [sys.executable, "-I", str(_OPENING), str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as opening:
        assert opening.stdout is not None
        try:
            while True:
                name, rows, wrong = pickle.load(opening.stdout)  # written by our own process, one line above
                expected = "a sheet with a table" if name else "an xlsx file without a password"
                yield _unreadable(path, wrong, expected, name) if wrong else Grid(path.name, name, rows)
        except EOFError:
            pass
        except pickle.UnpicklingError:
            opening.kill()
    if opening.returncode:
        reason = "the workbook cannot be opened: it unpacks to more than a machine can hold, or it is damaged"
        yield _unreadable(path, reason, "a workbook with a table, nothing far below or to the right of it")


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
