"""A pack against the clause register and its scenarios: what each clause has become, and what nobody tried."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from baton.policy import model as m
from baton.policy.citing import cited

State = Literal["enforced", "advisory", "guidance", "missing"]
STATES: tuple[State, ...] = ("enforced", "advisory", "guidance", "missing")


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of the register: what the pack makes of it, by which keys, and which scenarios cite it."""

    id: str
    state: State
    by: tuple[str, ...] = ()
    because: str = ""  # for guidance: why nothing can be observed
    scenarios: tuple[str, ...] = ()

    @property
    def untried(self) -> bool:
        """Whether it has a consequence that no scenario is about."""
        return self.state in ("enforced", "advisory") and not self.scenarios


@dataclass(slots=True)
class Coverage:
    """One authority's coverage."""

    authority: str
    clauses: list[Clause] = field(default_factory=list)
    unknown: list[tuple[str, str]] = field(default_factory=list)  # cited, and in no register: clause, by what

    def of(self, state: State) -> list[Clause]:
        """The clauses in one state."""
        return [clause for clause in self.clauses if clause.state == state]

    @property
    def untried(self) -> list[Clause]:
        """The clauses with a consequence that no scenario cites."""
        return [clause for clause in self.clauses if clause.untried]


def coverage_of(pack: m.Pack, register: Iterable[str], scenarios: Mapping[str, Iterable[str]]) -> Coverage:
    """Register = pack = scenarios. `scenarios` maps a scenario's name to the clauses that it cites."""
    by_clause = cited(pack)
    stories: dict[str, list[str]] = {}
    for name, clauses in scenarios.items():
        for clause in clauses:
            stories.setdefault(clause, []).append(name)
    advisory = _advisory(pack)
    found = Coverage(pack.authority)
    known = dict.fromkeys(register)
    for id in known:
        citations = by_clause.get(id, [])
        acting = [c for c in citations if c.what != "guidance"]
        keys = tuple(dict.fromkeys(c.key for c in acting))
        told = tuple(stories.get(id, ()))
        if not citations:
            found.clauses.append(Clause(id, "missing", scenarios=told))
        elif not acting:
            found.clauses.append(Clause(id, "guidance", because=citations[0].key, scenarios=told))
        else:
            only_shown = all(c.what in ("rule", "exception") and c.key in advisory for c in acting)
            found.clauses.append(Clause(id, "advisory" if only_shown else "enforced", keys, "", told))
    own = f"{pack.prefix}-"
    for clause, citations in by_clause.items():
        if clause.startswith(own) and clause not in known:
            found.unknown.append((clause, citations[0].key))
    found.unknown.extend((c, f"scenario {names[0]}") for c, names in stories.items()
                         if c.startswith(own) and c not in known)  # fmt: skip
    return found


def _advisory(pack: m.Pack) -> set[str]:
    """The keys of rules that never block and are no breach: shown, or counted."""
    acting: set[str] = set()
    advisory: set[str] = set()
    for rule in pack.rules:
        soft = isinstance(rule, m.Show) or (isinstance(rule, m.Must | m.Stop) and rule.strength == "count")
        (advisory if soft else acting).add(rule.head.key)
    return advisory - acting
