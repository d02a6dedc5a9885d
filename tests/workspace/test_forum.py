"""The forum: its list with the cut-off, running it child by child, the minutes; and who may."""

from __future__ import annotations

import pytest
from django.conf import settings

from baton.store.models import Matter
from baton.store.tenancy import in_authority
from baton.working_time import moment_of

from . import world
from .pages import hidden, main, read, when
from .test_doing import listed

SITTING = "/sittings/panel/2026-08-12T1000"


@pytest.fixture
def on_the_day(town: world.Town) -> str:
    """The list is closed and the panel sits."""
    child = listed(town)
    settings.BATON_NOW = moment_of("2026-08-12 10:20")
    return child


def test_the_next_sittings_say_when_the_list_closes(town: world.Town) -> None:
    listed(town)
    page = main(world.sign_in(town, "cy").get("/sittings"))
    assert "Wed 12 Aug 2026, 10am closes Tue 11 Aug 2026, midday" in page and "1 family" in page


def test_a_child_who_is_due_and_on_no_list_is_named(town: world.Town) -> None:
    town.child()
    page = main(world.sign_in(town, "cy").get("/sittings"))
    assert "Due, and on no list (1)" in page and "Amy Fictley , North to South, due since Wed 5 Aug 2026" in page


def test_the_agenda_shows_what_is_not_ready_and_how_many_workers(town: world.Town) -> None:
    listed(town)
    page = main(world.sign_in(town, "cy").get(SITTING))
    assert "1. Fictley family" in page and "Workers so far: Amy 1." in page
    assert "Not ready: Give the transfer date" in page


def test_a_sitting_cannot_be_recorded_before_its_day(town: world.Town) -> None:
    listed(town)
    browser = world.sign_in(town, "cy")
    answer = browser.post(f"{SITTING}/attendance", {"attended": ["nora", "sid"]})
    assert "It can be recorded from that day." in read(browser.get(answer["Location"]))


def test_agreed_without_a_date_is_refused_and_then_saved(town: world.Town, on_the_day: str) -> None:
    browser = world.sign_in(town, "cy")
    answer = browser.post(f"{SITTING}/attendance", {"attended": ["nora", "sid"]})
    row = answer["Location"]
    refused = browser.post(row, {**hidden(browser.get(row)), "decision": "agreed", "step": "decide"})
    assert refused.status_code == 409
    assert "You cannot decide for Amy yet." in main(refused) and "Transfer date: not given." in main(refused)
    data = {"decision": "agreed", **when("27 8 2026", "transfer_date"), "receiving_worker": "ben", "step": "decide"}
    saved = browser.post(row, {**hidden(browser.get(row)), **data})
    assert saved.status_code == 302, main(saved)
    page = main(browser.get(f"{SITTING}/minutes"))
    assert "There: Nora" in page or "There: nora" in page
    assert "Amy: Agreed, waiting for Thu 27 Aug 2026, to Ben" in page
    with in_authority(town.key):
        assert Matter.objects.get(authority=town.key, child=on_the_day).decision == "agreed"


def test_a_row_can_be_carried_over(town: world.Town, on_the_day: str) -> None:
    browser = world.sign_in(town, "cy")
    browser.post(f"{SITTING}/attendance", {"attended": ["nora", "sid"]})
    row = f"{SITTING}/row/1"
    assert browser.post(row, {**hidden(browser.get(row)), "step": "carry", "why": "no time"}).status_code == 302
    assert "Fictley family" in main(browser.get("/sittings/panel/2026-08-19T1000"))


def test_a_practitioner_may_read_the_list_and_not_run_it(town: world.Town) -> None:
    listed(town)
    browser = world.sign_in(town, "ann")
    assert browser.get(SITTING).status_code == 200
    for address in ("/attendance", "/row/1"):
        assert browser.post(SITTING + address, {"attended": ["nora"]}).status_code == 403


def test_the_list_of_another_authority_is_empty(town: world.Town, other_town: world.Town) -> None:
    listed(town)
    page = main(world.sign_in(other_town, "cy").get(SITTING))
    assert "Fictley" not in page and "Nobody is on this list yet." in page
