"""A suggestion for a whole list: each family to one worker who may hold all of it; worked out together, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from baton.accounts.desk import Desk
from baton.choosing import Together, assign
from baton.policy import model as m
from baton.store.models import Child
from baton.workspace.allocate.candidates import Candidate, candidates, suggestions_said, weight_of
from baton.workspace.saying import Say
from baton.workspace.team.loads import Load
from baton.workspace.workers.gathering import Held

if TYPE_CHECKING:
    from baton.workspace.workers.giving import Giving


def suggestions(
    desk: Desk, say: Say, giving: Giving, held: Sequence[Held], workers: list[Load]
) -> dict[str, tuple[str, str]]:
    """By child: the person suggested ("" where nobody may) and why, in words."""
    names = {h.child.child: h.name for h in held}
    groups: list[Together] = []
    seen: dict[str, Candidate] = {}
    for family in families(held):
        rows = [_rows(desk, say, giving, child, workers, names) for child in family]
        seen |= {r.load.person: r for each in rows for r in each.values()}
        groups.append(_together(desk.pack, family, rows, giving.leaver))
    found = assign(groups, [r.as_worker for r in seen.values()])
    return suggestions_said(found, {p: r.load for p, r in seen.items()}, names)


def families(held: Sequence[Held]) -> list[list[Child]]:
    """The children of the list, brothers and sisters together."""
    found: dict[str, list[Child]] = {}
    for h in held:
        found.setdefault(h.child.family or h.child.child, []).append(h.child)
    return list(found.values())


def _rows(
    desk: Desk, say: Say, giving: Giving, child: Child, workers: list[Load], names: dict[str, str]
) -> dict[str, Candidate]:
    act, slot = giving.naming(child.child)
    return {r.load.person: r for r in candidates(desk, say, workers, [child], act, slot, names).rows}


def _together(pack: m.Pack, family: list[Child], rows: list[dict[str, Candidate]], leaver: str) -> Together:
    """Who may hold every one of them, with the strongest tie to any."""
    ties = {}
    for person in rows[0]:
        mine = [each[person] for each in rows]
        if person != leaver and all(r.can for r in mine):
            ties[person] = min((r.tie for r in mine), key=("now", "sibling", "knew", "").index)
    return Together(tuple(c.child for c in family), weight_of(pack, family), ties)
