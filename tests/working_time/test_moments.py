"""London days and moments, over both clock changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baton.working_time import (
    BEGINNING,
    END,
    Window,
    at,
    at_time,
    day_window,
    end_of_day,
    last_moment,
    late_since,
    local_day,
    midnight,
    midnight_after,
    moment_of,
    start_of_day,
)

SPRING_FORWARD = date(2026, 3, 29)
FALL_BACK = date(2026, 10, 25)
HOUR = 3600

seconds_since_1850 = st.integers(min_value=-3_786_912_000, max_value=7_258_118_400)


def utc(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> int:
    return int(datetime(year, month, day, hour, minute, tzinfo=UTC).timestamp())


def test_a_winter_midnight_is_utc_midnight_and_a_summer_midnight_an_hour_before() -> None:
    assert midnight(date(2026, 1, 15)) == utc(2026, 1, 15)
    assert midnight(date(2026, 7, 15)) == utc(2026, 7, 14, 23)


def test_a_day_is_23_hours_long_in_march_24_on_either_side_and_25_in_october() -> None:
    lengths = [
        midnight_after(day) - midnight(day)
        for change in (SPRING_FORWARD, FALL_BACK)
        for day in (change - timedelta(days=1), change, change + timedelta(days=1))
    ]
    assert lengths == [24 * HOUR, 23 * HOUR, 24 * HOUR, 24 * HOUR, 25 * HOUR, 24 * HOUR]


def test_a_wall_time_that_the_clocks_skip_moves_forward_by_the_gap() -> None:
    assert moment_of("2026-03-29 01:30") == moment_of("2026-03-29 02:30") == utc(2026, 3, 29, 1, 30)


def test_a_wall_time_that_comes_twice_is_the_first_of_the_two() -> None:
    assert moment_of("2026-10-25 01:30") == utc(2026, 10, 25, 0, 30)
    assert moment_of("2026-10-25 02:00") == utc(2026, 10, 25, 2)


def test_seconds_may_be_written() -> None:
    assert moment_of("2026-09-04 10:00:30") - moment_of("2026-09-04 10:00") == 30


@pytest.mark.parametrize("text", ["2026-09-04", "10:00", "2026-9-4 10:00", "4 September 2026", "", "2026-09-04T10:00Z"])
def test_a_moment_written_otherwise_is_refused_with_what_was_expected(text: str) -> None:
    with pytest.raises(ValueError, match='such as "2026-09-04 10:00"'):
        moment_of(text)


@pytest.mark.parametrize("text", ["2026-02-30 10:00", "2026-09-04 24:00", "2026-09-04 10:60", "2026-03-29 25:00"])
def test_a_moment_that_is_on_no_clock_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a date and time"):
        moment_of(text)


def test_a_day_window_runs_from_its_midnight_up_to_the_next() -> None:
    window = day_window(date(2026, 8, 27))
    assert window == (moment_of("2026-08-27 00:00"), moment_of("2026-08-28 00:00"))
    assert (window.is_moment, window.is_day, window.is_vague) == (False, True, False)


@pytest.mark.parametrize("change", [SPRING_FORWARD, FALL_BACK])
def test_the_day_of_a_clock_change_is_still_exactly_one_day(change: date) -> None:
    assert day_window(change).is_day
    assert Window(midnight(change), midnight(change) + 26 * HOUR).is_vague


def test_so_much_of_a_day_as_had_passed_is_known_by_the_day() -> None:
    so_far = Window(moment_of("2026-08-27 00:00"), moment_of("2026-08-27 18:54"))
    assert (so_far.is_moment, so_far.is_day, so_far.is_vague) == (False, True, False)
    assert Window(so_far.lo + HOUR, so_far.hi).is_vague
    assert Window(so_far.lo, moment_of("2026-08-28 00:01")).is_vague


def test_a_moment_has_no_width() -> None:
    window = at(moment_of("2026-08-27 10:00"))
    assert (window.is_moment, window.is_day, window.is_vague) == (True, False, False)


def test_anything_else_is_vague() -> None:
    ten = moment_of("2026-08-27 10:00")
    for window in (
        Window(BEGINNING, ten),
        Window(ten, END),
        Window(BEGINNING, END),
        Window(ten, ten + 24 * HOUR),
        Window(midnight(date(2026, 8, 27)), midnight(date(2026, 8, 29))),
    ):
        assert (window.is_moment, window.is_day, window.is_vague) == (False, False, True)


def test_the_first_and_last_days_of_a_window() -> None:
    window = Window(moment_of("2026-09-07 10:00"), midnight(date(2026, 9, 15)))
    assert (window.first_day, window.last_day) == (date(2026, 9, 7), date(2026, 9, 14))
    assert (Window(BEGINNING, END).first_day, Window(BEGINNING, END).last_day) == (date.min, date.max)


def test_the_start_and_end_of_a_day_lie_within_it() -> None:
    ten = at(moment_of("2026-10-25 10:00"))
    assert start_of_day(ten) == midnight(FALL_BACK)
    assert end_of_day(ten) == midnight(date(2026, 10, 26)) - 1
    assert local_day(end_of_day(ten)) == FALL_BACK
    assert start_of_day(day_window(FALL_BACK)) == start_of_day(ten)
    assert end_of_day(day_window(FALL_BACK)) == end_of_day(ten)


def test_open_ends_stay_open() -> None:
    assert start_of_day(Window(BEGINNING, 0)) == BEGINNING
    assert end_of_day(Window(0, END)) == END


def test_a_date_is_in_time_to_its_last_second_and_late_from_the_next_midnight() -> None:
    limit = day_window(date(2026, 9, 4))
    assert local_day(last_moment(limit)) == date(2026, 9, 4)
    assert last_moment(limit) + 1 == late_since(limit) == midnight(date(2026, 9, 5))


def test_a_moment_is_in_time_at_the_moment_itself() -> None:
    limit = at(moment_of("2026-09-04 12:00"))
    assert last_moment(limit) == late_since(limit) == moment_of("2026-09-04 12:00")


def test_days_at_the_ends_of_what_a_date_can_be_do_not_fail() -> None:
    assert local_day(BEGINNING) == date.min
    assert local_day(END) == date.max
    assert midnight_after(date.max) == END
    assert local_day(midnight(date.max)) == date.max
    assert day_window(date.max).is_day


def test_a_time_outside_the_day_is_refused() -> None:
    with pytest.raises(ValueError, match="between 00:00 and 23:59"):
        at_time(date(2026, 9, 4), 24, 0)


@given(seconds_since_1850)
def test_the_local_day_is_the_one_zoneinfo_gives(m: int) -> None:
    assert local_day(m) == datetime.fromtimestamp(m, ZoneInfo("Europe/London")).date()


@given(seconds_since_1850)
def test_a_moment_lies_in_the_window_of_its_local_day(m: int) -> None:
    window = day_window(local_day(m))
    assert window.lo <= m < window.hi
    assert window.is_day


@given(st.dates(min_value=date(1600, 1, 1), max_value=date(9998, 12, 31)))
def test_midnight_belongs_to_the_day_it_begins(day: date) -> None:
    assert local_day(midnight(day)) == day
    assert local_day(midnight(day) - 1) == day - timedelta(days=1)
