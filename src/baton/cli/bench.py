"""`./baton bench [NAME…]`: benchmarks, each with its peer in the same run. Installs the peers when they are missing."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from importlib.util import find_spec
from typing import Annotated

import typer

from baton.platform import install
from baton.platform.places import ROOT, Trouble, complain, remember, remembered, say

LOCK = ROOT / "requirements-bench.lock"
PEERS = ("zen", "viewflow", "SpiffWorkflow")
NAMES = "assess, act, nightly, work-list, pages, load, search, import, replay or packs; all of them if none is named"


def register(app: typer.Typer) -> None:
    """Adds this command."""

    @app.command("bench")
    def _bench(
        names: Annotated[list[str] | None, typer.Argument(metavar="[NAME…]", help=NAMES)] = None,
        quick: Annotated[bool, typer.Option("--quick", help="In a small size: to work by, not to publish.")] = False,
        as_json: Annotated[bool, typer.Option("--json", help="Everything as JSON.")] = False,
        pack: Annotated[
            str, typer.Option(help="The pack to measure with, or all; by default the first with a world.")
        ] = "",
    ) -> None:
        """Benchmarks, each with its peer in the same run; figures, ratios and bars."""
        words = [*(names or []), *(["--quick"] if quick else []), *(["--json"] if as_json else [])]
        raise typer.Exit(bench(words + (["--pack", pack] if pack else [])))


def bench(words: list[str]) -> int:
    """Runs the benchmarks in a process of their own, so that nothing is warm that would not be."""
    try:
        install_peers()
    except Trouble as trouble:
        complain(str(trouble))
        return 1
    return subprocess.run([sys.executable, "-m", "baton.bench", *words], check=False).returncode


def install_peers() -> None:
    """What only benchmarks need, into .venv, from its own lock file; nothing if it is there."""
    stamp = hashlib.sha256(LOCK.read_bytes() + str(ROOT).encode()).hexdigest()
    if remembered("bench").get("installed") == stamp and all(find_spec(peer) for peer in PEERS):
        return
    say("Installing what Baton is measured against into .venv …")
    with install._alone():
        install._install_locked(LOCK)
    remember("bench", {"installed": stamp})
