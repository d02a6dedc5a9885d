"""Saved views: a name for an address, each person's own, handed on; it shows nobody more than they may see."""

from __future__ import annotations

import pytest

from . import world
from .pages import links, main


def keep(browser: world.Client, name: str = "Late in the north", place: str = "/reports/rules", **query: str) -> str:
    answer = browser.post("/saved/keep", {"name": name, "place": place, "team": "north", "page": "3", **query})
    return str(answer["Location"])


def test_a_view_keeps_its_place_and_filters_and_stands_where_it_was_made(town: world.Town) -> None:
    nora = world.sign_in(town, "nora")
    assert "Save this view" in main(nora.get("/reports/rules?team=north"))
    assert keep(nora) == "/reports/rules?team=north"
    assert "Saved: the view “Late in the north”." in main(nora.get("/reports/rules?team=north"))
    assert "/reports/rules?team=north" in links(nora.get("/saved"))
    assert keep(nora, team="south") == "/reports/rules?team=south"
    assert "/reports/rules?team=north" not in links(nora.get("/saved"))  # the same name again is replaced
    assert "No saved views." in main(world.sign_in(town, "sid").get("/saved"))


def test_a_view_handed_on_shows_only_what_the_colleague_may_see(town: world.Town, other_town: world.Town) -> None:
    town.child(due=False)
    nora = world.sign_in(town, "nora")
    keep(nora, "Fictleys", "/children", q="fictley")
    nora.post("/saved/hand-on", {"name": "Fictleys", "to": "sid"})
    sid = world.sign_in(town, "sid")
    assert "Fictleys" in main(sid.get("/saved")) and "nora" in main(sid.get("/saved"))
    address = next(h for h in links(sid.get("/saved")) if h.startswith("/children?"))
    assert "Amy" in main(nora.get(address)) and "Amy" not in main(sid.get(address))
    nora.post("/saved/hand-on", {"name": "Fictleys", "to": "nobody-here"})
    assert "No saved views." in main(world.sign_in(other_town, "sid").get("/saved"))
    sid.post("/saved/forget", {"name": "Fictleys"})
    assert "No saved views." in main(sid.get("/saved")) and "Fictleys" in main(nora.get("/saved"))


@pytest.mark.parametrize("place", ["https://elsewhere.example/", "//elsewhere.example", "/set-up", "/childrenx", ""])
def test_only_places_of_ours_are_kept(town: world.Town, place: str) -> None:
    nora = world.sign_in(town, "nora")
    assert keep(nora, place=place) == "/saved"
    assert "No saved views." in main(nora.get("/saved"))
