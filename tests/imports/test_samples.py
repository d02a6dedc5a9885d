"""Every real sample that is on this machine: read without a crash, and every row of it accounted for.

The samples are published test data of the sector (see ../shared/data/README.md there), full of known dirt.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from lxml import etree
from python_calamine import CalamineWorkbook

from baton.imports import ReadResult, compare_result, kept_after, read
from baton.imports.cells import folded
from baton.imports.codes import match

from .saying import facts, kinds

Found = Callable[[str], Path]
AT = date(2021, 3, 16)
RETURN = (
    "DoLo",
    "ad1",
    "episodes",
    "header",
    "missing",
    "oc2",
    "oc3",
    "placed_for_adoption",
    "previous_permanence",
    "reviews",
    "sw_episodes",
    "uasc",
)
CENSUS = ("CIN_Census_2021.xml", "CIN_Census_2024.xml", "fake_CIN_data.xml")
MODULES = {"Child", "CINdetails", "Assessments", "CINPlanDates", "Section47", "ChildProtectionPlans"}


def accounted(result: ReadResult) -> set[tuple[str, str, int]]:
    """Every row of which something was said: an observation, a rejection, or that it is not used and why."""
    said = (*result.observations, *result.rejected, *result.not_used)
    return {(each.at.file, each.at.sheet, each.at.row) for each in said}


def test_every_row_of_the_annex_a_workbook_is_accounted_for(sample: Found) -> None:
    path = sample("annex-a/Annex_A_2024_Jan.xlsx")
    result = read("annex-a", [path], AT)
    book = CalamineWorkbook.from_path(path)
    rows = {
        (path.name, name, number)
        for name in book.sheet_names
        for number in range(1, len(book.get_sheet_by_name(name).to_python(skip_empty_area=False)) + 1)
    }
    assert len(rows) == 71 - 1
    assert accounted(result) == rows


def test_annex_a_says_who_holds_whom_and_names_the_rows_that_do_not(sample: Found) -> None:
    result = read("annex-a", [sample("annex-a/Annex_A_2024_Jan.xlsx")], AT)
    nobody = [r for r in result.remarks if r.kind == "nobody_is_named"]
    assert {r.at.sheet for r in nobody} == {"List 6"}
    assert len(nobody) == 5
    assert facts(result, "4653765", "allocated_worker")[0][2]["worker"] == "Mathilde Cutsforth"
    assert result.rejected == []
    assert {"before_birth", "spelling_unknown", "no_personal_adviser"} <= kinds(result)


def test_annex_a_given_the_date_of_its_name_is_doubted_by_its_ages(sample: Found) -> None:
    result = read("annex-a", [sample("annex-a/Annex_A_2024_Jan.xlsx")], date(2024, 1, 31))
    (doubt,) = [r for r in result.remarks if r.kind == "extract_date_doubtful"]
    assert "16/03/2021" in doubt.says


@pytest.mark.parametrize("name", RETURN)
def test_every_row_of_each_903_file_is_accounted_for(sample: Found, name: str) -> None:
    path = sample(f"ssda903/{name}.csv")
    result = read("ssda903", [path], date(2018, 3, 31))
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = sum(1 for _ in csv.reader(file))
    assert {(file, row) for file, _, row in accounted(result)} == {(path.name, n) for n in range(1, rows + 1)}


def test_the_903_read_as_one_return_is_as_at_the_year_of_its_episodes(sample: Found) -> None:
    result = read("ssda903", [sample(f"ssda903/{name}.csv") for name in RETURN])
    assert result.as_at == date(2018, 3, 31)
    assert len({o.child for o in result.observations}) == 2675
    sheets = Counter(r.kind for r in result.remarks)
    assert sheets["later_than_open"] == 10
    assert [r.value for r in result.rejected if r.at.file == "sw_episodes.csv"] == ["01/01/2020"]


def test_the_2020_return_keeps_its_extra_column_and_its_three_birth_dates_visible(sample: Found) -> None:
    names = ("ssda903/SSDA903_2020_episodes.csv", "ssda903/SSDA903_2020_header.csv")
    result = read("ssda903", [sample(name) for name in names])
    assert result.as_at == date(2020, 3, 31)
    assert any("TEST_COLUMN" in c.not_read for c in result.columns)
    conflicts = compare_result({}, result).conflicts
    assert sorted(len(c.says) for c in conflicts if c.word == "birth") == [2, 3]


def elements(path: Path) -> Iterator[tuple[str, int]]:
    for element in etree.parse(str(path)).iter():
        if isinstance(element.tag, str) and element.tag in MODULES:
            yield element.tag, element.sourceline


@pytest.mark.parametrize("name", CENSUS)
def test_every_element_of_each_census_is_accounted_for(sample: Found, name: str) -> None:
    path = sample(f"cin/{name}")
    result = read("cin", [path])
    missed = set(elements(path)) - {(sheet, row) for _, sheet, row in accounted(result)}
    assert missed == set()


def test_what_the_census_says_of_the_future_is_not_taken_as_having_happened(sample: Found) -> None:
    result = read("cin", [sample("cin/fake_CIN_data.xml")])
    assert result.as_at == date(2022, 7, 21)
    assert Counter(r.field for r in result.rejected) == {"CINreferralDate": 8, "CINclosureDate": 9}
    assert all("after the date of the extract" in r.reason for r in result.rejected)


@pytest.mark.parametrize(
    ("format", "names"),
    [
        ("annex-a", ["annex-a/Annex_A_2024_Jan.xlsx"]),
        ("ssda903", [f"ssda903/{name}.csv" for name in RETURN]),
        ("cin", ["cin/fake_CIN_data.xml"]),
    ],
)
def test_a_sample_loaded_twice_changes_nothing(sample: Found, format: str, names: list[str]) -> None:
    result = read(format, [sample(name) for name in names], AT)
    first = compare_result({}, result)
    again = compare_result(kept_after(first, {}), result)
    assert not first.changes_nothing
    assert again.changes_nothing
    assert len(again.unchanged) == len(first.new)


def test_a_sample_given_as_another_format_is_rejected_and_does_not_crash(sample: Found) -> None:
    for format in ("annex-a", "ssda903", "cin"):
        for name in ("annex-a/annex-a-value-spellings.csv", "ssda903/oc2.csv", "cin/CIN_Census_2024.xml"):
            result = read(format, [sample(name)], AT)
            assert result.observations or result.rejected or result.not_used


# The columns of Annex A that are read, with the table that reads each and the share of its spellings that the table
# must take as the sector's own list does. Ethnicity, sources and reasons are free text in practice: lower.
READ = {
    "Gender": ("sex", "", 0.9),
    "Ethnicity": ("ethnicity", "", 0.8),
    "Referral Source": ("referral_source", "", 0.7),
    "Referral NFA?": ("yes_no", "nfa", 0.85),
    "Does the Child have a Disability": ("disabled", "", 0.98),
    "Was the child assessed as requiring LA children's social care support?": ("yes_no", "", 1.0),
    "Was an Initial Child Protection Conference deemed unnecessary?": ("yes_no", "", 1.0),
    "Did the Initial Child Protection Conference Result in a Child Protection Plan": ("yes_no", "", 1.0),
    "Primary Need Code": ("need", "", 0.75),
    "Child's Category of Need": ("need", "", 0.75),
    "Reason for Closure": ("closure", "", 0.65),
    "Case Status": ("case_status", "", 1.0),
    "Initial Category of Abuse": ("abuse", "", 0.98),
    "Latest Category of Abuse": ("abuse", "", 0.98),
    "Unaccompanied Asylum Seeking Child (UASC) within the Last 12 Months (Y/N)": ("yes_no", "uasc", 1.0),
    "Unaccompanied Asylum Seeking Child (UASC), or formerly UASC if 18 or over (Y/N)": ("yes_no", "uasc", 1.0),
    "Child's Legal Status": ("legal_status", "", 0.95),
    "What is the permanence plan for this child?": ("permanence", "", 0.85),
    "Reason Ceased to be Looked After": ("ceased", "", 0.9),
    "Placement Type": ("place", "", 0.9),
    "Placement Provider": ("provider", "", 0.9),
    "Eligibility Category": ("eligibility", "", 0.95),
}


def bare(text: str) -> str:
    return folded(re.sub(r"^[a-z]\)\s*", "", text))


def test_spellings_met_in_practice_are_taken_as_the_sector_takes_them(sample: Found) -> None:
    same: Counter[str] = Counter()
    every: Counter[str] = Counter()
    with sample("annex-a/annex-a-value-spellings.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["column"] not in READ:
                continue
            table, also, _ = READ[row["column"]]
            found = match(table, row["local_spelling"], also)
            wanted = row["canonical_value"]
            every[row["column"]] += 1
            same[row["column"]] += bare(found.code.annex_a) == bare(wanted) if found else wanted == "zzCodeError"
    assert every.keys() == READ.keys()
    short = {c: f"{same[c]}/{every[c]}" for c, (_, _, share) in READ.items() if same[c] < share * every[c]}
    assert short == {}
    assert sum(same.values()) >= 0.82 * sum(every.values())
