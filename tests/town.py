"""Fixtures for the tests that need pages or programs at work: a server, and made-up towns on it.

A folder's conftest imports them (`from tests.town import other_town, postgres, town`) and then has a server of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from tests.django_settings import configure

configure()

from tests.store import servers  # noqa: E402
from tests.workspace import world  # noqa: E402

_KEYS = count(1)


@pytest.fixture(scope="package")
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


__all__ = ["other_town", "postgres", "town"]
