"""What is done late, by which team? Breaches that began in a time, by rule and team: how many, how long."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, F, Min, Q
from django.db.models.functions import Coalesce, Least

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
    found = Breach.objects.filter(
        authority=desk.authority, kind="child", since__gte=asking.since(many - 1), since__lte=desk.now,
        subject_id__in=asking.children(team).values("child"),
    )  # fmt: skip
    lines = _lines(asking, found)
    rows, called, bars_ = [], {}, []
    for (name, clause, where), line in sorted(lines.items(), key=lambda p: (-len(p[1].late), p[0])):
        key, middle = f"{line.rules[0]}.{where}", days(round(median(line.late) / words.DAY))
        rows.append(Row((name, say.place(where) or "no team", len(line.late), middle, line.going), key, 2, clause))
        called[key] = f"{name}, {say.place(where)}"
        bars_.append(Bar(called[key], len(line.late), f"median {middle}"))
    behind: dict[str, list[tuple[str, Any]]] = {}
    figure = asking.given.get("figure", "")
    if figure in called:
        rules = next(li.rules for (_, _, where), li in lines.items() if f"{li.rules[0]}.{where}" == figure)
        mine = found.filter(rule__in=rules, holder_team=figure.partition(".")[2]).order_by("since")
        behind[figure] = [(child, (a, b)) for child, a, b in mine.values_list("subject_id", "since", "ended")]
    times = sum(len(line.late) for line in lines.values())
    return Answer(
        [f"{words.plural(times, 'time')} a rule was broken, {words.plural(len(lines), 'pair')} of rule and team."]
        if times else [],
        ("Rule", "Team that holds now", "Times", "Median late", "Going on"), rows,
        bars("Times a rule was broken, by rule and team", "One bar a rule and team, most first.", bars_[:DRAWN])
        if bars_ else "",
        behind, _note, [by_team, by_months], "Nothing was done late in this time.",
        ["Of children who are open now. What was done in time is not counted here: this is no share."], called,
    )  # fmt: skip


@dataclass(slots=True)
class _Line:
    """Rules that are said alike, stand in the same clauses and are of children of one team."""

    rules: list[str] = field(default_factory=list)
    late: list[int] = field(default_factory=list)  # seconds, of each breach
    going: int = 0


def _lines(asking: Asking, found: Any) -> dict[tuple[str, tuple[str, ...], str], _Line]:
    """Gathered by the database, so that a year of a large authority is a few hundred rows."""
    now = asking.desk.now
    lasted = Least(Coalesce(F("ended"), now), now) - F("since")
    gathered = found.values("rule", "holder_team").annotate(
        late=ArrayAgg(lasted), going=Count("key", filter=Q(ended__isnull=True)), of=Min("clause"), about=Min("matter")
    )
    lines: dict[tuple[str, tuple[str, ...], str], _Line] = defaultdict(_Line)
    for row in gathered.order_by("rule", "holder_team"):
        line = lines[asking.say.short(row["rule"], row["about"]), tuple(row["of"]), row["holder_team"]]
        line.rules.append(row["rule"])
        line.late += row["late"]
        line.going += row["going"]
    return lines


def _note(spell: tuple[int, int | None]) -> str:
    since, ended = spell
    return f"late from {words.since(since)}" + (f" to {words.since(ended)}" if ended else ", still going on")
