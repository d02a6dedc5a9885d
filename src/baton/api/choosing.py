"""Candidates for a worker: the same table as where one is chosen on the pages, with the same reasons."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router

from baton.accounts import permissions
from baton.api import shapes
from baton.api.app import READ, answers, at_desk
from baton.api.children import child_at
from baton.api.problems import Problem
from baton.engine.situation import Act
from baton.store.models import Matter
from baton.workspace.acting.refusing import Item
from baton.workspace.allocate.candidates import Candidate, Choice, candidates, suggest, teams_for
from baton.workspace.saying import Say
from baton.workspace.team.loads import loads

router = Router(tags=["children"], auth=READ)


@router.get("/children/{child}/candidates", response=answers(shapes.CandidatesOut), summary="Candidates for a worker",
            operation_id="listCandidates")  # fmt: skip
def listed(
    request: HttpRequest,
    child: shapes.Ident,
    matter: Annotated[str, Query("", max_length=100, description="The transfer for which one is named")] = "",
    together: Annotated[list[shapes.Ident], Query([], max_length=20, description="Who goes to the same worker")] = [],  # noqa: B006
) -> Any:
    """Each worker with load, time away, what ties them to the family, what is on record, and what the procedure says
    against the choice, by clause; one is suggested, with the reason. Name one with the act `allocate`."""
    desk = at_desk(request, permissions.may_allocate)
    rows = [child_at(desk, one) for one in dict.fromkeys((child, *together))]
    if matter and not Matter.objects.filter(authority=desk.authority, key=matter, child=child).exists():
        raise Problem("not-found", "There is no such transfer of this child.")
    desk.reads([row.child for row in rows], "api: candidates")
    say = Say(desk.pack, desk.around.organisation).seen_by(desk.hidden)
    slot = "receiving_worker" if matter else "person"
    act = Act("allocate", "", tuple(row.child for row in rows), matter=matter)
    names = {row.child: row.name or row.reference for row in rows}
    choice = candidates(desk, say, loads(desk, say, teams_for(desk, rows[0], matter)), rows, act, slot, names)
    suggest(desk, choice, rows, names)
    return {
        "children": [row.child for row in rows], "matter": matter, "slot": slot,
        "workers_so_far": {row.child: row.workers for row in rows}, "for_all": _against(choice.for_all),
        "items": [_candidate(choice, one) for one in choice.rows],
    }  # fmt: skip


def _candidate(choice: Choice, one: Candidate) -> dict[str, Any]:
    load = one.load
    return {
        "person": load.person, "name": load.name, "role": load.role, "may": one.can, "children": load.children,
        "heavy": load.heavy, "new": load.new, "coming": load.coming, "away": load.away, "away_now": load.away_now,
        "tie": one.tie, "knows": one.knows, "against": _against(one.against), "asks": _against(one.asks),
        "on_record": [
            {"says": says, "value": value, "clause": list(clause)}
            for (says, clause), value in zip(choice.columns, one.record, strict=True)
        ],
        "suggested": one.suggested,
    }  # fmt: skip


def _against(items: Iterable[Item]) -> list[dict[str, Any]]:
    return [{"child": i.child, "why": i.why, "clause": list(i.clause), "rule": i.rule} for i in items]
