"""`./baton prove PACK`: what can be proved of a pack before it goes into force, with its bounds."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from baton.cli.comparing import pack_named
from baton.proving import Finding, Proof, prove
from baton.proving.prove import DECLARED, read_declared
from baton.stories.on_disk import england

PACKS = Path("packs")


def register(app: typer.Typer) -> None:
    """Adds this command."""

    @app.command("prove")
    def _prove(
        pack: Annotated[str, typer.Argument(help="An authority, authority@edition, or a folder with a pack in it.")],
        stories: Annotated[
            Path | None, typer.Option("--stories", metavar="DIR", help="Write the scenarios of what is refuted here.")
        ] = None,
        root: Annotated[Path, typer.Option("--packs", metavar="DIR", help="The folder of all packs.")] = PACKS,
        json_: Annotated[bool, typer.Option("--json", help="Everything as JSON.")] = False,
        every: Annotated[bool, typer.Option("--all", help="List what is proved too.")] = False,
    ) -> None:
        """Prove a pack: by its build, by what can be reached, by a solver, by the calendar, by the engine."""
        raise typer.Exit(run(pack, stories, root, json_, every))


def run(name: str, stories: Path | None = None, root: Path = PACKS, json_: bool = False, every: bool = False) -> int:
    """Prints the findings. 0 if nothing is refuted, 1 if something is, 2 if the pack cannot be read."""
    pack = pack_named(name, root)
    if pack is None:
        return 2
    declared, unreadable = _declared(root / pack.authority / "scenarios" / DECLARED)
    proof = prove(pack, england(), declared, _progress if sys.stderr.isatty() else None)
    if json_:
        typer.echo(json.dumps(_values(proof), ensure_ascii=False, indent=2))
    else:
        _print(proof, every)
    if stories is not None:
        _write(proof, stories)
    return 1 if proof.of("refuted") or unreadable else 0


def _declared(file: Path) -> tuple[dict[str, str], bool]:
    if not file.is_file():
        return {}, False
    found, problems = read_declared(str(file), file.read_text(encoding="utf-8"))
    for problem in problems:
        typer.echo(str(problem), err=True)
    return found, bool(problems)


def _progress(says: str) -> None:
    typer.echo(f"{says} …", err=True)


def _print(proof: Proof, every: bool) -> None:
    counts = ", ".join(f"{len(proof.of(v))} {v}" for v in ("proved", "refuted", "declared", "explored"))
    typer.echo(f"{proof.pack.authority} {proof.pack.edition.name}: {counts}.")
    for finding in proof.findings:
        if every or finding.verdict != "proved":
            _print_finding(finding)
    typer.echo("Bounds:")
    for bound in proof.bounds:
        typer.echo(f"  - {bound}")


def _print_finding(finding: Finding) -> None:
    typer.echo(f"  {finding.verdict}: {finding.says} [{finding.name}]")
    for place in finding.places if finding.verdict in ("refuted", "declared") else ():
        typer.echo(f"      {place}")
    if finding.because:
        typer.echo(f"      declared: {finding.because}")


def _write(proof: Proof, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for finding in proof.findings:
        if finding.story:
            file = folder / f"{re.sub('[^a-z0-9]+', '_', finding.name.lower())}.yaml"
            file.write_text(finding.story, encoding="utf-8")
            typer.echo(str(file))


def _values(proof: Proof) -> dict[str, Any]:
    return {
        "authority": proof.pack.authority,
        "edition": proof.pack.edition.name,
        "build": proof.pack.build,
        "bounds": list(proof.bounds),
        "findings": [
            {"check": f.check, "name": f.name, "verdict": f.verdict, "says": f.says, "rules": list(f.places),
             "because": f.because, "story": f.story}
            for f in proof.findings
        ],
    }  # fmt: skip
