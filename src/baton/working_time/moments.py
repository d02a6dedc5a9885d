"""Moments and windows: when something happened, as exactly as it is known.

A moment is whole seconds since 1970 in UTC; days are London days, by zoneinfo. Nothing here reads the clock.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

Moment = int

BEGINNING: Final[Moment] = -(2**62)
END: Final[Moment] = 2**62
LONDON: Final = ZoneInfo("Europe/London")

_DAY: Final = 86_400
_ORDINAL_OF_1970: Final = date(1970, 1, 1).toordinal()
_FIRST_ORDINAL: Final = date.min.toordinal()
_LAST_ORDINAL: Final = date.max.toordinal()
_REMEMBERED_DAYS: Final = 2**16  # about 180 years: every day a child's file can name

_MOMENT_TEXT: Final = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})[ T]([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?",
)


class Window(NamedTuple):
    """When something happened, as exactly as it is known: a moment, a London day, or something vaguer.

    ``lo`` is the first second it can have been. ``hi`` is the first second it cannot have been any more, save for a
    moment, which has no width (``lo == hi``). ``BEGINNING`` and ``END`` are the open ends.
    """

    lo: Moment
    hi: Moment

    @property
    def is_moment(self) -> bool:
        """Whether the second itself is known."""
        return self.lo == self.hi

    @property
    def is_day(self) -> bool:
        """Whether this is known by the day: one London day (23, 24 or 25 hours), or so much of it as had passed when
        it was recorded."""
        if self.lo == self.hi or self.lo <= BEGINNING:
            return False
        whole = day_window(local_day(self.lo))
        return self.lo == whole.lo and self.hi <= whole.hi

    @property
    def is_vague(self) -> bool:
        """Whether this is neither a moment nor known by the day."""
        return self.lo != self.hi and not self.is_day

    @property
    def last(self) -> Moment:
        """The last second it can have been."""
        return self.hi if self.lo == self.hi else self.hi - 1

    @property
    def first_day(self) -> date:
        """The first London day it can have been; 1 January of year 1 where the beginning is open."""
        return local_day(self.lo)

    @property
    def last_day(self) -> date:
        """The last London day it can have been; 31 December 9999 where the end is open."""
        return local_day(self.last)


@lru_cache(maxsize=_REMEMBERED_DAYS)
def midnight(day: date) -> Moment:
    """The moment at which this day begins in London (source: tz database, Europe/London)."""
    return int(datetime(day.year, day.month, day.day, tzinfo=LONDON).timestamp())


def midnight_after(day: date) -> Moment:
    """The moment at which this day has ended in London; ``END`` for 31 December 9999."""
    ordinal = day.toordinal()
    return END if ordinal == _LAST_ORDINAL else midnight(date.fromordinal(ordinal + 1))


def local_day(m: Moment) -> date:
    """The London day in which this moment lies; the first or last day a date can be where the moment is further out."""
    boundary, day_before, day_from = _days_around(m // _DAY)
    return day_before if m < boundary else day_from


@lru_cache(maxsize=_REMEMBERED_DAYS)
def _days_around(utc_day: int) -> tuple[Moment, date, date]:
    """The London midnight inside (or at the end of) one UTC day, and the London days on its two sides."""
    ordinal = utc_day + _ORDINAL_OF_1970
    if ordinal < _FIRST_ORDINAL:
        return END, date.min, date.min
    if ordinal > _LAST_ORDINAL:
        return END, date.max, date.max
    day = date.fromordinal(ordinal)
    begins = midnight(day)
    if begins > utc_day * _DAY:  # local mean time before December 1847 ran 75 seconds behind
        return begins, date.fromordinal(max(ordinal - 1, _FIRST_ORDINAL)), day
    return midnight_after(day), day, date.fromordinal(min(ordinal + 1, _LAST_ORDINAL))


def wall_time(m: Moment) -> datetime:
    """London date and time of this moment, with its zone. OverflowError or ValueError for the open ends."""
    return datetime.fromtimestamp(m, LONDON)


def at_time(day: date, hour: int, minute: int, second: int = 0) -> Moment:
    """The moment at which London clocks show this time on this day.

    A time that the clocks skip (29 March 2026, 01:30) moves forward by the gap (02:30 summer time). A time that comes
    twice (25 October 2026, 01:30) is the first of the two. ValueError if there is no such time on any clock.
    """
    if not (0 <= hour < 24 and 0 <= minute < 60 and 0 <= second < 60):
        raise ValueError(f"a time is between 00:00 and 23:59; found {hour:02}:{minute:02}:{second:02}")
    begins = midnight(day)
    if midnight_after(day) - begins == _DAY:
        return begins + hour * 3600 + minute * 60 + second
    return int(datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=LONDON).timestamp())


def moment_of(text: str) -> Moment:
    """The moment of London wall time written ``2026-09-04 10:00`` or ``2026-09-04 10:00:30``.

    Skipped and repeated times as in `at_time`. ValueError says what was expected.
    """
    found = _MOMENT_TEXT.fullmatch(text.strip())
    if found is None:
        raise ValueError(f'expected a date and a time, such as "2026-09-04 10:00"; found "{text}"')
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
    try:
        return at_time(date(year, month, day), hour, minute, second)
    except ValueError as problem:
        raise ValueError(f'"{text}" is not a date and time: {problem}') from None


@lru_cache(maxsize=_REMEMBERED_DAYS)
def day_window(day: date) -> Window:
    """This whole London day: from its midnight up to the next."""
    return Window(midnight(day), midnight_after(day))


def at(m: Moment) -> Window:
    """This very moment, as a window without width."""
    return Window(m, m)


def start_of_day(w: Window) -> Moment:
    """The London midnight that begins the first day of this window; ``BEGINNING`` stays open."""
    return BEGINNING if w.lo <= BEGINNING else midnight(local_day(w.lo))


def end_of_day(w: Window) -> Moment:
    """The last second of the last day of this window, so that it is still that day; ``END`` stays open."""
    return END if w.hi >= END else midnight_after(w.last_day) - 1


def last_moment(limit: Window) -> Moment:
    """The last second that is still in time for this limit: a date lasts to its end."""
    return limit.last


def late_since(limit: Window) -> Moment:
    """The instant from which what is not done is late: the end of a day or vaguer window, or the moment itself."""
    return limit.hi
