"""Names of teams and workers as extracts write them: taken where they are one, shown where they are only near."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.engine.small_pack import ORGANISATION, PACK

from baton.imports.cells import folded
from baton.imports.sources import Sources, sources_from
from baton.imports.staff import Staff
from baton.imports.teams import Place, Teams, UnknownTeam, read_team_names, unmapped
from baton.journal import Entry, Organisation, Post, Subject, Team
from baton.working_time import at

TEAMS = Organisation({"north": Team("north", "north", "The North Team"), "south": Team("south", "south", "South, 1")})


def teams(**names: str) -> Teams:
    return Teams(PACK, TEAMS, names)


def test_a_team_is_found_by_its_key_its_name_and_its_name_in_other_letters() -> None:
    for name in ("north", "North", "THE NORTH TEAM", "the  north-team"):
        assert teams().of_name(name) == Place("north", "north")


def test_a_name_that_is_only_near_is_not_taken_and_is_shown() -> None:
    assert teams().of_name("North Team 2") is None
    assert unmapped(["North Team 2", "north", "", "Quite Other"], teams()) == [
        ("North Team 2", "north"),
        ("Quite Other", ""),
    ]


def test_a_name_of_two_teams_tells_nothing() -> None:
    twins = Organisation({"a": Team("a", "north", "Duty"), "b": Team("b", "south", "Duty")})
    assert Teams(PACK, twins).of_name("Duty") is None


def test_the_authoritys_own_list_of_names_comes_first() -> None:
    assert teams(North="south").of_name("north") == Place("south", "south")


def test_a_list_of_names_may_have_a_heading_and_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "teams.csv"
    path.write_text("\ufeffName,Team\nNorth Two,north\n\n", encoding="utf-8")
    assert read_team_names(path) == {"North Two": "north"}


def test_a_line_without_a_team_is_named_by_its_number(tmp_path: Path) -> None:
    path = tmp_path / "teams.csv"
    path.write_text("North Two,north\nSouth Two,\n", encoding="utf-8")
    with pytest.raises(UnknownTeam, match=r"line 2 .* needs two cells"):
        read_team_names(path)


def test_a_worker_is_found_whatever_the_order_of_the_names() -> None:
    staff = Staff(Organisation(names={"ann.ample": "Ann Ample"}))
    assert {staff.person(name) for name in ("Ann Ample", "Ample, Ann", "AMPLE ANN")} == {"ann.ample"}
    assert staff.new == {}


def test_a_worker_without_a_name_is_found_by_the_id() -> None:
    assert Staff(ORGANISATION).person("Ann") == "ann"


def test_an_unknown_worker_has_one_new_id_that_nobody_has() -> None:
    staff = Staff(Organisation(names={"jo.bell": "Joanna Bell"}))
    assert staff.person("Jo Bell") == staff.person("BELL, Jo") == "jo.bell.2"
    assert [one.name for one in staff.new.values()] == ["Jo Bell"]


def test_of_two_people_of_one_name_the_team_tells() -> None:
    two = Organisation(
        posts=(Post("ann1", "social_worker", "north"), Post("ann2", "social_worker", "south")),
        names={"ann1": "Ann Ample", "ann2": "Ann Ample"},
    )
    staff = Staff(two)
    assert staff.person("Ann Ample", "south") == "ann2"
    assert staff.new == {}
    assert staff.person("Ann Ample", "east") not in ("ann1", "ann2")
    assert staff.of_two == {"Ann Ample"}


def test_a_number_of_the_return_finds_the_worker_whose_number_it_is() -> None:
    entry = Entry(Subject("worker", "ann"), 1, "a", "started", "post", at(0), 0, body={"with": {"number": "SW1001"}})
    assert Staff(ORGANISATION, [entry]).person("SW1001") == "ann"


def test_names_are_compared_without_accents_of_case_and_quotes() -> None:
    assert folded("O’Hara") == folded("O'HARA")


def own(word: str, **values: object) -> Entry:
    return Entry(Subject("authority", "x"), 1, "a", "given", word, at(0), 0, body={"with": values})


def test_what_the_authority_said_of_its_sources_adds_up() -> None:
    said = sources_from(
        [
            own("complete_lists", lists=["list_8", "list_7"]),
            own("complete_lists", no_longer=["list_7"]),
            own("book_of_record", of="looked_after", sources=["annex_a"]),
            own("team_names", names={"A": "north"}),
            own("team_names", names={"A": "south", "B": "north"}),
        ],
        {"statuses": "case_system"},
    )
    assert said.complete == {"list_8"}
    assert said.order("looked_after") == ("annex_a",)
    assert said.team_names == {"A": "south", "B": "north"}
    assert not said.keeps_here("looked_after")


def test_a_complete_list_is_complete_only_where_it_is_in_the_extract() -> None:
    sources = Sources(frozenset({"list_8", "order"}))
    assert sources.complete_in({"list_6/visit/x"}) == frozenset()
    assert sources.complete_in({"list_8/looked_after/x"}) == {"list_8"}
    assert sources.complete_words({"list_6/visit/x"}) == ("order",)
    assert "looked_after" in sources.complete_words({"list_8/looked_after/x"})
