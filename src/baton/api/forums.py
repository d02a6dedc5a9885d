"""Sittings of forums: when, what is on the list, what was decided."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router

from baton.accounts import permissions
from baton.accounts.desk import Desk
from baton.accounts.permissions import children_of
from baton.api import shapes
from baton.api.app import READ, answers, at_desk
from baton.api.matters import family
from baton.api.problems import Problem
from baton.api.saying import Says, iso
from baton.journal import Sitting
from baton.journal.sittings import sitting_id
from baton.policy.model import Forum
from baton.store.models import Child, Matter
from baton.store.sittings import sittings_of
from baton.working_time import Moment, local_day, moment_of

router = Router(tags=["sittings"], auth=READ)
MOST = timedelta(days=366)


@router.get("/sittings", response=answers(list[shapes.SittingRow]), summary="Sittings", operation_id="listSittings")
def sittings(
    request: HttpRequest,
    forum: Annotated[str, Query("", max_length=100)] = "",
    first: date | None = None,
    last: date | None = None,
) -> Any:
    """The sittings of the authority's forums, four weeks back and four ahead, or from the first day to the last."""
    desk = at_desk(request, permissions.may_see_forum)
    today = local_day(desk.now)
    begin, end = first or today - timedelta(days=28), last or today + timedelta(days=28)
    if not date(2000, 1, 1) <= begin <= end <= date(2100, 1, 1) or end - begin > MOST:
        raise Problem("invalid", "Ask for at most a year, the first day before the last.",
                      errors=[{"where": "query.first", "says": "not before the last day, or too long"}])  # fmt: skip
    found = [f for f in desk.pack.forums.values() if not forum or f.key == forum]
    rows = [_row(f, s, cut_off) for f in found for s, cut_off in sittings_of(desk.around, f, begin, end)]
    return sorted(rows, key=lambda r: (str(r["at"]), str(r["sitting"])))


def _row(forum: Forum, sitting: Sitting, cut_off: Moment) -> dict[str, Any]:
    return {
        "sitting": sitting_id(forum.key, sitting.nominal), "forum": forum.key, "says": forum.says,
        "at": iso(sitting.at), "cut_off": iso(cut_off), "cancelled": sitting.cancelled, "held": sitting.held,
        "moved_because": sitting.moved_because,
    }  # fmt: skip


@router.get("/sittings/{sitting}", response=answers(shapes.SittingOut), summary="One sitting with its agenda",
            operation_id="getSitting")  # fmt: skip
def sitting(request: HttpRequest, sitting: shapes.Ident) -> Any:
    """What is on the list, a family at a time, with what was decided for each child."""
    desk = at_desk(request, permissions.may_see_forum)
    forum, one, cut_off = _named(desk, sitting)
    found = Matter.objects.filter(authority=desk.authority, sitting__in={one.at, one.nominal}).order_by(
        "opened", "key", "child"
    )
    matters = list(found)
    reached = set(
        Child.objects.filter(
            children_of(desk.post), authority=desk.authority, child__in=[m.child for m in matters]
        ).values_list("child", flat=True)
    )
    by_key: dict[str, list[Matter]] = {}
    for m in matters:
        by_key.setdefault(m.key, []).append(m)
    desk.reads(sorted(reached), "api: agenda")
    says = Says(desk)
    shown = [[m for m in group if m.child in reached] for group in by_key.values()]
    return {
        **_row(forum, one, cut_off), "attended": list(one.attended),
        "items": [family(says, group, ()) for group in shown if group],
        "hidden": sum(not group for group in shown), "outcomes": [o.key for o in forum.outcomes],
    }  # fmt: skip


def _named(desk: Desk, ident: str) -> tuple[Forum, Sitting, Moment]:
    key, _, when = ident.partition("@")
    forum = desk.pack.forums.get(key)
    try:
        day = local_day(moment_of(when.replace("T", " ")))
        found = sittings_of(desk.around, forum, day - timedelta(days=7), day + timedelta(days=7)) if forum else []
    except (ValueError, OverflowError):
        found = []
    for sitting, cut_off in found:
        if forum is not None and sitting_id(forum.key, sitting.nominal) == ident:
            return forum, sitting, cut_off
    raise Problem("not-found", "No forum sits then. /sittings lists those that do.")
