"""The forum: its list with the cut-off, running it child by child, the minutes; and who may."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.conf import settings
from tests.engine import small_pack

from baton.policy import model as m
from baton.store import procedures
from baton.store.models import Matter
from baton.store.tenancy import in_authority
from baton.working_time import moment_of
from baton.workspace import words

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


def test_a_day_to_come_is_due_from_and_never_since() -> None:
    tomorrow, now = moment_of("2026-08-06 00:00"), moment_of("2026-08-05 10:00")
    assert words.due_since(tomorrow, tomorrow, now) == "due from Thu 6 Aug 2026"
    assert words.due_since(tomorrow, tomorrow, tomorrow) == "due since Thu 6 Aug 2026"


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
    assert "There: nora (Team manager, North) and sid (Team manager, South)." in page
    assert "Amy: Agreed, waiting for Thu 27 Aug 2026, to Ben" in page
    with in_authority(town.key):
        assert Matter.objects.get(authority=town.key, child=on_the_day).decision == "agreed"


def test_a_row_can_be_carried_over(town: world.Town, on_the_day: str) -> None:
    browser = world.sign_in(town, "cy")
    browser.post(f"{SITTING}/attendance", {"attended": ["nora", "sid"]})
    row = f"{SITTING}/row/1"
    assert browser.post(row, {**hidden(browser.get(row)), "step": "carry", "why": "no time"}).status_code == 302
    assert "Fictley family" in main(browser.get("/sittings/panel/2026-08-19T1000"))
    minutes = main(browser.get(f"{SITTING}/minutes"))
    assert "1. Fictley family" in minutes and "Amy: Carried over to Wed 19 Aug 2026, reason: no time" in minutes
    assert "Carried over" not in main(browser.get("/sittings/panel/2026-08-19T1000/minutes"))


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


def test_the_list_goes_out_from_the_page_and_what_comes_later_is_marked(town: world.Town) -> None:
    listed(town)
    browser = world.sign_in(town, "cy")
    address = "/sittings/panel/2026-08-12T1000"
    assert "Added late" not in main(browser.get(address))
    form = browser.get(f"{address}/send/agenda")
    assert "nora" in main(form) and "Send the agenda" in main(form)
    assert browser.post(f"{address}/send/agenda", hidden(form)).status_code == 400
    sent = browser.post(f"{address}/send/agenda", {**hidden(form), "to": ["nora", "sid"]}, follow=True)
    assert "The agenda: sent Thu 6 Aug 2026, 10am by cy to 2 people." in main(sent)
    settings.BATON_NOW = moment_of("2026-08-06 11:00")
    town.child("zoe")
    town.act("2026-08-06 10:30", "ann", "send", "summary", "zoe", to=("cy",))
    town.act("2026-08-06 10:40", "cy", "list", "", "zoe")
    page = main(browser.get(address))
    assert page.count("Added late") == 1 and "on Thu 6 Aug 2026, 10:40am" in page


def test_minutes_say_what_is_left_and_are_sent_from_the_page(town: world.Town) -> None:
    listed(town)
    settings.BATON_NOW = moment_of("2026-08-12 10:30")
    browser = world.sign_in(town, "cy")
    address = "/sittings/panel/2026-08-12T1000"
    browser.post(f"{address}/attendance", {"attended": ["nora", "sid"]})
    page = main(browser.get(f"{address}/minutes"))
    assert "1 on the list without an outcome: Fictley family." in page
    sent = browser.post(f"{address}/send/minutes", {"to": ["nora", "sid"]}, follow=True)
    assert "Minutes: sent to 2 people." in main(sent) and "Minutes: sent Wed 12 Aug 2026, 10:30am by cy" in main(sent)


def test_a_sitting_is_moved_cancelled_and_entered_each_with_its_reason(town: world.Town) -> None:
    browser = world.sign_in(town, "cy")
    address = "/sittings/panel/2026-08-12T1000"
    assert "Give the time" in main(browser.post(f"{address}/change", {**when("13 8 2026"), "reason": "the room"}))
    assert "in the past" in main(browser.post(f"{address}/change", {**when("1 8 2026"), "when-time": "2pm"}))
    moved = {**when("13 8 2026"), "when-time": "2pm", "reason": "the room is taken"}
    assert browser.post(f"{address}/change", moved).status_code == 302
    page = main(browser.get("/sittings"))
    assert "Thu 13 Aug 2026, 2pm the room is taken" in page
    assert (
        browser.post("/sittings/panel/2026-08-19T1000/change?cancel=1", {"reason": "nobody is here"}).status_code == 302
    )
    assert "Cancelled" in main(browser.get("/sittings"))
    entered = {**when("21 8 2026"), "when-time": "9:30am"}
    assert browser.post("/sittings/panel/new", entered).status_code == 302
    assert "Fri 21 Aug 2026, 9:30am" in main(browser.get("/sittings"))
    assert world.sign_in(town, "ann").get("/sittings/panel/new").status_code == 403


def test_brothers_and_sisters_are_decided_the_same_without_typing_it_twice(town: world.Town) -> None:
    for name in ("ada", "ben2"):
        town.child(name)
    town.family("ada", "ben2")
    town.act("2026-08-06 08:00", "ann", "send", "summary", "ada", "ben2", to=("cy",))
    town.act("2026-08-06 08:10", "cy", "list", "panel", "ada", "ben2")
    settings.BATON_NOW = moment_of("2026-08-12 10:30")
    browser = world.sign_in(town, "cy")
    browser.post(f"{SITTING}/attendance", {"attended": ["nora", "sid"]})
    row = f"{SITTING}/row/1"
    shown = browser.get(row)
    assert main(shown).count("The same as Ada; leave the rest empty") == 1
    data = {"decision-ada": "agreed", **when("27 8 2026", "transfer_date-ada"), "receiving_worker-ada": "ben"}
    refused = browser.post(row, {**hidden(shown), **data, "step": "decide"})
    assert refused.status_code == 400 and "Ben2" in main(refused)
    saved = browser.post(row, {**hidden(shown), **data, "same-ben2": "yes", "step": "decide"})
    assert saved.status_code == 302, main(saved)
    with in_authority(town.key):
        rows = Matter.objects.filter(authority=town.key, child__in=["ada", "ben2"])
        assert {(m.decision, m.receiving_worker) for m in rows} == {("agreed", "ben")} and len(rows) == 2


def test_where_each_child_has_a_row_a_decision_is_that_childs_alone(town: world.Town) -> None:
    forum = replace(small_pack.PACK.forums["panel"], item="child")
    pack = replace(small_pack.PACK, build="a-row-each", forums={"panel": forum})
    procedures.use("small", procedures.Procedure(m.Packs((pack,)), small_pack.CALENDAR))
    for name in ("ada", "ben2"):
        town.child(name)
    town.family("ada", "ben2")
    town.act("2026-08-06 08:00", "ann", "send", "summary", "ada", "ben2", to=("cy",))
    town.act("2026-08-06 08:10", "cy", "list", "panel", "ada", "ben2")
    settings.BATON_NOW = moment_of("2026-08-12 10:30")
    browser = world.sign_in(town, "cy")
    browser.post(f"{SITTING}/attendance", {"attended": ["nora", "sid"]})
    second = f"{SITTING}/row/2"
    assert "Row 2 of 2" in main(browser.get(second)) and "Ben2" in main(browser.get(second))
    data = {"decision": "agreed", **when("27 8 2026", "transfer_date"), "receiving_worker": "ben", "step": "decide"}
    saved = browser.post(second, {**hidden(browser.get(second)), **data})
    assert saved.status_code == 302, main(saved)
    with in_authority(town.key):
        found = dict(Matter.objects.filter(authority=town.key).values_list("child", "decision"))
    assert found == {"ada": "", "ben2": "agreed"}
