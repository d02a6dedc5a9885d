"""The 903 return: episodes into spells, reviews, unaccompanied status, and the history of social workers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from baton.imports import CannotRead, ReadResult, read

from .saying import facts, groups, kinds

Found = Callable[[str], Path]
NAMES = ("episodes", "header", "reviews", "uasc", "social_worker", "DoLo")


@pytest.fixture
def files(made_up: Found) -> ReadResult:
    return read("ssda903", [made_up(f"made_up_2026_{name}.csv") for name in NAMES])


def test_extract_date_is_31_march_of_the_year_in_the_name(files: ReadResult) -> None:
    assert files.as_at == date(2026, 3, 31)


def test_without_a_year_in_the_name_it_is_the_31_march_after_the_latest_episode(made_up: Found, tmp_path: Path) -> None:
    copy = tmp_path / "episodes.csv"
    copy.write_bytes(made_up("made_up_2026_episodes.csv").read_bytes())
    result = read("ssda903", [copy])
    assert result.as_at == date(2026, 3, 31)
    assert "extract_date_assumed" in kinds(result)


def test_reviews_alone_do_not_say_their_year(made_up: Found, tmp_path: Path) -> None:
    copy = tmp_path / "reviews.csv"
    copy.write_bytes(made_up("made_up_2026_reviews.csv").read_bytes())
    with pytest.raises(CannotRead, match="for which year"):
        read("ssda903", [copy])


def test_back_to_back_episodes_are_one_period_of_care_with_its_basis_changing(files: ReadResult) -> None:
    spell = facts(files, "amy", "looked_after")
    assert [(phase, day, parts["basis"]) for phase, day, parts in spell] == [
        ("started", date(2025, 6, 1), "section_20"),
        ("started", date(2025, 9, 1), "interim_care_order"),
        ("started", date(2025, 12, 1), "care_order"),
    ]


def test_a_care_order_ends_the_interim_order_and_the_proceedings(files: ReadResult) -> None:
    assert facts(files, "amy", "order") == [
        ("started", date(2025, 9, 1), {"type": "interim_care"}),
        ("started", date(2025, 12, 1), {"type": "care"}),
        ("ended", date(2025, 12, 1), {"type": "interim_care"}),
    ]
    assert facts(files, "amy", "care_proceedings")[1] == ("ended", date(2025, 12, 1), {"inferred_from": "C2"})


def test_care_that_ended_and_began_again_is_two_periods(files: ReadResult) -> None:
    assert [f[:2] for f in facts(files, "bob", "looked_after")] == [
        ("started", date(2025, 7, 1)),
        ("ended", date(2025, 8, 1)),
        ("started", date(2025, 10, 1)),
    ]


def test_adoption_leaves_an_adoption_order_and_ends_care(files: ReadResult) -> None:
    assert ("started", date(2025, 11, 1), {"type": "adoption"}) in facts(files, "cat", "order")
    assert ("ended", date(2025, 11, 1), {"reason": "E12"}) in facts(files, "cat", "looked_after")


def test_x1_without_a_next_episode_that_day_does_not_end_care_and_is_remarked(files: ReadResult) -> None:
    assert [phase for phase, _, _ in facts(files, "dan", "looked_after")] == ["started", "started"]
    assert "not_back_to_back" in kinds(files, "dan")


def test_an_episode_without_a_readable_start_is_rejected(files: ReadResult) -> None:
    (rejected,) = [r for r in files.rejected if r.child == "eli"]
    assert (rejected.field, rejected.value) == ("DECOM", "31/02/2025")
    assert groups(files, "eli") == {"uasc"}


def test_an_unknown_legal_status_is_a_rejected_field_and_the_child_is_still_looked_after(files: ReadResult) -> None:
    assert [(r.field, r.value) for r in files.rejected if r.child == "fin"] == [("LS", "Q9")]
    assert facts(files, "fin", "looked_after") == [("started", date(2025, 7, 1), {"need": "N8"})]


def test_a_legal_status_that_only_lists_write_in_words_is_no_code_of_the_return(tmp_path: Path) -> None:
    file = tmp_path / "2026 episodes.csv"
    file.write_text("CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC\namy,01/06/2025,S,S,N1,U6,PR4,,\n")
    assert [(r.field, r.value) for r in read("ssda903", [file]).rejected] == [("LS", "S")]


def test_a_withdrawn_code_is_remarked(files: ReadResult) -> None:
    assert "code_withdrawn" in kinds(files, "fin")


def test_a_change_of_legal_status_only_starts_no_placement(files: ReadResult) -> None:
    assert [(phase, day) for phase, day, _ in facts(files, "amy", "placement")] == [
        ("started", date(2025, 6, 1)),
        ("observed", date(2025, 9, 1)),
        ("started", date(2025, 12, 1)),
    ]


def test_every_review_is_known_and_one_after_the_return_is_booked(files: ReadResult) -> None:
    assert [f[:2] for f in facts(files, "amy", "cla_review")] == [
        ("held", date(2025, 6, 28)),
        ("held", date(2025, 9, 28)),
        ("booked", date(2026, 6, 28)),
    ]


def test_unaccompanied_status_ends_on_duc_only_once_that_day_has_come(files: ReadResult) -> None:
    assert facts(files, "dan", "unaccompanied") == [("started", "by 2026-03-31", {"expected_end": "2027-02-01"})]
    assert facts(files, "eli", "unaccompanied")[1] == ("ended", date(2025, 2, 1), {})


def test_worker_history_has_exact_days_the_reason_and_no_end_where_the_next_begins(files: ReadResult) -> None:
    assert facts(files, "amy", "allocated_worker") == [
        ("observed", date(2025, 4, 1), {"worker": "SW1001", "reason": "FCONTA"}),
        ("observed", date(2025, 6, 1), {"worker": "SW1002", "reason": "TSPROC"}),
        ("ended", date(2025, 10, 1), {"worker": "SW1002"}),
        ("observed", date(2025, 10, 5), {"worker": "SW1003"}),
    ]
    assert "gap_between_workers" in kinds(files, "amy")


def test_an_invented_reason_code_is_a_rejected_field(files: ReadResult) -> None:
    (rejected,) = [r for r in files.rejected if r.field == "SW_REASON"]
    assert rejected.value == "SWLAZY"
    assert "TSPROC" in rejected.expected


def test_a_pupil_number_joins_children_only_with_its_right_check_letter(files: ReadResult) -> None:
    assert facts(files, "amy", "identifier")[0][2] == {"system": "upn", "value": "B801200005001"}
    assert facts(files, "bob", "identifier") == []
    assert "upn_not_valid" in kinds(files, "bob")


def test_files_that_are_not_used_say_why_for_every_row(files: ReadResult) -> None:
    (unused,) = [n for n in files.not_used if n.at.sheet == "dolo" and n.at.row == 2]
    assert "deprivation of liberty" in unused.reason


def test_the_xml_form_says_the_same_as_the_files(made_up: Found, files: ReadResult) -> None:
    xml = read("ssda903", [made_up("made_up_903_2026.xml")])
    assert facts(xml, "amy", "looked_after") == facts(files, "amy", "looked_after")[:2]
    assert facts(xml, "amy", "cla_review") == facts(files, "amy", "cla_review")[:2]
    assert facts(xml, "amy", "birth") == facts(files, "amy", "birth")


def test_a_row_with_more_cells_than_the_header_is_rejected(tmp_path: Path) -> None:
    file = tmp_path / "2026 uasc.csv"
    file.write_text("CHILD,SEX,DOB,DUC\namy,2,01/02/2012,01/02/2030,extra\n")
    (rejected,) = read("ssda903", [file]).rejected
    assert "more cells" in rejected.reason


def test_a_file_of_something_else_is_rejected_with_what_was_expected(tmp_path: Path) -> None:
    file = tmp_path / "2026 rota.csv"
    file.write_text("name,day\nx,y\n")
    result = read("ssda903", [file])
    assert "not a file of the return" in result.rejected[0].reason
    assert len(result.not_used) == 2
