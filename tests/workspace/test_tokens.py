"""Tokens of programs: made once and shown once by the administrator, known to the person, and over with the account."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from baton.accounts.keeping import close_seat, new_account
from baton.accounts.models import Account, AccountChange, Seat, Token
from baton.accounts.tokens import live

from . import world
from .pages import main


@pytest.fixture
def root(town: world.Town) -> Client:
    return world.sign_in(town, "root", duties=("set up",), post="set up")


def made(town: world.Town, root: Client, **other: object) -> str:
    """Makes a token for Ann; what the page shows once."""
    world.sign_in(town, "ann")
    seat = Seat.objects.get(authority=town.key, person="ann")
    form = root.get(f"/set-up/accounts/{seat.pk}/token").content.decode()
    post = re.findall(r'name="post"[^>]*value="([^"]+)"', form)[0]
    given = {"post": post, "name": "case system", "scopes": ["read"], "days": "30", "reason": "nightly", **other}
    page = root.post(f"/set-up/accounts/{seat.pk}/token", given)
    found = re.search(r"<code[^>]*>([^<]+)</code>", page.content.decode())
    return found[1] if found else main(page)


def ask(plain: str) -> int:
    return Client().get("/api/v1/me", headers={"Authorization": f"Bearer {plain}"}).status_code


def test_a_token_is_shown_once_listed_used_and_revoked_with_a_line_for_each(town: world.Town, root: Client) -> None:
    plain = made(town, root)
    assert plain.startswith("baton_") and ask(plain) == 200
    page = root.get("/set-up/tokens").content.decode()
    assert plain not in page and plain[:12] in page
    assert "case system" in main(root.get("/set-up/tokens")) and "Ann, " in main(root.get("/set-up/tokens"))
    token = Token.objects.get(authority=town.key)
    assert token.last_used_at is not None and token.scopes == ["read"] and token.issued_by == "root"
    mine = main(world.sign_in(town, "ann").get("/settings"))
    assert "Programs that work as you" in mine and "case system (read)" in mine
    assert "Write" in main(root.post(f"/set-up/tokens/{token.pk}/revoke", {"reason": ""}))
    root.post(f"/set-up/tokens/{token.pk}/revoke", {"reason": "no longer needed"})
    assert ask(plain) == 401 and "Revoked" in main(root.get("/set-up/tokens"))
    lines = AccountChange.objects.filter(authority=town.key, what__contains="token").values_list("what", "by", "reason")
    assert list(lines) == [
        ("token made for case system: read, 30 days", "root", "nightly"),
        ("token revoked: case system", "root", "no longer needed"),
    ]


def test_what_is_wrong_is_said_and_nothing_is_made(town: world.Town, root: Client) -> None:
    assert "lasts from 1 to 366 days" in made(town, root, days="900")
    assert "There is a problem" in made(town, root, scopes=[]) and "There is a problem" in made(town, root, reason="")
    assert "Choose an answer: in which post?" in made(town, root, post=f"{town.key}|boss|head||own office|")
    assert not Token.objects.filter(authority=town.key).exists()


def test_an_account_that_is_closed_takes_its_tokens_with_it_for_good(town: world.Town, root: Client) -> None:
    plain = made(town, root)
    close_seat(town.key, Seat.objects.get(authority=town.key, person="ann"), "root", "has left")
    assert ask(plain) == 401
    closed = AccountChange.objects.get(authority=town.key, what__startswith="closed")
    assert closed.what == "closed, with 1 token of programs"
    new_account(town.key, f"ann@{town.key}", "Ann", "ann", (), "root", "is back")  # the same account sits here again
    assert Account.objects.filter(username=f"ann@{town.key}").exists() and live(plain, world.NOW) is None
    assert ask(plain) == 401


def test_nobody_else_makes_lists_or_revokes_tokens(town: world.Town, other_town: world.Town, root: Client) -> None:
    made(town, root)
    token, seat = Token.objects.get(authority=town.key), Seat.objects.get(authority=town.key, person="ann")
    addresses = ("/set-up/tokens", f"/set-up/tokens/{token.pk}/revoke", f"/set-up/accounts/{seat.pk}/token")
    ann = world.sign_in(town, "ann")
    assert [ann.get(address).status_code for address in addresses] == [403, 403, 403]
    elsewhere = world.sign_in(other_town, "root", duties=("set up",), post="set up")
    assert [elsewhere.get(address).status_code for address in addresses] == [200, 404, 404]
    assert "case system" not in main(elsewhere.get("/set-up/tokens"))
