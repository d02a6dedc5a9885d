"""`./baton diff A B`: two versions or two authorities by meaning."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from baton.packs_on_disk import editions_of, load
from baton.policy import model as m
from baton.policy.diff import as_json, compare, lines

PACKS = Path("packs")
HELP = "An authority, authority@edition, or a folder with a pack in it."


def register(app: typer.Typer) -> None:
    """Adds this command."""

    @app.command("diff")
    def _diff(
        before: Annotated[str, typer.Argument(metavar="A", help=HELP)],
        after: Annotated[str, typer.Argument(metavar="B", help=HELP)],
        root: Annotated[Path, typer.Option("--packs", metavar="DIR", help="The folder of all packs.")] = PACKS,
        json_: Annotated[bool, typer.Option("--json", help="Everything as JSON.")] = False,
        exit_code: Annotated[bool, typer.Option("--exit-code", help="1 where the two differ.")] = False,
    ) -> None:
        """Two versions, or two authorities, compared by meaning: rules new, gone, changed in actor, limit, strength."""
        raise typer.Exit(diff(before, after, root, json_, exit_code))


def diff(before: str, after: str, root: Path = PACKS, json_: bool = False, exit_code: bool = False) -> int:
    """Prints the comparison. 2 if a pack cannot be read; with `exit_code` 1 if they differ, else 0."""
    packs = [pack_named(name, root) for name in (before, after)]
    if packs[0] is None or packs[1] is None:
        return 2
    found = compare(packs[0], packs[1])
    if json_:
        typer.echo(json.dumps(as_json(found), ensure_ascii=False, indent=2))
    else:
        for line in lines(found):
            typer.echo(line)
    return 1 if exit_code and not found.is_empty else 0


def pack_named(name: str, root: Path = PACKS) -> m.Pack | None:
    """The pack of `authority`, `authority@edition` or a folder, newest edition if none is named. Prints problems."""
    authority, _, edition = name.partition("@")
    here = Path(authority)
    folder = here if any(editions_of(here)) else root / authority
    results = [load(place) for place in editions_of(folder)]
    if not results:
        known = (
            ", ".join(sorted(path.name for path in root.iterdir() if any(editions_of(path)))) if root.is_dir() else ""
        )
        typer.echo(f'There is no pack "{name}": name an authority ({known}) or a folder with a pack in it.', err=True)
        return None
    for error in (error for result in results for error in result.errors):
        typer.echo(str(error), err=True)
    packs = sorted((r.pack for r in results if r.pack is not None), key=lambda pack: pack.edition.in_force_from)
    if edition:
        packs = [pack for pack in packs if pack.edition.name == edition]
        if not packs:
            typer.echo(f'{authority} has no edition "{edition}".', err=True)
    return packs[-1] if packs else None
