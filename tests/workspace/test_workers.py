"""A worker away or leaving: all children child by child; one that cannot go stops no other, none is left alone."""

from __future__ import annotations

import pytest
from tests.store import cast

from baton.store.models import Child, Entry
from baton.store.tenancy import in_authority

from . import world
from .pages import hidden, main, when


@pytest.fixture
def full(town: world.Town) -> world.Town:
    """Ann holds Ada and Zoe; Ali is in her team too."""
    cast.add(town.key, [cast.entry("worker", "ali", "started", "post", role="social_worker", team="north", name="Ali")])
    for name in ("ada", "zoe"):
        town.child(name, due=False)
    return town


def holder(town: world.Town, child: str) -> str:
    with in_authority(town.key):
        return Child.objects.get(authority=town.key, child=child).holder_person


def test_all_children_of_a_worker_are_given_child_by_child(full: world.Town) -> None:
    browser = world.sign_in(full, "nora")
    address = "/workers/ann/children"
    page = browser.get(address)
    assert "Ada Fictley" in main(page) and "Zoe Fictley" in main(page)
    nothing = browser.post(address, {**hidden(page), "step": "see"})
    assert nothing.status_code == 400 and "Choose a worker for at least one child" in main(nothing)
    chosen = {"to-ada": "ali", "to-zoe": "", "return-ada": "back", "reason": "Ann is away"}
    seen = browser.post(address, {**hidden(page), **chosen, "step": "see"})
    assert "1 can go, 1 not chosen" in main(seen) and "Ali, North is responsible from" in main(seen)
    assert holder(full, "ada") == "ann"
    saved = browser.post(address, {**hidden(seen), "step": "save"})
    assert "1 of 2 given to somebody else." in main(saved) and "Zoe Fictley: nobody was chosen, stays" in main(saved)
    assert (holder(full, "ada"), holder(full, "zoe")) == ("ali", "ann")
    with in_authority(full.key):
        entry = Entry.objects.get(authority=full.key, subject_id="ada", verb="allocate")
    assert entry.body["reason"] == "Ann is away. When Ann is back: the child goes back to them"


def test_one_worker_for_all_is_filled_in_and_can_be_changed(full: world.Town) -> None:
    browser = world.sign_in(full, "nora")
    page = browser.get("/workers/ann/children")
    filled = browser.post("/workers/ann/children", {**hidden(page), "everybody": "ali", "step": "fill"})
    assert filled.content.decode().count('value="ali" selected') == 2


def test_one_child_that_cannot_go_stops_no_other_and_is_named(full: world.Town) -> None:
    browser = world.sign_in(full, "nora")
    page = browser.get("/workers/ann/children")
    full.act("2026-08-06 09:30", "nora", "allocate", "", "zoe", values={"person": "ali"}, reason="meanwhile")
    answer = browser.post(
        "/workers/ann/children", {**hidden(page), "to-ada": "ali", "to-zoe": "ali", "reason": "x", "step": "save"}
    )
    assert "now with Ali" in main(answer) and holder(full, "ada") == "ali" and holder(full, "zoe") == "ali"


def test_an_absence_is_recorded_once_and_shown_with_its_day(full: world.Town) -> None:
    browser = world.sign_in(full, "nora")
    wrong = {**when("4 8 2026"), **when("1 8 2026", "until")}
    assert "lies before the first" in main(browser.post("/workers/ann/away", wrong))
    saved = browser.post("/workers/ann/away", when("4 8 2026"), follow=True)
    assert "Ann: the absence is recorded. 2 children to be looked at one by one." in main(saved)
    assert "Away since Tue 4 Aug 2026, day 3, no date of return is known." in main(saved)
    back = browser.post("/workers/ann/back", when("6 8 2026"), follow=True)
    assert "Away since" not in main(back)


def test_a_last_day_that_would_leave_a_child_with_nobody_is_refused_and_names_the_children(full: world.Town) -> None:
    browser = world.sign_in(full, "nora")
    answer = browser.post("/workers/ann/leaving", when("14 8 2026", "last_day"))
    assert answer.status_code == 409
    assert "Ada Fictley" in main(answer) and "Zoe Fictley" in main(answer)
    assert holder(full, "ada") == "ann"


def test_a_worker_is_seen_by_the_managers_of_their_team_alone(full: world.Town, other_town: world.Town) -> None:
    for where, person in ((full, "sid"), (other_town, "nora"), (other_town, "hal"), (full, "ben")):
        browser = world.sign_in(where, person)
        for end in ("", "/children", "/away", "/leaving"):
            answer = browser.get(f"/workers/ann{end}")
            assert answer.status_code in (403, 404) or "Fictley" not in main(answer), (person, end)
    with in_authority(full.key):
        assert not Entry.objects.filter(authority=full.key, word="worker_absence").exists()
