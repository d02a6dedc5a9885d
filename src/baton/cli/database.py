"""For commands that need the database: one is at hand while they run, and Django is set up. Others start none."""

from __future__ import annotations

import os
from collections.abc import Callable

from baton.platform.database import at_hand


def with_database(run: Callable[[], int | None]) -> int:
    """Runs this with the running database, or with our own server for as long as it takes."""
    with at_hand():
        set_up()
        return int(run() or 0)


def set_up() -> None:
    """Django, with the settings of this checkout."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "baton.config.settings")
    django.setup()
