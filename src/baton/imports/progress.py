"""How far a reading has come, in rows and lines, roughly: for a progress bar that never runs back or past its end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from baton.imports.model import Reading, Source
from baton.imports.readers.tables import is_workbook

_BYTES_A_ROW: Final = 60
_EVERY: Final = 200
_PIECE: Final = 1 << 20

Told = Callable[[int, int], None]


def untold(done: int, total: int) -> None:
    """For a caller that shows no progress."""


def _rows(path: Path) -> int:
    if is_workbook(path):
        return path.stat().st_size // _BYTES_A_ROW
    with path.open("rb") as file:
        return sum(piece.count(b"\n") for piece in iter(lambda: file.read(_PIECE), b"")) + 1


class Progress:
    """Counts the rows that readings come from and tells the caller now and then."""

    def __init__(self, paths: Sequence[Path], tell: Told) -> None:
        self._limits = {path.name: _rows(path) for path in paths}
        self._done = dict.fromkeys(self._limits, 0)
        self._by_line = {path.name for path in paths if path.suffix.casefold() == ".xml"}
        self._total = sum(self._limits.values())
        self._tell = tell
        self._last = Source("")
        self._seen = 0

    def saw(self, reading: Reading) -> None:
        """One reading more."""
        at = reading.at
        if at == self._last or at.file not in self._limits:
            return
        self._last = at
        done = at.row if at.file in self._by_line else self._done[at.file] + 1
        self._done[at.file] = min(max(done, self._done[at.file]), self._limits[at.file])
        self._seen += 1
        if self._seen % _EVERY == 0:
            self._tell(sum(self._done.values()), self._total)

    def finish(self) -> None:
        """All of it is read."""
        self._tell(self._total, self._total)
