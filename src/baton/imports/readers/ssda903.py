"""Reads the SSDA903 return of looked-after children, as CSV files or as one XML. Knows no database and no pack."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from baton.imports.cells import clean, day_in_name, day_of, folded, is_blank
from baton.imports.model import CannotRead, Columns, NotUsed, Observation, Reading, Rejected, Remark, Source
from baton.imports.readers.row import Notes, Row
from baton.imports.readers.ssda903_files import EPISODES, SINGLE_ROWS, SOCIAL_WORKER, episodes_of, workers_of
from baton.imports.readers.ssda903_xml import records
from baton.imports.readers.tables import Grid, grids

SOURCE: Final = "ssda903"
_TABLE: Final = Path(__file__).parent.parent / "codes" / "ssda903_columns.csv"
_YEAR_IN_NAME: Final = re.compile(r"(?<!\d)(20\d{2})(?:[-_/](\d{2})(?!\d))?")
_YEARS: Final = range(1990, 2101)
_ALL_BUT_MISTYPED: Final = 0.995  # a few starts in a mistyped year do not date the whole return
_DATES_THE_YEAR: Final = ("DECOM", "SW_DECOM")


@dataclass(frozen=True, slots=True)
class Kind:
    """One of the files of the return."""

    name: str
    names: tuple[str, ...]
    columns: tuple[str, ...]
    not_used: str


@cache
def _kinds() -> tuple[Kind, ...]:
    with _TABLE.open(encoding="utf-8", newline="") as file:
        return tuple(
            Kind(r["kind"], tuple(r["names"].split("|")), tuple(r["columns"].split()), r["not_used"])
            for r in csv.DictReader(file)
        )


@dataclass(slots=True)
class Table:
    """Records of one kind from one file, each with its row."""

    file: str
    kind: Kind
    headers: tuple[str, ...]
    records: list[tuple[int, Mapping[str, object]]] = field(default_factory=list)
    other: list[NotUsed] = field(default_factory=list)
    as_at: date = date.min


def read(paths: Sequence[Path], as_at: date | None) -> Iterator[Reading]:
    """Everything the return says. Files of different years keep their own 31 March unless one day is given."""
    tables: list[Table] = []
    for path in paths:
        for found in _tables(path):
            if isinstance(found, Table):
                tables.append(found)
            else:
                yield found
    latest = as_at or (_latest_year(tables) if tables else date.min)
    if not as_at and tables and not any(_year_of_name(table.file) for table in tables):
        says = f"No file's name has a year: taken as at {latest:%d/%m/%Y}, after the latest episode"
        yield Remark(
            Source(tables[0].file), "extract_date_assumed", says, "Give the day with --as-at if it is another."
        )
    for table in tables:
        table.as_at = as_at or _year_of_name(table.file) or latest
    for day in sorted({table.as_at for table in tables}):
        yield from _year([table for table in tables if table.as_at == day], day)


def _year_of_name(name: str) -> date | None:
    if day := day_in_name(name):
        return day
    found = _YEAR_IN_NAME.search(name)
    if found is None:
        return None
    return date(int(found[1]) + 1 if found[2] else int(found[1]), 3, 31)


def _latest_year(tables: Sequence[Table]) -> date:
    """The 31 March that closes the year of the latest episode begun in these files."""
    named = [day for table in tables if (day := _year_of_name(table.file))]
    begun: list[date] = []
    for column in _DATES_THE_YEAR:
        cells = (record.get(column, "") for table in tables for _, record in table.records)
        begun = begun or sorted(day for cell in cells if (day := day_of(cell)) and day.year in _YEARS)
    if named:
        return max(named)
    if not begun:
        raise CannotRead(
            "These files do not say for which year they are: no file's name has a year, and no episode is among them.",
            "Give the day with --as-at, such as --as-at 2026-03-31.",
        )
    last = begun[int((len(begun) - 1) * _ALL_BUT_MISTYPED)]
    return date(last.year + (last > date(last.year, 3, 31)), 3, 31)


def _tables(path: Path) -> Iterator[Table | Reading]:
    if path.suffix.casefold() == ".xml":
        yield from _xml_tables(path)
        return
    for grid in grids(path):
        yield from _table(grid) if isinstance(grid, Grid) else (grid,)


def _xml_tables(path: Path) -> Iterator[Table | Reading]:
    kinds = {kind.name: kind for kind in _kinds()}
    tables: dict[str, Table] = {}
    for found in records(path):
        if isinstance(found, Rejected | Remark | NotUsed | Columns | Observation):
            yield found
            continue
        kind, line, record = found
        table = tables.setdefault(kind, Table(path.name, kinds[kind], kinds[kind].columns))
        table.records.append((line, record))
    yield from tables.values()


def _kind_of(name: str, headers: Sequence[str]) -> Kind | None:
    """By the file's columns where they are plain, else by its name."""
    exact = [kind for kind in _kinds() if set(kind.columns) <= set(headers)]
    if exact:
        return max(exact, key=lambda kind: len(kind.columns))
    bare = folded(name)
    named = [kind for kind in _kinds() if any(word in bare for word in kind.names)]
    return named[0] if len(named) == 1 and "CHILD" in headers else None


def _table(grid: Grid) -> Iterator[Table | Reading]:
    headers = [clean(cell).upper() for cell in grid.rows[0]] if grid.rows else []
    kind = _kind_of(grid.file, headers)
    if kind is None:
        yield Rejected(
            Source(grid.file, grid.sheet, 1),
            "this is not a file of the return",
            "a first line with CHILD and the other columns of one file, such as CHILD,DECOM,RNE,LS,…",
            "Leave the file out, or mend its first line.",
            ",".join(headers)[:80],
        )
        for number in range(1, len(grid.rows) + 1):
            yield NotUsed(Source(grid.file, grid.sheet, number), "in a file that is not part of the return")
        return
    table = Table(grid.file, kind, tuple(headers))
    for number, cells in enumerate(grid.rows, 1):
        at = Source(grid.file, kind.name, number)
        if number == 1:
            table.other.append(NotUsed(at, "the header"))
        elif all(is_blank(clean(cell)) for cell in cells):
            table.other.append(NotUsed(at, "blank row"))
        elif len(cells) > len(headers) and any(not is_blank(clean(cell)) for cell in cells[len(headers) :]):
            todo = "Look for a comma inside a cell that has no quotation marks."
            yield Rejected(
                at, "this row has more cells than the first line", f"{len(headers)} cells", todo, str(len(cells))
            )
        else:
            table.records.append((number, dict(zip(headers, cells, strict=False))))
    yield table


def _year(tables: Sequence[Table], as_at: date) -> Iterator[Reading]:
    episodes: dict[str, list[Row]] = defaultdict(list)
    workers: dict[str, list[Row]] = defaultdict(list)
    for table in tables:
        kind = table.kind
        read_columns = tuple(name for name in table.headers if name in _READ.get(kind.name, ()))
        not_read = tuple(name for name in table.headers if name and name not in read_columns)
        yield Columns(Source(table.file, kind.name, 1), read_columns, not_read)
        yield from table.other
        notes = Notes()
        for number, record in table.records:
            at = Source(table.file, kind.name, number)
            if kind.not_used:
                yield NotUsed(at, kind.not_used)
                continue
            row = Row(SOURCE, as_at, at, clean(record.get("CHILD")), record, {}, notes)
            if not row.has_child("CHILD"):
                yield from row.out
            elif kind.name == EPISODES:
                episodes[row.child].append(row)
            elif kind.name == SOCIAL_WORKER:
                workers[row.child].append(row)
            else:
                SINGLE_ROWS[kind.name](row)
                yield from _answers(row)
        for rows in episodes.values():
            episodes_of(rows)
        for rows in workers.values():
            workers_of(rows)
        for rows in (*episodes.values(), *workers.values()):
            for row in rows:
                yield from _answers(row)
        episodes.clear()
        workers.clear()
        yield from notes.all()


def _answers(row: Row) -> Iterator[Reading]:
    yield from row.out
    if not any(isinstance(reading, Observation | Rejected) for reading in row.out):
        yield NotUsed(row.at, "nothing in this row that Baton uses")


_READ: Final[Mapping[str, frozenset[str]]] = {
    "header": frozenset({"CHILD", "SEX", "DOB", "ETHNIC", "UPN"}),
    "episodes": frozenset(
        ["CHILD", "DECOM", "RNE", "LS", "CIN", "PLACE", "PLACE_PROVIDER", "DEC", "REC", "REASON_PLACE_CHANGE"],
    ),
    "reviews": frozenset({"CHILD", "REVIEW", "REVIEW_CODE"}),
    "uasc": frozenset({"CHILD", "DUC"}),
    "oc3": frozenset({"CHILD", "IN_TOUCH", "ACTIV", "ACCOM"}),
    "social_worker": frozenset({"CHILD", "SW_ID", "SW_DECOM", "SW_DEC", "SW_REASON"}),
}
