"""A database as the page tests have it, a real mail server, and a made-up authority with messages in its outbox."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from tests.store import servers
from tests.workspace import world

from baton.sending.book import Book

from .mail import Post

_KEYS = count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Any]:
    """A server of these tests' own, migrated by its owner, then used by the program's role."""
    with servers.server(servers.binaries()[0], durable=False) as one:
        world.connect(one)
        yield one
        world.close()


@pytest.fixture
def town(postgres: Any) -> world.Town:
    return world.make_town(f"s{next(_KEYS)}")


@pytest.fixture
def other_town(postgres: Any) -> world.Town:
    return world.make_town(f"so{next(_KEYS)}")


@pytest.fixture
def book(town: world.Town, tmp_path: Path) -> Book:
    return Book(town.key, tmp_path)


@pytest.fixture
def post() -> Iterator[Callable[..., Post]]:
    """Starts a mail server with what the test wants of it; all are stopped at the end."""
    running: list[Post] = []

    def start(**wanted: Any) -> Post:
        one = Post(**wanted)
        running.append(one)
        return one

    yield start
    for one in running:
        one.stop()
