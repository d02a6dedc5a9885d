"""A program begins a record: where the post works, once for each key, and not beside another of the same child."""

from __future__ import annotations

from tests.workspace import world
from tests.workspace.test_beginning import town as town  # the small procedure with a word that opens a child

from .conftest import program

ADA = {"word": "referral", "happened": "2026-08-04 09:00", "given_names": "Ada", "family_name": "Mockton",
       "born": "2016-04-03", "values": {"source": "public"}}  # fmt: skip
KEY = {"Idempotency-Key": "first"}


def test_a_record_begins_once_for_each_key_and_the_procedure_says_who_holds(town: world.Town) -> None:
    nora = program(town, "nora")
    first = nora.post("/children", ADA, **KEY)
    assert first.status_code == 201 and first.json()["lost"] == []
    child = first.json()["child"]
    assert nora.post("/children", ADA, **KEY).json() == first.json()
    (row,) = nora.get("/children").json()["items"]
    assert (row["child"], row["name"], row["born"]) == (child, "Ada Mockton", "2016-04-03")
    assert (row["holder_team"], row["holder_person"]) == ("north", "nora")


def test_what_may_be_a_record_already_is_answered_with_where_it_is(town: world.Town) -> None:
    nora = program(town, "nora")
    ada = nora.post("/children", ADA).json()["child"]
    known = nora.post("/children", {**ADA, "given_names": "Adah"})
    assert known.status_code == 409 and known.json()["type"].endswith("/known-already")
    assert known.json()["likely"] == [ada] and known.json()["kept_at"] == []
    another = nora.post(
        "/children", {**ADA, "given_names": "Adah", "another": True, "sibling": ada, "same_household": "yes"}
    )
    assert another.status_code == 201 and another.json()["child"] != ada
    assert nora.post("/children", {**ADA, "family_name": "Else", "sibling": "nobody"}).status_code == 404


def test_what_cannot_be_names_its_place_and_nothing_begins(town: world.Town) -> None:
    nora = program(town, "nora")
    for given, where in (
        ({"word": "panel"}, "word"), ({"born": "2027-01-01"}, "born"), ({"happened": "2027-01-01"}, "happened"),
        ({"happened": "never is now"}, "happened"), ({"expected_birth": "2027-01-01"}, "born"),
    ):  # fmt: skip
        said = nora.post("/children", {**ADA, **given})
        assert said.status_code == 422 and [e["where"] for e in said.json()["errors"]] == [where], said.content
    assert nora.post("/children", {**ADA, "given_names": " "}).status_code == 422
    assert program(town, "sid").post("/children", ADA).status_code == 422  # no record begins in the south
    assert program(town, "audra", duties=("audit",)).post("/children", ADA).status_code == 403
    assert program(town, "nora", "read").post("/children", ADA).status_code == 403
    assert nora.get("/children?closed=true").json()["items"] == []
