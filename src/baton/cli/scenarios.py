"""`./baton scenarios PATH…`: runs scenario files and says of every expectation that failed what was expected."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from baton.policy.problems import Problem
from baton.stories.on_disk import england, pack_of, read_file, story_files
from baton.stories.report import as_values, lines_of, summary
from baton.stories.runner import Run, run_story


def register(app: typer.Typer) -> None:
    """Adds this command."""

    @app.command("scenarios")
    def _scenarios(
        paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help="Scenario files, or folders of them.")],
        root: Annotated[Path | None, typer.Option("--packs", metavar="DIR", help="The folder of all packs.")] = None,
        full: Annotated[bool, typer.Option("--full", help="Also print what the fixed world supplied.")] = False,
        as_json: Annotated[bool, typer.Option("--json", help="Everything as JSON.")] = False,
    ) -> None:
        """Run scenario files: every expectation that failed, what was expected, what came, the clause; counts."""
        raise typer.Exit(scenarios(paths, root, full, as_json))


def scenarios(paths: Sequence[Path], root: Path | None = None, full: bool = False, as_json: bool = False) -> int:
    """Runs and prints; 0 if every expectation of every story holds, 1 if not, 2 if there was nothing to run."""
    missing = [path for path in paths if not path.exists()]
    for path in missing:
        typer.echo(f"There is no file or folder {path}.", err=True)
    runs: list[Run] = []
    errors: list[tuple[str, tuple[Problem, ...]]] = []
    for path in story_files(path for path in paths if path.exists()):
        run, problems = run_file(path, root)
        if run is None:
            errors.append((str(path), problems))
            if not as_json:
                typer.echo("\n".join(f"UNREAD  {problem}" for problem in problems))
        else:
            runs.append(run)
            if not as_json:
                typer.echo("\n".join(lines_of(run, full)))
    if as_json:
        typer.echo(json.dumps(as_values(runs, errors), ensure_ascii=False, indent=2))
    else:
        typer.echo(summary(runs, len(errors)) if runs or errors else "There is no scenario here.")
    if missing or not (runs or errors):
        return 2
    return 1 if errors or any(not run.passed for run in runs) else 0


def run_file(path: Path, root: Path | None = None) -> tuple[Run | None, tuple[Problem, ...]]:
    """One story file, read and run; or why it could not be."""
    result = read_file(path)
    if result.story is None:
        return None, result.errors
    found = pack_of(result.story, root)
    if found.packs is None:
        return None, found.errors
    return run_story(result.story, found.packs, england(), found.with_settings), ()
