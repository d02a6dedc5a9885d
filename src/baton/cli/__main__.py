"""`./baton COMMAND …`, inside the environment."""

from __future__ import annotations

import argparse
import sys

from baton.cli.groups import group_of, is_promised, register
from baton.platform.places import Trouble

ABOUT = "Baton runs children's case transfers by each authority's written procedure."
ALSO = "Also: ./baton start, ./baton stop and ./baton test. Help for one command: ./baton COMMAND --help"


def main(words: list[str]) -> int:
    """One command; its trouble in one sentence."""
    if words[:1] == ["--has"]:
        return 0 if group_of(words[1]) else 1
    asked = words[0] if words else "--help"
    if is_promised(asked) and not group_of(asked):
        print(f'"{asked}" is not in this version yet.', file=sys.stderr)
        return 2
    parser = argparse.ArgumentParser(prog="./baton", description=ABOUT, epilog=ALSO)
    register(parser.add_subparsers(required=True, metavar="COMMAND"), asked)
    args = parser.parse_args(words or ["--help"])
    try:
        if getattr(args, "database", False):
            from baton.cli.database import with_database

            return with_database(lambda: args.run(args))
        return int(args.run(args) or 0)
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except BrokenPipeError:
        # Somebody looked at the first lines only.
        sys.stderr.close()
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
