"""How the pages are served: so many processes of one thread each, on this machine only."""

from __future__ import annotations

import gc
import os

from baton.platform.places import PYTHON, Trouble

HOST = "127.0.0.1"
WORKERS = "BATON_WORKERS"
MOST_BY_ITSELF, MOST = 4, 64
CONNECTIONS = 1024  # of one process


def workers() -> int:
    """How many processes serve the pages: what BATON_WORKERS says, else one for each core, up to four. Raises Trouble
    for anything but a whole number from 1 to 64."""
    given = os.environ.get(WORKERS, "")
    if not given:
        return min(MOST_BY_ITSELF, os.cpu_count() or 1)
    if not given.isdecimal() or not 1 <= int(given) <= MOST:
        raise Trouble(f"{WORKERS} is {given!r}; a whole number from 1 to {MOST} is expected.")
    return int(given)


def command(port: int, number: int, application: str, python: str = str(PYTHON)) -> list[str]:
    """The web server's command line, for so many processes of this application. A browser keeps its connection open
    while its page is read: each process has room for a thousand, or the next person waits until one is closed."""
    return [
        *(python, "-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", str(port)),
        *("--workers", str(number), "--blocking-threads", "1", "--no-ws"),
        *("--backlog", str(CONNECTIONS), "--backpressure", str(CONNECTIONS)),
        *("--respawn-failed-workers", "--log-level", "warning", application),
    ]


def ready_to_serve() -> None:
    """Called by the served application when it is whole. A page makes some twenty thousand values and leaves hardly a
    ring among them: looked for after every 700, as Python does by itself, rings cost a sixth of its processor time
    (docs/performance.md). What was imported stays."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
