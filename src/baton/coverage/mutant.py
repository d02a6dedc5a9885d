"""One mutant: the pack with exactly one thing changed, named by rule, operator and detail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from baton.policy import model as m

Make = Callable[[m.Pack], m.Pack]


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change of one rule as written, or of one definition: its key, its clauses, the operator and what it did."""

    rule: str
    clauses: m.Clauses
    operator: str
    detail: str
    make: Make
    matters: frozenset[str] = frozenset()  # whose rule it is; empty where it may matter anywhere
    routes: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """Its name in reports: rule, operator, detail."""
        return f"{self.rule}: {self.operator}{f': {self.detail}' if self.detail else ''}"
