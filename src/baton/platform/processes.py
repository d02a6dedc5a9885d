"""Telling whether a process that was started earlier is still that process, and ending it kindly, then firmly.

Each is started as the leader of a session of its own, and what is ended is the session: a server that was killed may
leave workers behind.
"""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

Mark = dict[str, object]


def mark(pid: int) -> Mark:
    """What to remember of a process in order to know it again."""
    return {"pid": pid, "born": _born(pid), "program": _program(pid)}


def alive(marked: object) -> int | None:
    """The number of the process that was marked, if it still runs: numbers are used again, birth times are not."""
    if not isinstance(marked, dict) or not isinstance(marked.get("pid"), int) or not marked.get("born"):
        return None
    pid: int = marked["pid"]
    return pid if _born(pid) == marked["born"] else None


def end(marked: object, patience: float = 10.0) -> bool:
    """Asks the process and its session to end, then makes them. True if there was something to end."""
    found = _session(marked)
    if not found:
        return False
    for how, wait in ((signal.SIGTERM, patience), (signal.SIGKILL, 5.0)):
        for pid in _session(marked):
            try:
                os.kill(pid, how)
            except ProcessLookupError:
                continue
        until = time.monotonic() + wait
        while time.monotonic() < until:
            if not _session(marked):
                return True
            time.sleep(0.05)
    return True


def _session(marked: object) -> list[int]:
    """The marked process, if it lives, and those of its session that run the same program."""
    if not isinstance(marked, dict) or not isinstance(marked.get("pid"), int):
        return []
    leader = alive(marked)
    rest = [
        int(folder.name)
        for folder in Path("/proc").glob("[0-9]*")
        if int(folder.name) != marked["pid"] and _is_of(int(folder.name), marked)
    ]
    return ([leader] if leader is not None else []) + rest


def _is_of(pid: int, marked: Mark) -> bool:
    fields = _fields(pid)
    same_session = len(fields) > 19 and fields[0] not in ("Z", "X") and fields[3] == str(marked["pid"])
    return same_session and bool(marked.get("program")) and _program(pid) == marked["program"]


def _born(pid: int) -> str | None:
    """When it began, in the kernel's ticks; none if it is gone or only waits to be buried."""
    fields = _fields(pid)
    return fields[19] if fields and fields[0] not in ("Z", "X") else None


def _program(pid: int) -> str:
    """What was run, without its arguments."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")[0].decode(errors="replace")
    except OSError:
        return ""


def _fields(pid: int) -> list[str]:
    """What the kernel says of it, from the state on: proc(5)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
