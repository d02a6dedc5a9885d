"""Teams and people taken in from files: tried out first, the same again changes nothing, nobody is left without."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from tests.imports.town import NOW, Town, put, recorded

from baton.exports import making
from baton.exports.writing import write
from baton.imports import CannotRead, staff_import
from baton.imports.staff import numbers_of
from baton.store.asking import around
from baton.store.tenancy import as_program
from baton.working_time import day_window

PEOPLE = "person,name,number,role,team,started\n"


@pytest.fixture
def list_of(tmp_path: Path) -> Callable[..., Path]:
    """A file with these lines."""

    def made(name: str, *lines: str) -> Path:
        path = tmp_path / name
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return made


def answers(town: Town, *files: Path, save: bool = False) -> list[tuple[str, str]]:
    report = (
        staff_import.apply(town.key, "staff", files, NOW, "ina") if save
        else staff_import.dry_run(town.key, "staff", files, NOW)
    )  # fmt: skip
    return [(row.answer, row.why) for row in report.rows() if row.answer != "not used"]


def test_new_teams_and_people_are_tried_out_then_taken_in(town: Town, list_of: Callable[..., Path]) -> None:
    service = next(iter(around(town.key).organisation.teams.values())).service
    role = next(k for k, o in around(town.key).packs.editions[-1].offices.items() if o.practitioner)
    files = (
        list_of(
            "people.csv", "name,number,role,team,started", f"Nell Newcomer,SW7654321,{role},Locality Ten,01/07/2026"
        ),
        list_of("teams.csv", "team,name,service", f"locality_10,Locality Ten,{service}"),
    )
    before = around(town.key).organisation
    expected = [("new", f"Locality Ten, of {service}"), ("new", "Nell Newcomer: named Nell Newcomer, number SW7654321")]
    assert [(a, w[: len(e)]) for (a, w), (_, e) in zip(answers(town, *files), expected, strict=True)] == expected
    assert around(town.key).organisation == before
    answers(town, *files, save=True)
    after = around(town.key).organisation
    assert after.teams["locality_10"].name == "Locality Ten"
    (post,) = [p for p in after.posts if after.names.get(p.person) == "Nell Newcomer"]
    assert (post.role, post.team) == (role, "locality_10")
    assert {a for a, _ in answers(town, *files)} == {"unchanged"}
    assert staff_import.dry_run(town.key, "staff", files, NOW).changes_nothing


def test_what_is_exported_of_staff_comes_back_unchanged(town: Town, tmp_path: Path) -> None:
    town.apply("annex-a")
    with as_program(town.key):
        here = around(town.key)
    with as_program(town.key):
        made = making.make("ssd-involvements", making.Reader(town.key, here, NOW), None, None, date(2026, 8, 5))
    files = [p for p in write(made, tmp_path, town.key, "Hal", NOW) if p.name in
             ("ssd_department.csv", "ssd_professionals.csv")]  # fmt: skip
    found = answers(town, *files)
    assert {a for a, _ in found} == {"unchanged"}, found
    assert staff_import.dry_run(town.key, "staff", files, NOW).changes_nothing


def test_whoever_holds_children_is_moved_by_a_person(town: Town, list_of: Callable[..., Path]) -> None:
    organisation = around(town.key).organisation
    post = next(p for p in organisation.posts if p.team == "locality_1")
    name = organisation.names[post.person]
    put(town.key, [recorded("zoe", "open", "", day_window(date(2026, 6, 1)), person=post.person, team="locality_1")])
    from baton.store.recalculating import recalculate

    recalculate(town.key, "zoe", NOW)
    moved = list_of("moved.csv", "name,role,team", f"{name},{post.role},locality_2")
    ((answer, why),) = answers(town, moved, save=True)
    assert answer == "needs a person" and "holds 1 children" in why
    left = list_of("left.csv", "name,role,team,ended", f"{name},{post.role},locality_1,01/08/2026")
    ((answer, why),) = answers(town, left, save=True)
    assert answer == "needs a person" and "left on 01/08/2026" in why
    assert around(town.key).organisation.posts == organisation.posts


def test_what_is_not_understood_is_said_row_by_row(town: Town, list_of: Callable[..., Path]) -> None:
    wrong = list_of("wrong.csv", PEOPLE + "x,Ada Odd,AB12,,,", ",Bo Odd,,sorcerer,locality_1,", ",Cy Odd,,,Atlantis,",
                    ",,SW1234567,,,", ",Di Odd,,,,31/31/2026")  # fmt: skip
    found = answers(town, wrong)
    assert [a for a, _ in found] == ["needs a person", "needs a person", "needs a person", "cannot be read",
                                     "needs a person", "new"]  # fmt: skip
    assert "AB12 is no number of the register" in found[0][1] and "sorcerer" in found[1][1]
    assert "Atlantis" in found[2][1]
    (none,) = staff_import.dry_run(town.key, "staff", [list_of("none.csv", "a,b", "1,2")], NOW).rows()
    assert none.answer == "cannot be read"
    with pytest.raises(CannotRead, match="no file"):
        answers(town, Path("nowhere.csv"))


def test_the_census_speaks_only_of_numbers_that_are_known(
    town: Town, list_of: Callable[..., Path], sample: Callable[[str], Path]
) -> None:
    number = next(iter(numbers_of(e for es in around(town.key).journals.values() for e in es).values()))
    census = list_of(
        "cswwf.xml", "<Message><Header><ReferenceDate>2025-09-30</ReferenceDate></Header>",
        f"<CSWWWorker><SWENo>{number}</SWENo><FTE>0.8</FTE><Cases30>14</Cases30></CSWWWorker>",
        "<CSWWWorker><SWENo>SW0000000</SWENo><FTE>1</FTE></CSWWWorker></Message>",
    )  # fmt: skip
    report = staff_import.apply(town.key, "workforce", [census], NOW, "ina")
    assert report.as_at == date(2025, 9, 30) and report.entries == 1
    assert [r.answer for r in report.rows()] == ["new", "needs a person"]
    assert "the census counts 14 cases, here there are 0" in report.rows()[0].why
    assert [r.answer for r in staff_import.dry_run(town.key, "workforce", [census], NOW).rows()] == [
        "unchanged", "needs a person",
    ]  # fmt: skip
    real = staff_import.dry_run(town.key, "workforce", [sample("workforce/social_work_workforce_2022.xml")], NOW)
    assert len(real.rows()) == 30 and real.changes_nothing


def test_the_answers_as_a_file_work_nothing_out(town: Town, list_of: Callable[..., Path], tmp_path: Path) -> None:
    """A file's name or a role that begins like a formula is text where the answers are opened as a spreadsheet."""
    wrong = list_of("=1+1.csv", PEOPLE + ",Bo Odd,,=2+5,locality_1,")
    report = staff_import.dry_run(town.key, "staff", [wrong], NOW)
    assert report.write_rows(tmp_path / "answers.csv") == len(report.rows()) > 0
    written = (tmp_path / "answers.csv").read_text(encoding="utf-8-sig")
    assert "'=1+1.csv" in written and "\n=1+1" not in written
