"""Where do children wait? By stage of a move, with how long the first has waited."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from baton.store.models import Matter, RouteRow
from baton.workspace import words
from baton.workspace.charts import Bar, bars
from baton.workspace.reports.answers import Answer, Asking, Row
from baton.workspace.work import named, names_of

STAGES = (
    ("due", "Due, not taken up"),
    ("ready", "Being got ready, on no list"),
    ("listed", "On a list"),
    ("decided", "Decided, not moved"),
    ("moved", "Moved, work left"),
)


def waiting(asking: Asking) -> Answer:
    """Children by stage: a child with several matters waits in each of them."""
    desk, say = asking.desk, asking.say
    team, by_team = asking.team()
    found = _stages(asking, team)
    names = names_of(desk, [c for rows in found.values() for c, _, _ in rows])
    behind: dict[str, list[tuple[str, int]]] = {}
    rows, bars_ = [], []
    for key, title in STAGES:
        mine = sorted((f for f in found[key] if f[0] in names), key=lambda f: f[2])
        oldest = words.since(mine[0][2]) if mine else ""
        behind[key] = [(child, at) for child, _, at in mine]
        by = {2: mine[0][2]} if mine else {2: 2**62}  # where nobody waits comes last
        rows.append(Row((title, len(mine), oldest), key if mine else "", 1, by=by))
        bars_.append(Bar(title, len(mine), f"the first since {oldest}" if mine else ""))

    def file() -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
        lines = [(title, named(names[c]), words.since(at)) for key, title in STAGES for c, at in behind[key]]
        return ("Stage", "Child", "Since"), lines

    total = sum(len(found_) for found_ in behind.values())
    where = f" in {say.place(team)}" if team else ""
    return Answer(
        [f"{words.children(total)} wait{'s' if total == 1 else ''} at some stage of a move{where}."],
        ("Stage", "Children", "Oldest since"),
        rows,
        bars("Children waiting, by stage", "One bar a stage; the table beneath has the same figures.", bars_),
        behind,
        lambda at: f"since {words.since(at)}",
        [by_team],
        named=dict(STAGES),
        file=file,
        in_file=[child for found_ in behind.values() for child, _ in found_],
    )


def _stages(asking: Asking, team: str) -> dict[str, list[tuple[str, str, int]]]:
    desk, say = asking.desk, asking.say
    reach = asking.children(team).values("child")
    matters = Matter.objects.filter(authority=desk.authority, child__in=reach, state__in=["open", "decided", "moved"])
    ladders = {k for k, m in desk.pack.matters.items() if m.rungs or "escalation" in say.kinds(k)}
    columns = matters.values_list("child", "key", "kind", "state", "sitting", "decided_at", "opened")
    rows = [row for row in columns if row[2] not in ladders]
    taken = {row[0] for row in columns if row[3] in ("open", "decided")}
    routes = RouteRow.objects.filter(authority=desk.authority, child__in=reach, state__in=["due", "late"])
    due = [(c, "", at or desk.now) for c, at in routes.values_list("child", "at_from") if c not in taken]
    return {
        "due": due,
        "ready": _of(r for r in rows if r[3] == "open" and r[4] is None),
        "listed": _of(r for r in rows if r[3] == "open" and r[4] is not None),
        "decided": _of(r for r in rows if r[3] == "decided"),
        "moved": _of(r for r in rows if r[3] == "moved"),
    }


def _of(rows: Iterable[Any]) -> list[tuple[str, str, int]]:
    return [(child, key, decided or opened) for child, key, _kind, _state, _sitting, decided, opened in rows]
