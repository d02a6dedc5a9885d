"""Mutants: the pack with exactly one rule changed, by a closed list of operators. A scenario should notice each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from baton.coverage.mutant import Mutant
from baton.coverage.of_definitions import mutants_of_forum, mutants_of_matter, mutants_of_terms
from baton.coverage.of_rules import mutants_of_rules
from baton.policy import model as m

__all__ = ["Mutant", "mutants_of"]


def mutants_of(pack: m.Pack) -> list[Mutant]:
    """Every mutant of a pack, in the order of its rules, then of its terms, forums and matters."""
    found = [*mutants_of_rules(pack)]
    found.extend(mutants_of_terms(pack))
    for forum in pack.forums.values():
        found.extend(mutants_of_forum(pack, forum))
    for matter in pack.matters.values():
        found.extend(mutants_of_matter(pack, matter))
    return list(_told_apart(found))


def _told_apart(found: list[Mutant]) -> Iterator[Mutant]:
    """Each with a name of its own: the same change at a second place of one rule says so."""
    seen: Counter[str] = Counter()
    for one in found:
        seen[one.name] += 1
        time = seen[one.name]
        yield one if time == 1 else replace(one, detail=f"{one.detail} ({time})".strip())
