"""`./baton situation STORY.yaml`: what follows for each child of a story on a day, with no database."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from baton.engine import assess
from baton.journal.past import file_as_at
from baton.policy.problems import Problem
from baton.stories.on_disk import england, pack_of, read_file
from baton.stories.runner import Run, after_all, begin
from baton.stories.telling import as_values, told
from baton.working_time import END, Moment, parse_when


def register(app: typer.Typer) -> None:
    """Adds this command."""

    @app.command("situation")
    def _situation(
        story: Annotated[Path, typer.Argument(metavar="STORY.yaml", help="A story; its lines are done first.")],
        on: Annotated[str, typer.Option("--on", metavar="DATE", help="The day or minute asked about.")] = "",
        known_at: Annotated[str, typer.Option("--known-at", metavar="MOMENT", help="As it was known then.")] = "",
        root: Annotated[Path | None, typer.Option("--packs", metavar="DIR", help="The folder of all packs.")] = None,
        as_json: Annotated[bool, typer.Option("--json", help="Everything as JSON.")] = False,
    ) -> None:
        """Say what follows for each child of a story: who holds, what is due, open, late, stopped, asked."""
        raise typer.Exit(situation(story, on, known_at, root, as_json))


def situation(path: Path, on: str = "", known_at: str = "", root: Path | None = None, as_json: bool = False) -> int:
    """Does the lines of the story and prints; 0, or 1 if the story cannot be read or a line fails."""
    result = read_file(path)
    story = result.story
    if story is None:
        return _told(result.errors)
    found = pack_of(story, root)
    if found.packs is None:
        return _told(found.errors)
    try:
        now = _moment(on) if on else story.lines[-1].at
        known = _moment(known_at) if known_at else END
    except ValueError as mistake:
        typer.echo(str(mistake), err=True)
        return 1
    run = Run(story)
    state = after_all(story, begin(story, found.packs, england(), found.with_settings, run), run)
    situations = {c: assess(state.packs, file_as_at(f, now), now) for c, f in state.journals.files(known).items()}
    if as_json:
        typer.echo(json.dumps({c: as_values(s) for c, s in situations.items()}, ensure_ascii=False, indent=2))
    else:
        typer.echo("\n\n".join("\n".join(told(c, s)) for c, s in situations.items()))
    for failure in run.failures:
        typer.echo(str(failure), err=True)
    return 0


def _moment(text: str) -> Moment:
    return parse_when(text).lo


def _told(errors: tuple[Problem, ...]) -> int:
    for error in errors:
        typer.echo(str(error), err=True)
    return 1
