"""Each figure of the reports against an answer worked out by hand on a small made-up population; and who may not see.

Today is Thursday 6 August 2026. The rows are put in as the store would have derived them.
"""

from __future__ import annotations

import csv
import io
from importlib import import_module
from itertools import count
from typing import Any

import pytest
from tests.store import cast

from baton.store.models import Breach, Child, Holding, Matter, ReadLog
from baton.store.tenancy import as_program, in_authority
from baton.working_time import END, Moment, parse_when
from baton.workspace.charts import reading_of

from . import world
from .pages import links, main

_NUMBER = count(1)


def at_(text: str) -> Moment:
    """The first moment of a day, or the moment."""
    return parse_when(text).lo


class Made:
    """Puts derived rows in, each with what a test says of it."""

    def __init__(self, town: world.Town) -> None:
        self.town = town

    def child(self, name: str, team: str = "north", person: str = "ann", since: str = "2026-06-01", **more: Any) -> str:
        values = {"holder_kind": "worker" if person else "nobody", "holder_person": person, "holder_team": team,
                  "holder_service": team, "holder_since": at_(since), "name": f"{name} Specimen",
                  "name_key": f"specimen {name.lower()}", "opened": at_(since)} | more  # fmt: skip
        return self._add(Child, child=name.lower(), key="", **values)

    def held(self, child: str, *spells: tuple[str, str, str]) -> None:
        """Each: who, from, to ("" is still)."""
        for person, start, end in spells:
            until = END if not end else at_(end)
            self._add(Holding, child=child, key=f"{start}", kind="worker", person=person, team="north",
                      during=(at_(start), until))  # fmt: skip

    def move(self, child: str, due: str, moved: str, **more: Any) -> str:
        at = at_(due) if due else None
        values = {"kind": "move_between", "state": "moved", "opened": at or 0, "from_team": "north", "to_team": "south",
                  "route": "north_to_south", "due_from": at, "due_to": at and at + 86400,
                  "moved_at": at_(moved)} | more  # fmt: skip
        return self._add(Matter, **{"child": child, "key": f"move_between-{next(_NUMBER)}", **values})

    def breach(self, child: str, rule: str, since: str, ended: str = "", team: str = "north") -> None:
        at = at_(since)
        self._add(Breach, kind="child", subject_id=child, key=f"{rule}/{since}", rule=rule, since=at, known=at,
                  ended=at_(ended) if ended else None, holder_team=team, clause=[f"TST-{rule}"])  # fmt: skip

    def _add(self, model: Any, **values: Any) -> str:
        with as_program(self.town.key):
            row = model(**{"authority": self.town.key, "restricted": False, "digest": 0, **values})
            row.save(force_insert=True)
        return str(values.get("child", ""))


@pytest.fixture
def made(town: world.Town) -> Made:
    return Made(town)


def table(town: world.Town, address: str, person: str = "hal") -> list[list[str]]:
    """The file of a report, without its headings and its foot."""
    joint = "&" if "?" in address else "?"
    answer = world.sign_in(town, person).get(f"{address}{joint}as=csv")
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))[1:-1]


def test_days_from_due_to_moved_by_month(town: world.Town, made: Made) -> None:
    # June: 2, 4 and 9 days, median 4; July: 1 and 4, and one a month before it was due, which waited no day: median 1;
    # one move with no known due day.
    for name, due, moved in (("Ada", "2026-06-01", "2026-06-03"), ("Ben", "2026-06-01", "2026-06-05 15:00"),
                             ("Cleo", "2026-06-10", "2026-06-19"), ("Dev", "2026-07-01", "2026-07-02"),
                             ("Esme", "2026-07-01", "2026-07-05"), ("Finn", "", "2026-07-05"),
                             ("Gus", "2026-08-03", "2026-07-03")):  # fmt: skip
        made.move(made.child(name), due, moved)
    assert [[r[0], r[2], r[3], r[4]] for r in table(town, "/reports/moving")] == [
        ["July 26", "3", "1 day", "4 days"],
        ["June 26", "3", "4 days", "9 days"],
    ]
    answer = world.sign_in(town, "hal").get("/reports/moving")
    page = main(answer)
    assert "The median of the baseline, June 26 to July 26, is 2.5 days." in page
    assert "With fewer than ten months nothing can be said of a change." in page
    assert "1 move with no known day on which it was due" in page and "1 move before it was due" in page
    opened = next(h for h in links(answer) if "figure=2026-06" in h)
    shown = main(world.sign_in(town, "hal").get(opened.partition("#")[0]))
    assert "Cleo Specimen , moved 9 days after it was due" in shown and "Dev Specimen" not in shown


def test_the_rules_of_a_run_chart() -> None:
    level = [10.0, 12, 10, 12, 10, 12, 10, 12, 10, 12, 10, 12]
    assert reading_of(level).median == 11 and not reading_of(level).shifts and not reading_of(level).trends
    six = reading_of([*level, 13, 14, 13, 14, 13, 14])
    assert [(r.first, r.last, r.way, r.points) for r in six.shifts] == [(11, 17, "above", 7)]  # the twelfth begins it
    five = reading_of([*level, 13, 14, 9, 14, 13])
    assert not five.shifts  # what goes to and fro is no shift
    on_it = reading_of([*level, 10, 11, 10, 10, None, 10, 10, 10])
    assert on_it.shifts[0].points == 6  # a point on the median neither counts nor breaks it, nor does a month without
    rising = reading_of([*level, 9, 10, 11, 11, 12, 13])
    assert [(r.way, r.points) for r in rising.trends] == [("up", 5)]  # two alike count once
    assert not reading_of([1.0, 2, 3, 4, 5, 6, 7, 8, 9]).enough  # nine points
    assert reading_of([None, None]).median is None


def test_different_workers_in_twelve_months(town: world.Town, made: Made) -> None:
    # Ada: ann, ben, ann: 2. Ben: three. Cleo: three, but the first ended more than a year ago: 2. Dev: nobody by name.
    made.held(made.child("Ada"), ("ann", "2025-09-01", "2025-12-01"), ("ben", "2025-12-01", "2026-03-01"),
              ("ann", "2026-03-01", ""))  # fmt: skip
    made.held(made.child("Ben"), ("ann", "2025-09-01", "2026-01-01"), ("ben", "2026-01-01", "2026-02-01"),
              ("cy", "2026-02-01", ""))  # fmt: skip
    made.held(made.child("Cleo"), ("ann", "2024-09-01", "2025-08-01"), ("ben", "2025-08-01", "2026-02-01"),
              ("cy", "2026-02-01", ""))  # fmt: skip
    made.child("Dev", person="")
    assert [r[:3] for r in table(town, "/reports/changes")] == [
        ["0", "1", "1 of 4"], ["1", "0", "0 of 4"], ["2", "2", "2 of 4"], ["3", "1", "1 of 4"], ["4", "0", "0 of 4"],
        ["5 or more", "0", "0 of 4"],
    ]  # fmt: skip
    page = main(world.sign_in(town, "hal").get("/reports/changes"))
    assert "1 child of 4 (1 of 4) had three or more workers" in page
    assert "In England it was 24% of looked-after children (DfE 2025)." in page
    assert "choose that status to compare like with like" in page
    opened = main(world.sign_in(town, "hal").get("/reports/changes?figure=3"))
    assert "Ben Specimen , 3 workers" in opened and "Ada Specimen ," not in opened


def test_moves_between_teams(town: world.Town, made: Made) -> None:
    for name, due, moved in (("Ada", "2026-06-01", "2026-06-03"), ("Ben", "2026-06-01", "2026-06-09")):
        made.move(made.child(name), due, moved)
    made.move(made.child("Cleo", "south", "ben"), "2026-07-01", "2026-07-02", from_team="south", to_team="north")
    made.move(made.child("Dev"), "2025-01-01", "2025-01-02")  # more than a year ago
    assert table(town, "/reports/flows") == [["North", "South", "2", "5 days"], ["South", "North", "1", "1 day"]]
    assert len(table(town, "/reports/flows?months=24")[0]) == 4 and table(town, "/reports/flows?months=24")[0][2] == "3"
    assert table(town, "/reports/flows", "nora")[0][2] == "2"  # both ends are Nora's


def test_a_table_is_sorted_by_its_headings(town: world.Town, made: Made) -> None:
    for name, rule in (("Ada", "handover"), ("Ben", "handover"), ("Cleo", "send_summary")):
        made.breach(made.child(name), rule, "2026-08-01")
    hal = world.sign_in(town, "hal")
    first = hal.get("/reports/rules?order=1")
    assert 'aria-sort="ascending"' in first.content.decode() and "/reports/rules?order=-1" in links(first)
    assert [h for h in links(first) if "figure=" in h] == list(reversed(
        [h.replace("-1", "1") for h in links(hal.get("/reports/rules?order=-1")) if "figure=" in h]))  # fmt: skip
    assert hal.get("/reports/rules?order=9").status_code == hal.get("/reports/rules?order=x").status_code == 200


def test_children_of_each_worker_week_by_week(town: world.Town, made: Made) -> None:
    # Monday 15 June to Monday 3 August. Ada is Ann's throughout, Ben from Wednesday 24 June, Cleo until Monday 13 July.
    made.held(made.child("Ada"), ("ann", "2026-06-01", ""))
    made.held(made.child("Ben", since="2026-06-24"), ("ann", "2026-06-24", ""))
    made.held(made.child("Cleo", "south", "ben"), ("ann", "2026-06-01", "2026-07-13"), ("ben", "2026-07-13", ""))
    cast.add(town.key, [cast.entry("worker", "ann", "started", "worker_absence", "2026-07-08", until="2026-07-09")])
    row = table(town, "/reports/carrying?team=north", "nora")[0]
    assert row[:10] == ["Ann", "2", "2", "3", "3 (away)", "2", "2", "2", "2", "2"]
    page = world.sign_in(town, "nora").get("/reports/carrying?team=north&figure=ann")
    assert "Ada Specimen , since Mon 1 June 2026" in main(page) and "Cleo Specimen" not in main(page)


def test_rules_broken_now_and_what_was_late(town: world.Town, made: Made) -> None:
    for name in ("Ada", "Ben"):
        made.breach(made.child(name), "send_summary", "2026-08-01")
    made.breach(made.child("Cleo", "south", "ben"), "handover", "2026-07-01", "2026-07-05", "south")
    made.breach("ada", "handover", "2026-07-01", "2026-07-09")
    shown = main(world.sign_in(town, "hal").get("/reports/rules"))
    assert "1 rule is broken for 2 children." in shown and "TST-send_summary" in shown
    assert [r[2:4] for r in table(town, "/reports/rules")] == [["Ada Specimen", "North"], ["Ben Specimen", "North"]]
    late = table(town, "/reports/lateness")
    assert [r[1:] for r in late] == [["North", "2", "5 days", "2"], ["North", "1", "8 days", "0"],
                                     ["South", "1", "4 days", "0"]]  # fmt: skip
    assert [r[1] for r in table(town, "/reports/lateness", "sid")] == ["South"]


def test_rules_broken_are_narrowed_by_worker_and_by_how_long_and_sorted_by_date(town: world.Town, made: Made) -> None:
    made.breach(made.child("Ada"), "handover", "2026-08-01")
    made.breach(made.child("Ben", person="cy"), "handover", "2026-07-01")
    made.breach("ben", "send_summary", "2026-07-20")
    assert [r[2] for r in table(town, "/reports/rules?worker=cy")] == ["Ben Specimen", "Ben Specimen"]
    assert [r[2] for r in table(town, "/reports/rules?long=new")] == ["Ada Specimen"]
    assert [r[0] for r in table(town, "/reports/rules?long=28&worker=ann")] == []
    assert len(table(town, "/reports/rules?long=7")) == 2 and len(table(town, "/reports/rules?long=28")) == 1
    hal = world.sign_in(town, "hal")
    assert "No rule is broken like that." in main(hal.get("/reports/rules?long=91"))
    oldest = [[h.partition("figure=")[2] for h in links(hal.get(f"/reports/rules?order={way}2")) if "figure=" in h]
              for way in ("", "-")]  # fmt: skip
    assert oldest[0] == ["handover#children", "send_summary#children"] == oldest[1][::-1]


def test_the_children_behind_a_figure_come_fifty_on_a_page(town: world.Town, made: Made) -> None:
    for n in range(51):
        made.breach(made.child(f"N{n}"), "handover", "2026-08-01")
    hal = world.sign_in(town, "hal")
    first = hal.get("/reports/rules?figure=handover")
    assert main(first).count(" Specimen ,") == 50
    assert "/reports/rules?figure=handover&page=2#children" in links(first)
    assert main(hal.get("/reports/rules?figure=handover&page=2")).count(" Specimen ,") == 1


def test_a_long_table_comes_in_pages_and_a_new_order_begins_it_again(
    town: world.Town, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("baton.workspace.reports.views.AT_ONCE", 2)
    for name, rule in (("Ada", "handover"), ("Ben", "send_summary"), ("Cleo", "listed")):
        made.breach(made.child(name), rule, "2026-08-01")
    hal = world.sign_in(town, "hal")
    first, second = hal.get("/reports/rules"), hal.get("/reports/rules?rows=2")
    figures = [{h for h in links(page) if "figure=" in h} for page in (first, second)]
    assert [len(found) for found in figures] == [2, 1] and "/reports/rules?rows=2" in links(first)
    assert "/reports/rules" in links(second) and "/reports/rules?order=1" in links(second)


def test_brothers_and_sisters_with_different_workers(town: world.Town, made: Made) -> None:
    made.child("Ada", family="f1")
    made.child("Ben", "south", "ben", since="2026-07-01", family="f1")
    made.child("Cleo", family="f2")
    made.child("Dev", family="f2")
    assert table(town, "/reports/siblings") == [
        ["Specimen family", "2", "2", "Ada: Ann and Ben: Ben", "Wed 1 July 2026"]
    ]
    page = main(world.sign_in(town, "hal").get("/reports/siblings"))
    assert "In 1 family of 2 with several open children" in page
    assert "In none of 1 family" in main(world.sign_in(town, "nora").get("/reports/siblings"))  # Ben is not hers to see


def test_families_told_before_the_move(town: world.Town, made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    telling = import_module("baton.workspace.reports.questions.telling")
    monkeypatch.setattr(telling, "_groups", lambda asking: {"family": ("child", "parents"), "child": (), "parents": ()})
    for name, told, moved in (("Ada", "2026-07-01", "2026-07-03"), ("Ben", "2026-07-06", "2026-07-03"),
                              ("Cleo", "", "2026-07-03"), ("Dev", "2026-05-01", "2026-06-03")):  # fmt: skip
        child = made.child(name)
        made.move(child, "2026-05-01", moved, key=f"move_between-{name}")
        if told:
            one = cast.entry("child", child, "told", "", told)
            body = {"to": ["family"], "with": {}}
            matter = "" if name == "Dev" else f"move_between-{name}"
            cast.add(town.key, [one.__class__(one.subject, 0, "seed", "told", "", one.happened, one.recorded_at, "ann",
                                              "ann", matter=matter, body=body)])  # fmt: skip
    assert table(town, "/reports/telling?audience=child") == [
        ["June 26", "1", "1", "0", "0", "1 of 1"], ["July 26", "3", "1", "1", "1", "1 of 3"],
    ]  # fmt: skip
    page = main(world.sign_in(town, "hal").get("/reports/telling?figure=2026-07&audience=child"))
    assert "Ben Specimen , told Mon 6 July 2026, moved Fri 3 July 2026" in page
    assert "Cleo Specimen , no telling recorded" in page


@pytest.mark.parametrize(
    "question",
    [
        *("waiting", "moving", "changes", "flows", "carrying", "rules"),
        *("lateness", "telling", "disputes", "siblings", "wanted"),
    ],
)
def test_no_figure_tells_another_authority_or_of_a_restricted_child(
    town: world.Town, other_town: world.Town, made: Made, question: str
) -> None:
    def everything(where: world.Town) -> str:
        hal = world.sign_in(where, "hal")
        return main(hal.get(f"/reports/{question}")) + hal.get(f"/reports/{question}?as=csv").content.decode()

    before, other = everything(town), everything(other_town)
    for name in ("Ada", "Ben"):
        child = made.child(name, restricted=True, family="f1", person="ann" if name == "Ada" else "ben")
        made.held(child, ("ann", "2025-09-01", "2025-12-01"), ("ben", "2025-12-01", ""))
        made.move(child, "2026-06-01", "2026-06-03", restricted=True)
        made.breach(child, "send_summary", "2026-08-01")
    with as_program(town.key):
        for model in (Holding, Breach):
            assert model.objects.filter(authority=town.key).update(restricted=True)
    assert everything(town) == before and everything(other_town) == other


def test_a_file_that_names_children_is_a_reading_of_each(town: world.Town, made: Made) -> None:
    made.breach(made.child("Ada"), "send_summary", "2026-08-01")
    table(town, "/reports/rules")
    with in_authority(town.key):
        read = list(ReadLog.objects.filter(authority=town.key, person="hal").values_list("child", "page"))
    assert read == [("ada", "Which rules are broken, and where? As a file")]


def test_a_report_that_is_not_there(town: world.Town) -> None:
    assert world.sign_in(town, "hal").get("/reports/nonsense").status_code == 404
