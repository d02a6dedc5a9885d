"""Birthdays, ages in years and months, and school years.

Law knows no birthday on 29 February in a common year; the field counts it on 1 March unless told otherwise.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final, Literal

from baton.working_time.amounts import Amount
from baton.working_time.shifting import add_months, length_of_month

LeapBirthday = Literal["1 March", "28 February"]

_LAST_SCHOOL_YEAR: Final = 13


def birthday(born: date, n: int, leap: LeapBirthday = "1 March") -> date:
    """The nth birthday; the 0th is the birth. Born on 29 February: on `leap` in a year without that day."""
    return _months_after_birth(born, n * 12, leap)


def age_point(born: date, amount: Amount, leap: LeapBirthday = "1 March") -> date:
    """The day that lies this amount after birth, such as "17 years 6 months".

    Months clip to the month's end (born 31 August: six months old on 28 February). Born on 29 February, a whole number
    of years falls on `leap` in a common year. ValueError for working days and hours, by which nobody's age is counted.
    """
    if amount.working_days or amount.is_elapsed:
        raise ValueError(f'an age is counted in years, months, weeks and days; found "{amount}"')
    return _months_after_birth(born, amount.total_months, leap) + timedelta(days=amount.plain_days)


def age_on(born: date, day: date, leap: LeapBirthday = "1 March") -> tuple[int, int]:
    """Completed years and months on this day. ValueError before birth."""
    if day < born:
        raise ValueError(f"not born until {born.isoformat()}")
    months = (day.year - born.year) * 12 + day.month - born.month
    if _months_after_birth(born, months, leap) > day:
        months -= 1
    return divmod(months, 12)


def school_year_start(born: date, year: int) -> date:
    """The 1 September on which a child born then starts this year group; 0 is Reception, 7 the first of secondary.

    A cohort is born from 1 September to 31 August; Reception starts in the school year in which they turn five
    (School Admissions Code; Education Act 1996 section 8). ValueError for a group outside 0 to 13.
    """
    if not 0 <= year <= _LAST_SCHOOL_YEAR:
        raise ValueError(f"year groups run from 0 (Reception) to {_LAST_SCHOOL_YEAR}; found {year}")
    cohort = born.year if born.month >= 9 else born.year - 1
    return date(cohort + 5 + year, 9, 1)


def next_1_september(day: date) -> date:
    """The first 1 September strictly after this day."""
    return date(day.year if day.month < 9 else day.year + 1, 9, 1)


def _months_after_birth(born: date, months: int, leap: LeapBirthday) -> date:
    point = add_months(born, months)
    born_on_leap_day = born.month == 2 and born.day == 29
    if born_on_leap_day and point.month == 2 and length_of_month(point.year, 2) == 28 and leap == "1 March":
        return date(point.year, 3, 1)
    return point
