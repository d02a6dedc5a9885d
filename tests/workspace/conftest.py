"""A site for the page tests: a server of its own, the ordinary role, one made-up authority a test, people at desks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from tests.django_settings import configure
from tests.store import servers

configure()

from django.test import Client  # noqa: E402

from . import world  # noqa: E402

_KEYS = count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Any]:
    """The first kind of server at hand, migrated by its owner, then used by the program's role."""
    with servers.server(servers.binaries()[0], durable=False) as one:
        world.connect(one)
        yield one
        world.close()


@pytest.fixture
def town(postgres: Any) -> world.Town:
    """A made-up authority that works by the small procedure: Ann and Nora in the north, Ben and Sid in the south."""
    return world.make_town(f"t{next(_KEYS)}")


@pytest.fixture
def other_town(postgres: Any) -> world.Town:
    """Another authority, whose people must never get anything of the first."""
    return world.make_town(f"o{next(_KEYS)}")


@pytest.fixture
def sign_in(postgres: Any) -> Callable[..., Client]:
    """Signs a person in at a desk of theirs and gives the browser."""
    return world.sign_in


@pytest.fixture
def settings_state(tmp_path: Path) -> Path:
    """The program's own folder, for files that wait."""
    from django.conf import settings

    settings.BATON_STATE = tmp_path
    return tmp_path


__all__ = ["other_town", "postgres", "replace", "sign_in", "town"]
