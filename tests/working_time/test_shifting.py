"""Moving windows by amounts, and off closed days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baton.working_time import (
    BEGINNING,
    END,
    Amount,
    Calendar,
    CalendarEnded,
    Direction,
    Roll,
    Window,
    add_months,
    at,
    at_time,
    day_window,
    local_day,
    midnight,
    midnight_after,
    moment_of,
    roll,
    say_moment,
    shift,
    shift_day,
)

from .england import CLOSED_AT_CHRISTMAS, ENGLAND

days = st.dates(min_value=date(2025, 7, 1), max_value=date(2028, 6, 30))
moments = st.builds(at_time, days, st.integers(0, 23), st.integers(0, 59))
day_windows = days.map(day_window)
some_days = st.integers(0, 60).map(lambda n: timedelta(days=n))
vague_windows = st.builds(lambda day, more: Window(midnight(day), midnight_after(day + more)), days, some_days)
roll_words: st.SearchStrategy[Roll] = st.sampled_from(["back to working day", "on to working day"])
windows = st.one_of(day_windows, moments.map(at), vague_windows)


def span(first: date, last: date) -> Window:
    return Window(midnight(first), midnight_after(last))


@pytest.mark.parametrize(
    ("start", "amount", "direction", "end"),
    [
        (date(2026, 8, 27), "5 working days", 1, date(2026, 9, 4)),
        (date(2026, 8, 27), "5 working days", -1, date(2026, 8, 20)),
        (date(2026, 8, 27), "5 days", 1, date(2026, 9, 1)),
        (date(2026, 8, 27), "1 week", 1, date(2026, 9, 3)),
        (date(2026, 11, 30), "3 months", 1, date(2027, 2, 28)),
        (date(2027, 11, 30), "3 months", 1, date(2028, 2, 29)),
        (date(2026, 5, 31), "3 months", -1, date(2026, 2, 28)),
        (date(2026, 1, 31), "1 month", 1, date(2026, 2, 28)),
        (date(2028, 2, 29), "1 year", 1, date(2029, 2, 28)),
        (date(2026, 12, 15), "1 month", 1, date(2027, 1, 15)),
        (date(2026, 1, 15), "1 month", -1, date(2025, 12, 15)),
        (date(2026, 11, 30), "3 months 1 day", 1, date(2027, 3, 1)),
        (date(2026, 8, 27), "0 days", 1, date(2026, 8, 27)),
    ],
)
def test_a_date_moves_by_its_own_unit(
    england: Calendar, start: date, amount: str, direction: Direction, end: date
) -> None:
    moved = shift(day_window(start), Amount.parse(amount), direction, england)
    assert moved == day_window(end)


def test_a_moment_moved_by_days_gives_a_whole_day(england: Calendar) -> None:
    late_in_the_evening = at(moment_of("2026-08-27 23:30"))
    assert shift(late_in_the_evening, Amount(working_days=5), 1, england) == day_window(date(2026, 9, 4))
    assert shift(late_in_the_evening, Amount(), 1, england) == day_window(date(2026, 8, 27))


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-03-28 12:00", 24, "Sun 29 Mar 2026, 1pm"),
        ("2026-03-29 00:30", 1, "Sun 29 Mar 2026, 2:30am"),
        ("2026-10-24 12:00", 24, "Sun 25 Oct 2026, 11am"),
        ("2026-10-25 00:30", 1, "Sun 25 Oct 2026, 1:30am"),
        ("2026-10-25 00:30", 2, "Sun 25 Oct 2026, 1:30am GMT"),
        ("2026-08-28 16:00", 72, "Mon 31 Aug 2026, 4pm"),
    ],
)
def test_hours_are_elapsed_over_clock_changes_and_closed_days(
    england: Calendar, start: str, hours: int, end: str
) -> None:
    moved = shift(at(moment_of(start)), Amount(hours=hours), 1, england)
    assert say_moment(moved.lo) == end
    assert moved.lo - moment_of(start) == hours * 3600


def test_hours_after_a_date_give_a_window_as_wide_as_the_day(england: Calendar) -> None:
    moved = shift(day_window(date(2026, 8, 27)), Amount(hours=48), 1, england)
    assert moved == day_window(date(2026, 8, 29))
    moved = shift(day_window(date(2026, 8, 27)), Amount(hours=2), 1, england)
    assert moved == (moment_of("2026-08-27 02:00"), moment_of("2026-08-28 02:00"))
    assert moved.is_vague


def test_a_vague_window_moves_both_its_days_and_stays_vague(england: Calendar) -> None:
    known = span(date(2026, 8, 27), date(2026, 8, 31))
    assert shift(known, Amount(working_days=1), 1, england) == span(date(2026, 8, 28), date(2026, 9, 1))
    assert shift(known, Amount(months=1), 1, england) == span(date(2026, 9, 27), date(2026, 9, 30))


def test_an_open_end_stays_open(england: Calendar) -> None:
    before_april = Window(BEGINNING, midnight(date(2026, 4, 1)))
    assert shift(before_april, Amount(days=1), 1, england) == Window(BEGINNING, midnight(date(2026, 4, 2)))
    assert shift(before_april, Amount(hours=1), 1, england) == Window(BEGINNING, moment_of("2026-04-01 01:00"))
    from_april = Window(midnight(date(2026, 4, 1)), END)
    assert shift(from_april, Amount(working_days=1), -1, england) == Window(midnight(date(2026, 3, 31)), END)
    assert shift(Window(BEGINNING, END), Amount(months=1), 1, england) == Window(BEGINNING, END)


def test_working_days_beyond_the_holiday_list_are_not_guessed(england: Calendar) -> None:
    last = day_window(date(2028, 12, 29))
    with pytest.raises(CalendarEnded):
        shift(last, Amount(working_days=1), 1, england)
    assert shift(last, Amount(days=30), 1, england) == day_window(date(2029, 1, 28))


def test_hours_do_not_move_a_date(england: Calendar) -> None:
    with pytest.raises(ValueError, match="moves a moment, not a date"):
        shift_day(date(2026, 8, 27), Amount(hours=1), 1, england)


def test_a_year_beyond_all_dates_is_an_overflow(england: Calendar) -> None:
    with pytest.raises(OverflowError):
        add_months(date(9999, 12, 1), 1)


@pytest.mark.parametrize(
    ("day", "back", "on"),
    [
        (date(2026, 8, 28), date(2026, 8, 28), date(2026, 8, 28)),
        (date(2026, 8, 29), date(2026, 8, 28), date(2026, 9, 1)),
        (date(2026, 8, 31), date(2026, 8, 28), date(2026, 9, 1)),
        (date(2026, 9, 1), date(2026, 9, 1), date(2026, 9, 1)),
        (date(2026, 12, 25), date(2026, 12, 24), date(2026, 12, 29)),
        (date(2026, 4, 3), date(2026, 4, 2), date(2026, 4, 7)),
    ],
)
def test_a_date_rolls_off_a_closed_day(england: Calendar, day: date, back: date, on: date) -> None:
    assert roll(day_window(day), "none", england) == day_window(day)
    assert roll(day_window(day), "back to working day", england) == day_window(back)
    assert roll(day_window(day), "on to working day", england) == day_window(on)


def test_a_moment_rolls_with_its_time_of_day(england: Calendar) -> None:
    bank_holiday = at(moment_of("2026-08-31 10:15"))
    assert roll(bank_holiday, "on to working day", england) == at(moment_of("2026-09-01 10:15"))
    assert roll(bank_holiday, "back to working day", england) == at(moment_of("2026-08-28 10:15"))
    clocks_went_back = at(moment_of("2026-10-24 10:15"))
    assert roll(clocks_went_back, "on to working day", england) == at(moment_of("2026-10-26 10:15"))


def test_a_vague_window_rolls_both_its_ends(england: Calendar) -> None:
    known = span(date(2026, 8, 29), date(2026, 8, 31))
    assert roll(known, "on to working day", england) == day_window(date(2026, 9, 1))
    assert roll(Window(BEGINNING, known.hi), "back to working day", england) == Window(
        BEGINNING, midnight(date(2026, 8, 29))
    )
    assert roll(Window(known.lo, END), "on to working day", england) == Window(midnight(date(2026, 9, 1)), END)


@given(windows, st.integers(1, 500))
def test_hours_forward_and_back_come_home(window: Window, hours: int) -> None:
    there = shift(window, Amount(hours=hours), 1, ENGLAND)
    assert shift(there, Amount(hours=hours), -1, ENGLAND) == window


@given(day_windows, st.integers(0, 100), st.integers(0, 300))
def test_days_and_weeks_forward_and_back_come_home(window: Window, weeks: int, n: int) -> None:
    amount = Amount(weeks=weeks, days=n)
    assert shift(shift(window, amount, 1, ENGLAND), amount, -1, ENGLAND) == window


@given(days, st.integers(0, 240))
def test_months_forward_and_back_come_home_or_lose_only_the_days_clipped(day: date, months: int) -> None:
    there = add_months(day, months)
    assert (there.year * 12 + there.month) - (day.year * 12 + day.month) == months
    home = add_months(there, -months)
    assert (home.year, home.month) == (day.year, day.month)
    assert home.day == min(day.day, there.day)
    assert there.day == day.day or add_months(there + timedelta(days=1), 0).day == 1


@given(windows, windows, st.sampled_from([Amount(working_days=3), Amount(months=1), Amount(days=9), Amount(hours=5)]))
def test_moving_keeps_the_order(a: Window, b: Window, amount: Amount) -> None:
    a, b = sorted((a, b))
    assert shift(a, amount, 1, CLOSED_AT_CHRISTMAS).lo <= shift(b, amount, 1, CLOSED_AT_CHRISTMAS).lo


@given(windows, roll_words)
def test_a_rolled_window_lies_on_working_days_and_rolling_again_changes_nothing(window: Window, how: Roll) -> None:
    rolled = roll(window, how, ENGLAND)
    assert ENGLAND.is_working(local_day(rolled.lo))
    assert ENGLAND.is_working(rolled.last_day)
    assert roll(rolled, "on to working day", ENGLAND) == rolled
    assert rolled.lo <= rolled.last
