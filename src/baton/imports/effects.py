"""What an import means for children: who would have nobody, which moves become due, whose worker or team changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import NamedTuple

from baton.engine.situation import Situation
from baton.imports.spells import Doubt
from baton.working_time import Window

DUE = ("due", "late")


class Due(NamedTuple):
    """A route that is due for a child and was not before."""

    child: str
    route: str
    state: str
    from_: str
    to: str
    at: Window | None
    clause: tuple[str, ...]


class State(NamedTuple):
    """As much of a child as effects are told by."""

    kind: str = ""  # of the holder; "" where the child is not open
    person: str = ""
    team: str = ""
    due: Mapping[str, Due] = {}
    due_if: frozenset[str] = frozenset()
    differs: bool = False
    flag: str = ""


@dataclass(slots=True)
class Effects:
    """Children by their reference in the extract."""

    nobody: list[str] = field(default_factory=list)
    due: list[Due] = field(default_factory=list)
    due_if: dict[str, int] = field(default_factory=dict)  # route to number of children
    moved: list[str] = field(default_factory=list)
    differ: list[str] = field(default_factory=list)
    provisional: list[str] = field(default_factory=list)
    doubts: list[tuple[str, Doubt]] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)
    new: int = 0
    children: int = 0
    entries: int = 0

    def add(self, other: Effects) -> None:
        """Takes in what another part of the children gave."""
        for one in fields(self):
            mine, theirs = getattr(self, one.name), getattr(other, one.name)
            if isinstance(mine, list):
                mine.extend(theirs)
            elif isinstance(mine, dict):
                for key, number in theirs.items():
                    mine[key] = mine.get(key, 0) + number
            else:
                setattr(self, one.name, mine + theirs)

    def saw(self, child: str, before: State, after: State) -> None:
        """One child before and after."""
        if after.kind == "nobody" and before.kind != "nobody":
            self.nobody.append(child)
        if before.kind and after.kind and (before.person, before.team) != (after.person, after.team):
            self.moved.append(child)
        self.due += [due for route, due in sorted(after.due.items()) if route not in before.due]
        for route in after.due_if - before.due_if:
            self.due_if[route] = self.due_if.get(route, 0) + 1
        if after.differs and not before.differs:
            self.differ.append(child)
        if after.flag == "provisional" and before.flag != "provisional":
            self.provisional.append(child)


def state_of(child: str, situation: Situation | None) -> State:
    """The state that a Situation shows."""
    if situation is None:
        return State()
    s, h = situation, situation.holder
    due = {r.route: Due(child, r.route, r.state, r.from_, r.to, r.at, r.clause) for r in s.routes if r.state in DUE}
    due_if = frozenset(r.route for r in s.routes if r.state == "due_if")
    if h is None:
        return State("", "", "", due, due_if, bool(s.differences))
    return State(h.kind, h.person, h.team, due, due_if, bool(s.differences), h.flag)
