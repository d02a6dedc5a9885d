"""How often do children change worker? How many different workers each has had in twelve months, with the nation's."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from django.db.models import Count, Q

from baton.store.models import Holding
from baton.workspace import words
from baton.workspace.charts import Bar, columns
from baton.workspace.reports.answers import Answer, Asking, Filter, Row, share
from baton.workspace.reports.national import THREE_OR_MORE

YEAR = 365 * words.DAY
MANY = 5


def changes(asking: Asking) -> Answer:
    """Different workers by name in the last twelve months, for each open child; those nobody held by name are 0."""
    desk, say = asking.desk, asking.say
    team, by_team = asking.team()
    statuses = [w.key for w in desk.pack.words.values() if w.kind == "spell"]
    status = asking.get("status", statuses)
    children = asking.children(team)
    children = children.filter(statuses__contains=[status]) if status else children
    count = _workers(desk.authority, children, desk.now)
    of = dict(children.values_list("child", "holder_team"))
    by: dict[int, list[str]] = defaultdict(list)
    for child in of:
        by[min(count.get(child, 0), MANY)].append(child)
    three = sum(len(by[n]) for n in range(3, MANY + 1))
    rows, behind, bars = [], {}, []
    for n in range(0 if by[0] else 1, MANY + 1):
        name = f"{MANY} or more" if n == MANY else str(n)
        mine = sorted(by[n], key=lambda c: -count.get(c, 0))
        teams = Counter(of[c] for c in mine).most_common(3)
        where = words.joined([f"{say.place(t)} ({k})" for t, k in teams if t])
        part = share(len(mine), len(of)) if of else ""
        rows.append(Row((name, len(mine), part, where), str(n) if mine else "", 1))
        behind[str(n)] = [(c, count.get(c, 0)) for c in mine]
        bars.append(Bar(name, len(mine), part, "hatch" if n >= 3 else "solid"))
    mark = f"3 or more: {share(three, len(of)) if of else '0'} here; {THREE_OR_MORE.short}"
    chart = columns(
        "Different workers in the last twelve months",
        "A column for each number of workers; hatched from three on, with the national figure beside.",
        bars, "Different workers by name in the last 12 months", (3 if by[0] else 2, mark),
    )  # fmt: skip
    by_status = Filter("status", "Status", (("", "All"), *((s, say.word(s)) for s in sorted(statuses, key=say.word))),
                       status)  # fmt: skip
    return Answer(
        [
            f"{words.children(three)} of {len(of):,} ({share(three, len(of)) if of else '0'}) "
            f"had three or more workers in the last twelve months. {THREE_OR_MORE.said}"
        ],
        ("Workers", "Children", "Share", "Most of them in"), rows, chart if of else "",
        behind, _note, [by_team, by_status],
        "No child fits these filters.",
        [THREE_OR_MORE.note(bool(status == "looked_after"))],
        {str(n): f"{words.plural(n, 'worker')}{' or more' if n == MANY else ''} in twelve months"
         for n in range(MANY + 1)},
    )  # fmt: skip


def _note(workers: int) -> str:
    return words.plural(workers, "worker")


def _workers(authority: str, children: Any, now: int) -> dict[str, int]:
    """How many different persons have held each of these children by name in the last year."""
    held = Holding.objects.filter(
        Q(during__startswith__lte=now, during__endswith__gt=now - YEAR),
        authority=authority, kind="worker", child__in=children.values("child"),
    )  # fmt: skip
    return dict(held.values("child").annotate(n=Count("person", distinct=True)).values_list("child", "n"))
