"""A site for the page tests: a server of its own, the ordinary role, one made-up authority a test, people at desks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.django_settings import configure

configure()

from django.test import Client  # noqa: E402
from tests.town import other_town, postgres, town  # noqa: E402

from . import world  # noqa: E402


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
