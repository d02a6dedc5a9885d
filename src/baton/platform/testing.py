"""`./baton test`: everything that a change must pass, in order; the first failure stops it."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from baton.platform import install
from baton.platform.binaries import machine_binaries
from baton.platform.places import PACKS, PYTHON, ROOT, VENV, complain, say

BIN = VENV / "bin"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def test(words: Sequence[str]) -> int:
    """The whole run; with words, only pytest with these words."""
    _what_pytest_needs()
    if not words:
        for title, command in _steps():
            if not _passes(title, command):
                return 1
    say("pytest")
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONDONTWRITEBYTECODE": "1", **_driver()}
    # Nothing is said after this: the run ends with pytest's own count line.
    command = [str(PYTHON), "-m", "pytest", *(words or _on_all_cores())]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def _on_all_cores() -> list[str]:
    """Files side by side, a process a core, in their order: the tests of a file share a server or follow each other."""
    cores = min(len(os.sched_getaffinity(0)), 4)
    return ["-n", str(cores), "--dist", "loadfile", "--no-loadscope-reorder"] if cores > 1 else []


def _steps() -> list[tuple[str, list[str]]]:
    baton = [str(PYTHON), "-m", "baton.cli"]
    steps = [
        ("format", [str(BIN / "ruff"), "format", "--check", "--quiet", "."]),
        ("lint", [str(BIN / "ruff"), "check", "--quiet", "."]),
        ("types", [str(BIN / "mypy"), "--no-error-summary"]),
        ("walls between the rooms", [str(BIN / "lint-imports"), "--no-logo"]),
    ]
    if not any(PACKS.glob("*/pack.yaml")):
        say("packs: none in this checkout, so none are checked and no scenarios are run.")
        return steps
    for name, what in (("check", "packs"), ("scenarios", "scenarios")):
        if subprocess.run([*baton, "--has", name], cwd=ROOT, check=False).returncode == 0:
            steps.append((what, [*baton, name, *(["packs"] if name == "scenarios" else [])]))
        else:
            say(f"{what}: ./baton {name} is not in this version yet, so this step is missing.")
    return steps


def _passes(title: str, command: list[str]) -> bool:
    began = time.monotonic()
    made = subprocess.run(
        command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    said = made.stdout.decode(errors="replace").rstrip()
    if made.returncode:
        say("\n".join(line for line in said.splitlines() if not line.startswith("passed ")))
        complain(f"\n{title}: failed. To see it alone: {_typed(command)}")
        return False
    last = said.splitlines()[-1] if said and title in ("packs", "scenarios") else ""
    say(f"{title}: passed in {time.monotonic() - began:.1f} s" + (f" ({last})" if last else ""))
    return True


def _typed(command: list[str]) -> str:
    if command[1:3] == ["-m", "baton.cli"]:
        return " ".join(["./baton", *command[3:]])
    return " ".join([str(Path(command[0]).relative_to(ROOT)), *command[1:]])


def _what_pytest_needs() -> None:
    """What comes from Debian, where it can be had; what stays missing is skipped by name and said here."""
    if not any(shutil.which(name) for name in CHROMIUM) and not install.apt("chromium"):
        say("Chromium is missing and cannot be installed here, so the journeys in a browser will be skipped.")
    if not any(Path("/usr/share/fonts/truetype").glob("liberation*")):
        install.apt("fonts-liberation2")  # as wide as Arial, so that pages break their lines as they do elsewhere
    if not machine_binaries() and not _postgresql_15():
        say("Debian's PostgreSQL 15 is missing and cannot be installed here: database tests run on the wheel's only.")


def _driver() -> dict[str, str]:
    """Playwright brings a Node.js that needs a library which a small Debian lacks; ours does not."""
    driver = next((VENV / "lib").glob("python3*/site-packages/playwright/driver/node"))
    if subprocess.run([driver, "--version"], capture_output=True, check=False).returncode == 0:
        return {}
    return {"PLAYWRIGHT_NODEJS_PATH": install.find_node()[0]}


def _postgresql_15() -> bool:
    """The binaries only: Debian would make and start a server of its own, which nobody here asked for."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    folder = Path("/etc/postgresql-common/createcluster.d")
    ours = folder / "zz-baton.conf"
    folder.mkdir(parents=True, exist_ok=True)
    ours.write_text("create_main_cluster = false\n")
    try:
        return install.apt("postgresql-15")
    finally:
        ours.unlink()
