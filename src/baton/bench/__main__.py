"""`python -m baton.bench [NAME…] [--quick] [--json] [--pack KEY|all]`: runs benchmarks and says what they found."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from baton.bench.database import set_up
from baton.bench.report import Asked, Report, as_table, as_text, as_values, machine
from baton.platform.faults import said
from baton.platform.places import PACKS, Trouble

BENCHMARKS = {
    "assess": "assess", "act": "act", "nightly": "nightly", "work-list": "work_list", "pages": "pages",
    "load": "largest",
    "search": "searching", "import": "importing", "replay": "replaying", "packs": "reading",
}  # fmt: skip


def main(words: list[str]) -> int:
    """Runs the benchmarks asked for, by default all. A missed bar is a finding, not a failure: the status is 0."""
    parser = argparse.ArgumentParser(prog="./baton bench")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    parser.add_argument("--quick", action="store_true", help="in a small size: figures to work by, not to publish")
    parser.add_argument("--json", action="store_true", help="everything as JSON")
    parser.add_argument(
        "--pack", default="", help="the pack to measure with, or all; by default the first with a world"
    )
    given = parser.parse_args(words)
    unknown = [name for name in given.names if name not in BENCHMARKS]
    if unknown:
        parser.error(f"there is no benchmark {unknown[0]}; there are {', '.join(BENCHMARKS)}")
    about = machine()
    try:
        packs = with_worlds() if given.pack == "all" else [given.pack or first_pack()]
        reports = [
            _run(name, Asked(pack, given.quick), given.json) for name in given.names or BENCHMARKS for pack in packs
        ]
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except Exception as problem:
        return said(problem)
    if given.json:
        print(json.dumps(as_values(reports, about), indent=1, ensure_ascii=False))
    else:
        if len(packs) > 1:
            print(as_table(reports))
        print("\n" + ", ".join(f"{k}: {v}" for k, v in about.items()))
    return 0


def _run(name: str, asked: Asked, silent: bool) -> Report:
    set_up()  # before a benchmark is imported: it knows the tables
    run: Callable[[Asked], Report] = import_module(f"baton.bench.{BENCHMARKS[name]}").run
    begin = time.monotonic()
    report = run(asked)
    report.took = time.monotonic() - begin
    if not silent:
        print(as_text(report), flush=True)
    return report


def first_pack(root: Path = PACKS) -> str:
    """The first pack that has a made-up world, whose children are what is measured."""
    return with_worlds(root)[0]


def with_worlds(root: Path = PACKS) -> list[str]:
    """Every pack that has a made-up world."""
    found = sorted(path.parent.parent.name for path in root.glob("*/demo/world.yaml"))
    if not found:
        raise Trouble("No pack here has a made-up world (packs/<authority>/demo/world.yaml) to measure with.")
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
