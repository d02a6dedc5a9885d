"""How long from due to moved? A run chart of monthly medians with its own baseline, and its runs in words."""

from __future__ import annotations

from collections import defaultdict
from statistics import median

from baton.working_time import BEGINNING, local_day
from baton.workspace import words
from baton.workspace.charts import Point, Reading, reading_of, run_chart
from baton.workspace.reports.answers import (
    Answer,
    Asking,
    Filter,
    Row,
    days,
    month_of,
    month_said,
    months_from,
)

Month = tuple[int, int]


def moving(asking: Asking) -> Answer:
    """Days from the day on which a move was due to the day on which responsibility moved, by the month of the move."""
    desk = asking.desk
    team, by_team = asking.team()
    many, by_months = asking.months("24")
    first = asking.since(many - 1)
    found = asking.moves(team, first, "child", "from_service", "to_service", "due_from", "moved_at")
    routes = {f"{a}.{b}": _said(asking, a, b) for _, a, b, _, _ in found}
    route = asking.get("route", routes)
    took: dict[Month, dict[str, list[tuple[int, str]]]] = defaultdict(lambda: defaultdict(list))
    unknown = early = 0
    for child, a, b, due, moved in found:
        by = f"{a}.{b}"
        if route and by != route:
            continue
        if due is None or due <= BEGINNING:
            unknown += 1
            continue
        waited = (local_day(moved) - local_day(due)).days
        early += waited < 0
        took[month_of(moved)][by].append((max(0, waited), child))
    months = months_from(first, desk.now)
    medians = [_median(took[m]) if m in took else None for m in months]
    rows, behind, called = _rows(routes, months, took)
    notes = [f"{words.plural(unknown, 'move')} with no known day on which it was due, left out."] if unknown else []
    notes += [f"{words.plural(early, 'move')} before it was due: no days waited."] if early else []
    chart = run_chart(
        "Median days from due to moved, by month",
        "A point a month, joined in order; a long dashed line is the median of the first twelve months with a move.",
        [Point(month_said(m), v) for m, v in zip(months, medians, strict=True)],
        "Days from due to moved",
    )
    by_route = Filter("route", "Move", (("", "All"), *sorted(routes.items(), key=lambda r: r[1])), route)
    return Answer(
        said(reading_of(medians), [month_said(m) for m in months]), ("Month", "Move", "Moved", "Median", "Longest"),
        rows, chart if took else "", behind, _note, [by_team, by_route, by_months],
        "No move in this time.", notes, called,
    )  # fmt: skip


def _note(waited: int) -> str:
    return f"moved {days(waited)} after it was due" if waited else "moved by the day it was due"


def _median(by_route: dict[str, list[tuple[int, str]]]) -> float:
    return float(median(n for rows in by_route.values() for n, _ in rows))


def _said(asking: Asking, a: str, b: str) -> str:
    return f"{asking.say.place(a) or 'not known'} to {asking.say.place(b) or 'not known'}"


def _rows(
    routes: dict[str, str], months: list[Month], took: dict[Month, dict[str, list[tuple[int, str]]]]
) -> tuple[list[Row], dict[str, list[tuple[str, int]]], dict[str, str]]:
    rows, behind, called = [], {}, {}
    for month in reversed(months):
        for route, mine in sorted(took.get(month, {}).items()):
            key = f"{month[0]}-{month[1]:02}.{route}"
            name = routes[route]
            mine.sort(reverse=True)
            behind[key] = [(child, n) for n, child in mine]
            called[key] = f"{name}, {month_said(month)}"
            values = [n for n, _ in mine]
            rows.append(Row((month_said(month), name, len(mine), days(median(values)), days(max(values))), key, 2))
    return rows, behind, called


def said(reading: Reading, names: list[str]) -> list[str]:
    """The run chart in words."""
    if reading.median is None:
        return []
    lines = [
        f"The median of the baseline, {names[reading.baseline[0]]} to {names[reading.baseline[1]]}, "
        f"is {days(reading.median)}."
    ]
    if not reading.enough:
        return [*lines, "With fewer than ten months nothing can be said of a change."]
    for run in reading.shifts:
        where = "longer" if run.way == "above" else "shorter"
        lines.append(
            f"From {names[run.first]} to {names[run.last]}, {run.points} months running, it took {where} than that: "
            "a shift, more than chance."
        )
    for run in reading.trends:
        lines.append(f"From {names[run.first]} to {names[run.last]} it went {run.way} month after month: a trend.")
    if not reading.shifts and not reading.trends:
        lines.append("Nothing since is more than chance: no six months running on one side, no five going one way.")
    return lines
