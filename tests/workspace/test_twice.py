"""A child recorded twice: the evidence side by side, one entry that joins, one correction that parts, nothing lost."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.store import cast

from baton.store import rebuilding, verifying
from baton.store.models import Child, Entry
from baton.store.tenancy import as_program, in_authority
from baton.workspace.child.likeness import _born, _names

from . import world
from .pages import hidden, links, main


def two(
    town: world.Town, first: tuple[str, str] = ("Amy", "Specimen"), second: tuple[str, str] = ("Aimee", "Spesimen")
) -> None:
    """Two records of the north, born on one day (made up)."""
    for child, (given, family) in (("c1", first), ("c2", second)):
        cast.child(town.key, child, cast.entry("child", child, "given", "name", given=given, family=family), due=False)


def answer(browser: Client, step: str = "save", **given: str) -> Any:
    address = "/children/c1/same/c2"
    filled = {**hidden(browser.get(address)), "why": "the health visitor knows both", **given}
    return browser.post(address, {**filled, "step": step})


def test_the_evidence_stands_side_by_side(town: world.Town) -> None:
    two(town)
    nora = world.sign_in(town, "nora")
    shown = nora.get("/children/c1/same")
    assert (
        "Name Amy Fictley" not in main(shown)
        and "Amy Specimen" in main(shown)
        and "Aimee Spesimen alike" in main(shown)
    )
    assert "Born Thu 3 Mar 2016 Thu 3 Mar 2016 the same" in main(shown) and "/children/c1/same/c2" in links(shown)
    assert "Amy Specimen and Aimee Spesimen" in main(nora.get("/children/recorded-twice"))


def test_what_is_alike_and_what_is_not() -> None:
    from datetime import date

    assert (
        _names("Amy Specimen", "SPECIMEN Amy") == "the same"
        and _names("Zoë Smith-Mock", "Zoe Smith Mock") == "the same"
    )
    assert (
        _names("Kate Example", "Catherine Example") == "alike" and _names("Amy Specimen", "Ben Specimen") == "differs"
    )
    assert _names("", "Amy") == "not known" and _names("Amy", "Amy Specimen") == "differs"
    assert _born(date(2016, 3, 4), date(2016, 4, 3)) == "alike" and _born(date(2016, 3, 4), date(2017, 3, 4)) == "alike"
    assert _born(date(2016, 3, 4), date(2017, 4, 4)) == "differs" and _born(None, date(2016, 3, 4)) == "not known"


def test_joined_by_one_entry_and_parted_by_one_correction(town: world.Town) -> None:
    two(town)
    nora = world.sign_in(town, "nora")
    with in_authority(town.key):
        before = Entry.objects.filter(authority=town.key, kind="child").count()
    seen = answer(nora, "see", how="join", keep="c1")
    assert "What follows, before you save" in main(seen) and "Both journals stay" in main(seen)
    with in_authority(town.key):
        assert Entry.objects.filter(authority=town.key, kind="child").count() == before
    assert answer(nora, how="join", keep="c1")["Location"] == "/children/c1"
    with in_authority(town.key):
        added = list(Entry.objects.filter(authority=town.key, kind="child", word="same_child"))
        assert [(e.subject_id, e.verb) for e in added] == [("c2", "closed")]
        set_aside = Child.objects.get(authority=town.key, child="c2")
        assert (set_aside.same_as, set_aside.holder_kind) == ("c1", "")
        assert Child.objects.get(authority=town.key, child="c1").holder_person == "ann"
    found = main(nora.get("/children", {"q": "aimee"}, follow=True))
    assert "Amy Specimen" in found and "Aimee" not in found.replace("“aimee”", "")
    assert "Also recorded as Aimee Spesimen" in main(nora.get("/children/c1"))
    assert "This record was set aside" in main(nora.get("/children/c2"))
    assert "No other record" in main(nora.get("/children/c1/same"))
    assert nora.get("/children/c1/same/c2").status_code == 404
    whole(town)
    undone = town.act("2026-08-06 10:00", "nora", "closed", "same_child", "c2", corrects=added[0].number,
                      did_not_happen=True, reason="two children after all")  # fmt: skip
    cast.done(undone)
    with in_authority(town.key):
        back = Child.objects.get(authority=town.key, child="c2")
        assert (back.same_as, back.holder_person) == ("", "ann")
    assert "Aimee Spesimen" in main(nora.get("/children", {"q": "aimee"}, follow=True))
    whole(town)


def whole(town: world.Town) -> None:
    """Rebuilding gives the same rows, and the chains hold."""
    assert not rebuilding.rebuild(town.key, world.NOW, check=True).different
    assert not verifying.verify(town.key).broken


def test_said_to_be_two_children_it_is_not_asked_again_until_corrected(town: world.Town) -> None:
    two(town)
    nora = world.sign_in(town, "nora")
    assert answer(nora, how="apart")["Location"] == "/children/c1"
    for address in ("/children/c1/same", "/children/c2/same", "/children/recorded-twice"):
        assert "Aimee" not in main(nora.get(address)).replace("Aimee Spesimen born", "")
    with in_authority(town.key):
        said = Entry.objects.get(authority=town.key, word="same_child")
    town.act("2026-08-06 10:00", "nora", "given", "same_child", "c1", corrects=said.number, did_not_happen=True,
             reason="they are one")  # fmt: skip
    assert "Aimee Spesimen" in main(nora.get("/children/c1/same"))


def test_it_is_not_joined_without_saying_how_one_knows(town: world.Town) -> None:
    two(town)
    nora = world.sign_in(town, "nora")
    wrong = answer(nora, how="join", why="")
    assert wrong.status_code == 400
    assert "Choose the record that is kept" in main(wrong) and "Write how you know" in main(wrong)
    assert "Say whether the two are one child" in main(answer(nora))


def test_a_restricted_and_an_open_record_are_not_joined(town: world.Town) -> None:
    two(town)
    with as_program(town.key):
        Child.objects.filter(authority=town.key, child="c2").update(restricted=True)
    nora = world.sign_in(town, "nora")
    assert nora.get("/children/c1/same/c2").status_code == 404
    assert "Aimee" not in main(nora.get("/children/c1/same"))


@pytest.mark.parametrize("person", ["ann", "ben", "sid"])
def test_who_may_not(town: world.Town, person: str) -> None:
    two(town)
    browser = world.sign_in(town, person)
    for address in ("/children/c1/same", "/children/c1/same/c2"):
        assert browser.get(address).status_code in (403, 404)
