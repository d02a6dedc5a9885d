"""`./baton export`: files for others, each with its report beside it. What was opened for it stands in the read log."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from baton.cli.database import needs_database

AUTHORITY = typer.Option(help="The authority whose records are exported, by its key.")


def register(app: typer.Typer) -> None:
    @app.command("export")
    @needs_database
    def export_command(
        kind: Annotated[str, typer.Argument(help="What to export; without it, what there is.")] = "",
        authority: Annotated[str, AUTHORITY] = "",
        from_: Annotated[str, typer.Option("--from", metavar="DAY", help="First day, as 2026-04-01.")] = "",
        to: Annotated[str, typer.Option("--to", metavar="DAY", help="Last day, as 2027-03-31.")] = "",
        out: Annotated[Path, typer.Option(metavar="FOLDER", help="Where the files go.")] = Path("."),
        by: Annotated[str, typer.Option(help="Who asks for it: stands in the record of reads.")] = "command line",
        child: Annotated[str, typer.Option(help="For a child's whole record: which child.")] = "",
        previous: Annotated[
            Path | None,
            typer.Option(metavar="FILE.csv", help="Last year's file of the same return (SW16)."),
        ] = None,
    ) -> None:
        """Write a return, a list or a record as files, with a report of what does not hold beside them."""
        raise typer.Exit(bring_out(kind, authority, from_, to, out, by, child, previous))


def bring_out(
    kind: str, authority: str, from_: str, to: str, out: Path, by: str, child: str, previous: Path | None = None
) -> int:
    """Makes and writes one export; 1 if it cannot be made."""
    from baton.accounts.clock import now as clock
    from baton.accounts.reads import record_export
    from baton.exports import making as exports
    from baton.exports.writing import remember, write
    from baton.store.asking import around as around_of
    from baton.store.models import Authority
    from baton.store.tenancy import as_program
    from baton.working_time import local_day

    if not kind:
        for one in exports.KINDS.values():
            typer.echo(f"{one.key}: {one.says}.")
        return 0
    row = Authority.objects.filter(key=authority).first()
    if row is None:
        return _sorry(f'There is no authority "{authority}" here.')
    try:
        first, last = _day(from_), _day(to)
        now = clock()
        around = around_of(authority)
        with as_program(authority):
            reader = exports.Reader(authority, around, now, child=child, previous=_rows(previous))
            made = exports.make(kind, reader, first, last, local_day(now))
            record_export(authority, by, made.children, made.kind)
            remember(made, authority, by, now)
    except (exports.CannotExport, OSError, ValueError) as problem:
        return _sorry(str(problem))
    for path in write(made, out, row.name, by, now):
        typer.echo(str(path))
    unexplained = sum(not f.explained for f in made.findings)
    typer.echo(
        f"{made.rows} rows of {len(made.children)} children. {len(made.findings)} breaches of the receiver's rules, "
        f"{unexplained} of them not explained by the record."
    )
    return 0


def _rows(path: Path | None) -> tuple[tuple[str, ...], ...]:
    if path is None:
        return ()
    with path.open(encoding="utf-8-sig", newline="") as file:
        return tuple(tuple(row) for row in csv.reader(file))


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f'"{text}" is not a date. Write the day as 2026-07-31.') from None


def _sorry(text: str) -> int:
    typer.echo(text, err=True)
    return 1
