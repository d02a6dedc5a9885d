"""The list of a sitting: one row a matter, with its children, what is ready, and what was decided."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import inf
from typing import Any

from django.db.models import Q

from baton.accounts.desk import Desk
from baton.accounts.permissions import children_of
from baton.store.models import Block, Child, Entry, Matter, RouteRow, WorkItem
from baton.store.models.work import OPEN_STATES
from baton.working_time import Moment, local_day
from baton.workspace import words
from baton.workspace.saying import Say
from baton.workspace.shown import Fact, alike, shown_at
from baton.workspace.sitting.planned import Planned
from baton.workspace.words import Tag
from baton.workspace.work import line_of, named


@dataclass(slots=True)
class Row:
    """One row of the list: a family's matter, or where the forum lists them so one child's."""

    number: int
    key: str
    matters: list[Matter]
    children: list[Child] = field(default_factory=list)
    hidden: int = 0
    title: str = ""
    from_: str = ""
    to: str = ""
    ready: list[dict[str, Any]] = field(default_factory=list)  # what can be done before the sitting, and is not
    there: list[dict[str, Any]] = field(default_factory=list)  # what happens at the sitting itself
    outcomes: list[tuple[str, Tag, str]] = field(default_factory=list)
    workers: str = ""
    route: str = ""
    presenter: str = ""
    part: str = ""
    late: str = ""  # when it was put on a list that had already closed or gone out
    shown: list[tuple[str, Fact]] = field(default_factory=list)  # what the procedure wants seen here: for whom, what
    mark: str = ""  # what tells this row from every other of its list, wherever it stands
    again: bool = False  # it came back without an agreement: the procedure asks for a decision at this sitting too

    @property
    def decided(self) -> bool:
        return bool(self.matters) and all(m.decision for m in self.matters) and not self.again


def rows_of(desk: Desk, say: Say, planned: Planned, sent: Moment | None = None, place: str = "panel_item") -> list[Row]:
    """The rows in the order of the list: part by part, in the forum's own order, earliest listed first. Families the
    post does not reach are only counted. What was listed after the cut-off, or after the list was `sent`, is marked.
    Each has what the procedure wants seen at this `place` of its children."""
    at = {planned.sitting.at, planned.sitting.nominal}
    found = Matter.objects.filter(authority=desk.authority, sitting__in=at).order_by("opened", "key", "child")
    alone = planned.forum.item == "child"
    groups: dict[tuple[str, str], list[Matter]] = {}
    for m in found:
        groups.setdefault((m.key, m.child if alone else ""), []).append(m)
    children = {
        c.child: c
        for c in Child.objects.filter(
            children_of(desk.post), authority=desk.authority, child__in=[m.child for m in found]
        )
    }
    parts = [part.key for part in planned.forum.parts]
    ordered = sorted(groups.items(), key=lambda pair: _place(pair[1][0], parts))
    rows = []
    for n, ((key, child), matters) in enumerate(ordered, 1):
        rows.append(row_of(desk, say, n, key, matters, children))
        rows[-1].mark = f"{key} {child}".strip()
    facts = shown_at(desk, say, children, place)
    closed = min(planned.cut_off, sent) if sent is not None else planned.cut_off
    asked = WorkItem.objects.filter(authority=desk.authority, kind="child", matter__in={m.key for m in found},
                                    verb="decide", state__in=OPEN_STATES)  # fmt: skip
    again = set(asked.values_list("matter", "subject_id"))
    for row in rows:
        row.again = any((m.key, m.child) in again for m in row.matters)
        row.part = str((row.matters[0].values or {}).get("list_part", ""))
        row.late = _late(desk, row, closed)
        row.shown = alike({c.child: given_name(c) for c in row.children}, facts)
        if alone and row.children:
            row.title = named(row.children[0])
    return rows


def _place(lead: Matter, parts: list[str]) -> tuple[int, int, float]:
    """By part, by the first condition of the order that is so, then by who has waited longest."""
    values = lead.values or {}
    part = values.get("list_part")
    since = values.get("list_since")
    return (
        parts.index(part) if part in parts else len(parts),
        int(values.get("list_rank") or 0),
        float(since) if since is not None else inf,
    )


def _late(desk: Desk, row: Row, closed: Moment) -> str:
    """When the row was put on the list, if that was after it closed."""
    if not row.children:
        return ""
    found = Entry.objects.filter(
        authority=desk.authority, kind="child", subject_id=row.children[0].child, matter=row.key, verb="list"
    )
    listed = found.order_by("-number").values_list("recorded_at", flat=True).first()
    return words.moment(listed) if listed is not None and listed > closed else ""


def row_of(desk: Desk, say: Say, number: int, key: str, matters: list[Matter], children: dict[str, Child]) -> Row:
    """A row of the list; of a family that the post does not reach, only that there is one."""
    row = Row(number, key, matters, [children[m.child] for m in matters if m.child in children])
    row.hidden = len(matters) - len(row.children)
    lead = matters[0]
    if not row.children:
        row.title = "One more family"
        return row
    row.children.sort(key=lambda c: (str(c.born), c.child))
    surnames = dict.fromkeys(c.name.rsplit(" ", 1)[-1] for c in row.children if c.name)
    row.title = f"{' and '.join(surnames) or key} family"
    row.from_, row.to = say.place(lead.from_team or lead.from_service), say.place(lead.to_team or lead.to_service)
    row.route = say.short(lead.route.split(" ")[0]) if lead.route else ""
    row.workers = ", ".join(f"{given_name(c)} {c.workers}" for c in row.children)
    row.presenter = say.person(str((lead.values or {}).get("presenter", "")))
    lacking = _ready(desk, say, lead)
    row.ready = [one for one in lacking if not one["there"]]
    row.there = [one for one in lacking if one["there"]]
    row.outcomes = [_outcome(say, m, children[m.child]) for m in matters if m.child in children and m.decision]
    return row


def given_name(c: Child) -> str:
    """What the child is called within the family."""
    return named(c).rsplit(" ", 1)[0]


def _outcome(say: Say, m: Matter, child: Child) -> tuple[str, Tag, str]:
    parts = []
    if m.date_from is not None:
        parts.append(f"for {words.window(m.date_from, m.date_to)}")
    if m.receiving_worker:
        parts.append(f"to {say.person(m.receiving_worker)}")
    if m.decided_at is not None and m.sitting is not None and local_day(m.decided_at) != local_day(m.sitting):
        parts.append(f"decided {words.day(m.decided_at)}")  # a case may stay listed until it is accepted
    reason = str((m.values or {}).get("reason", ""))
    if reason:
        parts.append(f"reason: {reason}")
    return given_name(child), words.outcome(m.decision), ", ".join(parts)


def _ready(desk: Desk, say: Say, lead: Matter) -> list[dict[str, Any]]:
    """What stands in the way of deciding this row, with whose it is."""
    blocks = Block.objects.filter(
        authority=desk.authority, kind="child", subject_id=lead.child, matter=lead.key, act="decide", strength="refuse"
    )
    found = []
    for b in blocks:
        base = b.rule.split(".")[0]
        item = WorkItem.objects.filter(
            authority=desk.authority, kind="child", subject_id=lead.child, matter=lead.key, rule=base
        ).first()
        verb, named_in = getattr(item, "verb", ""), getattr(item, "words", ())
        found.append(
            {
                "there": verb == "attend" and bool(set(named_in) & set(say.pack.forums)),
                "text": say.short(base if say.rule_of(base) else b.rule, lead.key),
                "clause": b.clause,
                "who": say.by(item) if item is not None else "",
                "tag": line_of(desk, say, item).tag if item else words.TO_DO,
            }
        )
    return found


def not_listed(desk: Desk, say: Say, forum: str) -> list[dict[str, Any]]:
    """Children whose move through this forum is due and who are on no list."""
    kinds = {r.head.for_ for r in desk.pack.rules if "decide" in getattr(r, "acts", ()) and _sits(r, forum)}
    matters = [k for k in desk.pack.matters if set(say.kinds(k)) & kinds]
    routes = RouteRow.objects.filter(
        children_filter(desk), authority=desk.authority, state__in=["due", "late"], matter__in=matters
    ).order_by("sort_at")[:100]
    listed = set(
        Matter.objects.filter(
            authority=desk.authority,
            child__in=[r.child for r in routes],
            state__in=["open", "decided"],
            sitting__isnull=False,
        ).values_list("child", flat=True)
    )
    rows = {c.child: c for c in Child.objects.filter(authority=desk.authority, child__in=[r.child for r in routes])}
    return [
        {
            "child": r.child,
            "name": named(rows.get(r.child)),
            "to": say.place(r.to_place),
            "clause": r.clause,
            "due": words.due_since(r.at_from, r.at_from, desk.now),
            "from": say.place(r.from_place),
        }
        for r in routes
        if r.child not in listed and r.child in rows
    ]


def _sits(rule: Any, forum: str) -> bool:
    return getattr(getattr(rule, "who", None), "office", "") == forum


def children_filter(desk: Desk, column: str = "child") -> Q:
    """The children this post reaches, as a filter on another table's column."""
    reach = Child.objects.filter(children_of(desk.post), authority=desk.authority)
    return Q(**{f"{column}__in": reach.values("child")})
