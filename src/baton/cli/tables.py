"""`migrate`: makes and changes the tables, as their owner."""

from __future__ import annotations

import typer

from baton.cli.database import needs_database


def register(app: typer.Typer) -> None:
    """Adds the command."""

    @app.command("migrate")
    @needs_database
    def migrate() -> None:
        """Bring the tables up to this version; ./baton start does it by itself."""
        from django.core.management import call_command

        if missing():
            call_command("migrate", database="owner", interactive=False, verbosity=0)


def missing() -> list[str]:
    """The changes of the tables that have not been made yet, in order."""
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connections["owner"])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{step.app_label}.{step.name}" for step, _ in plan]
