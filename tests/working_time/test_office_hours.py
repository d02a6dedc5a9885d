"""Hours that run only while the office is open."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baton.working_time import (
    END,
    Amount,
    Calendar,
    CalendarEnded,
    Direction,
    Window,
    at,
    day_window,
    moment_of,
    shift_in_office,
)

from .england import ENGLAND

NINE_TO_FIVE = (9 * 60, 17 * 60)


def moved(text: str, hours: int, direction: Direction = 1) -> Window:
    return shift_in_office(at(moment_of(text)), Amount(hours=hours), direction, ENGLAND, NINE_TO_FIVE)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-08-26 10:00", 4, "2026-08-26 14:00"),
        ("2026-08-26 16:00", 1, "2026-08-26 17:00"),  # what ends at closing time ends on that day
        ("2026-08-26 16:00", 4, "2026-08-27 12:00"),
        ("2026-08-26 06:00", 2, "2026-08-26 11:00"),  # from the opening
        ("2026-08-26 20:00", 2, "2026-08-27 11:00"),  # from the next one
        ("2026-08-28 16:00", 4, "2026-09-01 12:00"),  # over a weekend and the bank holiday
        ("2026-08-29 12:00", 8, "2026-09-01 17:00"),  # from a Saturday
        ("2026-08-26 09:00", 24, "2026-08-28 17:00"),
    ],
)
def test_hours_run_while_the_office_is_open(start: str, hours: int, end: str) -> None:
    assert moved(start, hours) == at(moment_of(end))


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-09-01 12:00", 4, "2026-08-28 16:00"),
        ("2026-08-26 14:00", 4, "2026-08-26 10:00"),
        ("2026-08-26 20:00", 2, "2026-08-26 15:00"),
        ("2026-08-30 12:00", 2, "2026-08-28 15:00"),
    ],
)
def test_they_run_back_as_well(start: str, hours: int, end: str) -> None:
    assert moved(start, hours, -1) == at(moment_of(end))


def test_a_day_moves_both_its_edges_and_an_open_end_stays_open() -> None:
    day = day_window(date(2026, 8, 26))
    found = shift_in_office(day, Amount(hours=8), 1, ENGLAND, NINE_TO_FIVE)
    assert (found.lo, found.hi) == (moment_of("2026-08-26 17:00"), moment_of("2026-08-27 17:00"))
    open_end = shift_in_office(Window(day.lo, END), Amount(hours=8), 1, ENGLAND, NINE_TO_FIVE)
    assert open_end.hi == END


def test_past_the_last_holiday_known_nothing_is_claimed(england: Calendar) -> None:
    with pytest.raises(CalendarEnded):
        shift_in_office(at(moment_of("2028-12-29 16:00")), Amount(hours=40), 1, england, NINE_TO_FIVE)


@given(st.integers(0, 400), st.integers(1, 60))
def test_forward_and_back_meet_where_the_office_is_open(day: int, hours: int) -> None:
    start = moment_of("2026-01-05 10:00") + day * 86400
    there = shift_in_office(at(start), Amount(hours=hours), 1, ENGLAND, NINE_TO_FIVE)
    back = shift_in_office(there, Amount(hours=hours), -1, ENGLAND, NINE_TO_FIVE)
    again = shift_in_office(back, Amount(hours=hours), 1, ENGLAND, NINE_TO_FIVE)
    assert again == there
