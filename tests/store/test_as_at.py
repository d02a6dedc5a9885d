"""Any past moment, as it stood and as it was known then."""

from __future__ import annotations

from tests.store.cast import act, child, done
from tests.store.test_acting import agreed

from baton.journal import Entry, Subject
from baton.journal.past import entries_as_at
from baton.store.as_at import as_at
from baton.working_time import Window, moment_of, parse_when


def test_before_the_decision_there_was_none(authority: str) -> None:
    child(authority)
    agreed(authority)
    then = as_at(authority, "amy", moment_of("2026-08-10 09:00"))
    (matter,) = then.matters
    assert matter.decision == ""
    now = as_at(authority, "amy", moment_of("2026-08-13 09:00"))
    assert now.matters[0].decision == "agreed"


def test_a_conference_held_friday_and_recorded_tuesday_shows_monday_under_both_beliefs(authority: str) -> None:
    child(authority, due=False)
    done(act(authority, "2026-06-10 10:00", "ann", "started", "assessment", happened=parse_when("2026-06-10")))
    friday, monday, tuesday = "2026-08-07", "2026-08-10 09:00", "2026-08-11 09:00"
    done(
        act(
            authority,
            tuesday,
            "ann",
            "ended",
            "assessment",
            happened=parse_when(friday),
            values={"conclusion": "in_need"},
        )
    )
    as_it_is_known_now = as_at(authority, "amy", moment_of(monday))
    as_it_was_known_then = as_at(authority, "amy", moment_of(monday), known_at=moment_of(monday))
    assert [r.state for r in as_it_is_known_now.routes] == ["due"]
    assert [r.state for r in as_it_was_known_then.routes] != ["due"]


def line(number: int, when: int, recorded: int, replaces: int | None = None) -> Entry:
    return Entry(Subject("child", "a"), number, "a", "held", "icpc", Window(when, when), recorded, replaces=replaces)


def numbers(*entries: Entry, at: int) -> list[int]:
    return [e.number for e in entries_as_at(entries, at)]


def test_what_was_recorded_by_then_stays_even_if_it_lies_ahead() -> None:
    assert numbers(line(1, 20, 5), at=10) == [1]


def test_what_was_learnt_later_about_an_earlier_time_stays() -> None:
    assert numbers(line(1, 8, 50), at=10) == [1]


def test_what_was_learnt_later_about_a_later_time_goes() -> None:
    assert numbers(line(1, 12, 50), at=10) == []


def test_a_correction_that_moves_the_fact_behind_the_moment_takes_the_first_version_with_it() -> None:
    assert numbers(line(1, 8, 9), line(2, 12, 50, replaces=1), at=10) == []


def test_a_correction_that_moves_it_before_the_moment_brings_both() -> None:
    assert numbers(line(1, 12, 30), line(2, 8, 50, replaces=1), at=10) == [1, 2]
