"""The command that imports extracts: a dry run first, then the same with every child taken in."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from baton.cli.database import needs_database

if TYPE_CHECKING:
    from baton.imports.applying import Progress, Report
    from baton.imports.staff_report import StaffReport

STAFF = ("staff", "workforce")
FORMATS = "annex-a, ssda903 or cin; staff or workforce for teams and people"


def register(app: typer.Typer) -> None:
    """Adds these commands."""

    @app.command("import")
    @needs_database
    def _import(
        format: Annotated[str, typer.Argument(metavar="FORMAT", help=FORMATS)],
        files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="The extract's files, all in one go.")],
        authority: Annotated[str, typer.Option("--authority", metavar="A", help="Whose extract it is.")],
        as_at: Annotated[str, typer.Option(metavar="DATE", help="The day it was taken, such as 2026-07-31.")] = "",
        dry: Annotated[bool, typer.Option("--dry-run", help="Say what would happen. Nothing is saved.")] = False,
        complete: Annotated[
            list[str] | None,
            typer.Option(metavar="LIST", help="A list or word of which every child is in it: list_8, looked_after."),
        ] = None,
        team_map: Annotated[
            Path | None, typer.Option(metavar="FILE.csv", help="Names of teams in the extract, and the team here.")
        ] = None,
        rows: Annotated[
            Path | None, typer.Option(metavar="FILE.csv", help="Write every row with its answer to this file.")
        ] = None,
        as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
    ) -> None:
        """Take in what an extract says, after saying what is wrong with it. The same again changes nothing."""
        raise typer.Exit(
            bring_in(format, files, authority, as_at, dry, tuple(complete or ()), team_map, rows, as_json)
        )  # fmt: skip


def bring_in(
    format: str,
    files: list[Path],
    authority: str,
    as_at: str,
    dry: bool,
    complete: tuple[str, ...],
    team_map: Path | None,
    rows: Path | None,
    as_json: bool,
) -> int:
    """Tries an import out or does it; 1 if it cannot be done, or if a child was not taken in."""
    if format in STAFF:
        return _staff(format, files, authority, as_at, dry, rows, as_json)
    from baton.accounts.clock import now
    from baton.imports import applying
    from baton.imports.model import CannotRead
    from baton.imports.teams import UnknownTeam, read_team_names
    from baton.store.reading import UnknownAuthority

    day = _day(as_at)
    if as_at and day is None:
        return _sorry(f'"{as_at}" is not a date. Write the day as 2026-07-31.')
    try:
        names = read_team_names(team_map) if team_map else None
        with _bar(quiet=as_json) as progress:
            if dry:
                report = applying.dry_run(
                    authority, format, files, now(), as_at=day, complete=complete, team_names=names,
                    progress=progress, processes=_processes(),
                )  # fmt: skip
            else:
                report = applying.apply(
                    authority, format, files, now(), "import", as_at=day, complete=complete, team_names=names,
                    progress=progress, processes=_processes(),
                )  # fmt: skip
    except UnknownAuthority:
        return _sorry(f'There is no authority "{authority}" here.')
    except (CannotRead, UnknownTeam, applying.Busy, OSError) as problem:
        return _sorry(str(problem))
    return _say(report, rows, as_json)


def _staff(
    format: str, files: list[Path], authority: str, as_at: str, dry: bool, rows: Path | None, as_json: bool
) -> int:
    """Teams and people: the same, without children."""
    from baton.accounts.clock import now
    from baton.imports import staff_import
    from baton.imports.model import CannotRead
    from baton.store.reading import UnknownAuthority

    day = _day(as_at)
    if as_at and day is None:
        return _sorry(f'"{as_at}" is not a date. Write the day as 2026-07-31.')
    try:
        if dry:
            report = staff_import.dry_run(authority, format, files, now(), day)
        else:
            report = staff_import.apply(authority, format, files, now(), "import", day)
    except UnknownAuthority:
        return _sorry(f'There is no authority "{authority}" here.')
    except (CannotRead, OSError) as problem:
        return _sorry(str(problem))
    for line in [json.dumps(report.as_json(), ensure_ascii=False, indent=1)] if as_json else report.sentences():
        typer.echo(line)
    if rows is not None:
        typer.echo(f"{report.write_rows(rows)} rows with their answers are in {rows}.", err=as_json)
    return 1 if _nothing_read(report) else 0


def _say(report: Report, rows: Path | None, as_json: bool) -> int:
    if as_json:
        typer.echo(json.dumps(report.as_json(), ensure_ascii=False, indent=1))
    else:
        for line in report.sentences():
            typer.echo(line)
    if rows is not None:
        written = report.write_rows(rows)
        typer.echo(f"{written} rows with their answers are in {rows}.", err=as_json)
    return 1 if report.effects.failed or _nothing_read(report) else 0


def _nothing_read(report: Report | StaffReport) -> bool:
    """Whether there is no row that could be read: whoever runs this at night must hear of it."""
    return all(row.answer == "cannot be read" for row in report.rows())


def _processes() -> int:
    """As many as there are cores for, and no more than help."""
    return max(1, min(len(os.sched_getaffinity(0)), 4))


def _day(text: str) -> date | None:
    from baton.imports.cells import day_of

    return day_of(text) if text else None


def _sorry(text: str) -> int:
    typer.echo(text, err=True)
    return 1


@contextmanager
def _bar(quiet: bool) -> Iterator[Progress]:
    """A bar on a terminal; elsewhere a line now and then, so that a log is not filled."""
    from baton.imports.applying import Progress

    if quiet:
        yield Progress()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    console = Console(stderr=True)
    if not sys.stderr.isatty():
        yield _lines(console.print)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bars(*columns, console=console, transient=True) as bars:
        reading = bars.add_task("Reading rows", total=None)
        looking = bars.add_task("Children", total=None, visible=False)

        class _Shown(Progress):
            def reading(self, done: int, total: int) -> None:
                bars.update(reading, completed=done, total=total)

            def comparing(self) -> None:
                bars.update(reading, description="Comparing with what is known", total=None)

            def children(self, done: int, total: int) -> None:
                bars.update(reading, visible=False)
                bars.update(looking, completed=done, total=total, visible=True)

        yield _Shown()


def _lines(say: Callable[[str], None]) -> Progress:
    from baton.imports.applying import Progress

    class _Said(Progress):
        tenth = 0

        def children(self, done: int, total: int) -> None:
            if total and done * 10 // total > self.tenth:
                self.tenth = done * 10 // total
                say(f"{done} of {total} children")

    return _Said()
