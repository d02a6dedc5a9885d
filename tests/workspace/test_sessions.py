"""What holds a session together: its number changes at the door, ends with it, and no form is taken from elsewhere."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from baton.accounts.models import Account

from . import world
from .pages import read
from .test_nobody_else import filled, guesses, routes  # noqa: F401

NEW = "another long enough password"


def come_in(town: world.Town, person: str = "ann", browser: Client | None = None, **more: str) -> tuple[Client, Any]:
    """Signed in by name and password, as a browser does it."""
    world.sign_in(town, person)
    browser = browser or Client()
    form = {"username": f"{person}@{town.key}", "password": world.PASSWORD, **more}
    return browser, browser.post("/sign-in", form)


def test_a_number_that_somebody_planted_is_not_the_sessions(town: world.Town) -> None:
    browser = Client()
    browser.cookies["baton"] = planted = "a" * 32
    _, answer = come_in(town, browser=browser)
    cookie = answer.cookies["baton"]
    assert cookie.value != planted and cookie["httponly"] and cookie["samesite"] == "Lax"
    assert browser.get("/my-day").status_code == 200
    with_planted = Client()
    with_planted.cookies["baton"] = planted
    assert with_planted.get("/my-day").status_code == 302


def test_another_post_is_another_number_and_signing_out_ends_it(town: world.Town) -> None:
    world.give_seat(
        username=f"ann@{town.key}", password=world.PASSWORD, name="Ann", authority=town.key, person="ann",
        duties=("audit",),
    )  # fmt: skip
    browser, _answer = come_in(town)
    before = browser.cookies["baton"].value
    browser.post("/choose-post", {"post": f"{town.key}|ann||||audit"})
    after = browser.cookies["baton"].value
    browser.post("/choose-post", {"post": f"{town.key}|ann|social_worker|north|own office|"})
    last = browser.cookies["baton"].value
    assert len({before, after, last}) >= 2
    old = Client()
    old.cookies["baton"] = last
    assert browser.post("/sign-out").status_code == 302
    assert old.get("/my-day").status_code == 302, "a cookie that was kept opens nothing after signing out"


def test_a_new_password_ends_every_other_session(town: world.Town) -> None:
    here, there = come_in(town)[0], come_in(town)[0]
    assert there.get("/my-day").status_code == 200
    changed = here.post("/your-password", {"now": world.PASSWORD, "new": NEW, "again": NEW})
    assert changed.status_code == 302
    assert here.get("/my-day").status_code == 200 and there.get("/my-day").status_code == 302


def test_a_password_is_not_guessed_where_it_is_changed(town: world.Town) -> None:
    browser = come_in(town)[0]
    wrong = {"now": "not it", "new": NEW, "again": NEW}
    said = [read(browser.post("/your-password", wrong)) for _ in range(6)]
    assert "This is not the password you have now" in said[4] and "There have been too many tries" in said[5]
    browser.post("/your-password", {**wrong, "now": world.PASSWORD})
    assert Account.objects.get(username=f"ann@{town.key}").check_password(world.PASSWORD)


def test_whoever_is_no_longer_active_is_out_at_once(town: world.Town) -> None:
    from baton.accounts.desk import sit_down

    browser = come_in(town)[0]
    account = Account.objects.get(username=f"ann@{town.key}")
    Account.objects.filter(pk=account.pk).update(is_active=False)
    assert browser.get("/my-day").status_code == 302
    assert sit_down(account, f"{town.key}|ann|social_worker|north|own office|", world.NOW) is None


def test_where_one_wanted_to_go_is_kept_whole_over_the_choice_of_a_post(town: world.Town) -> None:
    world.give_seat(
        username=f"ann@{town.key}", password=world.PASSWORD, name="Ann", authority=town.key, person="ann",
        duties=("audit",),
    )  # fmt: skip
    wanted = "/children?open=all&order=born"
    browser, answer = come_in(town, next=wanted)
    page = browser.get(answer["Location"]).content.decode()
    assert 'value="/children?open=all&amp;order=born"' in page


@pytest.mark.parametrize(
    "address",
    ["//else.example", "https://else.example", "/\\else.example", "javascript:alert(1)", "\thttp://else.example",
     "http:///else.example", "///else.example/..", "https:else.example"],
)  # fmt: skip
def test_no_address_leads_out_of_the_house(town: world.Town, address: str) -> None:
    browser, answer = come_in(town, next=address)
    assert answer["Location"] == "/"
    assert browser.post("/stay", {"next": address})["Location"] == "/"


def test_no_form_is_taken_without_its_token(town: world.Town, guesses: dict[str, str]) -> None:  # noqa: F811
    """Every address, asked to save something by a page that is not ours, in the name of whoever is signed in."""
    taken = []
    for person in ("nora", "hal"):
        browser = Client(enforce_csrf_checks=True)
        browser.cookies = world.sign_in(town, person).cookies
        for route in routes():
            answer = browser.post(
                "/" + filled(route, guesses).lstrip("/"), {"step": "save", "reason": "from elsewhere"}
            )
            if answer.status_code not in (403, 405) and not route.startswith("static/"):
                taken.append(f"{route} answers {answer.status_code}")
    assert not taken


def test_every_answer_is_kept_by_nobody_and_stands_in_no_frame(town: world.Town, guesses: dict[str, str]) -> None:  # noqa: F811
    browser, wrong = world.sign_in(town, "nora"), []
    for route in routes():
        answer = browser.get(filled(route, guesses))
        policy, kept = answer.headers.get("Content-Security-Policy", ""), answer.headers.get("Cache-Control", "")
        if "frame-ancestors 'none'" not in policy or answer.headers.get("X-Frame-Options") != "DENY":
            wrong.append(f"{route} may be framed")
        if "no-store" not in kept and "static" not in route:
            wrong.append(f"{route} may be kept: {kept}")
        if answer.headers.get("X-Content-Type-Options") != "nosniff" or "'unsafe" in policy:
            wrong.append(f"{route} may be taken for something else")
    assert not wrong
