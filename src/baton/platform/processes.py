"""Telling whether a process that was started earlier is still that process, and ending it kindly, then firmly."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path


def born(pid: int) -> str | None:
    """When the process began, in the kernel's ticks; none if it is gone or a zombie. Guards against a reused number."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] in "ZX" else fields[19]


def mark(pid: int) -> dict[str, object]:
    """What to remember of a process in order to know it again."""
    return {"pid": pid, "born": born(pid)}


def alive(marked: object) -> int | None:
    """The number of the process that was marked, if it still runs."""
    if not isinstance(marked, dict) or not isinstance(marked.get("pid"), int) or not marked.get("born"):
        return None
    pid: int = marked["pid"]
    return pid if born(pid) == marked["born"] else None


def end(marked: object, patience: float = 10.0) -> bool:
    """Asks the process and its group to end, then makes them. True if there was something to end."""
    pid = alive(marked)
    if pid is None:
        return False
    for how, wait in ((signal.SIGTERM, patience), (signal.SIGKILL, 5.0)):
        _signal(pid, how)
        until = time.monotonic() + wait
        while time.monotonic() < until:
            if alive(marked) is None:
                return True
            time.sleep(0.05)
    return True


def _signal(pid: int, how: signal.Signals) -> None:
    try:
        if os.getpgid(pid) == pid:
            os.killpg(pid, how)
        else:
            os.kill(pid, how)
    except ProcessLookupError:
        pass
