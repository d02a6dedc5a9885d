"""The book of what left: one line a message, in a file beside the database, which a restore does not put back.

It holds keys and moments, nothing about anybody. After a restore it tells what left since the copy was made, so that
it does not leave twice.
"""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings

from baton.working_time import Moment


class Book:
    """The book of one authority."""

    def __init__(self, authority: str, folder: Path | None = None) -> None:
        folder = folder or Path(settings.BATON_STATE) / "left"
        self._path = folder / f"{authority}.txt"

    def write(self, key: str, now: Moment, carrier: str, reference: str) -> None:
        """Adds a line, which is on the disk when this returns."""
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "ab") as file:
            file.write(f"{key} {now} {carrier} {reference}\n".encode())
            file.flush()
            os.fsync(file.fileno())

    def read(self) -> dict[str, tuple[Moment, str, str]]:
        """By key: when it left, by which carrier, and what the carrier calls it. A line cut short is none."""
        try:
            lines = self._path.read_text(encoding="utf-8").split("\n")[:-1]
        except FileNotFoundError:
            return {}
        found = {}
        for line in lines:
            key, at, carrier, reference = [*line.split(" ", 3), "", "", "", ""][:4]
            if key and at.isdecimal():
                found[key] = (int(at), carrier, reference)
        return found
