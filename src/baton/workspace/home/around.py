"""What stands on the day of somebody who holds no child: letters to send, and the moves of the children they see.

Business support, reviewing officers, duty workers and those who check others' work have their day from these.
"""

from __future__ import annotations

from typing import Any

from baton.accounts.desk import Desk
from baton.accounts.permissions import reached
from baton.store.models import Matter
from baton.store.models.matter import AT_WORK
from baton.workspace import words
from baton.workspace.letters.outgoing import matters_due
from baton.workspace.saying import Say
from baton.workspace.work import named, names_of

MOVES, LOOKED_AT = 10, 300


def for_who_holds_nobody(desk: Desk, say: Say) -> dict[str, Any]:
    """How many transfers have letters due, and the latest moves among the children whom this post reaches."""
    due = [] if desk.post.kind == "authority" else matters_due(desk, say)
    return {"holds_nobody": True, "letters_due": len(due), "seen_moves": moves(desk, say)}


def moves(desk: Desk, say: Say) -> list[dict[str, Any]]:
    """The transfers at work that began last, one line each with all its children."""
    found = Matter.objects.filter(authority=desk.authority, state__in=AT_WORK).exclude(to_service="", to_team="")
    rows = list(found.order_by("-opened", "key")[:LOOKED_AT])
    seen = set(reached(desk.post, sorted({m.child for m in rows})))
    groups: dict[str, list[Matter]] = {}
    for m in rows:
        if m.child in seen:
            groups.setdefault(m.key, []).append(m)
    first = dict(list(groups.items())[:MOVES])
    children = names_of(desk, [m.child for ms in first.values() for m in ms])
    return [
        {
            "href": f"/transfers/{key}",
            "who": words.joined([named(children.get(m.child)) for m in ms]),
            "text": _way(say, ms[0]),
            "state": _state(ms[0]),
        }
        for key, ms in first.items()
    ]


def _way(say: Say, m: Matter) -> str:
    """From where to where; of what goes nowhere, such as closing, what it is."""
    begins, ends = m.from_team or m.from_service, m.to_team or m.to_service
    if begins == ends:
        return f"{say.lower(m.kind)}, {say.place(begins)}"
    return f"{say.place(begins)} to {say.place(ends) or 'a place not known yet'}"


def _state(m: Matter) -> str:
    if m.moved_at is not None:
        return f"moved {words.day(m.moved_at)}"
    if m.date_from is not None:
        return f"agreed for {words.window(m.date_from, m.date_to)}"
    return f"proposed {words.day(m.opened)}"
