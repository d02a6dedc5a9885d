"""A database as the page tests have it, a real mail server, and a made-up authority with messages in its outbox."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.town import other_town, postgres, town
from tests.workspace import world

from baton.sending.book import Book

from .mail import Post


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


__all__ = ["other_town", "postgres", "town"]
