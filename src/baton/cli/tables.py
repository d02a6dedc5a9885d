"""`migrate`: makes and changes the tables, as their owner."""

from __future__ import annotations

import argparse
from typing import Any


def register(app: Any) -> None:
    """Adds the command."""
    parser = app.add_parser("migrate", help="bring the tables up to this version; ./baton start does it by itself")
    parser.set_defaults(run=migrate, database=True)


def migrate(args: argparse.Namespace) -> int:
    """Makes what is missing."""
    from django.core.management import call_command

    from baton.config.tables import missing

    if missing():
        call_command("migrate", database="owner", interactive=False, verbosity=0)
    return 0
