"""Tables as files: the same rows for the same reach, nothing worked out by a spreadsheet; who has no worker."""

from __future__ import annotations

import csv
import io

import pytest
from openpyxl import load_workbook
from tests.store import cast

from baton.workspace.tables import Table, _csv, _workbook

from . import world
from .pages import main, read
from .test_doing import decided

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def read_csv(answer: object) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))  # type: ignore[attr-defined]


def test_a_report_is_a_file_with_the_same_rows(town: world.Town, other_town: world.Town) -> None:
    decided(town)
    browser = world.sign_in(town, "hal")
    assert "/reports/waiting?as=csv" in browser.get("/reports/waiting").content.decode()
    rows = read_csv(browser.get("/reports/waiting?as=csv"))
    assert rows[:2] == [["Stage", "Child", "Since"], ["Decided, not moved", "Amy Fictley", "Thu 6 Aug 2026, 9:30am"]]
    assert rows[-1][0].startswith("As at Thu 6 Aug 2026, 10am.")
    answer = browser.get("/reports/waiting?as=xlsx")
    assert answer["Content-Type"] == XLSX and 'filename="where-do-children-wait.xlsx"' in answer["Content-Disposition"]
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert [cell.value for cell in sheet[2]] == ["Decided, not moved", "Amy Fictley", "Thu 6 Aug 2026, 9:30am"]
    other = read_csv(world.sign_in(other_town, "hal").get("/reports/waiting?as=csv"))
    assert len(other) == 2 and "Amy" not in str(other)


@pytest.mark.parametrize("cell", ["=1+1", "+44 20", "-1", "@cmd"])
def test_a_spreadsheet_works_nothing_out(cell: str) -> None:
    one = Table("x", ("a",), ((cell,), (3,)))
    assert _csv(one, "foot").decode("utf-8-sig").splitlines()[1:3] == [f"'{cell}", "3"]
    sheet = load_workbook(io.BytesIO(_workbook(one, "foot"))).active
    assert sheet["A2"].value == cell and sheet["A2"].data_type == "s" and sheet["A3"].value == 3


def test_children_without_a_worker_have_a_place_of_their_own(town: world.Town, other_town: world.Town) -> None:
    browser = world.sign_in(town, "nora")
    assert "No child is without a named worker." in main(browser.get("/unallocated"))
    town.child("zoe", due=False)
    cast.add(town.key, [cast.entry("worker", "ann", "ended", "worker", "2026-08-04")])
    cast.recalculate(town.key, "zoe", world.NOW)
    page = main(browser.get("/unallocated"))
    assert "Children without a worker: 1" in page and "Zoe Fictley" in page and "for 2 days" in page
    assert "On hold." not in read(browser.get("/unallocated"))
    assert "Zoe Fictley" in main(browser.get("/unallocated?team=north&order=name"))
    assert "No child is like that." not in main(
        browser.get("/unallocated?state=nonsense")
    )  # no such choice: everything
    report = main(browser.get("/unallocated/report"))
    assert "1 now, 1 new in the last 7 days, 0 ended in the last 7 days." in report
    assert read_csv(browser.get("/unallocated/report?as=csv"))[1][0] == "Zoe Fictley"
    for where, person in ((town, "sid"), (other_town, "nora")):
        assert "Zoe" not in main(world.sign_in(where, person).get("/unallocated/report"))
    assert world.sign_in(town, "ben").get("/unallocated").status_code == 403
