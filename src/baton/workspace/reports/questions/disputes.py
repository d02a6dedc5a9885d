"""What is in dispute, and how long? Each open dispute on one line of time, with its limit."""

from __future__ import annotations

from baton.store.models import Matter, WorkItem
from baton.workspace import words
from baton.workspace.charts import Clock, clocks
from baton.workspace.disputes import ladders
from baton.workspace.reports.answers import Answer, Asking, Row
from baton.workspace.work import named, names_of


def disputes(asking: Asking) -> Answer:
    """Disputes and escalations that are open, least time left first."""
    desk, say = asking.desk, asking.say
    team, by_team = asking.team()
    kinds = [k for k, m in desk.pack.matters.items() if m.rungs or "escalation" in say.kinds(k)]
    found = list(
        Matter.objects.filter(
            authority=desk.authority, kind__in=kinds, state__in=["open", "decided"],
            child__in=asking.children(team).values("child"),
        ).order_by("opened", "key")
    )  # fmt: skip
    items: dict[str, WorkItem] = {}
    for item in WorkItem.objects.filter(
        authority=desk.authority, kind="child", verb="settle", matter__in=[m.key for m in found]
    ).exclude(state__in=["met", "not_yet", "excused"]).order_by("act_by_at"):  # fmt: skip
        items.setdefault(item.matter, item)
    groups: dict[str, list[Matter]] = {}
    for m in found:
        groups.setdefault(m.key, []).append(m)
    names = names_of(desk, [m.child for m in found])
    ordered = sorted(groups, key=lambda k: items[k].act_by_at if k in items else 2**62)
    rows, behind, lines, called = [], {}, [], {}
    for key in ordered:
        lead = groups[key][0]
        clock = items.get(key)
        who = words.joined([named(names[m.child]) for m in groups[key] if m.child in names])
        left = ladders.left(desk, clock)
        rows.append(Row((say.word(lead.kind), who, words.when_seen(lead.opened, desk.now),
                         words.plural((desk.now - lead.opened) // words.DAY, "day"), lead.rung,
                         say.by(clock) if clock is not None else "", left), key, 1, tuple(lead.clause),
                        {2: lead.opened or 0, 6: clock.act_by_at if clock is not None else 2**62}))  # fmt: skip
        behind[key] = [(m.child, f"{say.word(lead.kind)}, {left}") for m in groups[key]]
        called[key] = f"{say.word(lead.kind)}: {who}"
        lines.append(
            Clock(f"{say.word(lead.kind)}: {who}", lead.opened, clock.by_to if clock is not None else None, left)
        )
    return Answer(
        [f"{words.plural(len(groups), 'dispute')} open."] if groups else [],
        ("What", "Children", "Raised", "Open for", "Step", "With", "Limit"), rows,
        clocks("Open disputes, each from when it was raised to its limit",
               "Filled: the time gone; open: what is left; hatched: beyond its limit.", lines, desk.now)
        if lines else "",
        behind, str, [by_team], "No dispute is open.", [], called,
    )  # fmt: skip
