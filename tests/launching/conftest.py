"""Servers in folders of their own, and a copy of this checkout that a test may start, kill and stop."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from baton.platform.binaries import machine_binaries, wheel_binaries
from baton.platform.places import BUILT, ROOT, VENV
from baton.platform.postgres import Server
from baton.platform.server_user import server_user


def _kind(folder: Path) -> str:
    return "wheel" if "site-packages" in str(folder) else f"machine-{folder.parent.name}"


@pytest.fixture(params=wheel_binaries() + machine_binaries(), ids=_kind)
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    """A server that has not been made yet; whatever is left of it is stopped at the end."""
    with tempfile.TemporaryDirectory(prefix="baton-platform-", ignore_cleanup_errors=True) as folder:
        os.chmod(folder, 0o711)
        # A kill is no power cut: what the operating system was given, it keeps.
        one = Server(request.param, Path(folder) / "server", server_user(), "a password", durable=False)
        yield one
        one.stop()


class Checkout:
    """A copy of this checkout, with its environment, and no state."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.port = _free_port()

    def baton(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Runs a command to its end."""
        return subprocess.run(
            [self.root / "baton", *words], env=self._environment(more), capture_output=True, text=True, check=False,
            timeout=120,
        )  # fmt: skip

    def begin(self, *words: str, **more: str) -> subprocess.Popen[str]:
        """Starts a command and gives it when the workspace is open."""
        said = (self.root / "said.txt").open("w")
        begun = subprocess.Popen(
            [self.root / "baton", *words], env=self._environment(more), stdout=said, stderr=said, text=True
        )
        said.close()
        until = time.monotonic() + 60
        while "To stop" not in self.said():
            assert begun.poll() is None and time.monotonic() < until, self.said()
            time.sleep(0.1)
        return begun

    def said(self) -> str:
        """What the command that was begun last has said so far."""
        return (self.root / "said.txt").read_text()

    def pid(self, of: str) -> int:
        """The process of the launcher or of the web server."""
        return int(json.loads((self.root / ".baton" / "running.json").read_text())[of]["pid"])

    def postgres_pid(self) -> int:
        home = json.loads((self.root / ".baton" / "postgres.json").read_text())["home"]
        return int((Path(home) / "data" / "postmaster.pid").read_text().split()[0])

    def left(self) -> list[str]:
        """The command lines of what still runs from this checkout, a moment later."""
        until = time.monotonic() + 5
        while (found := self._running()) and time.monotonic() < until:
            time.sleep(0.1)
        return found

    def _running(self) -> list[str]:
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                words = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            except OSError:
                continue
            if str(self.root) in words:
                found.append(words)
        return found

    def _environment(self, more: dict[str, str]) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("HOME", "LANG") if name in os.environ}
        # No registry is reachable: what is installed must do.
        away = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9")
        return {
            "PATH": os.environ.get("PATH", os.defpath), "BATON_DEMO": "no", "BATON_PORT": str(self.port),
            **kept, **away, **more,
        }  # fmt: skip


@pytest.fixture(scope="module")
def checkout() -> Iterator[Checkout]:
    """For the tests of one file, in their order."""
    if not BUILT.exists():
        pytest.skip("the pages' styles are not built: ./baton test does it")
    with tempfile.TemporaryDirectory(prefix="baton-checkout-", ignore_cleanup_errors=True) as folder:
        os.chmod(folder, 0o755)
        root = Path(folder) / "baton"
        root.mkdir()
        for name in ("baton", "package-lock.json", *(p.name for p in ROOT.glob("requirements*"))):
            shutil.copy2(ROOT / name, root / name)
        shutil.copytree(ROOT / "src", root / "src", ignore=shutil.ignore_patterns("__pycache__"))
        _link(VENV, root / ".venv")
        for path in (root / ".venv").glob("lib/python3*/site-packages/baton.pth"):
            path.unlink()
        (root / ".baton").mkdir(mode=0o711)
        installed = json.loads((ROOT / ".baton" / "installed.json").read_text())
        (root / ".baton" / "installed.json").write_text(json.dumps({**installed, "root": str(root)}))
        one = Checkout(root)
        yield one
        for pid in _sessions_of(one):
            os.kill(pid, signal.SIGKILL)
        one.baton("stop")
        home = root / ".baton" / "postgres.json"
        if home.exists():
            away = Path(json.loads(home.read_text())["home"])
            if root not in away.parents:
                shutil.rmtree(away)


def _sessions_of(one: Checkout) -> list[int]:
    running = one.root / ".baton" / "running.json"
    known = json.loads(running.read_text()) if running.exists() else {}
    return [m["pid"] for m in known.values() if isinstance(m, dict) and Path(f"/proc/{m['pid']}").exists()]


def _link(source: Path, target: Path) -> None:
    """A copy that takes no room where the folders share a disk."""
    try:
        shutil.copytree(source, target, symlinks=True, copy_function=os.link)
    except (OSError, shutil.Error):
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(source, target, symlinks=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
