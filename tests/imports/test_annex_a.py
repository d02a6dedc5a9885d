"""Annex A lists: who holds whom now, and what a snapshot can and cannot say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from baton.imports import CannotRead, ReadResult, read

from .saying import facts, group, groups, kinds

Found = Callable[[str], Path]
BY = "by 2026-09-14"


@pytest.fixture
def lists(made_up: Found) -> ReadResult:
    names = ("list_6_2026-09-14.csv", "list_8_2026-09-14.csv", "list_9_2026-09-14.csv", "lists_2026-09-14.xlsx")
    return read("annex-a", [made_up(f"made_up_{name}") for name in names])


def test_extract_date_is_the_one_in_the_files_name(lists: ReadResult) -> None:
    assert lists.as_at == date(2026, 9, 14)


def test_without_a_date_nothing_is_read_and_the_message_says_what_to_do(made_up: Found, tmp_path: Path) -> None:
    copy = tmp_path / "Annex A January 2024.csv"
    copy.write_bytes(made_up("made_up_list_6_2026-09-14.csv").read_bytes())
    with pytest.raises(CannotRead, match="does not say on which day") as problem:
        read("annex-a", [copy])
    assert "--as-at 2026-07-31" in problem.value.todo


@pytest.mark.parametrize(
    "name", ["x 2026-09-14.csv", "x_20260914.csv", "x 14.09.2026.csv", "14 September 2026.csv", "list 6 14Sep2026.csv"]
)
def test_many_ways_of_writing_the_date_in_a_name_are_read(made_up: Found, tmp_path: Path, name: str) -> None:
    copy = tmp_path / name
    copy.write_bytes(made_up("made_up_list_6_2026-09-14.csv").read_bytes())
    assert read("annex-a", [copy]).as_at == date(2026, 9, 14)


def test_worker_and_team_are_what_was_seen_on_the_day_and_nothing_is_said_of_since_when(lists: ReadResult) -> None:
    named = {"worker": "Ann Ample", "team": "Locality One", "list": "list_6"}
    assert facts(lists, "ben", "allocated_worker") == [("observed", BY, named)]


@pytest.mark.parametrize("child", ["cleo", "dot", "eve", "ivy"])
def test_a_blank_an_error_a_tray_and_a_teams_name_are_nobody(lists: ReadResult, child: str) -> None:
    ((_, _, parts),) = facts(lists, child, "allocated_worker")
    assert parts["worker"] == ""
    assert "nobody_is_named" in kinds(lists, child)


def test_non_breaking_spaces_in_names_are_cleaned(lists: ReadResult) -> None:
    (seen, *_) = [p for _, _, p in facts(lists, "1001", "allocated_worker") if p["list"] == "list_7"]
    assert (seen["worker"], seen["team"]) == ("Vera Vital", "Protection One")


def test_of_two_referrals_of_one_child_the_latest_says_who_holds_it(lists: ReadResult) -> None:
    workers = [p["worker"] for _, _, p in facts(lists, "1001", "allocated_worker") if p["list"] == "list_3"]
    assert workers == ["Di Desk"]


def test_a_closed_row_says_who_held_the_child_last_and_not_who_does_now(lists: ReadResult) -> None:
    assert facts(lists, "gus", "allocated_worker") == []
    ((phase, day, parts),) = facts(lists, "gus", "closing")
    assert (phase, day, parts["last_worker"]) == ("closed", date(2026, 6, 30), "Olu Outgoing")
    assert parts["reason"] == "no_further_action"


def test_a_bad_birth_date_loses_that_field_and_not_the_row(lists: ReadResult) -> None:
    (rejected,) = [r for r in lists.rejected if r.child == "fay"]
    assert (rejected.field, rejected.value, rejected.at.row) == ("Date of Birth", "31/02/2015", 7)
    assert facts(lists, "fay", "birth") == []
    assert facts(lists, "fay", "child_in_need")[0][1] == date(2026, 5, 16)


def test_a_row_without_a_childs_identifier_is_left_out_and_said_so(lists: ReadResult) -> None:
    (rejected,) = [r for r in lists.rejected if not r.field and r.at.sheet == "List 6"]
    assert rejected.at.row == 9
    assert "no child's identifier" in rejected.reason


def test_case_status_decides_what_list_6_is_about(lists: ReadResult) -> None:
    assert "list_6/child_in_need/2026-01-05" not in groups(lists, "hal")
    assert facts(lists, "hal", "case_status")[0][2]["value"] == "looked_after"
    assert facts(lists, "ben", "child_in_need") == [("started", date(2026, 5, 12), {"need": "N5"})]


def test_a_status_that_no_dated_list_shows_began_by_the_extracts_day_and_is_remarked(made_up: Found) -> None:
    alone = read("annex-a", [made_up("made_up_list_6_2026-09-14.csv")])
    assert facts(alone, "hal", "looked_after") == [("started", BY, {})]
    assert "not_in_its_list" in kinds(alone, "hal")


def test_legal_status_gives_the_basis_and_the_order_from_its_own_date(lists: ReadResult) -> None:
    assert facts(lists, "ivo", "looked_after") == [
        ("started", date(2025, 10, 10), {"need": "N1"}),
        ("started", date(2026, 2, 1), {"basis": "care_order", "legal_status": "C2"}),
    ]
    assert facts(lists, "ivo", "order") == [("started", date(2026, 2, 1), {"type": "care"})]


def test_an_interim_order_means_that_proceedings_were_under_way_by_then(lists: ReadResult) -> None:
    assert facts(lists, "jo", "looked_after")[0][2]["basis"] == "interim_care_order"
    assert facts(lists, "jo", "care_proceedings") == [("started", "by 2026-01-12", {"inferred_from": "C1"})]


def test_only_the_latest_review_is_known_and_the_observation_says_so(lists: ReadResult) -> None:
    assert facts(lists, "hal", "cla_review") == [("held", date(2026, 8, 20), {"known": "latest"})]


def test_a_review_after_the_extract_is_booked_not_held(lists: ReadResult) -> None:
    assert facts(lists, "ivo", "cla_review")[0][:2] == ("booked", date(2026, 10, 20))
    assert "date_in_the_future" in kinds(lists, "ivo")


def test_care_that_ended_by_special_guardianship_leaves_that_order(lists: ReadResult) -> None:
    assert ("started", date(2026, 8, 20), {"type": "special_guardianship"}) in facts(lists, "kit", "order")


def test_an_eligible_child_is_not_yet_a_care_leaver(lists: ReadResult) -> None:
    assert facts(lists, "hal", "care_leaver") == [("observed", BY, {"eligibility": "eligible"})]
    assert facts(lists, "ivy", "care_leaver") == [("started", BY, {"eligibility": "former_relevant"})]


def test_a_formerly_unaccompanied_young_person_ceased_to_be_so_at_18(lists: ReadResult) -> None:
    assert facts(lists, "ivy", "unaccompanied")[1] == ("ended", date(2024, 11, 20), {})


def test_a_plan_before_birth_is_taken_in_and_remarked(lists: ReadResult) -> None:
    assert facts(lists, "1001", "cp_plan")[0][:2] == ("started", date(2026, 7, 1))
    assert "before_birth" in kinds(lists, "1001")


def test_age_that_does_not_go_with_the_birth_date_is_remarked(lists: ReadResult) -> None:
    assert "age_disagrees" in kinds(lists, "kit")
    assert "age_disagrees" not in kinds(lists, "jo")


def test_disability_no_says_no_and_unknown_says_nothing(lists: ReadResult) -> None:
    assert facts(lists, "ben", "disability") == [("ended", BY, {})]
    assert facts(lists, "dot", "disability") == []


def test_sheets_with_titles_above_the_header_and_other_sheets_are_understood(lists: ReadResult) -> None:
    assert group(lists, "1002", "list_7/cp_plan/2021-01-01").at.row == 5
    assert [r.at.sheet for r in lists.rejected if r.reason == "this is not one of the eleven lists"] == ["About"]


def test_a_total_below_the_list_is_not_a_child(lists: ReadResult) -> None:
    assert groups(lists, "Total") == set()


def test_an_unknown_spelling_is_remarked_and_leaves_only_its_field_out(lists: ReadResult) -> None:
    assert [r.value for r in lists.remarks if r.kind == "spelling_unknown"] == ["wobble"]
    assert facts(lists, "1003", "referral") == [("held", date(2026, 8, 20), {"no_further_action": "yes"})]


def test_columns_that_are_not_read_are_named(lists: ReadResult) -> None:
    (list_3,) = [c for c in lists.columns if c.at.sheet == "List 3"]
    assert list_3.not_read == ("Number of Referrals in Last 12 Months",)


def test_a_file_that_is_no_workbook_is_a_rejection_and_no_crash(tmp_path: Path) -> None:
    bad = tmp_path / "2026-09-14.xlsx"
    bad.write_bytes(b"PK\x03\x04 not a workbook")
    (rejected,) = read("annex-a", [bad]).rejected
    assert "cannot be opened" in rejected.reason


def test_windows_text_and_semicolons_are_read(made_up: Found, tmp_path: Path) -> None:
    text = made_up("made_up_list_6_2026-09-14.csv").read_text().replace("Ann Ample", "Ané Ample").replace(",", ";")
    copy = tmp_path / "list 6 2026-09-14.csv"
    copy.write_bytes(text.encode("cp1252"))
    result = read("annex-a", [copy])
    assert facts(result, "ben", "allocated_worker")[0][2]["worker"] == "Ané Ample"
    assert "encoding" in kinds(result)


def test_ages_as_fractions_betray_a_wrong_extract_date(tmp_path: Path) -> None:
    head = "Child Unique ID,Date of Birth,Age,Date of Referral,Referral Source,Allocated Team,Allocated Worker"
    rows = [f"m{n},01/0{n}/2015,{6 - n / 12 + 0.21:.6f},01/02/2021,6,North,Ann Ample" for n in range(1, 8)]
    file = tmp_path / "list 3.csv"
    file.write_text("\n".join([head, *rows]))
    remarks = read("annex-a", [file], date(2024, 1, 31)).remarks
    assert [r.kind for r in remarks] == ["extract_date_doubtful"]
    assert "02/2021" in remarks[0].says
