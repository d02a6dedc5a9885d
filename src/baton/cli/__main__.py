"""`./baton COMMAND …`, inside the environment."""

from __future__ import annotations

import sys

import typer

from baton.cli.groups import group_of, is_promised, register
from baton.platform.faults import said

ABOUT = "Baton runs children's case transfers by each authority's written procedure."
ALSO = "Also: ./baton start, ./baton stop and ./baton test. Help for one command: ./baton COMMAND --help"


def main(words: list[str]) -> int:
    """One command."""
    if words[:1] == ["--has"]:
        return 0 if group_of(words[1]) else 1
    asked = words[0] if words else "--help"
    if is_promised(asked) and not group_of(asked):
        print(f'"{asked}" is not in this version yet.', file=sys.stderr)
        return 2
    app = typer.Typer(help=ABOUT, epilog=ALSO, add_completion=False, pretty_exceptions_enable=False)
    # A callback keeps the command's name even where only one is registered.
    app.callback(help=ABOUT, epilog=ALSO)(_nothing)
    register(app, asked)
    try:
        app(words or ["--help"], prog_name="./baton")
    except BrokenPipeError:
        # Somebody looked at the first lines only.
        sys.stderr.close()
        return 1
    except Exception as problem:
        return said(problem)
    return 0


def _nothing() -> None:
    pass


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
