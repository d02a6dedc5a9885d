"""Birthdays, ages and school years (C14, C33)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baton.working_time import Amount, LeapBirthday, age_on, age_point, birthday, next_1_september, school_year_start

LEAP_CHILD = date(2008, 2, 29)
births = st.one_of(st.dates(min_value=date(2000, 1, 1), max_value=date(2026, 12, 31)), st.just(LEAP_CHILD))
leap_rules: st.SearchStrategy[LeapBirthday] = st.sampled_from(["1 March", "28 February"])


def test_a_birthday_is_the_same_day_of_the_year() -> None:
    assert birthday(date(2008, 9, 4), 18) == date(2026, 9, 4)
    assert birthday(date(2008, 9, 4), 0) == date(2008, 9, 4)


def test_born_on_29_february_the_birthday_in_a_common_year_is_1_march() -> None:
    assert birthday(LEAP_CHILD, 18) == date(2026, 3, 1)
    assert birthday(LEAP_CHILD, 20) == date(2028, 2, 29)


def test_born_on_29_february_the_birthday_may_be_set_to_28_february() -> None:
    assert birthday(LEAP_CHILD, 18, leap="28 February") == date(2026, 2, 28)
    assert birthday(LEAP_CHILD, 20, leap="28 February") == date(2028, 2, 29)


def test_seventeen_and_a_half_clips_to_the_months_end() -> None:
    seventeen_and_a_half = Amount.parse("17 years 6 months")
    assert age_point(date(2009, 3, 15), seventeen_and_a_half) == date(2026, 9, 15)
    assert age_point(date(2009, 8, 31), seventeen_and_a_half) == date(2027, 2, 28)
    assert age_point(date(2010, 8, 31), seventeen_and_a_half) == date(2028, 2, 29)
    assert age_point(date(2009, 8, 29), seventeen_and_a_half) == date(2027, 2, 28)
    assert age_point(LEAP_CHILD, seventeen_and_a_half) == date(2025, 8, 29)


def test_a_whole_number_of_years_given_in_months_falls_on_the_birthday() -> None:
    assert age_point(LEAP_CHILD, Amount(months=216)) == birthday(LEAP_CHILD, 18)


def test_weeks_and_days_of_age_are_counted_after_years_and_months() -> None:
    assert age_point(date(2026, 8, 31), Amount(weeks=6)) == date(2026, 10, 12)
    assert age_point(date(2026, 8, 31), Amount(months=1, days=1)) == date(2026, 10, 1)


@pytest.mark.parametrize("amount", [Amount(working_days=5), Amount(hours=5)])
def test_nobodys_age_is_counted_in_working_days_or_hours(amount: Amount) -> None:
    with pytest.raises(ValueError, match="an age is counted in"):
        age_point(date(2009, 3, 15), amount)


@pytest.mark.parametrize(
    ("day", "age"),
    [
        (date(2026, 9, 3), (17, 11)),
        (date(2026, 9, 4), (18, 0)),
        (date(2026, 9, 5), (18, 0)),
        (date(2026, 10, 3), (18, 0)),
        (date(2026, 10, 4), (18, 1)),
        (date(2008, 9, 4), (0, 0)),
    ],
)
def test_age_the_day_before_on_and_after_the_birthday(day: date, age: tuple[int, int]) -> None:
    assert age_on(date(2008, 9, 4), day) == age


def test_the_leap_child_is_17_on_28_february_and_18_on_1_march() -> None:
    assert age_on(LEAP_CHILD, date(2026, 2, 28)) == (17, 11)
    assert age_on(LEAP_CHILD, date(2026, 3, 1)) == (18, 0)
    assert age_on(LEAP_CHILD, date(2026, 2, 28), leap="28 February") == (18, 0)


def test_there_is_no_age_before_birth() -> None:
    with pytest.raises(ValueError, match="not born until 2008-09-04"):
        age_on(date(2008, 9, 4), date(2008, 9, 3))


@pytest.mark.parametrize(
    ("born", "reception"),
    [
        (date(2011, 8, 31), date(2015, 9, 1)),
        (date(2011, 9, 1), date(2016, 9, 1)),
        (date(2012, 8, 31), date(2016, 9, 1)),
        (date(2012, 9, 1), date(2017, 9, 1)),
    ],
)
def test_a_school_cohort_is_born_from_1_september_to_31_august(born: date, reception: date) -> None:
    assert school_year_start(born, 0) == reception
    assert school_year_start(born, 9) == reception.replace(year=reception.year + 9)


def test_there_are_no_year_groups_after_13_or_before_reception() -> None:
    for year in (-1, 14):
        with pytest.raises(ValueError, match=f"found {year}"):
            school_year_start(date(2012, 8, 31), year)


def test_the_next_1_september_is_strictly_after() -> None:
    assert next_1_september(date(2026, 8, 31)) == date(2026, 9, 1)
    assert next_1_september(date(2026, 9, 1)) == date(2027, 9, 1)
    assert next_1_september(date(2026, 9, 2)) == date(2027, 9, 1)


@given(births, st.integers(0, 25), leap_rules)
def test_a_child_turns_n_on_the_nth_birthday_and_not_the_day_before(born: date, n: int, leap: LeapBirthday) -> None:
    turning = birthday(born, n, leap)
    assert age_on(born, turning, leap) == (n, 0)
    if n:
        assert age_on(born, turning - timedelta(days=1), leap) == (n - 1, 11)


@given(births, st.integers(0, 300))
def test_a_child_reaches_every_age_in_months_on_its_point_and_not_before(born: date, months: int) -> None:
    point = age_point(born, Amount(months=months))
    assert age_on(born, point) == divmod(months, 12)
    if months:
        assert age_on(born, point - timedelta(days=1)) < divmod(months, 12)


@given(births)
def test_reception_starts_at_four_and_before_the_child_is_five_and_a_day(born: date) -> None:
    starts = school_year_start(born, 0)
    assert birthday(born, 4) <= starts <= birthday(born, 5)
