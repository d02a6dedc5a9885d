"""Transfers and disputes, and duties as lists."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

from django.db.models import Q
from django.http import HttpRequest
from ninja import Query, Router

from baton.accounts import permissions
from baton.accounts.desk import Desk
from baton.accounts.permissions import children_of
from baton.api import shapes
from baton.api.app import READ, answers, at_desk
from baton.api.cursors import Cursor, Limit, pack, unpack
from baton.api.problems import Problem
from baton.api.reach import may_see_team, may_see_worker
from baton.api.saying import Says
from baton.store.lists import FIRST, Work, work_of_person, work_of_team
from baton.store.models import Child, Matter, WorkItem

router = Router(tags=["transfers, disputes and duties"], auth=READ)
State = Annotated[str, Query("open", pattern="^(open|all)$", description="open: those not ended; all: all of them")]
Team = Annotated[str, Query("", max_length=100, description="From or to this team")]


@router.get("/transfers", response=answers(shapes.Families), summary="Transfers", operation_id="listTransfers")
def transfers(
    request: HttpRequest, state: State = "open", team: Team = "", cursor: Cursor = "", limit: Limit = 50
) -> Any:
    """Transfers of the children whom this post reaches, the soonest date first, a family at a time."""
    desk = at_desk(request, permissions.may_see_children)
    return _list(desk, [k for k, m in desk.pack.matters.items() if not m.rungs], state, team, cursor, limit)


@router.get("/transfers/{matter}", response=answers(shapes.Family), summary="One transfer with its steps",
            operation_id="getTransfer")  # fmt: skip
def transfer(request: HttpRequest, matter: shapes.Ident) -> Any:
    """The state and dates of each child, and every step: open, done, late, and what each waits for."""
    return _one(at_desk(request, permissions.may_see_children), matter, ladder=False)


@router.get("/disputes", response=answers(shapes.Families), summary="Disputes", operation_id="listDisputes")
def disputes(
    request: HttpRequest, state: State = "open", team: Team = "", cursor: Cursor = "", limit: Limit = 50
) -> Any:
    """Disputes and escalations of the children whom this post reaches, with the rung on which each stands."""
    desk = at_desk(request, permissions.may_see_disputes)
    return _list(desk, [k for k, m in desk.pack.matters.items() if m.rungs], state, team, cursor, limit)


@router.get("/disputes/{matter}", response=answers(shapes.Family), summary="One dispute with its clocks",
            operation_id="getDispute")  # fmt: skip
def dispute(request: HttpRequest, matter: shapes.Ident) -> Any:
    """The rung, the limits, and what was said is in each child's journal."""
    return _one(at_desk(request, permissions.may_see_disputes), matter, ladder=True)


def _reach(desk: Desk) -> Q:
    return Q(child__in=Child.objects.filter(children_of(desk.post), authority=desk.authority).values("child"))


def _list(desk: Desk, kinds: list[str], state: str, team: str, cursor: str, limit: int) -> dict[str, Any]:
    rows = Matter.objects.filter(_reach(desk), authority=desk.authority, kind__in=kinds)
    if state == "open":
        rows = rows.filter(state__in=("open", "decided", "moved"))
    if team:
        rows = rows.filter(Q(from_team=team) | Q(to_team=team))
    after = unpack(cursor, int, str)
    if after is not None:
        rows = rows.filter(Q(sort_at__gt=after[0]) | Q(sort_at=after[0], key__gt=after[1]))
    places = list(rows.order_by("sort_at", "key").values_list("sort_at", "key").distinct()[: limit + 1])
    more, places = len(places) > limit, places[:limit]
    keys = list(dict.fromkeys(key for _, key in places))
    found = Matter.objects.filter(_reach(desk), authority=desk.authority, key__in=keys).order_by("key", "child")
    desk.reads([m.child for m in found], "api: transfers")
    by_key: dict[str, list[Matter]] = {}
    for m in found:
        by_key.setdefault(m.key, []).append(m)
    items = [family(Says(desk), by_key[key], ()) for key in keys]
    return {"items": items, "next": pack(*places[-1]) if more else None}


def family(says: Says, matters: list[Matter], steps: Iterable[WorkItem]) -> dict[str, Any]:
    """One matter of a family."""
    lead = matters[0]
    return {
        "matter": lead.key, "kind": lead.kind, "says": lead.says or says.word(lead.kind),
        "children": [says.matter(m, m.child) for m in matters], "steps": [says.duty(d, d.subject_id) for d in steps],
    }  # fmt: skip


def _one(desk: Desk, key: str, ladder: bool) -> dict[str, Any]:
    found = list(Matter.objects.filter(_reach(desk), authority=desk.authority, key=key).order_by("child"))
    known = desk.pack.matters.get(found[0].kind) if found else None
    if not found or bool(known and known.rungs) != ladder:
        raise Problem("not-found", "There is nothing of this name, or this post does not reach any of its children.")
    children = [m.child for m in found]
    desk.reads(children, "api: transfer")
    steps = WorkItem.objects.filter(authority=desk.authority, kind="child", subject_id__in=children, matter=key)
    return family(Says(desk), found, steps.order_by("act_by_at", "subject_id", "key"))


@router.get("/duties", response=answers(shapes.Duties), summary="Work to do", operation_id="listDuties")
def duties(
    request: HttpRequest,
    person: Annotated[str, Query("", max_length=100, description="Whose; without person and team your own")] = "",
    team: Annotated[str, Query("", max_length=100, description="For the children whom this team holds")] = "",
    cursor: Cursor = "",
    limit: Limit = 50,
) -> Any:
    """What is open, late or may apply, the soonest first."""
    desk = at_desk(request, permissions.may_see_children)
    after = unpack(cursor, int, str, str) or FIRST
    if team:
        if not may_see_team(desk, team):
            raise Problem("not-found", "There is no such team, or this post does not see it.")
        rows = work_of_team(desk.authority, team, after, limit + 1)  # type: ignore[arg-type]
    else:
        if person and not may_see_worker(desk, person):
            raise Problem("not-found", "There is no such person, or this post does not see them.")
        rows = work_of_person(desk.authority, person or desk.person, after, limit + 1)  # type: ignore[arg-type]
    more, rows = len(rows) > limit, rows[:limit]
    shown = _shown(desk, rows)
    desk.reads([w.subject_id for w in shown if w.kind == "child"], "api: duties")
    says = Says(desk)
    return {"items": [says.duty(w, w.subject_id) for w in shown], "next": pack(*rows[-1].after) if more else None}


def _shown(desk: Desk, rows: list[Work]) -> list[Work]:
    """Those about children whom this post reaches, or about no child."""
    children = permissions.reached(desk.post, [w.subject_id for w in rows if w.kind == "child"])
    return [w for w in rows if w.kind != "child" or w.subject_id in children]
