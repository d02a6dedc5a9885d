"""Moving a window by an amount, and on to or back to a working day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final, Literal

from baton.working_time.amounts import Amount
from baton.working_time.calendars import Calendar
from baton.working_time.moments import (
    BEGINNING,
    END,
    Moment,
    Window,
    at_time,
    day_window,
    local_day,
    midnight,
    midnight_after,
    wall_time,
)

Direction = Literal[1, -1]
Roll = Literal["none", "back to working day", "on to working day"]

_MONTH_LENGTHS: Final = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def add_months(day: date, months: int) -> date:
    """The same day of the month, so many months on (or back), clipped to the month's end: 30 Nov + 3 is 28 Feb."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise OverflowError(f"no date in year {year}")
    return date(year, month + 1, min(day.day, length_of_month(year, month + 1)))


def length_of_month(year: int, month: int) -> int:
    """How many days this month has."""
    leap_day = month == 2 and (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))
    return _MONTH_LENGTHS[month - 1] + leap_day


def shift_day(day: date, amount: Amount, direction: Direction, calendar: Calendar) -> date:
    """This day moved by working days, or by years and months first and then weeks and days.

    ValueError for hours and minutes, which move moments; CalendarEnded where the holidays are not known.
    """
    if amount.is_elapsed:
        raise ValueError(f'"{amount}" moves a moment, not a date')
    if amount.working_days:
        return calendar.add_working_days(day, direction * amount.working_days)
    if amount.total_months:
        day = add_months(day, direction * amount.total_months)
    return date.fromordinal(day.toordinal() + direction * amount.plain_days) if amount.plain_days else day


def shift(window: Window, amount: Amount, direction: Direction, calendar: Calendar) -> Window:
    """This window moved forward (+1) or back (-1) by an amount.

    Hours and minutes are elapsed time: both ends move, over nights and clock changes. Everything else is counted on
    the London date and gives a whole day, also from a moment; a vague window moves both its days and stays vague.
    Open ends stay open. The window's day is day 0 (C70, C71, C72).
    """
    if amount.is_elapsed:
        return _move_ends(window, direction * amount.seconds)
    return _move_days(window, lambda day: shift_day(day, amount, direction, calendar))


def shift_in_office(
    window: Window, amount: Amount, direction: Direction, calendar: Calendar, hours: tuple[int, int]
) -> Window:
    """This window moved by hours and minutes that run only while the office is open on working days (C72).

    `hours` are minutes of the day, opening and closing. A moment outside them counts from the next opening (backwards:
    from the last closing); what ends at closing time ends on that day. Open ends stay open; CalendarEnded as elsewhere.
    """
    lo = window.lo if window.lo <= BEGINNING else _in_office(window.lo, amount.seconds, direction, calendar, hours)
    if window.lo == window.hi:
        return Window(lo, lo)
    hi = window.hi if window.hi >= END else _in_office(window.hi, amount.seconds, direction, calendar, hours)
    return Window(min(lo, hi), hi)


def _in_office(m: Moment, seconds: int, direction: Direction, calendar: Calendar, hours: tuple[int, int]) -> Moment:
    day = local_day(m)
    while True:
        if calendar.is_working(day):
            opens, closes = (at_time(day, *divmod(minute, 60)) for minute in hours)
            left = closes - max(m, opens) if direction == 1 else min(m, closes) - opens
            if left > 0 and seconds <= left:
                return max(m, opens) + seconds if direction == 1 else min(m, closes) - seconds
            seconds -= max(left, 0)
        day = day.fromordinal(day.toordinal() + direction)


def roll(window: Window, how: Roll, calendar: Calendar) -> Window:
    """This window moved off closed days, back or on; its time of day is kept. Open ends stay open."""
    if how == "none":
        return window
    move = calendar.previous_working if how == "back to working day" else calendar.next_working
    if window.is_day:
        return day_window(move(window.first_day))
    lo = window.lo if window.lo <= BEGINNING else _same_time_on(move(window.first_day), window.lo)
    if window.is_moment:
        return Window(lo, lo)
    return Window(lo, window.hi if window.hi >= END else _same_time_on(move(window.last_day), window.last) + 1)


def _move_ends(window: Window, seconds: int) -> Window:
    lo = window.lo if window.lo <= BEGINNING else window.lo + seconds
    return Window(lo, window.hi if window.hi >= END else window.hi + seconds)


def _move_days(window: Window, move: Callable[[date], date]) -> Window:
    if window.lo <= BEGINNING or window.hi >= END:
        lo = BEGINNING if window.lo <= BEGINNING else midnight(move(window.first_day))
        return Window(lo, END if window.hi >= END else midnight_after(move(window.last_day)))
    first = local_day(window.lo)
    last = first if window.lo == window.hi else local_day(window.hi - 1)
    moved = move(first)
    if first == last:
        return day_window(moved)
    return Window(midnight(moved), midnight_after(move(last)))


def _same_time_on(day: date, m: Moment) -> Moment:
    if day == local_day(m):
        return m
    clock = wall_time(m)
    return at_time(day, clock.hour, clock.minute, clock.second)
