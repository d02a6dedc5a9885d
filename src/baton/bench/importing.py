"""`import`: the lists of a large authority taken in, tried out, read again, and the next month's with changes.

The lists are made by script and name nobody: identifiers are numbers, workers are made-up staff and made-up names.
"""

from __future__ import annotations

import csv
import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Final

from baton.bench import database
from baton.bench.report import Asked, Report
from baton.demo.staff import staff_entries
from baton.demo.world import World, read_world, world_file
from baton.platform.places import PACKS
from baton.working_time import local_day, moment_of

BAR: Final = 60
AS_AT, NEXT = date(2026, 7, 31), date(2026, 8, 31)
NOW, LATER = moment_of("2026-08-05 10:00"), moment_of("2026-09-02 10:00")
COMPLETE: Final = ("list_6", "list_7", "list_8", "list_9", "order", "care_proceedings", "pre_proceedings")
CHANGED: Final = 0.05  # of the children have another worker a month later

_PERSON = ("Child Unique ID", "Gender", "Ethnicity", "Date of Birth", "Does the Child have a Disability")
_HOLDS = ("Allocated Team", "Allocated Worker")
_COLUMNS: Final = {
    6: (*_PERSON, "CIN Start Date", "Primary Need Code", "Date Child Was Last Seen", "Case Status", *_HOLDS),
    7: (*_PERSON, "Child Protection Plan Start Date", "Initial Category of Abuse", "Latest Category of Abuse",
        "Date of the Last Statutory Visit", "Date of latest review conference", *_HOLDS),
    8: (*_PERSON, "Date Started to be Looked After", "Child's Category of Need",
        "Start date of current legal status", "Child's Legal Status", "Date of Latest Statutory Review",
        "Date of Last Social Work Visit", "Start Date of Most Recent Placement", "Placement Type",
        "Placement Provider", *_HOLDS),
    9: (*_PERSON, *_HOLDS, "Allocated Personal Advisor", "Eligibility Category"),
}  # fmt: skip


def run(asked: Asked) -> Report:
    """Measures an import of Annex A lists on as many processes as there are cores, up to two."""
    database.set_up()
    children = asked.size(12_000, 1_200)
    world = read_world(world_file(PACKS, asked.pack))
    report = Report("import", sizes={"pack": asked.pack, "children": children, "processes": _processes()})
    with tempfile.TemporaryDirectory() as folder, database.server() as one:
        database.fresh(one, "import")
        with database.connected(one, "import"):
            _measure(report, world, Path(folder), children)
        database.drop(one, "import")
    return report


def _measure(report: Report, world: World, folder: Path, children: int) -> None:
    from baton.bench.storing import make_authority
    from baton.imports import applying
    from baton.store.procedures import procedure_of

    pack = procedure_of(world.authority).packs.on(local_day(NOW))
    make_authority("import", world.authority, staff_entries(world, pack, NOW), NOW)
    first = make_lists(folder / "first", world, children, AS_AT)
    second = make_lists(folder / "second", world, children, NEXT)

    def timed(what: str, files: Sequence[Path], now: int, dry: bool = False) -> float:
        begin = time.monotonic()
        given = {"complete": COMPLETE, "processes": _processes()}
        done = (
            applying.dry_run("import", "annex-a", files, now, **given)  # type: ignore[arg-type]
            if dry
            else applying.apply("import", "annex-a", files, now, "bench", **given)  # type: ignore[arg-type]
        )
        took = time.monotonic() - begin
        counts = done.counts()
        report.figure(what, took, "seconds")
        report.notes.append(
            f"{what}: {counts['rows']} rows, {counts['entries']} entries, {counts['children touched']} children, "
            f"{counts['nobody']} with nobody, {counts['routes due']} routes due, {counts['not taken in']} not taken in"
        )
        return took

    timed("dry run", first, NOW, dry=True)
    report.bar("seconds for the import", timed("import", first, NOW), BAR, "s", at_most=True)
    timed("the same again", first, NOW)
    timed("the next month's", second, LATER)


def _processes() -> int:
    return min(len(os.sched_getaffinity(0)), 2)


# --- the lists -------------------------------------------------------------------------------------------------------


def make_lists(folder: Path, world: World, children: int, as_at: date) -> list[Path]:
    """Lists 6 to 9 of so many children as at a day. The same arguments give the same files."""
    folder.mkdir(parents=True)
    rows: dict[int, list[tuple[str, ...]]] = {number: [] for number in _COLUMNS}
    for number in range(children):
        for which, row in _child(number, world, as_at):
            rows[which].append(row)
    paths = []
    for which, columns in _COLUMNS.items():
        path = folder / f"List {which} {as_at}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(columns)
            writer.writerows(rows[which])
        paths.append(path)
    return paths


def _child(number: int, world: World, as_at: date) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The rows of one child: in need, on a plan, looked after (some still with family support), leaving care."""
    chance = Random(f"child {number}")
    kind = chance.choices(("need", "plan", "care", "early care", "leaving"), (55, 13, 14, 3, 15))[0]
    part = {"need": "support", "plan": "support", "care": "care", "early care": "support", "leaving": "leaving_care"}
    place = world.part(part[kind])
    teams = [team for team in world.teams if team == place or _service_of(world, team) == place]
    age = chance.randint(18, 24) if kind == "leaving" else chance.randint(0, 17)
    born = date(as_at.year - age - 1, chance.randint(8, 12), chance.randint(1, 28))
    began = AS_AT - timedelta(days=chance.randint(20, 700))
    seen = as_at - timedelta(days=chance.randint(1, 40))
    holds = _holds(world, teams or list(world.teams), number, as_at)
    person = (
        f"{100_000 + number}", chance.choice(("a) Male", "b) Female")), "a) WBRI", _day(born), "b) No",
    )  # fmt: skip
    status = {"need": "c) Child in need plan", "plan": "b) Child protection plan", "leaving": "d) Care leaver"}
    yield 6, (*person, _day(began), "N1", _day(seen), status.get(kind, "a) Looked after child"), *holds)
    if kind == "plan":
        yield 7, (*person, _day(began), "Neglect", "Neglect", _day(seen), _day(began + timedelta(15)), *holds)
    elif kind in ("care", "early care"):
        review = min(began + timedelta(days=20), as_at)
        legal = chance.choice(("V2", "V2", "C2", "C1"))
        yield 8, (*person, _day(began), "N1", _day(began), legal, _day(review), _day(seen), _day(began), "U6", "PR4",
                  *holds)  # fmt: skip
    elif kind == "leaving":
        yield 9, (*person, *holds, "", "Former Relevant")


def _service_of(world: World, team: str) -> str:
    return team.rsplit("_", 1)[0] if team.rsplit("_", 1)[-1].isdigit() else team


def _holds(world: World, teams: Sequence[str], number: int, as_at: date) -> tuple[str, str]:
    """Team and worker: one child in a hundred has none, one in ten somebody whom the staff list does not know."""
    moved = as_at > AS_AT and Random(f"moved {number}").random() < CHANGED
    chance = Random(f"holds {number} {moved}")
    team = chance.choice(list(teams))
    here = [post.person for post in world.posts if post.place == team] or [post.person for post in world.posts]
    lot = chance.random()
    if lot < 0.01:
        return world.teams[team], "#N/A"
    if lot < 0.1:
        return world.teams[team], f"Agency Worker {number % 97}"
    return world.teams[team], world.names[chance.choice(here)]


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
