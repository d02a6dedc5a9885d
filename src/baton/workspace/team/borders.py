"""Across borders: children whom another authority holds and who live or come here, and ours who go elsewhere."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from baton.accounts import permissions
from baton.accounts.desk import Desk, desk_of
from baton.accounts.doors import allow
from baton.engine.situation import NOT_DONE
from baton.store.models import Child, Matter, RouteRow, WorkItem
from baton.workspace import words
from baton.workspace.child.elsewhere import (
    ABROAD,
    across,
    contact,
    crosses,
    responsible,
    until,
)
from baton.workspace.home.lists import route_line
from baton.workspace.page import say_of, show
from baton.workspace.saying import Say
from baton.workspace.work import line_of, named

MOST = 100


@allow(permissions.may_see_team)
def borders(request: HttpRequest) -> HttpResponse:
    """The two lists; not there where the procedure says nothing of such moves."""
    desk = desk_of(request)
    say = say_of(desk)
    if not crosses(desk.pack):
        raise Http404
    mine = Child.objects.filter(permissions.children_of(desk.post), authority=desk.authority)
    held = list(mine.filter(holder_kind="outside", holder_service=ABROAD).order_by("holder_since", "child")[:MOST])
    ids = {c.child for c in held}
    rules = across(desk.pack).rules
    about = WorkItem.objects.filter(
        authority=desk.authority, kind="child", rule__in=rules, state__in=("open", "late", "may_apply")
    )
    moving = Matter.objects.filter(
        authority=desk.authority, kind__in=across(desk.pack).kinds, state__in=("open", "decided", "moved")
    )
    others = {*about.values_list("subject_id", flat=True), *moving.values_list("child", flat=True)} - ids
    ours = list(mine.filter(child__in=others).order_by("name_key", "child")[:MOST])
    desk.reads([*ids, *(c.child for c in ours)], "across borders")
    return show(
        request,
        "team/borders.html",
        "Across borders",
        at="team",
        held=[_held(desk, say, c, rules) for c in held],
        ours=[_row(desk, say, c, rules) for c in ours],
    )


def _held(desk: Desk, say: Say, child: Child, rules: frozenset[str]) -> dict[str, Any]:
    moves, clause = until(desk, say, child)
    return _row(desk, say, child, rules) | {
        "responsible": responsible(say, child),
        "since": words.since(child.holder_since),
        "contact": contact(desk, say, child),
        "until": moves,
        "clause": clause,
    }


def _row(desk: Desk, say: Say, child: Child, rules: frozenset[str]) -> dict[str, Any]:
    items = WorkItem.objects.filter(
        authority=desk.authority, kind="child", subject_id=child.child, rule__in=rules, state__in=NOT_DONE
    ).order_by("act_by_at", "key")
    kinds = across(desk.pack).kinds
    matters = Matter.objects.filter(authority=desk.authority, child=child.child, kind__in=kinds).exclude(
        state__in=("ended", "withdrawn")
    )
    routes = RouteRow.objects.filter(authority=desk.authority, child=child.child, matter__in=kinds)
    return {
        "child": child.child,
        "named": named(child),
        "lines": [line_of(desk, say, item) for item in items],
        "matters": [(m.key, m.says or say.word(m.kind)) for m in matters],
        "routes": [route_line(say, r, desk.now) for r in routes if r.state in ("due", "due_if", "forecast", "late")],
    }
