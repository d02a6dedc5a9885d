"""Who goes where? The moves between teams in a time, with how long they took."""

from __future__ import annotations

from collections import defaultdict
from statistics import median

from baton.working_time import BEGINNING, local_day
from baton.workspace import words
from baton.workspace.charts import flows as drawn
from baton.workspace.reports.answers import Answer, Asking, Row, days

MOST = 30  # flows that are drawn


def flows(asking: Asking) -> Answer:
    """Moves by the team they left and the team they reached, most first."""
    say = asking.say
    team, by_team = asking.team()
    many, by_months = asking.months()
    columns = ("child", "from_team", "from_service", "to_team", "to_service", "due_from", "moved_at")
    found = asking.moves(team, asking.since(many - 1), *columns)
    by: dict[tuple[str, str], list[tuple[str, int | None, int]]] = defaultdict(list)
    for child, from_team, from_service, to_team, to_service, due, moved in found:
        took = None if due is None or due <= BEGINNING else (local_day(moved) - local_day(due)).days
        by[from_team or from_service, to_team or to_service].append((child, took, moved))
    rows, behind, called, bands = [], {}, {}, []
    for (a, b), mine in sorted(by.items(), key=lambda p: (-len(p[1]), p[0])):
        key = f"{a}.{b}"
        known = [took for _, took, _ in mine if took is not None]
        name = say.place(a) or "not known", say.place(b) or "not known"
        rows.append(Row((*name, len(mine), days(median(known)) if known else "not known"), key, 2))
        behind[key] = [(child, moved) for child, _, moved in sorted(mine, key=lambda m: m[2])]
        called[key] = f"From {name[0]} to {name[1]}"
        bands.append((*name, len(mine)))
    total = sum(n for _, _, n in bands)
    chart = drawn("Moves between teams", "Teams that hand over on the left, teams that take over on the right; a band "
                  "is as thick as it has children.", bands[:MOST])  # fmt: skip
    notes = [f"The picture shows the {MOST} largest of {len(bands)} flows."] if len(bands) > MOST else []
    return Answer(
        [f"{words.children(total)} moved between teams."] if total else [],
        ("From", "To", "Children", "Median from due to moved"), rows, chart if bands else "", behind, _note,
        [by_team, by_months], "No child moved between teams in this time.", notes, called,
    )  # fmt: skip


def _note(moved: int) -> str:
    return f"moved {words.day(moved)}"
