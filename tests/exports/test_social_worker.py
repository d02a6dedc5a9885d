"""Social worker episodes of children whose story is told line by line; the rows are worked out by hand."""

from __future__ import annotations

from datetime import date

from tests.store import cast
from tests.workspace import world

from baton.exports import making as exports
from baton.exports.model import Export
from baton.exports.reader import Reader
from baton.exports.writing import csv_of, report
from baton.imports.staff import worker_code
from baton.store.asking import around
from baton.store.recalculating import recalculate
from baton.store.tenancy import as_program
from baton.working_time import moment_of

BEN = worker_code("ben")
NOW = moment_of("2026-09-10 10:00")


def made(town: world.Town, first: str = "2026-04-01", last: str = "2027-03-31") -> Export:
    here = around(town.key)
    with as_program(town.key):
        reader = Reader(town.key, here, NOW)
        return exports.make(
            "ssda903-social-worker", reader, date.fromisoformat(first), date.fromisoformat(last), date(2026, 9, 10)
        )


def in_care(town: world.Town, child: str, *more: object) -> None:
    cast.child(town.key, child, cast.entry("child", child, "started", "looked_after", "2026-06-02", basis="section_20"),
               *more, due=False)  # fmt: skip


def rows(town: world.Town) -> list[tuple[str, ...]]:
    return [row[2:] for row in made(town).sheets[0].rows]


def test_a_transfer_by_the_procedure_is_tsproc(town: world.Town) -> None:
    in_care(town, "amy")
    entry = cast.entry("child", "amy", "move", "", "2026-08-27", person="ben", team="south")
    cast.add(town.key, [_of_matter(entry, "move_between-1")])
    recalculate(town.key, "amy", NOW)
    assert rows(town) == [
        ("SW1234567", "01/06/2026", "27/08/2026", "FCONTA"),
        (BEN, "27/08/2026", "", "TSPROC"),
    ]
    assert made(town).findings == []
    assert "Ben" in "".join(made(town).notes)


def _of_matter(entry: object, matter: str) -> object:
    from dataclasses import replace

    return replace(entry, matter=matter)  # type: ignore[type-var]


def test_a_change_within_a_team_says_its_reason(town: world.Town) -> None:
    cast.add(town.key, [
        cast.entry("worker", "dee", "started", "post", role="social_worker", team="north", name="Dee"),
        cast.entry("worker", "ann", "started", "worker_absence", "2026-07-01", until="2026-07-31"),
        cast.entry("worker", "dee", "end_post", "post", "2026-08-15", last_day="2026-08-14"),
    ])  # fmt: skip
    in_care(
        town, "amy",
        cast.entry("child", "amy", "move", "", "2026-07-01", person="dee", team="north"),
        cast.entry("child", "amy", "move", "", "2026-08-15", person="ann", team="north"),
        cast.entry("child", "amy", "move", "", "2026-09-01", person="ben", team="north", reason="child_asked"),
    )  # fmt: skip
    assert [(row[1], row[3]) for row in rows(town)] == [
        ("01/06/2026", "FCONTA"), ("01/07/2026", "ABSENC"), ("15/08/2026", "LEFTRL"), ("01/09/2026", "CHCHAN"),
    ]  # fmt: skip


def test_nobody_is_a_gap_that_the_report_explains(town: world.Town) -> None:
    in_care(town, "amy", cast.entry("child", "amy", "move", "", "2026-08-01", breach="never"))
    found = made(town)
    assert [row[3:] for row in found.sheets[0].rows] == [("01/06/2026", "01/08/2026", "FCONTA")]
    assert {f.rule for f in found.findings} == {"SW11", "SW17"}
    assert all("nobody was named from 01/08/2026" in f.because for f in found.findings)
    said = report(found, "Made-up", "Hal", NOW)
    assert "2 breaches of the receiver's rules, 2 explained by the record" in said


def test_a_gap_in_the_middle_is_explained_on_the_row_after_it(town: world.Town) -> None:
    in_care(
        town, "amy", cast.entry("child", "amy", "move", "", "2026-08-01", breach="never"),
        cast.entry("child", "amy", "move", "", "2026-08-20", person="ben", team="south"),
    )  # fmt: skip
    found = {f.rule: (f.row, f.because.split(":")[0]) for f in made(town).findings}
    said = "nobody was named from 01/08/2026 to 20/08/2026"
    assert found == {"SW10": (3, said), "SW11": (3, said)}


def test_last_years_open_episode_is_this_years_first(town: world.Town) -> None:
    in_care(town, "amy")
    sent = (("CHILD", "DOB", "SW_ID", "SW_DECOM", "SW_DEC", "SW_REASON"),
            ("amy", "03/03/2016", "SW1234567", "01/05/2026", "", "FCONTA"))  # fmt: skip
    with as_program(town.key):
        reader = Reader(town.key, around(town.key), NOW, previous=sent)
        found = exports.make("ssda903-social-worker", reader, None, None, date(2026, 9, 10))
    (one,) = found.findings
    assert one.rule == "SW16b" and "2026-05-01" in one.says and one.explained and "SW16" in found.tried


def test_children_not_in_care_in_the_period_are_not_in_it(town: world.Town) -> None:
    cast.child(town.key, "amy", due=False)
    in_care(town, "bea", cast.entry("child", "bea", "ended", "looked_after", "2026-07-02"))
    assert made(town).children == ["bea"]
    assert made(town, "2026-08-01").children == []
    assert csv_of(made(town, "2026-08-01").sheets[0]).decode("utf-8-sig") == (
        "CHILD,DOB,SW_ID,SW_DECOM,SW_DEC,SW_REASON\r\n"
    )
