"""Your settings, your notices, and the calendar feed that nobody guesses."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from django.test import Client
from icalendar import Calendar
from tests.sending.test_leaving import moving
from tests.store import cast

from baton.accounts.around import around
from baton.accounts.models import Account, LastLook
from baton.sending.carriers import Carriers
from baton.sending.models import Wishes
from baton.sending.staff import email_of
from baton.sending.writing import write
from baton.store.tenancy import as_program
from baton.working_time import parse_when

from . import world
from .pages import main, read, send


def feed_address(browser: Client) -> str:
    page = read(browser.post("/settings/feed", follow=True))
    found = re.search(r"http://\S+/calendar/\S+\.ics", page)
    assert found, page
    return found[0].removeprefix("http://testserver")


def test_what_is_chosen_is_kept_and_what_is_statutory_cannot_be_turned_off(town: world.Town) -> None:
    browser = world.sign_in(town, "ann")
    page = main(browser.get("/settings"))
    assert "It cannot be turned off." in page and "Nobody has set up an e-mail address for you." in page
    browser.post("/settings", {"digest": "yes", "digest_at": "450", "large_print": "yes"})
    with as_program(town.key):
        wish = Wishes.objects.get(authority=town.key, person="ann")
    assert (wish.digest, wish.digest_at, wish.invitations, wish.large_print) == (True, 450, False, True)
    assert 'class="govuk-template baton-template baton-large"' in browser.get("/my-day").content.decode()
    again = world.sign_in(town, "ann")
    assert "baton-large" in again.get("/my-day").content.decode()
    assert "baton-large" not in world.sign_in(town, "ben").get("/my-day").content.decode()


def test_a_time_that_is_not_offered_changes_nothing(town: world.Town) -> None:
    browser = world.sign_in(town, "ann")
    browser.post("/settings", {"digest_at": "999999999999999999999"})
    with as_program(town.key):
        assert Wishes.objects.get(authority=town.key, person="ann").digest_at == 480


def test_a_feed_shows_my_meetings_by_initials_and_a_renewed_address_leads_nowhere(town: world.Town) -> None:
    moving(town)
    cast.done(town.act("2026-08-06 09:00", "ann", "booked", "family_handover", happened=parse_when("2026-08-20 14:00")))
    browser, nobody = world.sign_in(town, "ben"), Client()
    first = feed_address(browser)
    assert "http" not in main(browser.get("/settings"))  # shown once
    answer = nobody.get(first)
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/calendar")
    titles = [str(e["summary"]) for e in Calendar.from_ical(answer.content).walk("VEVENT")]
    assert any(t.startswith("Handover meeting: AF") for t in titles)
    assert b"fictley" not in answer.content.lower()
    second = feed_address(browser)
    assert nobody.get(first).status_code == 404 and nobody.get(second).status_code == 200
    assert nobody.get(second.replace(town.key, "elsewhere")).status_code == 404


def test_a_feed_ends_with_the_account_and_with_leaving(town: world.Town) -> None:
    address = feed_address(world.sign_in(town, "ben"))
    cast.add(town.key, [cast.entry("worker", "ben", "ended", "worker", "2026-08-01")])
    assert Client().get(address).status_code == 404
    address = feed_address(world.sign_in(town, "nora"))
    Account.objects.filter(username=f"nora@{town.key}").update(is_active=False)
    assert Client().get(address).status_code == 404


def test_the_feed_of_one_authority_is_none_of_another(town: world.Town, other_town: world.Town) -> None:
    address = feed_address(world.sign_in(town, "ben"))
    assert Client().get(address.replace(town.key, other_town.key)).status_code == 404


def told(town: world.Town, *to: str) -> None:
    one = cast.entry("child", "amy", "told", "", "2026-08-06 08:00")
    body: dict[str, Any] = {"key": ["late_rule", "amy", "1"], "to": list(to), "with": {"clause": ["TST-late_rule"]}}
    cast.add(town.key, [replace(one, source="clock", done_by="", recorded_by="", recorded_at=world.NOW, body=body)])


def test_notices_stand_on_the_page_of_whoever_was_told_and_of_nobody_else(town: world.Town) -> None:
    town.child()
    told(town, "nora", "sid")
    write(town.key, world.NOW, Carriers([]))
    page = main(world.sign_in(town, "nora").get("/notices"))
    assert "Amy Fictley" in page and "TST-late_rule" in page
    assert "Nothing has been told to you." in main(world.sign_in(town, "ann").get("/notices"))
    elsewhere = world.make_town(f"{town.key}-n")
    assert "Nothing has been told to you." in main(world.sign_in(elsewhere, "nora").get("/notices"))


def test_a_notice_about_a_child_out_of_reach_tells_initials_alone(town: world.Town) -> None:
    town.child()
    west = cast.entry("worker", "wes", "started", "post", role="social_worker", team="west", name="Wes")
    cast.add(town.key, [cast.entry("team", "west", "opened", service="west", name="West"), west])
    told(town, "wes")
    write(town.key, world.NOW, Carriers([]))
    page = main(world.sign_in(town, "wes").get("/notices"))
    assert "AF" in page and "Amy" not in page


def test_an_administrator_records_how_somebody_is_reached(town: world.Town) -> None:
    browser = world.sign_in(town, "root", duties=("set up",), post="set up")
    wrong = send(browser, "/set-up/reach", {"person": "ann", "email": "ann", "reason": "new"})
    assert "like name@council.example" in read(wrong)
    send(browser, "/set-up/reach", {"person": "ann", "email": "ann@made-up.example", "reason": "new"})
    assert email_of(around(town.key), "ann") == "ann@made-up.example"


def test_notices_not_read_are_counted_until_they_are_opened(town: world.Town) -> None:
    town.child()
    told(town, "nora")
    write(town.key, world.NOW, Carriers([]))
    browser = world.sign_in(town, "nora")
    before = read(browser.get("/my-day"))
    assert "Notices (1 not read )" in before and "1 notice you have not read" in before
    assert "Notices (1" in read(browser.get("/children")) and "not read" not in read(
        world.sign_in(town, "ann").get("/my-day")
    )
    opened = browser.get("/notices")
    assert "8am New" in main(opened) and "Notices (" not in read(opened)
    assert " New " not in main(browser.get("/notices")) and "Notices (" not in read(browser.get("/my-day"))
    assert LastLook.objects.get(authority=town.key, person="nora").at is None  # what changed is not seen by that
