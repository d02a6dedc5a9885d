"""Accounts: opened with a password for one sign-in, changed and closed by the administrator, everything kept."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import ProgrammingError, transaction
from django.test import Client
from tests.store import cast

from baton.accounts.models import Account, AccountChange, Seat
from baton.accounts.posts import posts_of
from baton.accounts.seats import give_seat
from baton.cli import accounts as commands
from baton.store.models import Authority

from . import world
from .pages import main


@pytest.fixture
def root(town: world.Town) -> Client:
    return world.sign_in(town, "root", duties=("set up",), post="set up")


def opened(root: Client, username: str, **more: Any) -> str:
    """Opens an account and gives the password that the page shows once."""
    answers = {"username": username, "name": "Newcomer", "person": "ann", "reason": "joins us", **more}
    page = root.post("/set-up/accounts/new", answers)
    found = re.search(r"<code[^>]*>([^<]+)</code>", page.content.decode())
    assert found, main(page)
    return found[1]


def sign_in(username: str, password: str) -> tuple[Client, Any]:
    browser = Client()
    return browser, browser.post("/sign-in", {"username": username, "password": password}, follow=True)


def test_the_first_password_opens_nothing_but_the_choice_of_ones_own(town: world.Town, root: Client) -> None:
    password = opened(root, f"zed@{town.key}")
    browser, page = sign_in(f"zed@{town.key}", password)
    assert "is good for this one sign-in" in main(page)
    assert browser.get("/my-day").headers["Location"] == "/your-password"
    weak = browser.post("/your-password", {"now": password, "new": "password1234", "again": "password1234"})
    assert weak.status_code == 400 and "too common" in main(weak)
    mine = "harbour tuba lemon quilt"
    assert "not the same" in main(browser.post("/your-password", {"now": password, "new": mine, "again": mine + "x"}))
    done = browser.post("/your-password", {"now": password, "new": mine, "again": mine}, follow=True)
    assert done.status_code == 200 and browser.get("/my-day", follow=True).status_code == 200
    assert "is not right" in main(sign_in(f"zed@{town.key}", password)[1])
    assert "My day" in sign_in(f"zed@{town.key}", mine)[1].content.decode()


def test_what_is_wrong_is_said_at_the_field_and_nothing_is_made(town: world.Town, root: Client) -> None:
    bad = root.post("/set-up/accounts/new", {"username": "Z", "name": "Z", "person": "ann", "reason": "x"})
    assert bad.status_code == 400 and "Use 3 to 80 letters" in main(bad)
    assert not Account.objects.filter(username="z").exists()
    opened(root, f"twice@{town.key}")
    again = root.post(
        "/set-up/accounts/new", {"username": f"twice@{town.key}", "name": "Z", "person": "ann", "reason": "x"}
    )
    assert "There is an account" in main(again)


def test_an_account_is_closed_at_once_and_every_change_is_kept(town: world.Town, root: Client) -> None:
    other = world.sign_in(town, "ann")
    assert other.get("/my-day").status_code == 200
    seat = Seat.objects.get(authority=town.key, person="ann")
    root.post(f"/set-up/accounts/{seat.pk}/close", {"reason": "has left"})
    assert other.get("/my-day").status_code == 302
    page = main(root.get("/set-up/accounts"))
    assert f"ann@{town.key}, closed, by root has left" in page and f"ann@{town.key} Ann" not in page
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        AccountChange.objects.filter(authority=town.key).update(reason="never happened")


def test_duties_that_are_ticked_are_kept(town: world.Town, root: Client) -> None:
    opened(root, f"yan@{town.key}", duties=["audit", "procedure"])
    seat = Seat.objects.get(account__username=f"yan@{town.key}")
    assert seat.duties == ["audit", "procedure"]
    root.post(f"/set-up/accounts/{seat.pk}/duties", {"duties": ["audit"], "reason": "less"})
    assert Seat.objects.get(pk=seat.pk).duties == ["audit"]


def test_the_last_who_may_set_up_stays(town: world.Town, root: Client) -> None:
    seat = Seat.objects.get(authority=town.key, person="root")
    refused = root.post(f"/set-up/accounts/{seat.pk}/close", {"reason": "x"})
    assert refused.status_code == 400 and "Nobody else could set up this authority" in main(refused)
    assert root.post(f"/set-up/accounts/{seat.pk}/duties", {"reason": "x"}).status_code == 400


def test_nobody_opens_the_way_into_another_authority(town: world.Town, other_town: world.Town, root: Client) -> None:
    account = give_seat(username=f"both@{town.key}", password="x" * 12, name="Both", authority=town.key, person="ann")
    give_seat(username=account.username, password="", name="Both", authority=other_town.key, person="ann")
    seat = Seat.objects.get(account=account, authority=town.key)
    refused = root.post(f"/set-up/accounts/{seat.pk}/password", {"reason": "x"})
    assert refused.status_code == 400 and "works in another authority too" in main(refused)
    elsewhere = Seat.objects.get(account=account, authority=other_town.key)
    assert root.post(f"/set-up/accounts/{elsewhere.pk}/close", {"reason": "x"}).status_code == 404
    assert world.sign_in(town, "nora").get("/set-up/accounts").status_code == 403


def test_a_real_authority_begins_at_the_command_line(town: world.Town, capsys: pytest.CaptureFixture[str]) -> None:
    key = f"real_{town.key}"
    assert commands.new_authority("Bad Key", "x", "bexley") == 1
    assert commands.new_authority(key, "Real", "nowhere") == 1 and "cannot be read" in capsys.readouterr().err
    assert commands.new_authority(key, "Real", "bexley") == 0
    assert not Authority.objects.get(key=key).made_up
    assert commands.open_account("x1", "nobody", "X", "", ["set up"], "first") == 1
    assert commands.open_account(f"first@{key}", key, "First", "", ["set up"], "first") == 0
    password = capsys.readouterr().out.rsplit(": ", 1)[1].strip()
    assert "is good for this one sign-in" in main(sign_in(f"first@{key}", password)[1])
    assert commands.new_password(f"first@{key}", "lost") == 0 and commands.accounts(key) == 0
    assert commands.close_account(f"first@{key}", key, "x") == 1
    assert "Nobody else could set up" in capsys.readouterr().err


def test_a_role_that_the_procedure_does_not_know_reaches_the_children_of_the_service_it_is_set_at(
    town: world.Town,
) -> None:
    cast.add(
        town.key,
        [
            cast.entry("team", "outer", "opened", service="north", name="Outer"),
            cast.entry("worker", "iro", "started", "post", role="chairs_reviews", team="north", name="Iro"),
            cast.entry("worker", "wim", "started", "post", role="social_worker", team="north", name="Wim"),
        ],
    )
    for person, reaches in (("iro", {"north", "outer"}), ("wim", {"north"})):
        world.sign_in(town, person)
        posts = posts_of(Account.objects.get(username=f"{person}@{town.key}"), world.NOW)
        assert [post.teams for post in posts] == [reaches]
