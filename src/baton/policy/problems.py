"""What is wrong with a pack, as values for its author: file, line, clause, one sentence; all of them at once."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from baton.policy.model import Where


class Problem(NamedTuple):
    """One mistake: where it stands, under which clause, and what was expected."""

    file: str
    line: int
    clause: str
    message: str

    def __str__(self) -> str:
        clause = f" ({self.clause})" if self.clause else ""
        return f"{self.file}:{self.line}{clause}: {self.message}"


class Misread(Exception):
    """A phrase that the grammar cannot read; caught where the phrase stands and turned into a Problem.

    The message follows the name of the key: 'needs a moment, such as …; found "…"'.
    """


class Problems:
    """Gathers problems while a pack is read; knows the clause in hand."""

    def __init__(self) -> None:
        self._found: dict[Problem, None] = {}
        self.clause = ""

    def add(self, where: Where, message: str) -> None:
        """Adds one problem; the same problem twice is one."""
        self._found[Problem(where.file, where.line, self.clause, message)] = None

    @contextmanager
    def under(self, clause: str) -> Iterator[None]:
        """Problems found inside stand under this clause."""
        before, self.clause = self.clause, clause or self.clause
        try:
            yield
        finally:
            self.clause = before

    def __len__(self) -> int:
        return len(self._found)

    def sorted(self) -> tuple[Problem, ...]:
        """All problems by file and line."""
        return tuple(sorted(self._found))


def nearest(name: str, known: Iterable[str]) -> str:
    """A closing sentence with the nearest known name, with a leading space; "" if none is near."""
    found = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f' The nearest known name is "{found[0]}".' if found else ""


def listed(names: Iterable[str], word: str = "or") -> str:
    """The names in quotation marks, with commas and a last "or"."""
    quoted = [f'"{name}"' for name in names]
    if len(quoted) < 2:
        return "".join(quoted)
    return f"{', '.join(quoted[:-1])} {word} {quoted[-1]}"
