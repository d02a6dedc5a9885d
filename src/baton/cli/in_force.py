"""`./baton put-in-force FOLDER`, `take-back NUMBER`, `in-force`: which procedure works, and since when."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from baton.cli.database import needs_database
from baton.packs_on_disk import whole

SHOWN = 40
Authority = Annotated[str, typer.Option("--authority", metavar="A")]
By = Annotated[str, typer.Option("--by", metavar="PERSON", help="Who decides it.")]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why.")]


def register(app: typer.Typer) -> None:
    """Adds these commands."""

    @app.command("put-in-force")
    @needs_database
    def _put(
        folder: Annotated[Path, typer.Argument(help="The folder of the new edition or build.", metavar="FOLDER")],
        authority: Authority,
        by: By = "",
        reason: Reason = "",
        from_: Annotated[
            datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], metavar="DATE", help="A new edition's day.")
        ] = None,
        preview: Annotated[bool, typer.Option("--preview", help="Only what it would change, child by child.")] = False,
    ) -> None:  # fmt: skip
        """Put an edition, or a better build of one, into force: previewed child by child, done by the same code."""
        raise typer.Exit(put(folder, authority, by, reason, from_, preview))

    @app.command("take-back")
    @needs_database
    def _back(
        number: Annotated[int, typer.Argument(metavar="NUMBER", help="The entry, as `in-force` lists it.")],
        authority: Authority,
        by: By = "",
        reason: Reason = "",
    ) -> None:
        """Undo what was put into force, by a further entry."""
        raise typer.Exit(take_back(number, authority, by, reason))

    @app.command("in-force")
    @needs_database
    def _list(authority: Authority) -> None:
        """The editions in force, and everything that was put into force or taken back."""
        raise typer.Exit(listed(authority))


def put(folder: Path, authority: str, by: str, reason: str, from_: datetime | None, preview: bool) -> int:
    """Prints what changes for whom, and unless it is a preview does it. 1 where it cannot be done."""
    from baton.accounts.clock import now
    from baton.store import approving

    if not any(folder.glob("*.yaml")):
        typer.echo(f"There is no pack in {folder}: no file there ends in .yaml.", err=True)
        return 1
    texts, day = whole(folder), from_.date() if from_ is not None else None
    try:
        children = 0
        for one in approving.what_would_change(authority, texts, day, now()):
            children += 1
            if children <= SHOWN:
                said = "; ".join(f"{change.kind} {change.rule}" for change in one.changes[:4])
                more = f"; and {len(one.changes) - 4} more" if len(one.changes) > 4 else ""
                typer.echo(f"{one.child} ({', '.join(one.matters) or 'no open matter'}): {said}{more}")
        if children > SHOWN:
            typer.echo(f"and {children - SHOWN} more children")
        typer.echo(f"{children} children would be different.")
        if preview:
            return 0
        number = approving.put_in_force(authority, texts, day, by, reason, now())
    except approving.CannotBePut as problem:
        typer.echo(str(problem), err=True)
        return 1
    typer.echo(
        f"In force, as entry {number} of {authority}. To undo it: baton take-back {number} --authority {authority}"
    )
    return 0


def take_back(number: int, authority: str, by: str, reason: str) -> int:
    """Undoes one entry. 1 where that cannot be done."""
    from baton.accounts.clock import now
    from baton.store import approving

    try:
        further = approving.take_back(authority, number, by, reason, now())
    except approving.CannotBePut as problem:
        typer.echo(str(problem), err=True)
        return 1
    typer.echo(f"Taken back, as entry {further}.")
    return 0


def listed(authority: str) -> int:
    """Prints the editions and the entries."""
    from baton.store import approving
    from baton.store.asking import packs_of

    for pack in packs_of(authority).editions:
        typer.echo(f"{pack.edition.name}: from {pack.edition.in_force_from}, build {pack.build[:12]}")
    for e in approving.history(authority):
        what = f"entry {e.values['of']}" if e.word == "undo" else f"{e.values['edition']} {e.values['from']}".strip()
        verb = "taken back" if e.word == "undo" else f"{e.word} put into force"
        typer.echo(f"entry {e.number}: {what}, {verb} by {e.done_by}: {e.body.get('reason', '')}")
    return 0
