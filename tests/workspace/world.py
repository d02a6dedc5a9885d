"""The made-up authorities of the page tests, by the engine's small procedure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.test import Client
from tests.engine import small_pack
from tests.store import cast, servers

from baton.accounts.models import Account, Seat
from baton.accounts.seats import give_seat
from baton.policy import model as m
from baton.store import procedures, surroundings
from baton.store.models import Authority
from baton.working_time import moment_of

NOW = moment_of("2026-08-06 10:00")
PASSWORD = "a long enough password"


@dataclass(frozen=True)
class Town:
    """One made-up authority and its people."""

    key: str

    def child(self, name: str = "amy", due: bool = True) -> str:
        """A child held by Ann in the north, whose move south is due."""
        return cast.child(self.key, name, due=due)

    def family(self, *children: str) -> None:
        cast.family(self.key, *children)

    def act(self, when: str, by: str, verb: str, word: str = "", *children: str, **more: Any) -> Any:
        return cast.act(self.key, when, by, verb, word, *children, **more)


def connect(one: Any) -> None:
    """Makes the tables as the owner, then works as the ordinary role."""
    surroundings.forget()
    close()
    for role, password in ((servers.OWNER, "owner"), (servers.APP, "app")):
        wrapper = connections["default"]
        wrapper.close()
        wrapper.settings_dict.update(servers.settings_for(one, role, password))
        if role == servers.OWNER:
            call_command("migrate", verbosity=0)
    connections["default"].close()


def close() -> None:
    for wrapper in connections.all(initialized_only=True):
        wrapper.close()


def make_town(key: str, pack: m.Pack = small_pack.PACK, name: str = "small") -> Town:
    """An authority with staff; the accounts of its people are made when they sign in."""
    settings.BATON_NOW = NOW
    pack = replace(pack, build=f"{name}-1")
    procedures.use(name, procedures.Procedure(small_pack.m.Packs((pack,)), small_pack.CALENDAR))
    Authority.objects.create(key=key, name=f"Made-up {key}", pack=name, made_up=True)
    cast.staff(key)
    return Town(key)


def sign_in(town: Town, person: str, duties: tuple[str, ...] = (), post: str = "") -> Client:
    """This person at the pages of this authority, in the post whose title begins with `post`, else their first."""
    from baton.accounts.posts import posts_of

    account = give_seat(
        username=f"{person}@{town.key}",
        password=PASSWORD,
        name=person.title(),
        authority=town.key,
        person=person,
        duties=duties,
    )
    browser = Client()
    browser.force_login(account, "baton.accounts.backend.AccountBackend")
    posts = posts_of(account, NOW)
    chosen = next(p for p in posts if p.title.startswith(post) or p.duty == post)
    browser.post("/choose-post", {"post": chosen.key})
    return browser


__all__ = ["Account", "Seat", "Town", "close", "connect", "make_town", "sign_in"]
