"""Working days: weekends, bank holidays, closure days, and where the list ends."""

from __future__ import annotations

import json
import pickle
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baton.working_time import Calendar, CalendarEnded, CalendarNotBegun, calendar_from_bank_holidays

from .england import CLOSED_AT_CHRISTMAS, ENGLAND, bank_holidays

calendars = st.sampled_from([ENGLAND, CLOSED_AT_CHRISTMAS])
days = st.dates(min_value=date(2025, 7, 1), max_value=date(2028, 6, 30))
counts = st.integers(min_value=-90, max_value=90)


def counted_by_hand(calendar: Calendar, day: date, n: int) -> date:
    """Day by day, as a person counts on a wall calendar."""
    step = timedelta(days=1 if n > 0 else -1)
    left = abs(n)
    while left:
        day += step
        if day.weekday() < 5 and day not in calendar.holidays and day not in calendar.closures:
            left -= 1
    return day


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 8, 28), True),  # Friday
        (date(2026, 8, 29), False),  # Saturday
        (date(2026, 8, 30), False),  # Sunday
        (date(2026, 8, 31), False),  # bank holiday
        (date(2026, 9, 1), True),
        (date(2026, 12, 24), True),
        (date(2026, 12, 25), False),
        (date(2026, 12, 26), False),  # Boxing Day itself, a Saturday
        (date(2026, 12, 28), False),  # its substitute
        (date(2026, 12, 29), True),
        (date(2026, 4, 2), True),
        (date(2026, 4, 3), False),  # Good Friday
        (date(2026, 4, 6), False),  # Easter Monday
        (date(2026, 4, 7), True),
    ],
)
def test_a_day_is_worked_unless_it_is_a_weekend_or_a_holiday(england: Calendar, day: date, working: bool) -> None:
    assert england.is_working(day) is working


def test_five_working_days_either_side_of_27_august_2026_skip_the_bank_holiday(england: Calendar) -> None:
    assert england.add_working_days(date(2026, 8, 27), 5) == date(2026, 9, 4)
    assert england.add_working_days(date(2026, 8, 27), -5) == date(2026, 8, 20)


def test_one_working_day_after_maundy_thursday_is_the_tuesday_after_easter(england: Calendar) -> None:
    assert england.add_working_days(date(2026, 4, 2), 1) == date(2026, 4, 7)
    assert england.add_working_days(date(2026, 4, 7), -1) == date(2026, 4, 2)


def test_two_working_days_after_christmas_eve_2026_are_the_30th(england: Calendar) -> None:
    assert england.add_working_days(date(2026, 12, 24), 2) == date(2026, 12, 30)


@pytest.mark.parametrize("closed_day", [date(2026, 8, 29), date(2026, 8, 30), date(2026, 8, 31)])
def test_an_event_on_a_closed_day_is_day_0_and_the_next_working_day_is_day_1(
    england: Calendar, closed_day: date
) -> None:
    assert england.add_working_days(closed_day, 0) == closed_day
    assert england.add_working_days(closed_day, 1) == date(2026, 9, 1)
    assert england.add_working_days(closed_day, -1) == date(2026, 8, 28)


def test_the_next_working_day_is_the_day_itself_if_it_is_worked(england: Calendar) -> None:
    days_to_next = {date(2026, 8, day): england.next_working(date(2026, 8, day)) for day in (28, 29, 31)}
    assert list(days_to_next.values()) == [date(2026, 8, 28), date(2026, 9, 1), date(2026, 9, 1)]


def test_the_previous_working_day_is_the_day_itself_if_it_is_worked(england: Calendar) -> None:
    assert england.previous_working(date(2026, 8, 28)) == date(2026, 8, 28)
    assert england.previous_working(date(2026, 8, 31)) == date(2026, 8, 28)
    assert england.previous_working(date(2026, 9, 1)) == date(2026, 9, 1)


def test_closure_days_are_not_worked(closed_at_christmas: Calendar) -> None:
    assert closed_at_christmas.add_working_days(date(2026, 12, 23), 1) == date(2027, 1, 4)
    assert closed_at_christmas.add_working_days(date(2027, 1, 4), -1) == date(2026, 12, 23)
    assert closed_at_christmas.working_days_between(date(2026, 12, 23), date(2027, 1, 4)) == 1


def test_working_days_between_leave_out_the_first_day_and_count_the_last(england: Calendar) -> None:
    assert england.working_days_between(date(2026, 8, 27), date(2026, 8, 27)) == 0
    assert england.working_days_between(date(2026, 8, 27), date(2026, 9, 3)) == 4
    assert england.working_days_between(date(2026, 8, 27), date(2026, 9, 4)) == 5
    assert england.working_days_between(date(2026, 8, 27), date(2026, 9, 5)) == 5
    assert england.working_days_between(date(2026, 9, 4), date(2026, 8, 27)) == -5
    assert england.working_days_between(date(2026, 8, 30), date(2026, 8, 28)) == -1


def test_why_a_day_is_closed_is_said_by_name(closed_at_christmas: Calendar) -> None:
    assert closed_at_christmas.why_closed(date(2026, 12, 23)) == ""
    assert closed_at_christmas.why_closed(date(2026, 12, 24)) == "closure day"
    assert closed_at_christmas.why_closed(date(2026, 12, 25)) == "Christmas Day"
    assert closed_at_christmas.why_closed(date(2026, 12, 26)) == "Saturday"
    assert closed_at_christmas.why_closed(date(2026, 12, 27)) == "Sunday"


def test_the_list_is_known_from_the_first_of_january_to_the_end_of_december(england: Calendar) -> None:
    assert (england.first_day, england.last_day) == (date(2025, 1, 1), date(2028, 12, 31))


def test_a_count_that_ends_on_the_last_known_working_day_is_answered(england: Calendar) -> None:
    assert england.add_working_days(date(2028, 12, 28), 1) == date(2028, 12, 29)
    assert england.working_days_between(date(2028, 12, 28), date(2028, 12, 31)) == 1
    assert england.previous_working(date(2028, 12, 31)) == date(2028, 12, 29)


def test_a_count_that_needs_one_day_more_says_when_the_list_ends(england: Calendar) -> None:
    with pytest.raises(CalendarEnded) as ended:
        england.add_working_days(date(2028, 12, 29), 1)
    assert ended.value.last_day == date(2028, 12, 31)
    assert str(ended.value) == "the holiday list ends on Sun 31 Dec 2028"


def test_weekends_do_not_save_an_answer_beyond_the_list(england: Calendar) -> None:
    saturday = date(2029, 1, 6)
    for ask in (england.is_working, england.next_working, england.previous_working, england.why_closed):
        with pytest.raises(CalendarEnded):
            ask(saturday)
    with pytest.raises(CalendarEnded):
        england.next_working(date(2028, 12, 30))
    with pytest.raises(CalendarEnded):
        england.working_days_between(date(2028, 12, 29), date(2029, 1, 1))
    with pytest.raises(CalendarEnded):
        england.working_days_between(date(2029, 1, 6), date(2028, 12, 29))
    with pytest.raises(CalendarEnded):
        england.add_working_days(saturday, -1)


def test_counting_back_from_the_day_after_the_list_ends_touches_known_days_only(england: Calendar) -> None:
    assert england.add_working_days(date(2029, 1, 1), -1) == date(2028, 12, 29)
    assert england.add_working_days(date(2040, 1, 1), 0) == date(2040, 1, 1)


def test_before_the_list_begins_the_answer_says_so(england: Calendar) -> None:
    with pytest.raises(CalendarNotBegun, match="the holiday list begins on Wed 1 Jan 2025"):
        england.add_working_days(date(2025, 1, 2), -1)
    with pytest.raises(CalendarEnded):
        england.is_working(date(2024, 12, 31))
    assert england.add_working_days(date(2024, 12, 31), 1) == date(2025, 1, 2)


def test_calendar_endings_survive_being_sent_between_processes(england: Calendar) -> None:
    for ending in (CalendarEnded(england.last_day), CalendarNotBegun(england.first_day, england.last_day)):
        again = pickle.loads(pickle.dumps(ending))
        assert (type(again), str(again), again.last_day) == (type(ending), str(ending), ending.last_day)
    assert pickle.loads(pickle.dumps(england)) == england


def test_one_content_has_one_digest_and_another_content_another(england: Calendar) -> None:
    again = calendar_from_bank_holidays(json.loads(json.dumps(bank_holidays())))
    assert again == england
    assert hash(again) == hash(england)
    assert again.digest == england.digest
    assert len(england.digest) == 64
    assert CLOSED_AT_CHRISTMAS.digest != england.digest
    renamed: dict[str, Any] = bank_holidays()
    renamed["england-and-wales"]["events"][0]["title"] = "New Year"
    assert calendar_from_bank_holidays(renamed).digest != england.digest


def test_a_division_that_the_list_does_not_have_is_named() -> None:
    with pytest.raises(ValueError, match='no bank holidays for "wales"; the list has england-and-wales'):
        calendar_from_bank_holidays(bank_holidays(), "wales")


def test_a_year_missing_from_the_middle_of_the_list_is_refused() -> None:
    events = [event for event in bank_holidays()["england-and-wales"]["events"] if event["date"][:4] != "2026"]
    with pytest.raises(ValueError, match="in 2026"):
        calendar_from_bank_holidays({"england-and-wales": {"events": events}})


@pytest.mark.parametrize("events", [[], [{"title": "Christmas Day"}], [{"title": "X", "date": "25 December"}], "x"])
def test_a_list_in_another_shape_is_refused(events: object) -> None:
    with pytest.raises(ValueError, match="england-and-wales"):
        calendar_from_bank_holidays({"england-and-wales": {"events": events}})


def test_a_calendar_cannot_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="before it begins"):
        Calendar(frozenset(), frozenset(), date(2026, 1, 2), date(2026, 1, 1))


@given(calendars, days, counts)
def test_adding_working_days_agrees_with_counting_by_hand(calendar: Calendar, day: date, n: int) -> None:
    assert calendar.add_working_days(day, n) == counted_by_hand(calendar, day, n)


@given(calendars, days, counts)
def test_n_working_days_added_are_n_working_days_counted_back(calendar: Calendar, day: date, n: int) -> None:
    assert calendar.working_days_between(day, calendar.add_working_days(day, n)) == n


@given(calendars, days, counts)
def test_from_a_working_day_adding_and_taking_away_comes_home(calendar: Calendar, day: date, n: int) -> None:
    start = calendar.next_working(day)
    assert calendar.add_working_days(calendar.add_working_days(start, n), -n) == start


@given(calendars, days)
def test_next_and_previous_working_days_are_worked_and_nothing_between_is(calendar: Calendar, day: date) -> None:
    previous, following = calendar.previous_working(day), calendar.next_working(day)
    assert previous <= day <= following
    assert calendar.is_working(previous)
    assert calendar.is_working(following)
    between = [previous + timedelta(days=n) for n in range(1, (following - previous).days)]
    assert not any(calendar.is_working(other) for other in between)
    assert all(calendar.why_closed(other) for other in between)


@given(calendars, days, days)
def test_from_working_days_the_count_back_is_minus_the_count_on(calendar: Calendar, a: date, b: date) -> None:
    a, b = calendar.next_working(a), calendar.next_working(b)
    assert calendar.working_days_between(a, b) == -calendar.working_days_between(b, a)
