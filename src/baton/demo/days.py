"""Days and working times of a made-up world, counted from its own now."""

from __future__ import annotations

from datetime import date
from random import Random

from baton.working_time import Calendar, Moment, at_time


def working_day(calendar: Calendar, day: date, count: int = 0) -> date:
    """The working day `count` working days after (or before) this one; for 0 the day itself, or the next one worked."""
    return calendar.add_working_days(day, count) if count else calendar.next_working(day)


def in_hours(chance: Random, day: date, first: int = 9, last: int = 16) -> Moment:
    """A moment of this day between two full hours, to five minutes."""
    return at_time(day, chance.randint(first, last), 5 * chance.randint(0, 11))
