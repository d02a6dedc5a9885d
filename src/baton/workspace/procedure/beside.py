"""Runs one command for a Job and keeps what it says: NAME.json when it is done, NAME.failed with its complaint."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def main(name: str, words: list[str]) -> int:
    """Gives the command's status. 0 and 1 are answers; anything else is a failure."""
    made = subprocess.run(
        [sys.executable, "-m", "baton.cli", *words],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    good = made.returncode in (0, 1) and made.stdout.lstrip().startswith("{")
    file = Path(f"{name}.{'json' if good else 'failed'}")
    part = file.with_suffix(f".{os.getpid()}")
    part.write_text(made.stdout if good else made.stderr or f"The command ended with {made.returncode}.", "utf-8")
    part.replace(file)
    Path(f"{name}.running").unlink(missing_ok=True)
    return made.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
