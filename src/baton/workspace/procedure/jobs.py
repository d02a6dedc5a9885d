"""Work that takes longer than a page may: done by one of Baton's own commands beside the server, its answer kept.

A job is known by what it is asked and of which build, so that asking again shows the answer that is there.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from django.conf import settings

State = Literal["not begun", "running", "done", "failed"]
PATIENCE = 4.0  # seconds that the page waits before it says that the work goes on
_STALE = 3600  # seconds after which a job that says nothing is taken for dead


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work: the words of the command, and the build it is about."""

    words: tuple[str, ...]
    build: str

    @property
    def state(self) -> State:
        """Where it stands. A job that was cut off (a restart) can be begun again."""
        if self._file("json").is_file():
            return "done"
        if self._file("failed").is_file():
            return "failed"
        running = self._file("running")
        if running.is_file() and time.time() - running.stat().st_mtime < _STALE:
            return "running"
        return "not begun"

    @property
    def begun(self) -> int:
        """When it was begun; 0 if it was not."""
        running = self._file("running")
        return int(running.stat().st_mtime) if running.is_file() else 0

    @property
    def answer(self) -> Any:
        """What the command said; None until it is done."""
        file = self._file("json")
        return json.loads(file.read_text(encoding="utf-8")) if file.is_file() else None

    @property
    def problem(self) -> str:
        """What went wrong, in the command's own words."""
        file = self._file("failed")
        return file.read_text(encoding="utf-8").strip() if file.is_file() else ""

    def begin(self) -> None:
        """Begins it, unless it runs, and waits a little: most are done by then."""
        if self.state == "running":
            return
        self._folder().mkdir(parents=True, exist_ok=True, mode=0o700)
        for ending in ("json", "failed"):
            self._file(ending).unlink(missing_ok=True)
        self._file("running").write_text(" ".join(self.words), encoding="utf-8")
        self._start()
        until = time.monotonic() + PATIENCE
        while self.state == "running" and time.monotonic() < until:
            time.sleep(0.1)

    def _start(self) -> None:
        words = [sys.executable, "-m", "baton.workspace.procedure.beside", str(self._file("")), *self.words]
        subprocess.Popen(
            words, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip

    def _folder(self) -> Path:
        return Path(settings.BATON_STATE) / "jobs"

    def _file(self, ending: str) -> Path:
        name = hashlib.sha256("\0".join((*self.words, self.build)).encode()).hexdigest()[:24]
        return self._folder() / (f"{name}.{ending}" if ending else name)
