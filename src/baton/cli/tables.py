"""`migrate`: makes and changes the tables, as their owner."""

from __future__ import annotations

import typer

from baton.cli.database import missing, needs_database


def register(app: typer.Typer) -> None:
    """Adds the command."""

    @app.command("migrate")
    @needs_database
    def migrate() -> None:
        """Bring the tables up to this version; ./baton start does it by itself."""
        from django.core.management import call_command

        if missing():
            call_command("migrate", database="owner", interactive=False, verbosity=0)
