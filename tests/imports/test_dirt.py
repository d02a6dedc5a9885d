"""Files garbled by chance (with fixed seeds): whatever comes, a reading ends, and every row of it is accounted for."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from baton.imports import compare_result, read
from baton.imports.model import Rejected
from baton.imports.readers.tables import grids

Found = Callable[[str], Path]
AT = date(2026, 9, 14)
DIRT = ["", "#N/A", "=H2+5", "31/02/2015", "\u00a0", "9" * 40, "-1", "1e9", "é", "Duty Team", "00/00/0000", "99999"]
DIRT += ["2015-13-01", "<x>", "'", '"', "1/1/21", "31/12/9999", "01/01/0001", "a,b", "line\nbreak", "nan"]
TABLES = [
    ("annex-a", "made_up_list_6_2026-09-14.csv"),
    ("annex-a", "made_up_list_8_2026-09-14.csv"),
    ("annex-a", "made_up_list_9_2026-09-14.csv"),
    ("ssda903", "made_up_2026_episodes.csv"),
    ("ssda903", "made_up_2026_header.csv"),
    ("ssda903", "made_up_2026_reviews.csv"),
    ("ssda903", "made_up_2026_uasc.csv"),
    ("ssda903", "made_up_2026_social_worker.csv"),
]


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize(("format", "name"), TABLES)
def test_garbled_cells_lose_no_row(made_up: Found, tmp_path: Path, format: str, name: str, seed: int) -> None:
    chance = random.Random(seed)
    rows = list(csv.reader(io.StringIO(made_up(name).read_text("utf-8-sig"))))
    for row in rows[1:]:
        for column in range(len(row)):
            if chance.random() < 0.25:
                row[column] = chance.choice(DIRT)
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    file = tmp_path / name
    file.write_bytes(text.getvalue().encode("cp1252" if seed % 2 else "utf-8", "replace"))
    result = read(format, [file], AT)
    said = (*result.observations, *result.rejected, *result.not_used)
    assert {each.at.row for each in said} == set(range(1, len(rows) + 1))
    assert compare_result({}, result).counts()["rows"] == len(rows) + sum(1 for r in result.remarks if not r.at.row)


@pytest.mark.parametrize("seed", range(60))
@pytest.mark.parametrize(("format", "name"), [("cin", "made_up_cin_2026.xml"), ("ssda903", "made_up_903_2026.xml")])
def test_damaged_xml_ends_in_a_rejection_and_no_crash(
    made_up: Found, tmp_path: Path, format: str, name: str, seed: int
) -> None:
    chance = random.Random(seed)
    damaged = bytearray(made_up(name).read_bytes())
    for _ in range(chance.randrange(1, 5)):
        start = chance.randrange(len(damaged))
        if chance.random() < 0.5:
            damaged[start] = chance.randrange(256)
        else:
            del damaged[start : start + chance.randrange(1, 60)]
    file = tmp_path / name
    file.write_bytes(bytes(damaged))
    result = read(format, [file], AT)
    assert result.observations or result.rejected
    compare_result({}, result).rows()


@pytest.mark.parametrize("format", ["annex-a", "ssda903", "cin"])
@pytest.mark.parametrize("content", [b"", b"\n\n", b"\x00\x01\x02", b'"never closed\nand on', b"\xff\xfeC\x00"])
def test_files_with_nothing_in_them_are_rejected(tmp_path: Path, format: str, content: bytes) -> None:
    for ending in ("csv", "xml", "xlsx"):
        file = tmp_path / f"file.{ending}"
        file.write_bytes(content)
        result = read(format, [file], AT)
        assert result.observations == []
        assert result.rejected


def test_a_small_workbook_that_unpacks_to_more_than_a_machine_holds_is_refused(tmp_path: Path) -> None:
    """One cell at the far corner is a sheet of seventeen thousand million; the program that takes it in lives on."""
    made = openpyxl.Workbook()
    made.worksheets[0]["A1"] = "Child Unique ID"
    made.worksheets[0]["XFD1048576"] = "far away"
    made.save(tmp_path / "far.xlsx")
    [only] = grids(tmp_path / "far.xlsx")
    assert isinstance(only, Rejected) and "more than a machine can hold" in only.reason
