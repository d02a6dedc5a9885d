"""Reads Ofsted's Annex A child-level lists, from one workbook or a CSV file a list. Knows no database and no pack."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from baton.imports.cells import clean, day_in_name, day_of, folded, is_blank
from baton.imports.model import CannotRead, Columns, NotUsed, Observation, Reading, Rejected, Remark, Source
from baton.imports.readers.annex_a_columns import ADOPTERS, Layout, layout_of
from baton.imports.readers.annex_a_lists import LISTS, NOT_USED
from baton.imports.readers.people import holding
from baton.imports.readers.person import observe_person
from baton.imports.readers.row import Notes, Row
from baton.imports.readers.tables import Grid, grids
from baton.working_time import age_on

SOURCE: Final = "annex_a"
_YEAR: Final = 365.25
_DATED: Final = {4: "assessment", 7: "cp_plan", 8: "looked_after"}
_MANY: Final = 5
_FAR: Final = timedelta(days=45)


def as_at_of(path: Path) -> date:
    """The extract's date from the file's name. The lists themselves do not hold it."""
    if day := day_in_name(path.name):
        return day
    raise CannotRead(
        f"{path.name} does not say on which day the lists were taken: no whole date is in its name, and none in it.",
        "Give the day with --as-at, such as --as-at 2026-07-31, or put it in the file's name.",
    )


@dataclass(slots=True)
class _Sheet:
    grid: Grid
    layout: Layout


@dataclass(frozen=True, slots=True)
class _About:
    """What is known of the whole extract before its rows are read."""

    as_at: date
    reference: date
    teams: frozenset[str]
    going_on: Mapping[str, frozenset[str]]


@dataclass(slots=True)
class _Holdings:
    """The rows of one list that say who holds whom now: for each child, those of its latest date."""

    latest: dict[str, tuple[date, list[Row]]] = field(default_factory=dict)

    def add(self, row: Row, day: date) -> None:
        best = self.latest.get(row.child)
        if best is None or day > best[0]:
            self.latest[row.child] = (day, [row])
        elif day == best[0]:
            best[1].append(row)

    def readings(self, number: int, teams: frozenset[str]) -> Iterator[Reading]:
        for _, rows in self.latest.values():
            for row in rows:
                row.out.clear()
                row.observe(f"list_{number}/allocated_worker", [holding(row, f"list_{number}", teams)])
                yield from row.out


def read(paths: Sequence[Path], as_at: date) -> Iterator[Reading]:
    """Everything the lists in these files say, as at one day."""
    sheets: list[_Sheet] = []
    for path in paths:
        for grid in grids(path):
            if not isinstance(grid, Grid):
                yield grid
            elif layout := layout_of(grid):
                sheets.append(_Sheet(grid, layout))
            else:
                yield from _not_a_list(grid)
    teams = _teams(sheets)
    reference = _day_by_ages(sheets)
    if reference and abs(reference - as_at) > _FAR:
        yield Remark(
            Source(sheets[0].grid.file),
            "extract_date_doubtful",
            f"The ages in these lists fit {reference:%d/%m/%Y}, not {as_at:%d/%m/%Y}, the date given for the extract",
            "Check the extract's date before you import.",
            f"{as_at:%d/%m/%Y}",
        )
    about = _About(as_at, reference or as_at, teams, _going_on(sheets))
    for sheet in sheets:
        yield from _rows(sheet, about)


def _not_a_list(grid: Grid) -> Iterator[Reading]:
    expected = "a header row with the column Child Unique ID"
    if any(not is_blank(clean(cell)) for row in grid.rows for cell in row):
        yield Rejected(
            Source(grid.file, grid.sheet, 1),
            "this is not one of the eleven lists",
            expected,
            "Name the sheet List 1 to List 11, or leave it out.",
            "",
        )
    for number in range(1, len(grid.rows) + 1):
        yield NotUsed(Source(grid.file, grid.sheet, number), "on a sheet that is not one of the eleven lists")


def _teams(sheets: Sequence[_Sheet]) -> frozenset[str]:
    """The names of all teams in these files: none of them is a person's name."""
    found: set[str] = set()
    for sheet in sheets:
        if (column := sheet.layout.columns.get("team")) is not None:
            found.update(
                folded(clean(row[column]))
                for row in sheet.grid.rows[sheet.layout.header_row + 1 :]
                if column < len(row)
            )
    return frozenset(found - {""})


def _day_by_ages(sheets: Sequence[_Sheet]) -> date | None:
    """The day on which ages written as fractions of years fit the birth dates; None where too few say."""
    days: list[int] = []
    for sheet in sheets:
        born, age = sheet.layout.columns.get("born"), sheet.layout.columns.get("age")
        if born is None or age is None:
            continue
        for row in sheet.grid.rows[sheet.layout.header_row + 1 :]:
            if max(born, age) < len(row) and (years := _fraction(row[age])) and (birth := day_of(row[born])):
                days += [birth.toordinal() + round(years * _YEAR)]
    return date.fromordinal(int(statistics.median(days))) if len(days) >= _MANY else None


def _fraction(cell: object) -> float | None:
    try:
        years = float(clean(cell))
    except ValueError:
        return None
    return years if 0 < years < 100 and not years.is_integer() else None


def _going_on(sheets: Sequence[_Sheet]) -> Mapping[str, frozenset[str]]:
    """What the dated lists show going on for each child: a row with a start and no end."""
    found: dict[str, set[str]] = defaultdict(set)
    for sheet in sheets:
        columns, word = sheet.layout.columns, _DATED.get(sheet.layout.number)
        if word is None or not {"child", "started", "ended"} <= columns.keys():
            continue
        width = max(columns["child"], columns["started"], columns["ended"])
        for row in sheet.grid.rows[sheet.layout.header_row + 1 :]:
            if len(row) > width and day_of(row[columns["started"]]) and is_blank(clean(row[columns["ended"]])):
                found[clean(row[columns["child"]])].add(word)
    return {child: frozenset(words) for child, words in found.items()}


def _rows(sheet: _Sheet, about: _About) -> Iterator[Reading]:
    grid, layout = sheet.grid, sheet.layout
    name = grid.sheet or f"List {layout.number}"
    notes, holdings = Notes(), _Holdings()
    yield Columns(Source(grid.file, name, layout.header_row + 1), tuple(layout.headers.values()), layout.not_read)
    for number, cells in enumerate(grid.rows, 1):
        at = Source(grid.file, name, number)
        if number <= layout.header_row + 1:
            yield NotUsed(at, "the header" if number == layout.header_row + 1 else "above the header")
        elif all(is_blank(clean(cell)) for cell in cells):
            yield NotUsed(at, "blank row")
        elif why := NOT_USED.get(layout.number):
            yield NotUsed(at, why)
        else:
            fields = {f: cells[column] if column < len(cells) else "" for f, column in layout.columns.items()}
            row = Row(SOURCE, about.as_at, at, clean(fields.get("child")), fields, layout.headers, notes)
            row.dated = about.going_on.get(row.child, frozenset())
            yield from _row(row, layout.number, about.reference, holdings)
    if layout.number != ADOPTERS and layout.number not in NOT_USED:
        yield from _about_holdings(name, sheet, holdings, about.teams)
    yield from notes.all()


def _row(row: Row, number: int, reference: date, holdings: _Holdings) -> Iterator[Reading]:
    if all(is_blank(clean(cell)) for name, cell in row.cells.items() if name != "child"):
        yield NotUsed(row.at, "nothing in this row besides the child's identifier")
        return
    if row.has_child("child"):
        observe_person(row, f"list_{number}")
        _check_age(row, reference)
        now = LISTS[number](row)
        if now is not None:
            holdings.add(row, now)
        if not any(isinstance(reading, Observation | Rejected) for reading in row.out):
            yield NotUsed(row.at, "nothing in this row that Baton uses")
    yield from list(row.out)


def _about_holdings(name: str, sheet: _Sheet, holdings: _Holdings, teams: frozenset[str]) -> Iterator[Reading]:
    layout = sheet.layout
    if "worker" in layout.columns:
        yield from holdings.readings(layout.number, teams)
    elif layout.number in {3, 4, 5, 6, 7, 8, 9}:
        yield Remark(
            Source(sheet.grid.file, name, layout.header_row + 1),
            "no_worker_column",
            "This list has no column Allocated Worker, so it does not say who holds these children",
            "Export the list with team and worker.",
        )


def _check_age(row: Row, reference: date) -> None:
    text, born = row.text("age"), row.born
    if not text or born is None or born > reference:
        return
    try:
        years = float(text)
    except ValueError:
        row.reject("age", f"{text} is not a number of years", "a number of years")
        return
    least = age_on(born, max(reference - _FAR, born))[0]
    most = age_on(born, reference + _FAR)[0]
    if not least <= years < most + 1:
        row.remark(
            "age_disagrees",
            f"age {years:.3g} does not go with the birth date {born:%d/%m/%Y}",
            "Check the birth date: ages decide which rules apply.",
            text,
        )
