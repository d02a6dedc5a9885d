"""Killed in the middle of acts, program or server: nothing acknowledged is lost, nothing is half done."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.store import servers
from tests.store.cast import NOW, child, family
from tests.store.conftest import connected, kind_of, make_authority

from baton.platform.postgres import Server
from baton.store.asking import journal
from baton.store.rebuilding import rebuild
from baton.store.ticking import tick
from baton.store.verifying import verify

CHILDREN = ("amy", "bob", "cat", "dan")
ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", params=servers.binaries(), ids=kind_of)
def durable(request: pytest.FixtureRequest) -> Iterator[Server]:
    """A durable server of these tests' own, which may be killed."""
    with servers.server(request.param, durable=True) as one:
        yield one


@pytest.fixture
def own(durable: Server) -> Iterator[Server]:
    durable.start()
    with connected(durable):
        yield durable


def worker(server: Server, authority: str, name: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    words = [sys.executable, "-m", "tests.store.worker", str(server.socket), authority, name, *CHILDREN]
    return subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT, env=environment
    )


def acknowledged(process: subprocess.Popen[str]) -> list[tuple[str, str]]:
    """What the process had said was on disk; a last line cut short was not said."""
    out = process.communicate()[0]
    lines = out.splitlines() if out.endswith("\n") else out.splitlines()[:-1]
    return [(number, child) for number, child in (line.split() for line in lines)]


def begun(authority: str, at_least: int) -> None:
    until = time.monotonic() + 30
    while sum(len(journal(authority, "child", c)) for c in CHILDREN) < at_least:
        assert time.monotonic() < until, "the workers do not come up"
        time.sleep(0.05)


def world() -> str:
    authority = make_authority()
    for name in CHILDREN:
        child(authority, name)
    family(authority, "amy", "bob")
    return authority


def sound(authority: str, said: list[tuple[str, str]]) -> None:
    """Everything acknowledged is there once, the chains verify, and the tables are what the journals give."""
    assert len(said) > 20
    there = [(e.act, c) for c in CHILDREN for e in journal(authority, "child", c)]
    assert set(said) <= set(there)
    mine = [one for one in there if one[0].startswith(("a-", "b-"))]
    assert len(mine) == len(set(mine))
    assert verify(authority).broken == []
    tick(NOW, [authority])
    found = rebuild(authority, NOW, check=True)
    assert (found.different, found.due) == ([], 0)


def test_the_program_killed_in_the_middle_of_acts(own: Server) -> None:
    authority = world()
    processes = [worker(own, authority, name) for name in ("a", "b")]
    begun(authority, 150)
    for process in processes:
        process.send_signal(signal.SIGKILL)
    sound(authority, [one for process in processes for one in acknowledged(process)])


def test_the_server_killed_in_the_middle_of_acts(own: Server) -> None:
    from django.db import connection

    authority = world()
    processes = [worker(own, authority, name) for name in ("a", "b")]
    begun(authority, 150)
    connection.close()
    kill_all(own)
    said = [one for process in processes for one in acknowledged(process)]
    own.start()
    sound(authority, said)


def kill_all(server: Server) -> None:
    """SIGKILL to the postmaster and every process of its own."""
    postmaster = int((server.data / "postmaster.pid").read_text().splitlines()[0])
    children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
    for pid in [postmaster, *map(int, children)]:
        os.kill(pid, signal.SIGKILL)
    until = time.monotonic() + 10
    while alive(postmaster) and time.monotonic() < until:
        time.sleep(0.05)


def alive(pid: int) -> bool:
    """Whether the process still runs; one that only waits to be reaped does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_transaction_that_was_never_committed_leaves_nothing(own: Server) -> None:
    authority = world()
    before = journal(authority, "child", "amy")
    program = (
        "import os; from tests.django_settings import configure; configure()\n"
        "from tests.store import worker; from baton.store import writing\n"
        "real = writing.Batch.run\n"
        "def run(self):\n    real(self); os.kill(os.getpid(), 9)\n"
        "writing.Batch.run = run\n"
        f"worker.main({str(own.socket)!r}, {authority!r}, 'a', ['amy'])\n"
    )
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    made = subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, check=False)
    assert made.returncode == -signal.SIGKILL, made.stderr.decode()[-1000:]
    assert journal(authority, "child", "amy") == before
    assert verify(authority).broken == []
    assert rebuild(authority, NOW, check=True).different == []
