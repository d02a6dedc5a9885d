"""Who holds this checkout's workspace: one `./baton start` at a time, known by a lock that dies with its process."""

from __future__ import annotations

import fcntl
from typing import IO, Any

from baton.platform.places import STATE, forget, make_state, remember, remembered

_held: list[IO[str]] = []


def hold() -> bool:
    """Takes the lock for this process until it ends, however it ends. False if another has it."""
    make_state()
    lock = (STATE / "start.lock").open("a")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        return False
    _held.append(lock)
    return True


def launcher_holds() -> bool:
    """Whether a `./baton start` of this checkout is running, in this process or another."""
    if _held:
        return True
    if not STATE.exists():
        return False
    with (STATE / "start.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
        return False


def known() -> dict[str, Any]:
    """What the last launcher wrote about itself: its process, the web's process, the address, whether it is ready."""
    return remembered("running")


def note(**values: Any) -> None:
    """Adds to what others may know of this launcher."""
    remember("running", {**known(), **values})


def clear() -> None:
    """Nothing runs any more."""
    forget("running")
