"""Which list a sheet is and which column is which, by loose matching: headers vary as much as values do."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from baton.imports.cells import clean, folded
from baton.imports.readers.tables import Grid

_TABLE: Final = Path(__file__).parent.parent / "codes" / "annex_a_columns.csv"
_LIST_NAME: Final = re.compile(r"(?:^|[^a-z])list[ _\-]*0*(\d{1,2})(?!\d)|^\s*0*(\d{1,2})(?!\d)", re.IGNORECASE)
_TITLE_ROWS: Final = 10
_ENOUGH: Final = 2
_A_CHILD: Final = frozenset({"child", "childs"})
_AN_ID: Final = frozenset({"id", "ids", "identifier", "identifiers"})
LISTS: Final = range(1, 12)
ADOPTERS: Final = 11


@dataclass(frozen=True, slots=True)
class Wanted:
    """One column that Baton reads: the words its header has, and those it must not have."""

    field: str
    header: str
    has: tuple[str, ...]
    lacks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the header of a list stands and which column holds which field."""

    number: int
    header_row: int
    columns: Mapping[str, int]
    headers: Mapping[str, str]
    not_read: tuple[str, ...]


@cache
def _wanted(number: int) -> tuple[Wanted, ...]:
    with _TABLE.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["list"] in {"all", str(number)}]
    wanted = [Wanted(r["field"], folded(r["header"]), tuple(r["has"].split()), tuple(r["not"].split())) for r in rows]
    return tuple(sorted(wanted, key=lambda each: each.field in _COMMON))


_COMMON: Final = frozenset({"child", "sex", "ethnicity", "born", "age", "disability", "team", "worker"})


def _fits(wanted: Wanted, header: str) -> bool:
    words = header.split()
    if wanted.field == "child":
        return not _A_CHILD.isdisjoint(words) and not _AN_ID.isdisjoint(words)
    if wanted.field == "born":
        return "birth" in words or "dob" in words
    if wanted.field == "sex":
        return header in {"gender", "sex"}
    if wanted.field == "age":
        return bool(words) and words[0] == "age"
    if not wanted.has:
        return False
    starts = [word[:-1] for word in wanted.has if word.endswith("*")]
    whole = [word for word in wanted.has if not word.endswith("*")]
    return (
        all(word in words for word in whole)
        and all(any(word.startswith(start) for word in words) for start in starts)
        and not any(word in words for word in wanted.lacks)
    )


def _claim(number: int, headers: Sequence[str]) -> dict[str, int]:
    """Each field's column: the exact header first, then the loose one; a column serves one field."""
    claimed: dict[str, int] = {}
    taken: set[int] = set()
    for exact in (True, False):
        for wanted in _wanted(number):
            if wanted.field in claimed:
                continue
            for column, header in enumerate(headers):
                if column in taken or not header:
                    continue
                if header == wanted.header if exact else _fits(wanted, header):
                    claimed[wanted.field] = column
                    taken.add(column)
                    break
    return claimed


def _header_row(grid: Grid) -> int | None:
    for index, row in enumerate(grid.rows[:_TITLE_ROWS]):
        headers = [folded(clean(cell)) for cell in row]
        filled = [header for header in headers if header]
        if len(filled) > _ENOUGH and any(
            _fits(Wanted("child", "", (), ()), h) or h == "individual adopter identifier" for h in filled
        ):
            return index
    return None


def layout_of(grid: Grid) -> Layout | None:
    """What list this is and where its columns are; None where no row looks like the header of an Annex A list."""
    index = _header_row(grid)
    if index is None:
        return None
    written = [clean(cell) for cell in grid.rows[index]]
    headers = [folded(text) for text in written]
    number = _by_name(grid) or _by_headers(headers)
    if number is None:
        return None
    columns = _claim(number, headers)
    used = set(columns.values())
    return Layout(
        number,
        index,
        columns,
        {name: written[column] for name, column in columns.items()},
        tuple(text for column, text in enumerate(written) if text and column not in used),
    )


def _by_name(grid: Grid) -> int | None:
    for name in (grid.sheet, grid.file):
        found = _LIST_NAME.search(name)
        if found and int(found[1] or found[2]) in LISTS:
            return int(found[1] or found[2])
    return None


def _by_headers(headers: Sequence[str]) -> int | None:
    scores = {number: len(_claim(number, headers).keys() - _COMMON) for number in LISTS}
    best = max(scores, key=lambda number: scores[number])
    return best if scores[best] >= _ENOUGH else None
