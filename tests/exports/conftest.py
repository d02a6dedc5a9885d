"""A made-up authority with children in care whose workers changed, for the exports."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest
from tests.django_settings import configure

configure()

from tests.store import cast  # noqa: E402
from tests.town import postgres  # noqa: E402
from tests.workspace import world  # noqa: E402

_KEYS = count(1)


@pytest.fixture
def town(postgres: Any) -> world.Town:
    """A made-up authority that works by the small procedure; Ann has a number in the register, Ben has none."""
    made = world.make_town(f"e{next(_KEYS)}")
    cast.add(made.key, [cast.entry("worker", "ann", "started", "worker", name="Ann", number="SW1234567")])
    return made


__all__ = ["postgres"]
