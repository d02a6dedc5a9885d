"""What is exported can be imported again with no change: the dry run of the files says so, row by row."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.imports import town as towns
from tests.imports.town import NOW, Town, changed

from baton.exports import making as exports
from baton.exports.writing import remember, write
from baton.imports.report import Report
from baton.imports.staff import numbers_of
from baton.store.asking import around
from baton.store.tenancy import as_program

FIRST, LAST = date(2026, 2, 1), date(2026, 7, 31)


WORKERS = """CHILD,DOB,SW_ID,SW_DECOM,SW_DEC,SW_REASON
ben,12/05/2014,SW1000001,10/11/2025,20/01/2026,FCONTA
ben,12/05/2014,{ines.incoming},20/01/2026,,TSPROC
fay,06/06/2012,SW1000003,01/04/2025,01/09/2025,FCONTA
fay,06/06/2012,{sam.placement},01/09/2025,,ABSENC
"""


EARLY_HELP = """Child Unique ID,Gender,Ethnicity,Date of Birth,Age,Assessment start date,\
Assessment completion date,Organisation completing assessment
cleo,b) Female,a) WBRI,03/03/2016,10,02/03/2026,20/03/2026,Made Up School
"""
ADOPTION = """Child Unique ID,Family identifier,Gender,Ethnicity,Date of Birth,Age of Child (Years),\
Does the Child have a Disability,Date the Child Entered Care,Date of Placement Order,Date Placed for Adoption
ivy,,b) Female,a) WBRI,09/09/2020,5,b) No,10/02/2026,01/06/2026,20/07/2026
"""


@pytest.fixture(scope="module")
def there(postgres: Any, tmp_path_factory: pytest.TempPathFactory) -> Town:
    """An authority that has taken in every extract of the made-up files, and a return with its social workers."""
    made = towns.make_town(towns.packs_with_files()[0])
    workers = tmp_path_factory.mktemp("return") / "2026_social_worker.csv"
    text = WORKERS
    for person, number in numbers_of(e for entries in around(made.key).journals.values() for e in entries).items():
        text = text.replace("{" + person + "}", number)
    workers.write_text(text, encoding="utf-8")
    made.apply("ssda903", *made.files("ssda903"), workers)
    lists = [tmp_path_factory.mktemp("lists") / name for name in ("list_2_2026-07-31.csv", "list_10_2026-07-31.csv")]
    for path, text in zip(lists, (EARLY_HELP, ADOPTION), strict=True):
        path.write_text(text, encoding="utf-8")
    made.apply("annex-a", *made.files("annex-a"), *lists)
    made.apply("cin")
    return made


def written(town: Town, kind: str, folder: Path, *, known: bool = True) -> list[Path]:
    """The tables of an export that have rows; `known`: written by the doors that remember what they wrote."""
    here = around(town.key)
    with as_program(town.key):
        made = exports.make(kind, exports.Reader(town.key, here, NOW), FIRST, LAST, LAST)
        if known:
            remember(made, town.key, "hal", NOW)
    assert made.rows
    return [
        p for p, sheet in zip(write(made, folder, town.key, "Hal", NOW), made.sheets, strict=False) if sheet.rows
    ]  # fmt: skip


def nobody_notices(report: Report) -> bool:
    e = report.effects
    return not (e.moved or e.due or e.due_if or e.nobody or e.differ or e.new or e.failed or report.plan.run.conflicts)


@pytest.mark.parametrize(("kind", "format"), [("annex-a", "annex-a"), ("ssda903-social-worker", "ssda903")])
def test_what_is_exported_comes_back_unchanged(there: Town, tmp_path: Path, kind: str, format: str) -> None:
    files = written(there, kind, tmp_path)
    report = there.dry_run(format, *files, complete=())
    assert {row.answer for row in report.plan.run.rows()} <= {"unchanged", "not used", "needs a person"}
    assert not report.plan.run.new and not report.plan.run.changed
    assert report.plan.changes_nothing and report.effects.entries == 0
    before = {child: there.journal(child) for child in there.children()}
    there.apply(format, *files, complete=())
    assert {child: there.journal(child) for child in there.children()} == before


def test_early_help_and_adoption_come_out_as_they_came_in_and_what_is_not_kept_is_said(there: Town) -> None:
    with as_program(there.key):
        made = exports.make("annex-a", exports.Reader(there.key, around(there.key), NOW), FIRST, LAST, LAST)
    sheets = {sheet.name.split("_")[1]: sheet for sheet in made.sheets}
    assert [*sheets] == [str(n) for n in range(1, 12)]
    assert [dict(zip(sheets["2"].headings, row, strict=True)) for row in sheets["2"].rows] == [
        {"Child Unique ID": "cleo", "Gender": "b) Female", "Ethnicity": "WBRI", "Date of Birth": "03/03/2016",
         "Age of Child (Years)": "10", "Assessment start date": "02/03/2026",
         "Assessment completion date": "20/03/2026", "Organisation completing assessment": "Made Up School"}
    ]  # fmt: skip
    (ivy,) = (dict(zip(sheets["10"].headings, row, strict=True)) for row in sheets["10"].rows)
    assert {name: day for name, day in ivy.items() if name.startswith("Date") and day} == {
        "Date of Birth": "09/09/2020", "Date the Child Entered Care": "10/02/2026",
        "Date of Placement Order": "01/06/2026", "Date Placed for Adoption": "20/07/2026",
    }  # fmt: skip
    assert sheets["1"].headings[-2:] == ("Date of Contact", "Contact Source") and not sheets["1"].rows
    assert len(sheets["11"].headings) == 19 and not sheets["11"].rows
    said = " ".join(made.notes)
    assert "List 1, Contacts: no row" in said and "List 11, Adoption: adopters: no row" in said
    assert "List 10, Adoption: children: Baton keeps no fact for Family identifier" in said


def test_even_as_another_systems_file_it_moves_nobody(there: Town, tmp_path: Path) -> None:
    """The same content, not known as our own: every value reads as it was written, and no child is in another place."""
    report = there.dry_run("annex-a", *written(there, "annex-a", tmp_path, known=False), complete=())
    assert not report.plan.run.changed
    assert nobody_notices(report)


def test_a_file_that_was_changed_is_news(there: Town, tmp_path: Path) -> None:
    files = written(there, "annex-a", tmp_path)
    one = next(f for f in files if f.name.startswith("list_8"))
    (tmp_path / "mended").mkdir()
    mended = changed(
        one, tmp_path / "mended", one.name, ("20/01/2026,a) Abuse or neglect", "20/01/2026,b) Child's disability")
    )
    run = there.dry_run("annex-a", mended, complete=()).plan.run
    assert [(c.observation.child, c.observation.facts[0].part("need")) for c in run.changed] == [("ben", "N2")]
