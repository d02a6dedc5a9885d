"""When a forum sits, and what a closed day does to it."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baton.working_time import (
    Cadence,
    Calendar,
    CalendarEnded,
    ClosedDay,
    Fortnightly,
    Monthly,
    Sitting,
    Weekly,
    local_day,
    moment_of,
    next_sitting,
    next_weekly,
    sittings,
)

from .england import ENGLAND

MONDAY, THURSDAY, FRIDAY = 0, 3, 4
CHRISTMAS = (date(2026, 12, 18), date(2027, 1, 8))


def held(
    cadence: Cadence, first: date, last: date, calendar: Calendar, closed: ClosedDay
) -> list[tuple[date, date | None, str]]:
    return [
        (sitting.nominal, None if sitting.at is None else local_day(sitting.at), sitting.because)
        for sitting in sittings(cadence, 10, 0, first, last, calendar, closed)
    ]


def test_the_next_weekly_sitting_is_strictly_after_the_moment(england: Calendar) -> None:
    friday_at_ten = moment_of("2026-11-27 10:00")
    assert next_weekly(FRIDAY, 10, 0, friday_at_ten - 1, england, "next working day") == friday_at_ten
    assert next_weekly(FRIDAY, 10, 0, friday_at_ten, england, "next working day") == moment_of("2026-12-04 10:00")


def test_a_sitting_keeps_its_wall_time_over_a_clock_change(england: Calendar) -> None:
    assert next_weekly(MONDAY, 9, 30, moment_of("2026-10-20 12:00"), england, "stand") == moment_of("2026-10-26 09:30")


@pytest.mark.parametrize(
    ("closed", "day"),
    [
        ("next working day", "2026-09-01"),
        ("working day before", "2026-08-28"),
        ("cancelled", "2026-09-07"),
        ("stand", "2026-08-31"),
    ],
)
def test_the_monday_sitting_of_the_summer_bank_holiday(england: Calendar, closed: ClosedDay, day: str) -> None:
    after_the_last = moment_of("2026-08-24 10:00")
    assert next_weekly(MONDAY, 10, 0, after_the_last, england, closed) == moment_of(f"{day} 10:00")


def test_on_the_bank_holiday_itself_a_sitting_moved_on_is_still_to_come(england: Calendar) -> None:
    found = next_sitting(Weekly(MONDAY), 10, 0, moment_of("2026-08-31 12:00"), england, "next working day")
    assert found == Sitting(date(2026, 8, 31), moment_of("2026-09-01 10:00"), "Summer bank holiday")


def test_on_the_bank_holiday_itself_a_sitting_moved_back_is_over(england: Calendar) -> None:
    found = next_sitting(Weekly(MONDAY), 10, 0, moment_of("2026-08-31 09:00"), england, "working day before")
    assert found.at == moment_of("2026-09-07 10:00")


def test_friday_sittings_over_christmas_move_on_with_their_reasons(england: Calendar) -> None:
    assert held(Weekly(FRIDAY), *CHRISTMAS, england, "next working day") == [
        (date(2026, 12, 18), date(2026, 12, 18), ""),
        (date(2026, 12, 25), date(2026, 12, 29), "Christmas Day"),
        (date(2027, 1, 1), date(2027, 1, 4), "New Year's Day"),
        (date(2027, 1, 8), date(2027, 1, 8), ""),
    ]


def test_friday_sittings_over_christmas_move_back_with_their_reasons(england: Calendar) -> None:
    assert held(Weekly(FRIDAY), *CHRISTMAS, england, "working day before") == [
        (date(2026, 12, 18), date(2026, 12, 18), ""),
        (date(2026, 12, 25), date(2026, 12, 24), "Christmas Day"),
        (date(2027, 1, 1), date(2026, 12, 31), "New Year's Day"),
        (date(2027, 1, 8), date(2027, 1, 8), ""),
    ]


def test_cancelled_sittings_are_listed_with_their_reasons(england: Calendar) -> None:
    assert held(Weekly(FRIDAY), *CHRISTMAS, england, "cancelled")[1:3] == [
        (date(2026, 12, 25), None, "Christmas Day"),
        (date(2027, 1, 1), None, "New Year's Day"),
    ]


def test_two_sittings_that_a_closure_moves_onto_one_morning_are_one(closed_at_christmas: Calendar) -> None:
    assert held(Weekly(FRIDAY), *CHRISTMAS, closed_at_christmas, "next working day") == [
        (date(2026, 12, 18), date(2026, 12, 18), ""),
        (date(2026, 12, 25), date(2027, 1, 4), "Christmas Day"),
        (date(2027, 1, 8), date(2027, 1, 8), ""),
    ]


def test_a_sitting_on_a_closure_day_says_so(closed_at_christmas: Calendar) -> None:
    day = date(2026, 12, 24)
    assert held(Weekly(THURSDAY), day, day, closed_at_christmas, "cancelled") == [(day, None, "closure day")]


def test_a_range_takes_the_sittings_held_in_it_whatever_their_nominal_day(england: Calendar) -> None:
    after_christmas = (date(2026, 12, 28), date(2026, 12, 31))
    assert held(Weekly(FRIDAY), *after_christmas, england, "next working day") == [
        (date(2026, 12, 25), date(2026, 12, 29), "Christmas Day")
    ]
    assert held(Weekly(FRIDAY), *after_christmas, england, "working day before") == [
        (date(2027, 1, 1), date(2026, 12, 31), "New Year's Day")
    ]


def test_fortnightly_counts_from_its_anchor_both_ways(england: Calendar) -> None:
    cadence = Fortnightly(date(2026, 11, 12))
    days = [nominal for nominal, _, _ in held(cadence, date(2026, 10, 1), date(2026, 11, 30), england, "stand")]
    assert days == [date(2026, 10, 1), date(2026, 10, 15), date(2026, 10, 29), date(2026, 11, 12), date(2026, 11, 26)]


@pytest.mark.parametrize(
    ("cadence", "days"),
    [
        (Monthly(1, MONDAY), [date(2026, 8, 3), date(2026, 9, 7), date(2026, 10, 5)]),
        (Monthly(2, THURSDAY), [date(2026, 8, 13), date(2026, 9, 10), date(2026, 10, 8)]),
        (Monthly(5, MONDAY), [date(2026, 8, 31)]),
        (Monthly(-1, MONDAY), [date(2026, 8, 31), date(2026, 9, 28), date(2026, 10, 26)]),
    ],
)
def test_monthly_is_the_nth_weekday_of_the_month(england: Calendar, cadence: Monthly, days: list[date]) -> None:
    found = held(cadence, date(2026, 8, 1), date(2026, 10, 31), england, "stand")
    assert [nominal for nominal, _, _ in found] == days


def test_sittings_beyond_the_holiday_list_are_not_guessed_unless_they_stand(england: Calendar) -> None:
    end = moment_of("2028-12-29 12:00")
    with pytest.raises(CalendarEnded):
        next_weekly(FRIDAY, 10, 0, end, england, "next working day")
    with pytest.raises(CalendarEnded):
        next_weekly(FRIDAY, 10, 0, moment_of("2030-01-01 12:00"), england, "next working day")
    assert next_weekly(FRIDAY, 10, 0, end, england, "stand") == moment_of("2029-01-05 10:00")


@pytest.mark.parametrize("make", [lambda: Weekly(7), lambda: Monthly(1, -1)])
def test_a_weekday_runs_from_monday_to_sunday(make: object) -> None:
    with pytest.raises(ValueError, match="a weekday runs from"):
        make()  # type: ignore[operator]


def test_a_month_has_no_sixth_weekday() -> None:
    with pytest.raises(ValueError, match="found 6"):
        Monthly(6, MONDAY)


def test_a_word_that_is_no_treatment_of_closed_days_is_refused(england: Calendar) -> None:
    with pytest.raises(ValueError, match='found "ignore"'):
        next_weekly(FRIDAY, 10, 0, 0, england, "ignore")  # type: ignore[arg-type]


weekdays = st.integers(0, 6)
cadences: st.SearchStrategy[Cadence] = st.one_of(
    st.builds(Weekly, weekdays),
    st.builds(Fortnightly, st.dates(date(2026, 1, 1), date(2026, 12, 31))),
    st.builds(Monthly, st.sampled_from([1, 2, 3, 4, 5, -1]), weekdays),
)
treatments: st.SearchStrategy[ClosedDay] = st.sampled_from(
    ["next working day", "working day before", "cancelled", "stand"]
)
starts = st.dates(min_value=date(2025, 2, 1), max_value=date(2027, 12, 31))


@given(cadences, starts, st.integers(0, 120), treatments)
def test_a_range_cut_in_two_gives_the_same_sittings(
    cadence: Cadence, first: date, length: int, closed: ClosedDay
) -> None:
    last, middle = first + timedelta(days=length), first + timedelta(days=length // 2)
    whole = list(sittings(cadence, 10, 0, first, last, ENGLAND, closed))
    start = list(sittings(cadence, 10, 0, first, middle, ENGLAND, closed))
    rest = list(sittings(cadence, 10, 0, middle + timedelta(days=1), last, ENGLAND, closed))
    assert whole == start + rest


@given(cadences, starts, treatments)
def test_sittings_come_in_order_on_days_that_are_worked_unless_they_stand(
    cadence: Cadence, first: date, closed: ClosedDay
) -> None:
    found = list(sittings(cadence, 10, 0, first, first + timedelta(days=120), ENGLAND, closed))
    moments = [sitting.at for sitting in found if sitting.at is not None]
    assert all(a < b for a, b in pairwise(moments))
    assert closed == "stand" or all(ENGLAND.is_working(local_day(m)) for m in moments)
    assert all(
        bool(sitting.because) == (sitting.at is None or local_day(sitting.at) != sitting.nominal) for sitting in found
    )
