"""Several commands of this program at once, each a process of its own: what they say comes out line by line."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

Say = Callable[[str], None]


def run_side_by_side(commands: Mapping[str, Sequence[str]], at_once: int, say: Say) -> dict[str, int]:
    """Runs `baton.cli WORDS` for each label, no more than `at_once` at a time. Returns each one's exit status.

    They stay in this process's session, so that whoever ends it ends them too.
    """
    lock = Lock()

    def run(label: str, words: Sequence[str]) -> int:
        with subprocess.Popen(
            [sys.executable, "-m", "baton.cli", *words],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        ) as one:  # fmt: skip
            assert one.stdout is not None
            for line in one.stdout:
                with lock:
                    say(f"  {label}: {line.strip()}")
        return one.returncode

    with ThreadPoolExecutor(max(at_once, 1)) as pool:
        waiting = {label: pool.submit(run, label, words) for label, words in commands.items()}
        return {label: one.result() for label, one in waiting.items()}
