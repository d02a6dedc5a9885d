"""Coming in and going out: foreseen, being got ready, decided and not yet moved, moved with work left."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from baton.accounts import permissions
from baton.accounts.desk import Desk
from baton.store.models import Block, Matter, RouteRow
from baton.workspace import words
from baton.workspace.home.lists import route_line
from baton.workspace.said_rules import never
from baton.workspace.saying import Say
from baton.workspace.work import named, names_of


def board(desk: Desk, say: Say, teams: set[str], services: set[str], direction: str) -> list[dict[str, Any]]:
    """The four lists, the oldest wait first."""
    return [
        {
            "title": "Foreseen",
            "rows": _foreseen(desk, say, teams, services, direction),
            "empty": "No move is foreseen or due that nobody has taken up.",
        },
        {
            "title": "Being got ready",
            "rows": _matters(desk, say, teams, services, direction, "open"),
            "empty": "Nothing is being got ready.",
        },
        {
            "title": "Decided, not yet moved",
            "rows": _matters(desk, say, teams, services, direction, "decided"),
            "empty": "Nothing is decided and waiting.",
        },
        {
            "title": "Moved, work left",
            "rows": _matters(desk, say, teams, services, direction, "moved"),
            "empty": "No work is left from moves made.",
        },
    ]


def _foreseen(desk: Desk, say: Say, teams: set[str], services: set[str], direction: str) -> list[dict[str, Any]]:
    if direction == "in":
        ends = Q(to_place__in=teams | services)
    else:
        ends = Q(holder_team__in=teams)
    routes = RouteRow.objects.filter(ends, authority=desk.authority).order_by("sort_at")[:200]
    rows = names_of(desk, [r.child for r in routes])
    taken = set(
        Matter.objects.filter(
            authority=desk.authority, child__in=list(rows), state__in=["open", "decided"]
        ).values_list("child", flat=True)
    )
    reached = set(permissions.reached(desk.post, list(rows)))  # who comes one day is no child of theirs to read yet
    found = []
    for r in routes:
        if r.child in rows and r.child not in taken:
            said = route_line(say, r, desk.now)
            open_ = r.child in reached
            found.append(
                {
                    "title": named(rows[r.child]) if open_ else "One more child",
                    "href": f"/children/{r.child}" if open_ else "",
                    "children": 1,
                    "of": [r.child] if open_ else [],
                    "tag": said["tag"],
                    "text": f"{said['text']}, {said['from']} to {said['to'] or 'a place not known yet'}",
                    "way": words.joined([f"Asked: {q}" for q in said["asks"]]),
                    "clause": r.clause,
                }
            )
    return found


def _matters(
    desk: Desk, say: Say, teams: set[str], services: set[str], direction: str, state: str
) -> list[dict[str, Any]]:
    if direction == "in":
        ends = Q(to_team__in=teams) | Q(to_service__in=services, to_team__in=["", *services])
    else:
        ends = Q(from_team__in=teams)
    found = [
        m
        for m in Matter.objects.filter(ends, authority=desk.authority, state=state).order_by("sort_at", "key")[:300]
        if not (say.pack.matters.get(m.kind) and say.pack.matters[m.kind].rungs)
    ]
    groups: dict[str, list[Matter]] = {}
    for m in found:
        groups.setdefault(m.key, []).append(m)
    children = names_of(desk, [m.child for m in found])
    blocks = _blocks(desk, say, found)
    rows = []
    for key, matters in groups.items():
        lead = matters[0]
        names = [named(children[m.child]) for m in matters if m.child in children]
        stays = bool(lead.from_team) and lead.from_team == lead.to_team  # as a closing does: nobody comes in
        if not names or (stays and direction == "in"):
            continue
        surnames = words.joined(list(dict.fromkeys(n.rsplit(" ", 1)[-1] for n in names)))
        title = names[0] if len(names) == 1 else f"{surnames} family"
        rows.append(
            {
                "title": title,
                "href": f"/transfers/{key}",
                "children": len(matters),
                "of": [m.child for m in matters if m.child in children],
                "tag": None,
                "text": f"{say.word(lead.kind) if stays else _way(say, lead)}. {_when(lead, desk.now)}",
                "way": blocks.get(key, ""),
                "clause": lead.clause,
            }
        )
    return rows


def _way(say: Say, m: Matter) -> str:
    to = say.place(m.to_team or m.to_service) or "a place not known yet"
    return f"{say.place(m.from_team or m.from_service)} to {to}"


def _when(m: Matter, now: int) -> str:
    if m.moved_at is not None:
        return f"Moved {words.day(m.moved_at)}."
    if m.date_from is not None:
        return f"For {words.window(m.date_from, m.date_to)}."
    if m.sitting is not None:
        return f"On the list for {words.moment(m.sitting)}."
    return (
        words.initial_capital(f"{words.due_since(m.due_from, m.due_to, now)}.")
        if m.due_from is not None
        else f"Open since {words.day(m.opened)}."
    )


def _blocks(desk: Desk, say: Say, found: list[Matter]) -> dict[str, str]:
    """What is in the way of the next thing, for each matter."""
    wanted = {"open": ("list", "decide"), "decided": ("move",), "moved": ("end",)}
    by_key: dict[str, dict[str, None]] = {}
    states = {m.key: m.state for m in found}
    for b in Block.objects.filter(authority=desk.authority, matter__in=list(states), strength="refuse"):
        if b.act in wanted.get(states[b.matter], ()):
            base = b.rule.split(".")[0]
            if never(say.rule_of(base) or say.rule_of(b.rule, b.matter)):
                continue  # the procedure has no such act here: nothing that anybody could put out of the way
            by_key.setdefault(b.matter, {})[say.short(base if say.rule_of(base) else b.rule, b.matter)] = None
    return {
        key: words.joined(list(texts)[:3]) + (f" and {len(texts) - 3} more" if len(texts) > 3 else "")
        for key, texts in by_key.items()
    }
