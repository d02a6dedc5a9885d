"""Mutants: the pack with exactly one rule changed, by a closed list of operators. A scenario should notice each."""

from __future__ import annotations

from baton.coverage.mutant import Mutant
from baton.coverage.of_definitions import mutants_of_forum, mutants_of_matter, mutants_of_terms
from baton.coverage.of_rules import mutants_of_rule
from baton.policy import model as m

__all__ = ["Mutant", "mutants_of"]


def mutants_of(pack: m.Pack) -> list[Mutant]:
    """Every mutant of a pack, in the order of its rules, then of its terms, forums and matters."""
    found: list[Mutant] = []
    for index, rule in enumerate(pack.rules):
        if isinstance(rule, m.Stop) and rule.from_rule:
            continue  # changed with the duty that it stands for
        found.extend(mutants_of_rule(pack, index, rule))
    found.extend(mutants_of_terms(pack))
    for forum in pack.forums.values():
        found.extend(mutants_of_forum(pack, forum))
    for matter in pack.matters.values():
        found.extend(mutants_of_matter(pack, matter))
    return found
