"""The way in: the right words, the pause after too many tries, one post a session, nothing without a post."""

from __future__ import annotations

import logging

from django.core.exceptions import PermissionDenied
from django.test import Client

from baton.config.log_lines import RefusalsInOneLine

from . import world
from .pages import read


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined]


def test_a_wrong_password_says_no_more_than_that(town: world.Town) -> None:
    world.sign_in(town, "ann")
    answer = Client().post("/sign-in", {"username": f"ann@{town.key}", "password": "wrong"})
    assert answer.status_code == 400
    assert "Your username or your password is not right" in text(answer)
    assert "There is a problem" in text(answer)


def test_after_five_wrong_tries_even_the_right_password_waits(town: world.Town) -> None:
    world.sign_in(town, "ann")
    for _ in range(5):
        Client().post("/sign-in", {"username": f"ann@{town.key}", "password": "wrong"})
    answer = Client().post("/sign-in", {"username": f"ann@{town.key}", "password": world.PASSWORD})
    assert answer.status_code == 429
    assert "Wait 15 minutes" in text(answer)


def test_nobody_sees_a_page_without_signing_in(town: world.Town) -> None:
    for address in ("/", "/children", "/team", "/procedure", "/children/amy"):
        answer = Client().get(address)
        assert answer.status_code == 302 and answer["Location"].startswith("/sign-in"), address


def test_an_account_without_a_post_is_told_so(town: world.Town) -> None:
    world.give_seat(username="zed@x", password=world.PASSWORD, name="Zed", authority=town.key, person="nobody")
    browser = Client()
    browser.post("/sign-in", {"username": "zed@x", "password": world.PASSWORD})
    assert "You have an account but no post" in text(browser.get("/choose-post"))
    assert browser.get("/my-day").status_code == 302


def test_my_day_shows_a_practitioner_what_is_theirs(town: world.Town) -> None:
    town.child()
    page = text(world.sign_in(town, "ann").get("/"))
    assert "My day" in page and "Fictley family" in page
    assert "Send the summary to Clerk" in page
    assert "Made up." in page


def test_a_worker_of_another_team_sees_nothing_of_the_child(town: world.Town, other_town: world.Town) -> None:
    town.child()
    for where in (town, other_town):
        page = text(world.sign_in(where, "ben").get("/my-day"))
        assert "Fictley" not in page


def test_an_address_elsewhere_is_not_followed_after_sign_in(town: world.Town) -> None:
    world.sign_in(town, "ann")
    answer = Client().post(
        "/sign-in", {"username": f"ann@{town.key}", "password": world.PASSWORD, "next": "https://else.example/"}
    )
    assert answer["Location"] == "/"


def test_health_is_open(town: world.Town) -> None:
    assert Client().get("/healthz").status_code == 200


def test_every_page_says_until_when_one_is_signed_in_and_lets_one_stay(town: world.Town) -> None:
    browser = world.sign_in(town, "ann")
    assert "You will be signed out at" in read(browser.get("/my-day"))
    session = browser.session
    session["signed_in_until"] = 1
    session.save()
    assert browser.post("/stay", {"next": "/procedure"})["Location"] == "/procedure"
    assert browser.session["signed_in_until"] > 1_000_000
    assert browser.post("/stay", {"next": "https://elsewhere.example"})["Location"] == "/"
    assert browser.post("/stay", HTTP_ACCEPT="application/json").json()["until"] > 1_000_000
    assert Client().post("/stay").status_code == 302


def test_a_refused_page_is_one_line_of_the_log_and_a_mistake_keeps_its_traceback() -> None:
    kept = []
    for problem in (PermissionDenied(), ValueError()):
        record = logging.LogRecord("django.request", logging.WARNING, "", 0, "said", (), (type(problem), problem, None))
        assert RefusalsInOneLine().filter(record)
        kept.append(record.exc_info is not None)
    assert kept == [False, True]
