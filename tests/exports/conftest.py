"""A made-up authority with children in care whose workers changed, for the exports."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from tests.django_settings import configure

configure()

from tests.store import cast, servers  # noqa: E402
from tests.workspace import world  # noqa: E402

_KEYS = count(1)


@pytest.fixture(scope="package")
def postgres() -> Iterator[Any]:
    """A server of these tests' own, migrated by its owner and used by the program's role."""
    with servers.server(servers.binaries()[0], durable=False) as one:
        world.connect(one)
        yield one
        world.close()


@pytest.fixture
def town(postgres: Any) -> world.Town:
    """A made-up authority that works by the small procedure; Ann has a number in the register, Ben has none."""
    made = world.make_town(f"e{next(_KEYS)}")
    cast.add(made.key, [cast.entry("worker", "ann", "started", "worker", name="Ann", number="SW1234567")])
    return made
