"""The feed: what was recorded, in the order in which it became visible. Initials and reference, never a name.

A row is read once no transaction older than its own is at work: otherwise an act that took longer could appear behind
what a program has read already. After a restore the numbers begin anew; a cursor from before is told to begin again.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, NamedTuple

from django.db import connection
from django.http import HttpRequest
from ninja import Query, Router

from baton.accounts import permissions
from baton.accounts.desk import Desk
from baton.accounts.permissions import children_of
from baton.api import shapes
from baton.api.app import EVENTS, answers, at_desk
from baton.api.cursors import Limit, pack, unpack
from baton.api.problems import Problem
from baton.api.saying import iso
from baton.store.models import Child
from baton.working_time import Moment

router = Router(tags=["events"], auth=EVENTS)

_ROWS = """SELECT v.xid, v.id, v.kind, v.subject_id, v.number, e.verb, e.word, e.matter, e.recorded_at
FROM event v JOIN entry e ON e.authority = v.authority AND e.kind = v.kind AND e.subject_id = v.subject_id
  AND e.number = v.number
WHERE v.authority = %s AND (v.xid, v.id) > (%s, %s)
  AND v.xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
ORDER BY v.xid, v.id LIMIT %s"""
_PLACE = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
LOOK = 500  # rows looked through for one page


class Happening(NamedTuple):
    """One entry of the feed, with its place."""

    xid: int
    id: int
    kind: str
    subject: str
    number: int
    verb: str
    word: str
    matter: str
    recorded_at: Moment


def after(authority: str, place: tuple[int, int], most: int) -> list[Happening]:
    """What was added after a place and may be read now, in order. In a transaction of the authority."""
    with connection.cursor() as cursor:
        cursor.execute(_ROWS, [authority, *place, most])
        return [Happening(*row) for row in cursor.fetchall()]


def end() -> tuple[int, int]:
    """The place behind everything that there is now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1")
        return int(cursor.fetchone()[0]), 2**62


def place_of(cursor: str) -> tuple[int, int]:
    """The place that a cursor names; (0, 0) for "". A problem where the numbers were begun anew since."""
    found = unpack(cursor, int, int)
    if found is None:
        return 0, 0
    with connection.cursor() as asked:
        asked.execute(_PLACE)
        if found[0] > int(asked.fetchone()[0]):
            raise Problem("begin-again", "The record was restored from a copy: read the feed from its beginning.")
    return found[0], found[1]


def reaches(desk: Desk, rows: Iterable[Happening]) -> dict[str, Child]:
    """The children of these rows whom this desk reaches."""
    wanted = {r.subject for r in rows if r.kind == "child"}
    found = Child.objects.filter(children_of(desk.post), authority=desk.authority, child__in=wanted)
    return {c.child: c for c in found}


def told(desk: Desk, rows: list[Happening], verbs: Iterable[str] = ()) -> list[dict[str, Any]]:
    """What this desk is told of these rows: nothing of whom it does not reach."""
    children, only = reaches(desk, rows), set(verbs)
    found = []
    for r in rows:
        if (only and r.verb not in only) or not _may_hear(desk, r, children):
            continue
        child = children.get(r.subject) if r.kind == "child" else None
        found.append(
            {
                "id": f"{r.xid}-{r.id}", "kind": r.kind, "subject": r.subject,
                "initials": initials(child.name) if child is not None else "",
                "reference": child.reference if child is not None else "", "number": r.number, "verb": r.verb,
                "word": r.word, "matter": r.matter, "recorded_at": iso(r.recorded_at),
                "url": f"/api/v1/children/{r.subject}" if child is not None else "",
            }
        )  # fmt: skip
    return found


def _may_hear(desk: Desk, r: Happening, children: dict[str, Child]) -> bool:
    if r.kind == "child":
        return r.subject in children
    if r.kind == "sitting":
        return permissions.may_see_forum(desk.post)
    return r.kind in ("team", "office", "worker", "authority") and permissions.may_see_team(desk.post)


def initials(name: str) -> str:
    """ "A.F." for Amy Fictley."""
    return "".join(f"{part[0].upper()}." for part in name.replace("-", " ").split() if part[:1].isalpha())


@router.get("/events", response=answers(shapes.Events, 410), summary="What was recorded", operation_id="listEvents")
def events(
    request: HttpRequest,
    verb: Annotated[list[str], Query([], max_length=50, description="Only these verbs")],
    cursor: Annotated[str, Query(max_length=500, description='`next` of the page before; "now" for what comes')] = "",
    limit: Limit = 50,
) -> Any:
    """The journals' entries in order, each once, about the children whom this post reaches. A page may be short or
    empty and still have a `next`: ask again with it, now or later."""
    desk = at_desk(request)
    place = end() if cursor == "now" else place_of(cursor)
    items: list[dict[str, Any]] = []
    looked = 0
    while cursor != "now" and len(items) < limit and looked < LOOK:
        rows = after(desk.authority, place, min(limit - len(items), LOOK - looked))
        if not rows:
            break
        looked += len(rows)
        items += told(desk, rows, verb)
        place = (rows[-1].xid, rows[-1].id)
    return {"items": items, "next": pack(*place)}
