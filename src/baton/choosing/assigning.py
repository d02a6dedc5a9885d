"""The assignment: everybody placed who can be, known faces first, then the load spread evenly; solved by HiGHS.

One integer programme. A group of children goes to exactly one worker who may hold them. What it costs, in this order:
a tie is worth a few children more (below), and each unit that a worker carries costs as much as the units before it, so
that the tenth costs more than the third: the sum is least when the load is even. The same question always has the same
answer: equal ones are told apart by the order of names.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final

import highspy

from baton.choosing.model import AWAY, FEWEST, KNEW, NOBODY, NOW, SIBLING, Suggested, Together, Worker

# How many units of load more a worker may carry than the least laden and still be suggested for the tie's sake.
WORTH: Final = {NOW: 12, SIBLING: 9, KNEW: 5, "": 0}
AWAY_COSTS: Final = 3
_FAR: Final = 1_000_000.0
_ROUND: Final = 1e-4
_ALONE = threading.Lock()


@cache
def _solver() -> highspy.Highs:
    """The one solver of this process: it prints its name when it is made, and need not do so for every list."""
    solver = highspy.Highs()
    solver.silent()
    solver.setOptionValue("time_limit", 5.0)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("mip_rel_gap", 0.0)
    return solver


def assign(groups: Sequence[Together], workers: Iterable[Worker]) -> list[Suggested]:
    """A worker for each group, in the order of the groups. A group that nobody may hold stays with nobody and says so.

    Raises RuntimeError if the solver finds no answer in five seconds, which no list of a team's size needs.
    """
    staff = sorted(workers, key=lambda w: w.person)
    if not groups:
        return []
    with _ALONE:
        chosen = _Model(groups, staff, _solver()).solve()
    carries = {w.person: w.carries for w in staff}
    for group, person in zip(groups, chosen, strict=True):
        if person:
            carries[person] += group.weight
    return [_said(group, person, staff, carries) for group, person in zip(groups, chosen, strict=True)]


class _Model:
    """The integer programme: a yes or no for each group and worker, and the units of load that each worker takes on."""

    def __init__(self, groups: Sequence[Together], staff: Sequence[Worker], solver: highspy.Highs) -> None:
        self.groups, self.staff, self.solver = groups, staff, solver
        solver.clearModel()
        self.goes: dict[tuple[int, str], highspy.highs.highs_var] = {}
        self.nobody = [self.solver.addBinary(obj=_FAR) for _group in groups]
        self._groups()
        self._loads()

    def _groups(self) -> None:
        """Each group goes to one worker, or to nobody."""
        places = {w.person: place for place, w in enumerate(self.staff)}
        away = {w.person for w in self.staff if w.away_ahead}
        for at, group in enumerate(self.groups):
            for person, tie in sorted(group.ties.items()):
                if person in places:
                    cost = float(AWAY_COSTS * (person in away) - WORTH[tie])
                    cost = cost * group.weight + _ROUND * places[person]
                    self.goes[at, person] = self.solver.addBinary(obj=cost)
            terms = [self.goes[at, p] for p in places if (at, p) in self.goes]
            self.solver.addConstr(sum(terms[1:], terms[0]) + self.nobody[at] == 1 if terms else self.nobody[at] == 1)

    def _loads(self) -> None:
        """The k-th unit that a worker takes on costs what is carried by then."""
        for worker in self.staff:
            mine = [(g, self.goes[at, worker.person]) for at, g in enumerate(self.groups)
                    if (at, worker.person) in self.goes]  # fmt: skip
            if not mine:
                continue
            most = sum(group.weight for group, _goes in mine)
            units = [self.solver.addVariable(lb=0, ub=1, obj=float(worker.carries + k)) for k in range(1, most + 1)]
            taken = sum((group.weight * goes for group, goes in mine[1:]), mine[0][0].weight * mine[0][1])
            self.solver.addConstr(sum(units[1:], units[0]) - taken == 0)

    def solve(self) -> list[str]:
        """The person for each group, "" for nobody."""
        self.solver.minimize()
        if self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise RuntimeError("no suggestion was found in five seconds; choose by hand, or fewer children at once")
        value = self.solver.val
        return [
            next((p for (g, p), goes in self.goes.items() if g == at and value(goes) > 0.5), "")
            for at in range(len(self.groups))
        ]


def _said(group: Together, person: str, staff: Sequence[Worker], carries: dict[str, int]) -> Suggested:
    if not person:
        return Suggested(group.children, "", NOBODY, 0)
    tie = group.ties[person]
    away = any(w.away_ahead for w in staff if w.person == person)
    return Suggested(group.children, person, tie or (AWAY if away else FEWEST), carries[person])
