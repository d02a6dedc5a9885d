"""Teams and people as files give them: a CSV or workbook of either, or the workforce census (CSWW). Values only.

Headers are those of the standard safeguarding dataset or plain words; a file is taken by its headers, not its name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from baton.imports.cells import clean, day_of, folded, is_blank
from baton.imports.model import NotUsed, Reading, Rejected, Source
from baton.imports.readers.tables import Grid, grids
from baton.imports.readers.xml_files import elements, name_of, text_of

_TEAM: Final[Mapping[str, tuple[str, ...]]] = {
    "team": ("team", "team id", "dept team id"),
    "name": ("name", "team name", "dept team name"),
    "service": ("service", "dept team parent id", "department"),
}
_PERSON: Final[Mapping[str, tuple[str, ...]]] = {
    "person": ("person", "staff id", "prof professional id", "prof staff id"),
    "name": ("name", "worker", "prof professional name", "full name"),
    "number": ("number", "sw number", "swe number", "prof social worker registration no", "registration number"),
    "role": ("role", "job title", "prof professional job title", "office"),
    "team": ("team", "prof professional department", "allocated team"),
    "started": ("started", "start date", "from"),
    "ended": ("ended", "end date", "until", "last day"),
}


@dataclass(frozen=True, slots=True)
class TeamRow:
    """One team of a file, as written."""

    at: Source
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person in one post, as written; the days read."""

    at: Source
    cells: Mapping[str, str]
    started: date | None = None
    ended: date | None = None


@dataclass(frozen=True, slots=True)
class CensusRow:
    """One worker of the census: no name in it, only the number in the register."""

    at: Source
    number: str
    cells: Mapping[str, str] = field(default_factory=dict)


Row = TeamRow | PersonRow | CensusRow


def read_staff(path: Path) -> Iterator[Row | Reading]:
    """Every team and person of one CSV file or workbook."""
    for grid in grids(path):
        if not isinstance(grid, Grid):
            yield grid
            continue
        yield from _grid(grid)


def _grid(grid: Grid) -> Iterator[Row | Reading]:
    headers = [folded(clean(cell)) for cell in grid.rows[0]] if grid.rows else []
    people, teams = _columns(headers, _PERSON), _columns(headers, _TEAM)
    of_people = "name" in people and ("role" in people or "number" in people or "person" in people)
    of_teams = "team" in teams and "name" in teams and "service" in teams
    if not of_people and not of_teams:
        expected = "a first line with team, name, service; or with person, name, number, role, team"
        yield Rejected(Source(grid.file, grid.sheet, 1), "this is no list of teams or people", expected,
                       "Mend its first line, or leave the file out.", ",".join(headers)[:80])  # fmt: skip
        return
    yield NotUsed(Source(grid.file, grid.sheet, 1), "the header")
    for number, row in enumerate(grid.rows[1:], 2):
        at = Source(grid.file, grid.sheet, number)
        if all(is_blank(clean(cell)) for cell in row):
            yield NotUsed(at, "blank row")
        elif of_teams:
            yield TeamRow(at, _cells(row, teams))
        else:
            yield from _person(at, _cells(row, people))


def _columns(headers: list[str], wanted: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, words in wanted.items():
        place = next((headers.index(word) for word in words if word in headers), None)
        if place is not None and place not in found.values():
            found[name] = place
    return found


def _cells(row: list[object], columns: Mapping[str, int]) -> dict[str, str]:
    texts = {name: clean(row[place]) if place < len(row) else "" for name, place in columns.items()}
    return {name: "" if is_blank(text) else text for name, text in texts.items()}


def _person(at: Source, cells: dict[str, str]) -> Iterator[Row | Reading]:
    days: dict[str, date | None] = {}
    for name in ("started", "ended"):
        text = cells.get(name, "")
        days[name] = day_of(text) if text else None
        if text and days[name] is None:
            yield Rejected(at, f"{text} is not a date", "a date, such as 31/07/2026", "Correct the date.", text, name)
    if not cells.get("name"):
        yield Rejected(at, "nobody is named", "a name", "Give the name.", "")
    else:
        yield PersonRow(at, cells, days["started"], days["ended"])


_CENSUS: Final = (
    "AgencyWorker", "FTE", "FTE30", "OrgRole", "RoleStartDate", "RoleEndDate", "Cases30", "Absat30Sept",
    "ReasonAbsence",
)  # fmt: skip


def read_census(path: Path) -> Iterator[Row | Reading | date]:
    """Every worker of a workforce census, and the day that it is of."""
    found = False
    for n, element in enumerate(elements(path, ("ReferenceDate", "CSWWWorker"))):
        if isinstance(element, Rejected):
            yield element
        elif name_of(element) == "ReferenceDate":
            day = day_of(text_of(element))
            if day is not None:
                yield day
        else:
            found = True
            cells = {name_of(child): text_of(child) for child in element}
            at = Source(path.name, "CSWWWorker", element.sourceline or n)
            yield CensusRow(at, cells.get("SWENo", ""), {k: cells[k] for k in _CENSUS if cells.get(k)})
    if not found:
        yield Rejected(Source(path.name), "there is no worker in this file", "CSWWWorker elements",
                       "Check that this is the workforce census.", "")  # fmt: skip
