"""Children: found, read now or as at another moment, their way, their journal, and why."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from baton.accounts import permissions
from baton.accounts.desk import Desk
from baton.api import shapes
from baton.api.app import READ, answers, at_desk
from baton.api.cursors import Cursor, Limit, pack, unpack
from baton.api.problems import Problem
from baton.api.saying import Says, iso
from baton.engine.situation import Situation
from baton.journal import Subject
from baton.store import as_at as past
from baton.store import asking
from baton.store.entries import entries_of, head_of
from baton.store.models import Child, ChildName, Holding, Matter, Status
from baton.store.persons import folded
from baton.working_time import Moment, parse_when

router = Router(tags=["children"], auth=READ)
AsAt = Annotated[str, Query("", max_length=60, description="As it was at this moment: 2026-08-27 or 2026-08-27 14:30")]
KnownAt = Annotated[str, Query("", max_length=60, description="From what had been recorded by this moment")]


def child_at(desk: Desk, ident: str) -> Child:
    """The child, if this post reaches the record; else there is nothing here."""
    reach = permissions.children_of(desk.post)
    found = Child.objects.filter(reach, authority=desk.authority, child=ident).first()
    if found is None:
        raise Problem("not-found", "There is no such child, or this post does not reach the record.")
    return found


def moment_in(text: str, what: str) -> Moment | None:
    """The end of the day, or the moment, that a text says; None for "". A problem where it says neither."""
    if not text:
        return None
    try:
        when = parse_when(text)
    except (ValueError, OverflowError) as problem:
        raise Problem("invalid", f"{what}: {problem}", errors=[{"where": what, "says": str(problem)}]) from problem
    return when.lo if when.is_moment else when.hi - 1


def _row(child: Child) -> dict[str, Any]:
    return {
        "child": child.child, "reference": child.reference, "name": child.name,
        "born": child.born.isoformat() if child.born else None, "statuses": list(child.statuses),
        "open": bool(child.holder_kind), "holder_kind": child.holder_kind, "holder_person": child.holder_person,
        "holder_team": child.holder_team, "holder_since": iso(child.holder_since), "workers": child.workers,
        "open_matters": child.open_matters, "breaches": child.breaches, "restricted": child.restricted,
    }  # fmt: skip


@router.get("", response=answers(shapes.Children), summary="List and find children", operation_id="listChildren")
def children(
    request: HttpRequest,
    q: Annotated[str, Query("", max_length=100, description="Parts of names and numbers")],
    born: date | None = None,
    team: Annotated[str, Query("", max_length=100)] = "",
    worker: Annotated[str, Query("", max_length=100)] = "",
    status: Annotated[str, Query("", max_length=100, description="A word of the procedure that is so")] = "",
    closed: Annotated[bool, Query(False, description="Those too whose case is not open")] = False,
    cursor: Cursor = "",
    limit: Limit = 50,
) -> Any:
    """The children whom this post reaches, by name. Every part of `q` begins a part of a name or number."""
    desk = at_desk(request, permissions.may_see_children)
    rows = Child.objects.filter(permissions.children_of(desk.post), authority=desk.authority)
    for part in folded(q).split():
        same = ChildName.objects.filter(
            authority=desk.authority, child=OuterRef("child"), part__gte=part, part__lt=part + "\U0010ffff"
        )
        rows = rows.filter(Exists(same))
    given = {"born": born, "holder_team": team, "holder_person": worker}
    rows = rows.filter(**{name: value for name, value in given.items() if value})
    rows = rows.filter(statuses__contains=[status]) if status else rows
    rows = rows if closed else rows.exclude(holder_kind="")
    after = unpack(cursor, str, str)
    if after is not None:
        rows = rows.filter(Q(name_key__gt=after[0]) | Q(name_key=after[0], child__gt=after[1]))
    found = list(rows.order_by("name_key", "child")[: limit + 1])
    more = len(found) > limit
    found = found[:limit]
    return {"items": [_row(c) for c in found], "next": pack(found[-1].name_key, found[-1].child) if more else None}


@router.get("/{child}", response=answers(shapes.ChildOut), summary="One child now", operation_id="getChild")
def now(
    request: HttpRequest, response: HttpResponse, child: shapes.Ident, as_at: AsAt = "", known_at: KnownAt = ""
) -> Any:
    """Who is responsible, what is due and open, what may not be done now, and why. Or the same at a past moment, from
    what is known now or was known then."""
    desk = at_desk(request, permissions.may_see_children)
    row = child_at(desk, child)
    at, known = moment_in(as_at, "as_at"), moment_in(known_at, "known_at")
    if at is not None or known is not None:
        if not permissions.may_look_back(desk.post):
            raise Problem("not-allowed", f"The post {desk.post.title} may not look back.")
        at = min(at if at is not None else desk.now, desk.now)
    desk.reads([child], "api: child")
    situation = _situation(desk, child, at, known)
    head = head_of(desk.authority, child)
    response["ETag"] = f'"{head}"'
    return {
        "child": child, "reference": row.reference, "name": row.name,
        "born": row.born.isoformat() if row.born else None, "as_at": iso(at if at is not None else desk.now),
        "known_at": iso(known), "head": head, **Says(desk).situation(situation),
    }  # fmt: skip


def _situation(desk: Desk, child: str, at: Moment | None, known: Moment | None) -> Situation:
    if at is None:
        return desk.ask(asking.situation, child, desk.now)
    return desk.ask(past.as_at, child, at, known)


@router.get("/{child}/journey", response=answers(shapes.Journey), summary="A child's way", operation_id="getJourney")
def journey(request: HttpRequest, child: shapes.Ident) -> Any:
    """Who was responsible from when to when, what was so, and every transfer and dispute."""
    desk = at_desk(request, permissions.may_see_children)
    child_at(desk, child)
    desk.reads([child], "api: journey")
    says, of = Says(desk), {"authority": desk.authority, "child": child}
    held = sorted(Holding.objects.filter(**of), key=lambda h: h.during.lower)
    return {
        "child": child, "holders": [says.holder(h) for h in held],
        "statuses": [says.status(s) for s in Status.objects.filter(**of).order_by("start_from", "key")],
        "matters": [says.matter(m, child) for m in Matter.objects.filter(**of).order_by("opened", "key")],
    }  # fmt: skip


@router.get(
    "/{child}/entries", response=answers(shapes.Entries), summary="Everything recorded", operation_id="listEntries"
)
def entries(
    request: HttpRequest,
    child: shapes.Ident,
    verb: Annotated[str, Query("", max_length=100)] = "",
    word: Annotated[str, Query("", max_length=100)] = "",
    cursor: Cursor = "",
    limit: Limit = 50,
) -> Any:
    """The child's journal, the first entry first. `verb` and `word` narrow it."""
    desk = at_desk(request, permissions.may_see_children)
    child_at(desk, child)
    desk.reads([child], "api: entries")
    after = unpack(cursor, int) or (0,)
    wanted = [
        e for e in entries_of(desk.authority, Subject("child", child))
        if e.number > after[0] and (not verb or e.verb == verb) and (not word or e.word == word)
    ]  # fmt: skip
    shown, says = wanted[:limit], Says(desk)
    more = len(wanted) > limit
    return {"items": [says.entry(e) for e in shown], "next": pack(shown[-1].number) if more else None}


@router.get("/{child}/why", response=answers(shapes.Why), summary="Why something is so", operation_id="explain")
def why(
    request: HttpRequest,
    child: shapes.Ident,
    duty: Annotated[str, Query("", max_length=300, description="The key of a duty")] = "",
    route: Annotated[str, Query("", max_length=200, description="A route of the procedure")] = "",
) -> Any:
    """The rule in words, its clause, and the entries from which a duty, a route or the holder follows."""
    desk = at_desk(request, permissions.may_see_children)
    child_at(desk, child)
    desk.reads([child], "api: why")
    situation = desk.ask(asking.situation, child, desk.now)
    found: Any = situation.holder
    if duty:
        found = next((d for d in situation.duties if d.key == duty), None)
    elif route:
        found = next((r for r in situation.routes if r.route == route), None)
    if found is None:
        raise Problem("not-found", "Nothing of that name is so for this child now.")
    says = Says(desk)
    rule = getattr(found, "route", "") or found.rule
    numbers = {int(value) for kind, value in found.because if kind == "entry"}
    own = [e for e in entries_of(desk.authority, Subject("child", child)) if e.number in numbers]
    return {
        "what": duty or route or "holder", "says": says.rule(rule), "clause": list(found.clause),
        "because": says.because(found.because), "entries": [says.entry(e) for e in own],
    }  # fmt: skip


@router.get(
    "/{child}/who-may", response=answers(list[shapes.MayDo]), summary="Who may do an act", operation_id="whoMay"
)
def who_may(
    request: HttpRequest,
    child: shapes.Ident,
    verb: Annotated[str, Query(..., max_length=100)],
    word: Annotated[str, Query("", max_length=100)] = "",
    matter: Annotated[str, Query("", max_length=100)] = "",
) -> Any:
    """Persons who may do this act for this child now, each with a capacity, or the office that nobody holds."""
    desk = at_desk(request, permissions.may_see_children)
    child_at(desk, child)
    desk.reads([child], "api: who may")
    says = Says(desk)
    found = desk.ask(asking.who_may, child, desk.now, verb, word, matter)
    return [
        {"person": p.person, "name": says.person(p.person) if p.person else "", "capacity": p.capacity,
         "hole": p.hole, "clause": list(p.clause)}
        for p in found
    ]  # fmt: skip
