"""What is done late, by which team? Breaches that began in a time, by rule and team: how many, how long."""

from __future__ import annotations

from collections import defaultdict
from statistics import median

from baton.store.models import Breach
from baton.workspace import words
from baton.workspace.charts import Bar, bars
from baton.workspace.reports.answers import Answer, Asking, Row, days

DRAWN = 12


def lateness(asking: Asking) -> Answer:
    """Each rule and the team that holds the child now. A breach counts from when the rule was broken, known or not."""
    desk, say = asking.desk, asking.say
    team, by_team = asking.team()
    many, by_months = asking.months()
    found = (
        Breach.objects.filter(
            authority=desk.authority, kind="child", since__gte=asking.since(many - 1), since__lte=desk.now,
            subject_id__in=asking.children(team).values("child"),
        )
        .order_by("since")
        .values_list("subject_id", "rule", "holder_team", "since", "ended", "clause", "matter")
    )  # fmt: skip
    by = defaultdict(list)
    for row in found:  # rules that are said alike and stand in the same clauses are one line
        by[say.short(row[1], row[6]), tuple(row[5]), row[2]].append(row)
    rows, behind, called, bars_ = [], {}, {}, []
    for (name, _clause, where), mine in sorted(by.items(), key=lambda p: (-len(p[1]), p[0])):
        key = f"{mine[0][1]}.{where}"
        late = [(min(r[4] or desk.now, desk.now) - r[3]) / words.DAY for r in mine]
        going = sum(r[4] is None for r in mine)
        rows.append(Row((name, say.place(where) or "no team", len(mine), days(round(median(late))), going), key, 2,
                        tuple(mine[0][5])))  # fmt: skip
        behind[key] = [
            (r[0], f"late from {words.since(r[3])}" + (f" to {words.since(r[4])}" if r[4] else ", still going on"))
            for r in mine
        ]
        called[key] = f"{name}, {say.place(where)}"
        bars_.append(Bar(f"{name}, {say.place(where)}", len(mine), f"median {days(round(median(late)))}"))
    return Answer(
        [f"{words.plural(sum(map(len, by.values())), 'time')} a rule was broken, {words.plural(len(by), 'pair')} of "
         "rule and team."] if by else [],
        ("Rule", "Team that holds now", "Times", "Median late", "Going on"), rows,
        bars("Times a rule was broken, by rule and team", "One bar a rule and team, most first.", bars_[:DRAWN])
        if bars_ else "",
        behind, [by_team, by_months], "Nothing was done late in this time.",
        ["Of children who are open now. What was done in time is not counted here: this is no share."], called,
    )  # fmt: skip
