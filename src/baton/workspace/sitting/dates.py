"""Where a procedure has no forum: the moves by their own dates, under the pack's own names for them."""

from __future__ import annotations

from typing import Any

from baton.accounts.desk import Desk
from baton.store.models import Matter
from baton.workspace import words
from baton.workspace.child.gathering import state
from baton.workspace.saying import Say
from baton.workspace.sitting.listing import children_filter
from baton.workspace.work import named, names_of

BACK = 28 * words.DAY


def moves_by_date(desk: Desk, say: Say) -> list[dict[str, Any]]:
    """One group a kind of move, in the pack's words: its rows by the agreed date, else by the date it became due."""
    found = Matter.objects.filter(
        children_filter(desk), authority=desk.authority, state__in=["open", "decided", "moved"]
    ).order_by("sort_at", "key", "child")
    rows = [m for m in found if "transfer" in say.kinds(m.kind) and (m.moved_at or desk.now) > desk.now - BACK]
    names = names_of(desk, [m.child for m in rows])
    groups: dict[str, dict[str, dict[str, Any]]] = {}
    for m in rows:
        row = groups.setdefault(m.kind, {}).setdefault(
            m.key,
            {
                "href": f"/transfers/{m.key}",
                "children": [],
                "from": say.place(m.from_team or m.from_service),
                "to": say.place(m.to_team or m.to_service) or "a place not known yet",
                "when": words.window(m.date_from, m.date_to)
                if m.date_from is not None
                else words.window(m.due_from, m.due_to)
                if m.due_from is not None
                else "no date yet",
                "state": state(m),
                "worker": say.person(m.receiving_worker) if m.receiving_worker else "not named yet",
            },
        )
        row["children"].append(named(names.get(m.child)))
    return [
        {"title": words.initial_capital(say.word(kind)), "rows": list(of_kind.values())}
        for kind, of_kind in groups.items()
    ]
