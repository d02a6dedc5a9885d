"""Which file holds which commands, so that a command loads no other's code, and one that is not there yet says so."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

import typer

GROUPS: dict[str, tuple[str, ...]] = {
    "situation": ("situation",),
    "scenarios": ("scenarios",),
    "packs": ("check", "fmt", "new-pack", "schema"),
    "explaining": ("explain",),
    "coverage": ("coverage",),
    "prove": ("prove",),
    "comparing": ("diff",),
    "drawing": ("draw",),
    "importing": ("import",),
    "exchange": ("export",),
    "replay": ("replay",),
    "in_force": ("in-force", "put-in-force", "take-back"),
    "upkeep": ("tick", "rebuild", "verify", "seal", "backup", "restore", "release"),
    "sending": ("send",),
    "bench": ("bench",),
    "demo": ("load-demo", "demo-sign-ins"),
    "accounts": ("new-authority", "accounts", "open-account", "new-password", "close-account"),
    "tokens": ("token",),
    "tables": ("migrate",),
}


def group_of(command: str) -> str | None:
    """The group whose file is there and that holds this command."""
    return next((g for g, commands in GROUPS.items() if command in commands and is_there(g)), None)


def is_promised(command: str) -> bool:
    """Whether any group, there or not, holds this command."""
    return any(command in commands for commands in GROUPS.values())


def is_there(group: str) -> bool:
    """Whether the group's file exists in this version."""
    return find_spec(f"baton.cli.{group}") is not None


def register(app: typer.Typer, command: str) -> None:
    """The one group that is asked for, or all of them for the help."""
    wanted = group_of(command)
    for group in [wanted] if wanted else [g for g in GROUPS if is_there(g)]:
        import_module(f"baton.cli.{group}").register(app)
