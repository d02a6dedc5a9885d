"""What a page says about dates, and reading it back."""

from __future__ import annotations

from datetime import date, timedelta

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
    midnight,
    midnight_after,
    moment_of,
    parse_when,
    say_day,
    say_day_in_full,
    say_moment,
    say_window,
)

THE_4TH = date(2026, 9, 4)
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"]
days = st.dates(min_value=date(1990, 1, 1), max_value=date(2060, 12, 31))
minutes = st.builds(at_time, days, st.integers(0, 23), st.integers(0, 59))
windows = st.one_of(
    days.map(day_window),
    minutes.map(at),
    st.builds(lambda day, n: Window(midnight(day), midnight_after(day + timedelta(n))), days, st.integers(1, 500)),
    st.builds(lambda lo, n: Window(lo, lo + n * 86_400 * 7), minutes, st.integers(1, 3)),
    st.one_of(days.map(midnight), minutes).map(lambda hi: Window(BEGINNING, hi)),
    st.one_of(days.map(midnight), minutes).map(lambda lo: Window(lo, END)),
    st.just(Window(BEGINNING, END)),
)


@pytest.mark.parametrize(
    "text",
    [
        "2026-09-04",
        "Fri 4 Sep 2026",
        "Fri 4 Sept 2026",
        "Friday 4 September 2026",
        "4 september 2026",
        "FRI, 4 SEPT 2026",
    ],
)
def test_a_day_is_read_in_every_way_people_write_it(text: str) -> None:
    assert parse_when(text) == day_window(THE_4TH)


@pytest.mark.parametrize(
    "text",
    [
        "2026-09-04 10:00",
        "2026-09-04T10:00",
        "2026-09-04 10:00:00",
        "Fri 4 Sept 2026 10:00",
        "Fri 4 Sept 2026, 10am",
        "10am on Fri 4 Sept 2026",
        "10:00 on 2026-09-04",
        "4 September 2026, 10:00am",
    ],
)
def test_a_moment_is_read_in_every_way_people_write_it(text: str) -> None:
    assert parse_when(text) == at(moment_of("2026-09-04 10:00"))


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("12am", "00:00"),
        ("midnight", "00:00"),
        ("12:30am", "00:30"),
        ("midday", "12:00"),
        ("12:30pm", "12:30"),
        ("11:42pm", "23:42"),
    ],
)
def test_twelve_is_read_as_people_mean_it(text: str, time: str) -> None:
    assert parse_when(f"Fri 4 Sept 2026, {text}") == at(moment_of(f"2026-09-04 {time}"))


def test_wider_windows_are_read() -> None:
    first, last = midnight(date(2026, 9, 7)), midnight(date(2026, 9, 15))
    assert parse_when("before 2026-09-07") == Window(BEGINNING, first)
    assert parse_when("not earlier than 2026-09-07") == Window(first, END)
    assert parse_when("after 2026-09-06") == Window(first, END)
    assert parse_when("not later than 2026-09-14") == Window(BEGINNING, last)
    assert parse_when("between 2026-09-07 and 2026-09-14") == Window(first, last)
    assert parse_when("between Mon 7 and Mon 14 Sept 2026") == Window(first, last)
    assert parse_when("between 7 September and 14 September 2026") == Window(first, last)
    assert parse_when("not later than 2026-09-04 10:00").last == moment_of("2026-09-04 10:00")
    assert parse_when("after 2026-09-04 10:00").lo == moment_of("2026-09-04 10:00") + 1


def test_a_wrong_weekday_is_refused_and_the_right_one_is_named() -> None:
    with pytest.raises(ValueError, match=r"^4 September 2026 is a Friday, not a Thursday$"):
        parse_when("Thu 4 Sept 2026")
    with pytest.raises(ValueError, match="is a Friday, not a Monday"):
        parse_when("between Mon 4 and Mon 14 Sept 2026")


@pytest.mark.parametrize(
    "text", ["", "soon", "4 Sept", "Fri 4", "10:00", "2026-09", "before", "4/9/2026", "10am on Friday"]
)
def test_what_cannot_be_read_says_what_was_expected(text: str) -> None:
    with pytest.raises(ValueError, match="such as"):
        parse_when(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("30 Feb 2026", "there is no such date"),
        ("2026-02-30", "there is no such date"),
        ("4 Sex 2026", '"sex" is not the name of a month'),
        ("Fry 4 Sept 2026", '"fry" is not the name of a weekday'),
        ("Fri 4 Sept 2026 13pm", "13pm is not a time of day"),
        ("Fri 4 Sept 2026 25:00", "between 00:00 and 23:59"),
        ("between 2026-09-14 and 2026-09-07", "ends before it begins"),
        ("between 2026-09-14", 'expected "between'),
    ],
)
def test_what_is_no_date_says_why(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse_when(text)


@pytest.mark.parametrize(
    ("month", "said"),
    list(enumerate(MONTHS, 1)),
)
def test_months_are_shortened_as_pages_shorten_them(month: int, said: str) -> None:
    assert f" 4 {said} 2026" in say_day(date(2026, month, 4))


def test_a_day_is_said_short_in_tables_and_in_full_in_letters() -> None:
    assert say_day(THE_4TH) == "Fri 4 Sept 2026"
    assert say_day_in_full(THE_4TH) == "Friday 4 September 2026"


@pytest.mark.parametrize(
    ("time", "said"),
    [
        ("00:00", "midnight"),
        ("00:05", "12:05am"),
        ("10:00", "10am"),
        ("11:42", "11:42am"),
        ("12:00", "midday"),
        ("14:00", "2pm"),
        ("23:59", "11:59pm"),
    ],
)
def test_a_time_is_said_by_the_twelve_hour_clock(time: str, said: str) -> None:
    assert say_moment(moment_of(f"2026-09-04 {time}")) == f"Fri 4 Sept 2026, {said}"


def test_a_summer_moment_is_said_by_london_clocks() -> None:
    assert say_moment(moment_of("2026-07-01 09:00")) == "Wed 1 July 2026, 9am"


def test_in_the_hour_that_comes_twice_the_second_time_is_said_by_its_zone() -> None:
    first = moment_of("2026-10-25 01:30")
    assert say_moment(first) == "Sun 25 Oct 2026, 1:30am"
    assert say_moment(first + 3600) == "Sun 25 Oct 2026, 1:30am GMT"
    assert parse_when("Sun 25 Oct 2026, 1:30am GMT") == parse_when("1:30am GMT on Sun 25 Oct 2026") == at(first + 3600)
    assert parse_when("Fri 4 Sept 2026, 9am GMT") == parse_when("Fri 4 Sept 2026, 10am")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2026-09-04", "Fri 4 Sept 2026"),
        ("2026-09-04 10:00", "10am on Fri 4 Sept 2026"),
        ("before 2026-08-01", "not later than 31 July 2026"),
        ("between 2026-07-01 and 2026-07-31", "between 1 and 31 July 2026"),
        ("between 2026-08-20 and 2026-09-04", "between 20 Aug and 4 Sept 2026"),
        ("between 2026-12-20 and 2027-01-04", "between 20 Dec 2026 and 4 Jan 2027"),
        ("after 2026-09-06", "not earlier than 7 Sept 2026"),
        ("before 2026-09-04 10:00", "before 10am on Fri 4 Sept 2026"),
        ("not earlier than 2026-09-04 10:00", "not earlier than 10am on Fri 4 Sept 2026"),
        (
            "between 2026-09-04 10:00 and 2026-09-05 10:00",
            "between 10am on Fri 4 Sept 2026 and 10am on Sat 5 Sept 2026",
        ),
        ("at any time", "at any time"),
    ],
)
def test_a_window_is_said_in_words(text: str, said: str) -> None:
    assert say_window(parse_when(text)) == said


@given(windows)
def test_what_is_said_is_read_back_as_the_same_window(window: Window) -> None:
    assert parse_when(say_window(window)) == window


@given(minutes)
def test_a_moment_said_is_read_back(m: int) -> None:
    assert parse_when(say_moment(m)) == at(m)


@given(st.text(max_size=30))
def test_any_other_text_is_refused_and_never_breaks(text: str) -> None:
    try:
        window = parse_when(text)
    except ValueError as refused:
        said = str(refused)
    else:
        said = say_window(window)
    assert said
