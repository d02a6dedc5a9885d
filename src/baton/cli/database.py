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
MAKES_ONE = ("_load_demo", "_demo_sign_ins")  # these name an authority that may not be there yet


def needs_database(command: Callable[P, R]) -> Callable[P, R]:
    """Runs the command with the running database, or with our own server for as long as it takes."""

    @wraps(command)
    def with_database(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            with at_hand():
                set_up()
                if command.__name__ != "migrate" and missing():
                    raise Trouble("The tables of this version are not made yet. Run ./baton start, or ./baton migrate.")
                if command.__name__ not in MAKES_ONE:
                    _is_one_of_ours(kwargs.get("authority"))
                return command(*args, **kwargs)
        except Trouble as trouble:
            typer.echo(str(trouble), err=True)
            raise typer.Exit(1) from trouble

    return with_database


def _is_one_of_ours(authority: object) -> None:
    """Trouble where a command names an authority that is not kept here."""
    from baton.store.models import Authority

    keys = list(Authority.objects.order_by("key").values_list("key", flat=True)) if authority else []
    if authority and authority not in keys:
        raise Trouble(f'There is no authority "{authority}" here; there is {", ".join(keys) or "none"}.')


def missing() -> list[str]:
    """The changes of the tables not made yet, in order; [] where only the program's own role is known."""
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    if "owner" not in connections.databases:
        return []
    executor = MigrationExecutor(connections["owner"])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    connections["owner"].close()
    return [f"{step.app_label}.{step.name}" for step, _ in plan]


def set_up() -> None:
    """Django, with the settings of this checkout."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "baton.config.settings")
    django.setup()
