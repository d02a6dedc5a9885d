"""`./baton draw PACK`: pictures of a pack as SVG files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from baton.cli.comparing import pack_named
from baton.policy import model as m
from baton.policy.drawing import ladder_of, services_of, steps_of

PACKS = Path("packs")


def register(app: typer.Typer) -> None:
    """Adds this command."""

    @app.command("draw")
    def _draw(
        pack: Annotated[str, typer.Argument(help="An authority, authority@edition, or a folder with a pack in it.")],
        out: Annotated[
            Path | None, typer.Option("--out", metavar="DIR", help="Where the files go; drawings/PACK if not said.")
        ] = None,
        root: Annotated[Path, typer.Option("--packs", metavar="DIR", help="The folder of all packs.")] = PACKS,
    ) -> None:
        """Draw a pack: services and routes, each kind of move with its steps and gates, each ladder; SVG to print."""
        raise typer.Exit(draw(pack, out, root))


def draw(name: str, out: Path | None = None, root: Path = PACKS) -> int:
    """Writes the pictures and prints their names; 2 if the pack cannot be read."""
    pack = pack_named(name, root)
    if pack is None:
        return 2
    folder = out if out is not None else Path("drawings") / pack.authority
    folder.mkdir(parents=True, exist_ok=True)
    for file, svg in pictures(pack):
        (folder / file).write_text(svg, encoding="utf-8")
        typer.echo(str(folder / file))
    return 0


def pictures(pack: m.Pack) -> Iterator[tuple[str, str]]:
    """Every picture of a pack: its file name and its SVG."""
    yield "services.svg", services_of(pack)
    for kind in dict.fromkeys(rule.as_ for rule in pack.rules if isinstance(rule, m.Goes)):
        yield f"steps_{kind}.svg", steps_of(pack, kind)
    for matter in pack.matters.values():
        if matter.rungs:
            yield f"ladder_{matter.key}.svg", ladder_of(pack, matter.key)
