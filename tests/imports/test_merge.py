"""What is new, changed, unchanged, gone or in conflict: the same in any order, and nothing twice."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from baton.imports import (
    Digest,
    DryRun,
    Fact,
    Key,
    Observation,
    Rejected,
    Source,
    compare,
    compare_result,
    kept_after,
    read,
)
from baton.imports.model import by
from baton.working_time import Window, day_window

from .saying import said

Found = Callable[[str], Path]
JULY, AUGUST, SEPTEMBER = date(2026, 7, 31), date(2026, 8, 31), date(2026, 9, 30)
Known = dict[Key, Digest]


def seen(worker: str, day: date, child: str = "hal", number: int = 6, row: int = 2) -> Observation:
    """List so-and-so, as at a day, names this worker."""
    named = (("worker", worker), ("team", "North"), ("list", f"list_{number}"))
    fact = Fact("allocated_worker", "observed", by(day), named)
    at = Source(f"{day}.csv", f"List {number}", row)
    return Observation("annex_a", day, child, f"list_{number}/allocated_worker", (fact,), at)


def spell(word: str, list_name: str, start: date, end: date | None = None, day: date = JULY) -> Observation:
    """A dated spell of one list."""
    facts = [Fact(word, "started", day_window(start))]
    if end:
        facts.append(Fact(word, "ended", day_window(end)))
    at = Source(f"{day}.csv", list_name, 3)
    return Observation("annex_a", day, "hal", f"{list_name}/{word}/{start}", tuple(facts), at)


def born(day: date, list_name: str) -> Observation:
    fact = Fact("birth", "born", day_window(day))
    return Observation("annex_a", JULY, "hal", f"{list_name}/person", (fact,), Source("x.csv", list_name, 4))


def load(*extracts: list[Observation]) -> tuple[Known, list[DryRun]]:
    """Extracts loaded one after the other."""
    known: Known = {}
    runs: list[DryRun] = []
    for observations in extracts:
        runs.append(compare(known, observations))
        known = kept_after(runs[-1], known)
    return known, runs


def test_what_was_never_said_is_new() -> None:
    assert compare({}, [seen("Ann", JULY)]).new == [seen("Ann", JULY)]


def test_the_same_again_changes_nothing() -> None:
    _, (_, again) = load([seen("Ann", JULY)], [seen("Ann", JULY)])
    assert again.changes_nothing
    assert again.counts()["unchanged"] == 1


def test_the_same_said_by_a_later_extract_changes_nothing() -> None:
    known, (_, again) = load([seen("Ann", JULY)], [seen("Ann", AUGUST)])
    assert again.changes_nothing
    assert known[seen("Ann", JULY).key].as_at == AUGUST


def test_another_worker_in_a_later_extract_moved_on_after_the_earlier_one() -> None:
    _, (_, run) = load([seen("Ann", JULY)], [seen("Ben", SEPTEMBER)])
    (change,) = run.changed
    assert change.how == "moved on"
    assert change.becomes is not None
    assert said(change.becomes.facts[0])[1] == "2026-08-01 to 2026-09-30"


def test_an_extract_between_two_shows_when_it_moved_more_closely() -> None:
    _, (_, _, run) = load([seen("Ann", JULY)], [seen("Ann", AUGUST)], [seen("Ben", SEPTEMBER)])
    assert run.changed[0].becomes is not None
    assert said(run.changed[0].becomes.facts[0])[1] == "2026-09-01 to 2026-09-30"


def test_an_earlier_extract_loaded_late_does_not_replace_the_later_and_narrows_it() -> None:
    known, (_, run) = load([seen("Ben", SEPTEMBER)], [seen("Ann", AUGUST)])
    (change,) = run.changed
    assert (change.how, change.stands) == ("earlier", False)
    assert change.becomes is not None
    assert said(change.becomes.facts[0]) == (
        "observed",
        "2026-09-01 to 2026-09-30",
        {"worker": "Ben", "team": "North", "list": "list_6"},
    )
    assert known[change.observation.key].facts == change.becomes.facts


def test_an_earlier_extract_that_says_the_same_shows_it_was_so_sooner() -> None:
    _, (_, run) = load([seen("Ann", SEPTEMBER)], [seen("Ann", JULY)])
    (change,) = run.changed
    assert change.how == "sooner"
    assert change.becomes is not None
    assert said(change.becomes.facts[0])[1] == "by 2026-07-31"


def test_an_end_learnt_later_adds_to_a_dated_spell() -> None:
    start, end = date(2026, 1, 5), date(2026, 8, 3)
    _, (_, run) = load(
        [spell("cp_plan", "list_7", start)],
        [spell("cp_plan", "list_7", start, end, AUGUST)],
    )
    assert [c.how for c in run.changed] == ["adds"]


def test_an_end_taken_back_by_a_later_extract_corrects() -> None:
    start, end = date(2026, 1, 5), date(2026, 7, 3)
    _, (_, run) = load([spell("cp_plan", "list_7", start, end)], [spell("cp_plan", "list_7", start, day=AUGUST)])
    assert [c.how for c in run.changed] == ["corrects"]


def test_an_older_extract_of_a_dated_spell_changes_nothing() -> None:
    start, end = date(2026, 1, 5), date(2026, 8, 3)
    known, (_, run) = load(
        [spell("cp_plan", "list_7", start, end, AUGUST)],
        [spell("cp_plan", "list_7", start)],
    )
    assert [c.how for c in run.changed] == ["older"]
    assert run.changes_nothing
    assert len(next(iter(known.values())).facts) == 2


def test_a_part_left_blank_takes_nothing_back() -> None:
    full = spell("cp_plan", "list_7", date(2026, 1, 5))
    full = replace(full, facts=(replace(full.facts[0], parts=(("category", "NEG"),)),))
    _, (_, run) = load([full], [spell("cp_plan", "list_7", date(2026, 1, 5), day=AUGUST)])
    assert run.changes_nothing


def test_a_field_that_could_not_be_read_takes_nothing_back() -> None:
    start, end = date(2026, 1, 5), date(2026, 7, 3)
    known, _ = load([spell("cp_plan", "list_7", start, end)])
    again = spell("cp_plan", "list_7", start, day=AUGUST)
    rejected = Rejected(again.at, "31/02/2026 is not a date", "a date", "", "31/02/2026", "Plan End Date", "hal")
    assert compare(known, [again], [rejected]).changes_nothing


def test_what_is_missing_from_a_list_is_gone_only_if_the_list_is_complete() -> None:
    known, _ = load([spell("looked_after", "list_8", date(2026, 1, 5)), seen("Ann", JULY)])
    now = [seen("Ann", AUGUST)]
    assert compare(known, now).gone == []
    for complete in ("list_8", "looked_after"):
        (gone,) = compare(known, now, complete={complete}).gone
        assert gone.key.group == "list_8/looked_after/2026-01-05"
        assert not gone.in_doubt


def test_what_has_ended_is_not_gone_when_it_drops_off_a_list() -> None:
    known, _ = load([spell("cp_plan", "list_7", date(2026, 1, 5), date(2026, 2, 5))])
    assert compare(known, [seen("Ann", AUGUST)], complete={"list_7"}).gone == []


def test_events_and_the_latest_of_their_kind_are_never_gone() -> None:
    review = Observation(
        "annex_a",
        JULY,
        "hal",
        "list_8/cla_review/2026-07-01",
        (Fact("cla_review", "held", day_window(date(2026, 7, 1))),),
        Source("x", "List 8", 2),
    )
    known, _ = load([review])
    assert compare(known, [seen("Ann", AUGUST)], complete={"list_8", "cla_review"}).gone == []


def test_a_rejected_row_of_the_child_puts_what_is_gone_in_doubt() -> None:
    known, _ = load([spell("looked_after", "list_8", date(2026, 1, 5))])
    rejected = Rejected(Source("x", "List 8", 9), "start is not a date", "a date", "", "x", "", "hal")
    (gone,) = compare(known, [seen("Ann", AUGUST)], [rejected], complete={"list_8"}).gone
    assert gone.in_doubt


@pytest.mark.parametrize(
    ("status", "stands"),
    [
        ([spell("looked_after", "list_8", date(2026, 1, 5))], "Ben"),
        ([spell("cp_plan", "list_7", date(2026, 1, 5))], "Pru"),
        ([], "Ann"),
        ([spell("looked_after", "list_8", date(2026, 1, 5), date(2026, 3, 5))], "Ann"),
    ],
)
def test_the_childs_status_decides_which_list_speaks(status: list[Observation], stands: str) -> None:
    lists = [seen("Ann", JULY), seen("Pru", JULY, number=7), seen("Ben", JULY, number=8), seen("", JULY, number=9)]
    run = compare({}, [*lists, *status])
    (conflict,) = run.conflicts
    assert [s.value for s in conflict.says] == ["Ann", "Pru", "Ben", ""]
    assert conflict.stands is not None
    assert conflict.stands.value == stands
    assert run.holders["hal"].value == stands


def test_list_9_speaks_for_a_care_leaver_of_18_and_not_before() -> None:
    leaver = Observation(
        "annex_a",
        JULY,
        "hal",
        "list_9/care_leaver",
        (Fact("care_leaver", "started", by(JULY)),),
        Source("x", "List 9", 2),
    )
    lists = [seen("Ann", JULY), seen("Liz", JULY, number=9), leaver]
    grown = compare({}, [*lists, born(date(2008, 7, 31), "list_9")])
    young = compare({}, [*lists, born(date(2008, 8, 1), "list_9")])
    assert grown.holders["hal"].value == "Liz"
    assert young.holders["hal"].value == "Ann"


def test_names_written_in_another_order_or_case_are_one_person() -> None:
    assert compare({}, [seen("Ann Ample", JULY), seen("AMPLE, Ann", JULY, number=8)]).conflicts == []


def test_a_list_loaded_before_is_part_of_the_conflict() -> None:
    known, _ = load([seen("Ann", JULY)])
    (conflict,) = compare(known, [seen("Ben", JULY, number=8)]).conflicts
    assert [s.value for s in conflict.says] == ["Ann", "Ben"]


def test_two_birth_dates_of_one_child_are_a_conflict_that_nothing_decides() -> None:
    (conflict,) = compare({}, [born(date(2010, 1, 1), "list_6"), born(date(2011, 1, 1), "list_8")]).conflicts
    assert (conflict.word, conflict.stands) == ("birth", None)


def test_two_rows_of_one_list_that_differ_are_a_conflict_and_one_is_kept() -> None:
    run = compare({}, [seen("Ann", JULY), seen("Ben", JULY, row=3)])
    assert len(run.new) == 1
    assert [s.value.split()[3] for s in run.conflicts[0].says] == ["Ann", "Ben"]


def test_two_rows_that_say_the_same_are_no_conflict() -> None:
    run = compare({}, [seen("Ann", JULY), seen("Ann", JULY, row=3)])
    assert (len(run.new), run.conflicts) == (1, [])
    assert {r.row: r.answer for r in run.rows()} == {2: "unchanged", 3: "new"}


def test_one_pupil_number_on_two_identifiers_may_be_one_child() -> None:
    upn = Fact("identifier", "given", by(JULY), (("system", "upn"), ("value", "B801200005001")))
    both = [Observation("cin", JULY, child, "person/upn", (upn,), Source("x", "Child", 1)) for child in ("a1", "b2")]
    (alike,) = compare({}, both).same_child
    assert alike.children == ("a1", "b2")
    assert "UPN" in alike.because


def test_identifiers_that_lost_their_leading_noughts_may_be_one_child() -> None:
    run = compare({}, [seen("Ann", JULY, child="00123"), seen("Ann", JULY, child="123", number=8)])
    assert [a.children for a in run.same_child] == [("00123", "123")]


@pytest.fixture
def everything(made_up: Found) -> list[Observation]:
    names = ("list_6_2026-09-14.csv", "list_8_2026-09-14.csv", "list_9_2026-09-14.csv", "lists_2026-09-14.xlsx")
    return read("annex-a", [made_up(f"made_up_{name}") for name in names]).observations


def test_the_order_of_rows_makes_no_difference(everything: list[Observation]) -> None:
    wanted = compare({}, everything)
    for seed in range(5):
        mixed = random.Random(seed).sample(everything, len(everything))
        assert compare({}, mixed) == wanted


def test_the_order_of_extracts_makes_no_difference_to_what_is_kept() -> None:
    extracts = [
        [seen("Ann", JULY), spell("cp_plan", "list_7", date(2026, 1, 5))],
        [seen("Ben", AUGUST), spell("cp_plan", "list_7", date(2026, 1, 5), date(2026, 8, 3), AUGUST)],
        [seen("Ben", SEPTEMBER)],
    ]
    wanted, _ = load(*extracts)
    for seed in range(6):
        kept, _ = load(*random.Random(seed).sample(extracts, 3))
        assert kept == wanted


def test_every_row_gets_one_answer_and_the_answers_add_up(made_up: Found) -> None:
    result = read("annex-a", [made_up("made_up_list_6_2026-09-14.csv")])
    run = compare_result({}, result)
    rows = run.rows()
    assert [r.row for r in rows] == list(range(1, 10))
    counts = run.counts()
    assert sum(n for name, n in counts.items() if name.startswith("rows ")) == counts["rows"] == 9
    by_row = {r.row: r for r in rows}
    assert by_row[9].answer == "cannot be read"
    assert by_row[7].answer == "needs a person"
    assert by_row[7].value == "31/02/2015"
    assert by_row[8].answer == "new"


def test_progress_never_runs_back_or_past_its_end(made_up: Found) -> None:
    told: list[tuple[int, int]] = []
    read("cin", [made_up("made_up_cin_2026.xml")], progress=lambda done, total: told.append((done, total)))
    assert told[-1][0] == told[-1][1] > 0
    assert all(a[0] <= b[0] <= b[1] for a, b in pairwise(told))


def test_an_open_window_stays_open_when_nothing_earlier_is_known() -> None:
    (new,) = compare({}, [seen("Ann", JULY)]).new
    assert new.facts[0].happened == Window(by(JULY).lo, by(JULY).hi)
