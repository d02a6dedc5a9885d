"""What a token may do about staff, teams, sittings, the authority and a child's record as a whole: nothing that the
pages would not let its post do. The same is asked of the pages by an address made by hand.
"""

from __future__ import annotations

from typing import Any

import pytest
from tests.workspace import world

from baton.store.models import Child, Entry
from baton.store.tenancy import as_program

from .conftest import program


def lines(town: world.Town) -> int:
    with as_program(town.key):
        return Entry.objects.filter(authority=town.key).count()


def about(kind: str, ident: str, verb: str, word: str = "", **values: Any) -> dict[str, Any]:
    return {"verb": verb, "word": word, "subject": {"kind": kind, "id": ident}, "values": values, "reason": "by hand"}


def of_the_organisation(key: str) -> dict[str, dict[str, Any]]:
    """Acts that change who is who, the calendar, or for how long records are kept."""
    return {
        "a closure day": about("authority", key, "booked", "closure_day"),
        "how long records are kept": about("authority", key, "observed", "retention", years=1),
        "the end of a hold": about("authority", key, "release", "hold"),
        "a post at the top": about("worker", "ann", "started", "post", role="head", team=""),
        "another name": about("worker", "ann", "started", "worker_absence", name="Somebody Else"),
        "an e-mail address": about("worker", "ann", "observed", "reach", email="else@where.example"),
        "the end of somebody": about("worker", "ann", "ended", "worker"),
        "a death": about("worker", "ann", "died", "worker_absence"),
        "a team's service": about("team", "north", "held", "meeting", service="south"),
        "a team anew": about("team", "north", "opened", "team", service="south", name="Other"),
        "an office": about("office", "head", "name_holder", "office", person="ann"),
    }


def in_force(key: str) -> dict[str, dict[str, Any]]:
    """What two persons do, by doors of their own."""
    return {
        word: about("authority", key, "put_in_force", word, texts=[], build="x", edition="x", of=1, proposal=1)
        for word in ("build", "edition", "undo", "proposal", "not_approved")
    } | {"a seal": about("authority", key, "seal", "")}


@pytest.mark.parametrize("person", ["ann", "nora", "hal", "cy"])
def test_who_keeps_no_set_up_changes_nothing_of_it(town: world.Town, person: str) -> None:
    town.child("amy")
    one, before = program(town, person), lines(town)
    for what, act in (of_the_organisation(town.key) | in_force(town.key)).items():
        assert one.post("/acts", act).status_code in (403, 404), what
    assert lines(town) == before


def test_who_keeps_the_set_up_puts_nothing_into_force(town: world.Town) -> None:
    root, before = program(town, "root", duties=("set up",)), lines(town)
    for what, act in in_force(town.key).items():
        assert root.post("/acts", act).status_code == 403, what
    assert lines(town) == before
    allowed = of_the_organisation(town.key)
    for what in ("a closure day", "an e-mail address", "an office"):
        assert root.post("/acts", allowed[what]).status_code == 201, what


def test_a_manager_says_who_is_away_and_who_leaves(town: world.Town) -> None:
    nora = program(town, "nora")
    away = about("worker", "ann", "started", "worker_absence", until="2026-08-14")
    assert nora.post("/acts", {**away, "happened": "2026-08-10"}).status_code == 201
    leaves = about("worker", "ann", "end_post", "post", last_day="2026-12-31")
    assert program(town, "ann").post("/acts", leaves).status_code == 403
    assert nora.post("/acts", leaves).status_code == 201


def test_a_sitting_is_moved_and_cancelled_by_who_runs_the_forum(town: world.Town) -> None:
    ann, before = program(town, "ann"), lines(town)
    panel = "panel@2026-08-12T10:00"
    for verb in ("cancelled", "moved", "book_sitting"):
        assert ann.post("/acts", about("sitting", panel, verb, "panel")).status_code == 403
    assert lines(town) == before
    assert program(town, "cy").post("/acts", about("sitting", panel, "cancelled", "panel")).status_code == 201


WHO_HOLDS = {  # verb, word, values: what would make somebody the holder, or nobody
    "opened by hand": ("opened", "", {"person": "ben", "team": "south"}),
    "opened for nobody": ("opened", "", {}),
    "opened as an act": ("open", "", {"person": "ben", "team": "south"}),
    "opened again": ("reopen", "", {"person": "ben", "team": "south"}),
    "closed by hand": ("closed", "", {}),
    "as a source says": ("observed", "allocated_worker", {"worker": "ben", "team": "south"}),
}


@pytest.mark.parametrize("person", ["ann", "nora", "cy"])
@pytest.mark.parametrize("what", WHO_HOLDS)
def test_nobody_writes_down_by_hand_who_holds_a_child(town: world.Town, person: str, what: str) -> None:
    town.child("amy", due=False)
    verb, word, values = WHO_HOLDS[what]
    one, browser, before = program(town, person), world.sign_in(town, person), lines(town)
    asked = {"verb": verb, "word": word, "values": values, "children": ["amy"], "reason": "by hand"}
    assert one.post("/acts", asked).status_code in (403, 422)
    page = browser.post(f"/do/amy?verb={verb}&word={word}", {"step": "save", "reason": "by hand", **values})
    assert page.status_code in (404, 409)
    assert lines(town) == before
    with as_program(town.key):
        row = Child.objects.get(authority=town.key, child="amy")
    assert (row.holder_kind, row.holder_person) == ("worker", "ann")


@pytest.mark.parametrize("word", ["restricted", "same_child"])
def test_a_practitioner_restricts_and_joins_no_record(town: world.Town, word: str) -> None:
    for child in ("amy", "bob"):
        town.child(child, due=False)
    asked = {
        "verb": "given" if word == "restricted" else "closed", "word": word, "children": ["amy"], "reason": "by hand",
        "values": {"restricted": "yes"} if word == "restricted" else {"same": "yes", "other": "bob"},
    }  # fmt: skip
    browser = world.sign_in(town, "ann")
    assert browser.get(f"/do/amy?verb={asked['verb']}&word={word}").status_code == 404
    ann, nora = program(town, "ann"), program(town, "nora")
    assert ann.post("/acts", asked).status_code == 403
    done = nora.post("/acts", asked)
    assert done.status_code == 201
    number = done.json()["entries"]["amy"][0]["number"]
    undo = {"reason": "not so", "did_not_happen": True}
    assert ann.post(f"/children/amy/entries/{number}/corrections", undo).status_code in (403, 404)
    assert nora.post(f"/children/amy/entries/{number}/corrections", undo).status_code == 201
