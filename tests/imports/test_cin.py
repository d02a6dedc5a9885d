"""The children in need census: a message that need not keep to its schema, read safely and in pieces."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from baton.imports import CannotRead, ReadResult, read

from .saying import facts, groups, kinds

Found = Callable[[str], Path]


@pytest.fixture
def census(made_up: Found) -> ReadResult:
    return read("cin", [made_up("made_up_cin_2026.xml")])


def test_extract_date_is_the_reference_date(census: ReadResult) -> None:
    assert census.as_at == date(2026, 3, 31)


def test_a_referral_says_whether_it_came_from_another_authority(census: ReadResult) -> None:
    ((phase, day, parts),) = facts(census, "amy", "referral")
    assert (phase, day, parts["source"], parts["no_further_action"]) == (
        "held",
        date(2025, 4, 1),
        "other_authority",
        "no",
    )


def test_an_assessment_ends_when_it_is_authorised(census: ReadResult) -> None:
    assert [f[:2] for f in facts(census, "amy", "assessment")] == [
        ("started", date(2025, 4, 2)),
        ("ended", date(2025, 5, 1)),
    ]


def test_a_conference_made_a_plan_where_one_starts_that_day(census: ReadResult) -> None:
    assert facts(census, "amy", "icpc") == [("held", date(2025, 6, 20), {"outcome": "plan_made"})]


def test_an_enquiry_is_over_by_its_conference_or_by_the_census_where_none_was_required(census: ReadResult) -> None:
    assert [f[:2] for f in facts(census, "amy", "cp_enquiry")] == [
        ("started", date(2025, 6, 3)),
        ("ended", "2025-06-03 to 2025-06-20"),
        ("started", date(2026, 2, 3)),
        ("ended", "2026-02-03 to 2026-03-31"),
    ]


def test_plans_are_spells_and_reviews_are_conferences(census: ReadResult) -> None:
    assert [f[:2] for f in facts(census, "amy", "child_in_need")] == [
        ("started", date(2025, 5, 2)),
        ("ended", date(2025, 6, 20)),
    ]
    assert facts(census, "amy", "cp_plan") == [
        ("started", date(2025, 6, 20), {"category": "EMO", "first_category": "NEG"}),
    ]
    assert [f[1] for f in facts(census, "amy", "cp_conference")] == [date(2025, 9, 15), date(2026, 3, 2)]


def test_a_closing_before_its_referral_is_rejected_and_the_referral_stays(census: ReadResult) -> None:
    (rejected,) = [r for r in census.rejected if r.child == "bump"]
    assert rejected.field == "CINclosureDate"
    assert facts(census, "bump", "closing") == []
    assert facts(census, "bump", "referral")[0][1] == date(2026, 2, 1)


def test_an_unborn_child_has_an_expected_birth(census: ReadResult) -> None:
    assert facts(census, "bump", "expected_birth")[0][2] == {"day": "2026-05-20"}
    assert facts(census, "bump", "birth") == []


def test_pre_proceedings_begin_and_their_meeting_is_booked(census: ReadResult) -> None:
    assert facts(census, "bump", "pre_proceedings") == [("started", date(2026, 3, 1), {})]
    assert facts(census, "bump", "plo_meeting")[0][:2] == ("booked", date(2026, 4, 10))


def test_stray_text_unknown_codes_and_unknown_elements_are_said_and_stop_nothing(census: ReadResult) -> None:
    assert "stray_text" in kinds(census, "amy")
    assert [r.value for r in census.rejected if r.field == "Disability"] == ["AUT ZZZ"]
    assert facts(census, "amy", "disability")[0][2] == {"codes": "AUT"}
    assert "SomethingNew" in {n.at.sheet for n in census.not_used}


def test_a_child_without_an_identifier_is_left_out_whole(census: ReadResult) -> None:
    (rejected,) = [r for r in census.rejected if not r.field]
    assert "no child's identifier" in rejected.reason
    assert groups(census, "") == set()


def test_a_file_that_breaks_off_keeps_what_came_before(made_up: Found, tmp_path: Path) -> None:
    whole = made_up("made_up_cin_2026.xml").read_bytes()
    cut = tmp_path / "cut.xml"
    cut.write_bytes(whole[: whole.index(b"<LAchildID>bump")])
    result = read("cin", [cut])
    assert "icpc/2025-06-20" in groups(result, "amy")
    assert "cannot be read" in result.rejected[-1].reason


def test_nothing_outside_the_file_is_read_through_an_entity(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET")
    file = tmp_path / "entity.xml"
    file.write_text(
        f'<!DOCTYPE Message [<!ENTITY x SYSTEM "{secret.as_uri()}">]><Message><Header><ReferenceDate>2026-03-31'
        "</ReferenceDate></Header><Children><Child><ChildIdentifiers><LAchildID>amy&x;</LAchildID></ChildIdentifiers>"
        "</Child></Children></Message>"
    )
    result = read("cin", [file])
    assert "SECRET" not in repr(result)


def test_a_file_of_entities_within_entities_does_not_grow(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    file = tmp_path / "bomb.xml"
    file.write_text(
        f'<!DOCTYPE Message [<!ENTITY e0 "x">{entities}]><Message><Children><Child><ChildIdentifiers>'
        "<LAchildID>amy&e11;</LAchildID></ChildIdentifiers></Child></Children></Message>"
    )
    assert len(repr(read("cin", [file], date(2026, 3, 31)))) < 10_000


def test_without_a_reference_date_the_day_must_be_given(tmp_path: Path) -> None:
    file = tmp_path / "x.xml"
    file.write_text("<Message><Children/></Message>")
    with pytest.raises(CannotRead, match="ReferenceDate"):
        read("cin", [file])
    assert "no child" in read("cin", [file], date(2026, 3, 31)).rejected[0].reason
