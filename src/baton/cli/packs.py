"""Commands for those who write packs: check, fmt, new-pack, schema. They print sentences and return 0 or 1."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from baton.packs_on_disk import NotText, clauses_in, editions_of, load, shown, texts_of
from baton.policy import model as m
from baton.policy.check import check_register
from baton.policy.fmt import formatted
from baton.policy.new_pack import files_of_a_new_pack
from baton.policy.problems import Problem
from baton.policy.schema import schema_text

PACKS = Path("packs")
SCHEMA = Path("docs/pack.schema.json")


Names = Annotated[list[str] | None, typer.Argument(metavar="PACK…", help="Authorities or folders; all if none.")]
Root = Annotated[Path, typer.Option("--packs", metavar="DIR", help="The folder of all packs.")]


def register(app: typer.Typer) -> None:
    """Adds these commands."""

    @app.command("check")
    def _check(
        packs: Names = None,
        register: Annotated[Path | None, typer.Option(metavar="DIR", help="Clause registers to check against.")] = None,
        root: Root = PACKS,
    ) -> None:
        """Read packs and list every mistake, with file, line and clause."""
        raise typer.Exit(check(packs or (), register, root))

    @app.command("fmt")
    def _fmt(
        packs: Names = None,
        check: Annotated[bool, typer.Option("--check", help="Change nothing; fail if a file would change.")] = False,
        root: Root = PACKS,
    ) -> None:
        """Lay out the files of packs: keys in order, long braces unfolded."""
        raise typer.Exit(fmt(packs or (), root, check))

    @app.command("new-pack")
    def _new_pack(
        name: Annotated[str, typer.Argument(help="The authority, in small letters.")], root: Root = PACKS
    ) -> None:
        """Begin a pack: a procedure of one page that can be read at once."""
        raise typer.Exit(new_pack(name, root))

    @app.command("schema")
    def _schema(out: Annotated[Path, typer.Option(help="The file to write.")] = SCHEMA) -> None:
        """Write the JSON Schema of a pack's files, for editors."""
        raise typer.Exit(schema(out))


def folders(names: Sequence[str], root: Path) -> list[Path]:
    """The folders that are meant: each edition of each authority, or of all of them."""
    if not names:
        return [edition for folder in sorted(root.glob("*/")) for edition in editions_of(folder)]
    found: list[Path] = []
    for name in names:
        folder = root / name if (root / name).is_dir() else Path(name)
        found += editions_of(folder) or [folder]
    return found


def check(names: Sequence[str] = (), register: Path | None = None, root: Path = PACKS) -> int:
    """Lists every mistake of the packs, and with a register the clauses they miss. 1 if there is any."""
    bad = 0
    for folder in folders(names, root):
        result = load(folder)
        problems = list(result.errors)
        if result.pack is not None and register is not None:
            problems += _against_register(result.pack, register, problems)
        for problem in problems:
            print(problem)
        rules = f"{len(result.pack.rules)} rules after expansion" if result.pack is not None else "not readable"
        print(f"{shown(folder)}: {rules}, {_number(len(problems), 'mistake')}.")
        bad += len(problems)
    return 1 if bad else 0


def _against_register(pack: m.Pack, register: Path, problems: list[Problem]) -> tuple[Problem, ...]:
    file = register / f"{pack.authority}.yaml"
    if not file.is_file():
        return ()
    return check_register(pack, clauses_in(file), file.name)


def _number(count: int, noun: str) -> str:
    return f"{count or 'no'} {noun}{'' if count == 1 else 's'}"


def fmt(names: Sequence[str] = (), root: Path = PACKS, only_check: bool = False) -> int:
    """Lays out every file of the packs. 1 if a file cannot be read, or would change where that is only checked."""
    bad = 0
    for folder in folders(names, root):
        try:
            files = texts_of(folder)
        except NotText as unread:
            print(unread)
            bad += 1
            continue
        if not files:
            print(f"{shown(folder)}: there is no pack here, no file ends in .yaml.")
            bad += 1
        for name, text in files.items():
            result = formatted(name, text)
            for error in result.errors:
                print(error)
                bad += 1
            if result.text != text:
                print(f"{name}: {'would change' if only_check else 'laid out'}.")
                bad += only_check
                if not only_check:
                    (folder / name.rsplit("/", 1)[-1]).write_text(result.text, encoding="utf-8")
    return 1 if bad else 0


def new_pack(name: str, root: Path = PACKS) -> int:
    """Writes a small pack that can be read at once, to be filled. 1 if the folder is there already."""
    folder = root / name
    if not name.isidentifier() or name != name.lower():
        print(f'"{name}" is no name for a pack: small letters, digits and underscores, a letter first.')
        return 1
    if folder.exists():
        print(f"{shown(folder)} is there already.")
        return 1
    for file, text in files_of_a_new_pack(name).items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text(text, encoding="utf-8")
        print(f"{shown(folder)}/{file}")
    print(f"Now write the first rule, and run: ./baton check {name}")
    print("The language is in docs/writing-a-pack.md, stories are in docs/scenarios.md.")
    return 0


def schema(out: Path = SCHEMA) -> int:
    """Writes the JSON Schema of a pack's files."""
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(schema_text(), encoding="utf-8")
    print(out)
    return 0
