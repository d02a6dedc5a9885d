"""Letters, candidates and extracts for programs: what the pages say and refuse, with the same clauses."""

from __future__ import annotations

import base64
import gzip
import io
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from docx import Document
from tests.workspace import world
from tests.workspace.test_letters import TEXT, decided, place  # noqa: F401  (the fixture)

from baton.sending.models import Message
from baton.store import asking
from baton.store.models import Extract, ReadLog
from baton.store.tenancy import in_authority

from .conftest import Program, program
from .test_acting import problem

PHONE = {"answers": {"sending_phone": "01632 960001"}}


@pytest.fixture
def address(place: world.Town) -> str:  # noqa: F811
    return decided(place)


@pytest.fixture
def ann(place: world.Town, address: str) -> Program:  # noqa: F811
    return program(place, "ann")


def one_of(ann: Program, address: str) -> tuple[str, dict[str, Any]]:
    (row,) = ann.get(address).json()["items"]
    return f"{address}/{row['letter']}/{row['mark']}", row


def test_a_letter_is_listed_written_read_and_sent(place: world.Town, ann: Program, address: str) -> None:  # noqa: F811
    one, row = one_of(ann, address)
    assert row["lacks"] == ["sending_phone"] and not row["ready"] and row["says"] == "Letter to the family"
    said = problem(ann.post(f"{one}/sent", {}), 409, "refused")
    assert said["detail"] == "The letter lacks sending_phone."
    written = ann.post(f"{one}/text", {**PHONE, "own_words": "I enjoyed our walks."}).json()
    (names,) = [p for p in written["parts"] if p["must_name"]]
    assert names["must_name"] == "new worker and first day with the new worker" and names["number"] == 4
    text = {"paragraphs": [{"number": 4, "says": "Ben of South comes to you on Thursday 20 August 2026."}]}
    said = ann.post(f"{one}/text", text).json()
    assert said["parts"][3]["was"] == ["From Thursday 20 August 2026 Ben of South will be your worker."]
    assert said["answers"]["own_words"] == "I enjoyed our walks." and said["ready"]
    sent = ann.post(f"{one}/sent", {}, idempotency_key="a")
    assert sent.status_code == 201 and sent.json()["counts"]
    assert ann.post(f"{one}/sent", {}, idempotency_key="a").json() == sent.json()
    entry = asking.journal(place.key, "child", "amy")[-1]
    assert entry.word == "letter" and entry.values["changed_sentences"][0]["by"] == "ann"
    problem(ann.post(f"{one}/sent", {}), 409, "refused")
    problem(ann.post(f"{one}/text", text), 409, "refused")


def test_what_must_be_in_it_is_refused_with_its_clause(ann: Program, address: str) -> None:
    one, _row = one_of(ann, address)
    ann.post(f"{one}/text", PHONE)
    without = {"number": 4, "says": "Somebody comes."}
    said = problem(ann.post(f"{one}/text", {"paragraphs": [without]}), 409, "reason-wanted")
    assert said["items"][0]["clause"] == ["TST-names_worker"] and said["items"][0]["missing"] == ["paragraph 4"]
    ann.post(f"{one}/text", {"paragraphs": [without | {"why": "She asked us not to."}]})
    said = problem(ann.post(f"{one}/sent", {}), 409, "refused")
    assert said["items"][0]["clause"] == ["TST-names_worker"]
    problem(ann.post(f"{one}/text", {"paragraphs": [{"number": 99, "says": "x"}]}), 422, "invalid")
    problem(ann.post(f"{one}/text", {"answers": {"shoe_size": "4"}}), 422, "invalid")
    problem(ann.post(f"{one}/sent", {"way": "email"}), 409, "refused")


def test_a_letter_is_a_file_with_the_refusals_of_the_page(place: world.Town, ann: Program, address: str) -> None:  # noqa: F811
    one, _row = one_of(ann, address)
    assert problem(ann.get(f"{one}/file"), 409, "refused")["detail"] == "The letter lacks sending_phone."
    ann.post(f"{one}/text", {**PHONE, "own_words": "I enjoyed our walks."})
    pdf = ann.get(f"{one}/file?as=pdf")
    assert pdf.status_code == 200 and pdf["Content-Type"] == "application/pdf" and b"/StructTreeRoot" in pdf.content
    assert ann.get(f"{one}/file", if_none_match=pdf["ETag"]).status_code == 304  # the same letter is the same file
    word = Document(io.BytesIO(ann.get(f"{one}/file?as=docx").content))
    assert "I enjoyed our walks." in "\n".join(p.text for p in word.paragraphs)
    with in_authority(place.key):
        assert ReadLog.objects.filter(authority=place.key, child="amy", person="ann", page="api: letter").count() >= 2
    assert Message.objects.filter(authority=place.key, state="printed").count() == 0  # a program that reads prints none
    problem(ann.get(f"{one}/file?as=odt"), 422, "invalid")
    for who in (program(place, "sid", duties=("audit",), post="audit"), program(place, "ann", "act")):
        assert who.get(f"{one}/file").status_code == 403
    (Path(settings.BATON_PACKS) / "small/letters/family.pa.md").write_text(TEXT)  # no matter what it says
    ann.post(f"{one}/text", {"language": "pa"})
    assert "ask for Word" in problem(ann.get(f"{one}/file"), 409, "refused")["detail"]
    ann.post(f"{one}/text", {"language": "en"})
    assert ann.post(f"{one}/sent", {}).status_code == 201
    assert "has been sent" in problem(ann.get(f"{one}/file"), 409, "refused")["detail"]


def test_letters_are_for_those_whom_the_children_are(place: world.Town, ann: Program, address: str) -> None:  # noqa: F811
    one, _row = one_of(ann, address)
    for who in (program(place, "sid", duties=("audit",), post="audit"), program(place, "ann", "read")):
        assert who.post(f"{one}/text", PHONE).status_code == 403
    assert (Path(settings.BATON_PACKS) / "small/letters/family.md").read_text() == TEXT
    assert ann.get(f"{one[:-1]}x").status_code == 404


def test_candidates_have_their_reasons_and_the_act_takes_one(town: world.Town) -> None:
    child = town.child()
    said = program(town, "nora").get(f"/children/{child}/candidates").json()
    assert said["slot"] == "person" and said["workers_so_far"] == {child: 1}
    people = {one["person"]: one for one in said["items"]}
    assert people["ann"]["tie"] == "now" and people["ann"]["children"] == 1
    assert all(one["may"] or one["against"] or one["away"] for one in said["items"])
    assert program(town, "ann").get(f"/children/{child}/candidates").status_code == 403
    assert program(town, "nora").get(f"/children/{child}/candidates?matter=none").status_code == 404
    assert program(town, "nora").get("/children/nobody/candidates").status_code == 404


LIST = "Child Unique ID,Gender,Ethnicity,Date of Birth,Age,CIN Start Date,Case Status,Allocated Team,Allocated Worker\n"
ROW = "700001,a) Male,a) WBRI,12/05/2014,12,10/11/2025,c) Child in need plan,North,Ann\n"


def test_an_extract_is_looked_at_then_taken_in_and_the_same_again_changes_nothing(town: world.Town) -> None:
    hal = program(town, "hal")
    content = base64.b64encode(gzip.compress((LIST + ROW).encode())).decode()
    file = {"name": "list_6_2026-07-31.csv", "content": content, "gzip": True}
    sent = hal.post("/imports", {"format": "annex-a", "files": [file]})
    assert sent.status_code == 201, sent.content
    run = sent.json()
    assert not run["saved"] and run["counts"]["children new"] == 1 and run["says"][0] == "Nothing has been saved."
    with in_authority(town.key):
        assert not Extract.objects.filter(authority=town.key).exists()
    assert hal.get(f"/imports/{run['ident']}").json() == run
    assert program(town, "nora").get(f"/imports/{run['ident']}").status_code == 403
    done = hal.post(f"/imports/{run['ident']}/taken-in", {}).json()
    assert done["saved"] and done["says"][0] == "Saved." and done["ident"] == ""
    assert hal.get(f"/imports/{run['ident']}").status_code == 404
    again = hal.post("/imports", {"format": "annex-a", "files": [file]}).json()
    assert again["changes_nothing"]
    assert hal.delete(f"/imports/{again['ident']}").status_code == 204


def test_files_that_cannot_be_read_are_a_problem_that_says_what_to_do(town: world.Town) -> None:
    hal = program(town, "hal")
    for name, content in (("x.csv", "aGVsbG8="), ("x.csv", "not base64"), ("x.xlsx", "AAAA")):
        said = problem(
            hal.post("/imports", {"format": "annex-a", "files": [{"name": name, "content": content}]}), 422, "invalid"
        )
        assert said["errors"]
    given = {"format": "annex-a", "files": [{"name": "x.csv", "content": "aGVsbG8="}], "complete": ["shoes"]}
    assert "no list that can be complete" in problem(hal.post("/imports", given), 422, "invalid")["detail"]
