"""The made-up town of the page tests, asked by programs: each with a token of one person in one post."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from tests.django_settings import configure

configure()

from django.test import Client, override_settings  # noqa: E402
from tests.town import other_town, postgres, town  # noqa: E402
from tests.workspace import world  # noqa: E402


@pytest.fixture(autouse=True)
def _quick_passwords() -> Iterator[None]:
    """Nobody signs in with a password here, so none need be hard to guess."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@dataclass
class Program:
    """A client with a token; answers are decoded."""

    plain: str
    browser: Client

    def headers(self, more: dict[str, str] | None = None) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.plain}", **(more or {})}

    def get(self, path: str, **headers: str) -> Any:
        return self.browser.get(f"/api/v1{path}", headers=self.headers(headers))

    def post(self, path: str, body: Any, **headers: str) -> Any:
        return self.browser.post(
            f"/api/v1{path}", json.dumps(body), content_type="application/json", headers=self.headers(headers)
        )

    def delete(self, path: str) -> Any:
        return self.browser.delete(f"/api/v1{path}", headers=self.headers())


def program(town: world.Town, person: str, *scopes: str, duties: tuple[str, ...] = (), post: str = "") -> Program:
    """A program in this person's post, with all scopes if none is named."""
    from baton.accounts import tokens
    from baton.accounts.seats import give_seat

    give_seat(
        username=f"{person}@{town.key}", password=world.PASSWORD, name=person.title(), authority=town.key,
        person=person, duties=duties,
    )  # fmt: skip
    title = {"audit": "Auditor", "set up": "System administrator"}.get(duties[0], "") if duties else post
    plain, _ = tokens.issue(
        town.key, person, title, scopes or tokens.SCOPES, "a test", 30, "setup", world.NOW
    )  # fmt: skip
    return Program(plain, Client())


@pytest.fixture
def new_program() -> Callable[..., Program]:
    return program


__all__ = ["other_town", "postgres", "town"]
