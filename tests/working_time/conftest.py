"""Two calendars: as published, and with an authority's offices closed over Christmas 2026."""

from __future__ import annotations

import pytest

from baton.working_time import Calendar

from .england import CLOSED_AT_CHRISTMAS, ENGLAND


@pytest.fixture
def england() -> Calendar:
    return ENGLAND


@pytest.fixture
def closed_at_christmas() -> Calendar:
    """24 December 2026 to 3 January 2027 without a working day in it."""
    return CLOSED_AT_CHRISTMAS
