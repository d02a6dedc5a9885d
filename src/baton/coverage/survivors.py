"""Mutants that nobody notices and why that is right: a file beside the scenarios, by rule, operator and reason."""

from __future__ import annotations

from typing import NamedTuple

from baton.coverage.mutants import Mutant
from baton.policy.nodes import Fields
from baton.policy.problems import Problem, Problems
from baton.policy.reader import read_file

FILE = "survivors.yaml"
_SHAPE = {"rule": "key!", "operator": "text!", "detail": "text", "because": "text!"}


class Survivor(NamedTuple):
    """One explanation. Without a detail it is for every change of this rule by this operator."""

    rule: str
    operator: str
    detail: str
    because: str

    def explains(self, mutant: Mutant) -> bool:
        """Whether it speaks of this mutant."""
        same = (self.rule, self.operator) == (mutant.rule, mutant.operator)
        return same and self.detail in ("", mutant.detail)


def read_survivors(name: str, text: str) -> tuple[tuple[Survivor, ...], tuple[Problem, ...]]:
    """The explanations in a file: a list under `survivors` of {rule, operator, detail, because}."""
    problems = Problems()
    root = read_file(name, text, problems)
    lines = root.get("survivors") if root is not None else None
    found = []
    for node in lines.items if lines is not None else ():
        fields = Fields(node, problems, "A survivor")
        fields.only(_SHAPE)
        found.append(
            Survivor(fields.text("rule"), fields.text("operator"), fields.text("detail"), fields.text("because"))
        )
    return tuple(found), problems.sorted()
