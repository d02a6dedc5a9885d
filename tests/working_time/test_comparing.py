"""Three-valued comparisons: what the windows leave open is not known."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from baton.working_time import (
    BEGINNING,
    END,
    Window,
    after,
    at,
    before,
    day_window,
    midnight,
    midnight_after,
    moment_of,
    on_or_after,
    on_or_before,
    parse_when,
)

THE_3RD, THE_4TH, THE_5TH = (day_window(date(2026, 9, day)) for day in (3, 4, 5))
TEN, ELEVEN = at(moment_of("2026-09-04 10:00")), at(moment_of("2026-09-04 11:00"))

near = st.dates(min_value=date(2026, 10, 20), max_value=date(2026, 10, 30))
moments = st.integers(midnight(date(2026, 10, 20)), midnight(date(2026, 10, 30)))
windows = st.one_of(
    near.map(day_window),
    moments.map(at),
    st.builds(lambda lo, width: Window(lo, lo + width), moments, st.integers(1, 500_000)),
    st.builds(lambda day, n: Window(midnight(day), midnight_after(day + timedelta(days=n))), near, st.integers(1, 5)),
    moments.map(lambda m: Window(BEGINNING, m)),
    moments.map(lambda m: Window(m, END)),
)


def test_a_date_against_the_day_before_the_day_and_the_day_after() -> None:
    assert [before(other, THE_4TH) for other in (THE_3RD, THE_4TH, THE_5TH)] == [True, None, False]
    assert [after(other, THE_4TH) for other in (THE_3RD, THE_4TH, THE_5TH)] == [False, None, True]
    assert [on_or_before(other, THE_4TH) for other in (THE_3RD, THE_4TH, THE_5TH)] == [True, True, False]
    assert [on_or_after(other, THE_4TH) for other in (THE_3RD, THE_4TH, THE_5TH)] == [False, True, True]


def test_two_moments_are_compared_to_the_second() -> None:
    assert (before(TEN, ELEVEN), before(ELEVEN, TEN), before(TEN, TEN)) == (True, False, False)
    assert (on_or_before(TEN, ELEVEN), on_or_before(ELEVEN, TEN), on_or_before(TEN, TEN)) == (True, False, True)


def test_a_date_and_a_moment_on_one_day_leave_the_strict_order_open_but_are_on_one_another() -> None:
    for a, b in ((THE_4TH, TEN), (TEN, THE_4TH)):
        assert before(a, b) is None
        assert after(a, b) is None
        assert on_or_before(a, b) is True
        assert on_or_after(a, b) is True


def test_what_is_recorded_today_by_its_date_is_on_itself_and_before_what_follows() -> None:
    so_far = Window(THE_4TH.lo, TEN.lo)
    assert on_or_after(so_far, so_far) is True
    assert on_or_before(so_far, THE_4TH) is True
    assert before(so_far, ELEVEN) is True


def test_a_date_is_not_before_the_midnight_that_begins_it() -> None:
    assert before(THE_4TH, at(midnight(date(2026, 9, 4)))) is False
    assert before(THE_4TH, at(midnight(date(2026, 9, 5)))) is True


def test_a_vague_window_is_not_known_where_it_overlaps_and_known_where_it_does_not() -> None:
    in_the_week = parse_when("between 2026-09-03 and 2026-09-09")
    for compare in (before, after, on_or_before, on_or_after):
        assert compare(in_the_week, TEN) is None
        assert compare(in_the_week, THE_4TH) is None
    assert before(in_the_week, day_window(date(2026, 9, 10))) is True
    assert on_or_before(in_the_week, day_window(date(2026, 9, 2))) is False


def test_a_vague_window_that_ends_on_the_day_is_on_or_before_it_for_certain() -> None:
    by_the_9th = parse_when("between 2026-09-03 and 2026-09-09")
    assert on_or_before(by_the_9th, day_window(date(2026, 9, 9))) is True
    assert before(by_the_9th, day_window(date(2026, 9, 9))) is None


def test_before_an_extract_is_before_the_extract_and_open_further_back() -> None:
    extract = parse_when("before 2026-03-31")
    assert before(extract, day_window(date(2026, 3, 31))) is True
    assert on_or_before(extract, day_window(date(2026, 3, 30))) is True
    assert before(extract, day_window(date(2026, 3, 30))) is None
    assert after(extract, day_window(date(2020, 1, 1))) is None


def test_the_two_half_past_ones_of_the_night_the_clocks_go_back_are_in_order() -> None:
    first = at(moment_of("2026-10-25 01:30"))
    second = at(first.lo + 3600)
    assert before(first, second) is True
    assert on_or_before(second, day_window(date(2026, 10, 25))) is True


@given(windows, windows)
def test_comparisons_are_antisymmetric(a: Window, b: Window) -> None:
    assert before(a, b) == after(b, a)
    assert on_or_before(a, b) == on_or_after(b, a)
    assert not (before(a, b) and before(b, a))
    if before(a, b):
        assert after(a, b) is False
        assert on_or_before(a, b) is True
        assert on_or_after(a, b) is False


@given(windows, windows)
def test_on_or_before_is_false_only_where_after_is_certain(a: Window, b: Window) -> None:
    if on_or_before(a, b) is False:
        assert after(a, b) is True
    assert on_or_before(a, b) is not False or on_or_after(a, b) is True


@given(windows, windows, st.data())
def test_a_certain_answer_holds_for_every_moment_the_windows_allow(a: Window, b: Window, data: st.DataObject) -> None:
    low, high = midnight(date(2026, 10, 1)), midnight(date(2026, 11, 20))
    m = data.draw(st.integers(max(a.lo, low), min(a.last, high)))
    n = data.draw(st.integers(max(b.lo, low), min(b.last, high)))
    strict = before(a, b)
    if strict is not None:
        assert strict == (m < n)


@given(windows, windows, windows)
def test_being_before_carries_over(a: Window, b: Window, c: Window) -> None:
    if before(a, b) and before(b, c):
        assert before(a, c) is True
