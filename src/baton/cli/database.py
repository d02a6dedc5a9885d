"""For commands that need the database: one is at hand while they run, and Django is set up. Others start none."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import typer

from baton.platform.database import at_hand
from baton.platform.places import Trouble

P = ParamSpec("P")
R = TypeVar("R")


def needs_database(command: Callable[P, R]) -> Callable[P, R]:
    """Runs the command with the running database, or with our own server for as long as it takes."""

    @wraps(command)
    def with_database(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            with at_hand():
                set_up()
                return command(*args, **kwargs)
        except Trouble as trouble:
            typer.echo(str(trouble), err=True)
            raise typer.Exit(1) from trouble

    return with_database


def set_up() -> None:
    """Django, with the settings of this checkout."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "baton.config.settings")
    django.setup()
