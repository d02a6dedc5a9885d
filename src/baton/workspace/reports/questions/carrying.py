"""Who is carrying what? Each worker of a team, week by week, with time away, and what weighs more."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from datetime import timedelta

from baton.store.models import Holding
from baton.working_time import Moment, at_time, local_day
from baton.workspace import words
from baton.workspace.charts import Cell, grid
from baton.workspace.reports.answers import Answer, Asking, Row
from baton.workspace.team.loads import loads

WEEKS = 8


def carrying(asking: Asking) -> Answer:
    """How many children each worker in post held as each of the last eight weeks began, and holds now."""
    desk, say = asking.desk, asking.say
    team, by_team = asking.team(all_=False)
    monday = local_day(desk.now) - timedelta(days=local_day(desk.now).weekday())
    starts = [at_time(monday - timedelta(weeks=n), 0, 0) for n in reversed(range(WEEKS))]
    people = loads(desk, say, {team}) if team else []
    held = _held(desk.authority, [p.person for p in people], starts)
    away = [(person, start, end) for person, start, end in desk.around.organisation.absences]
    grid_, rows = [], []
    behind: dict[str, list[tuple[str, int | None]]] = {}
    for one in people:
        cells = [
            Cell(n, any(p == one.person and a < start + 7 * words.DAY and e > start for p, a, e in away))
            for n, start in zip(held[one.person], starts, strict=True)
        ]
        grid_.append((one.name, [*cells, Cell(one.children, one.away_now)]))
        figures = (f"{c.value} (away)" if c.away else c.value for c in cells)
        rows.append(Row((one.name, *figures, one.children, one.heavy, one.new, one.coming, words.joined(one.away)),
                        one.person if one.children else "", WEEKS + 1))  # fmt: skip
    for child, person, since in asking.children(team).values_list("child", "holder_person", "holder_since"):
        behind.setdefault(person, []).append((child, since))
    total = sum(one.children for one in people)
    heads = [words.short_day(start) for start in starts]
    return Answer(
        [f"{words.plural(len(people), 'worker')} of {say.place(team)} {'holds' if len(people) == 1 else 'hold'} "
         f"{words.children(total)}."] if people else [],
        ("Worker", *heads, "Now", "Plan or court", "New in 7 days", "Coming", "Away"), rows,
        grid("Children held by each worker, week by week",
             "A line a worker, a column a week from its Monday; the figure is in the cell. A striped foot: away in "
             "that week.", [*heads, "now"], grid_) if people else "",
        behind, _note, [by_team], "Nobody who works with children is in post in this team.",
        ["A week's figure is of the moment at which its Monday begins. Striped: away at some time in that week."],
        {one.person: f"{one.name}'s children" for one in people},
    )  # fmt: skip


def _note(since: int | None) -> str:
    return f"since {words.day(since)}"


def _held(authority: str, people: list[str], starts: list[Moment]) -> dict[str, list[int]]:
    """For each person, how many children they held by name at each of these moments."""
    found: dict[str, list[int]] = defaultdict(lambda: [0] * len(starts))
    spells = Holding.objects.filter(authority=authority, person__in=people, kind="worker")
    for person, during in spells.values_list("person", "during"):
        # From the first start that is not before the spell to the last that is before its end.
        for n in range(bisect_right(starts, during.lower - 1), bisect_right(starts, during.upper - 1)):
            found[person][n] += 1
    return found
