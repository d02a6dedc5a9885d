"""When a forum sits: weekly, fortnightly from a date, or on the nth weekday of the month; and what closed days do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal, NamedTuple

from baton.working_time.calendars import Calendar, CalendarEnded
from baton.working_time.moments import Moment, at_time, local_day

ClosedDay = Literal["next working day", "working day before", "next same weekday", "cancelled", "stand"]
Break = tuple[date, date]  # from the first to the last day on which the forum does not sit, both included

_ONE_DAY: Final = timedelta(days=1)
_CLOSED_DAYS: Final = ("next working day", "working day before", "next same weekday", "cancelled", "stand")


@dataclass(frozen=True, slots=True)
class Weekly:
    """Every week on this weekday (Monday is 0)."""

    weekday: int

    def __post_init__(self) -> None:
        _check_weekday(self.weekday)

    def from_day(self, day: date) -> Iterator[date]:
        """The nominal days from this day on."""
        return _every(day + timedelta(days=(self.weekday - day.weekday()) % 7), 7)


@dataclass(frozen=True, slots=True)
class Fortnightly:
    """Every second week, before and after `anchor`, which is one of the days and says the weekday too."""

    anchor: date

    def from_day(self, day: date) -> Iterator[date]:
        """The nominal days from this day on."""
        return _every(day + timedelta(days=(self.anchor - day).days % 14), 14)


@dataclass(frozen=True, slots=True)
class Monthly:
    """The nth of this weekday in each month: 1 the first, 2 the second, -1 the last. A fifth is not in every month."""

    nth: int
    weekday: int

    def __post_init__(self) -> None:
        _check_weekday(self.weekday)
        if self.nth not in (1, 2, 3, 4, 5, -1):
            raise ValueError(f"a month has a first to a fifth weekday, or a last (-1); found {self.nth}")

    def from_day(self, day: date) -> Iterator[date]:
        """The nominal days from this day on."""
        month = day.replace(day=1)
        while True:
            following = (month + timedelta(days=31)).replace(day=1)
            nominal = self._in_month(month, following)
            if nominal is not None and nominal >= day:
                yield nominal
            month = following

    def _in_month(self, month: date, following: date) -> date | None:
        if self.nth == -1:
            last = following - _ONE_DAY
            return last - timedelta(days=(last.weekday() - self.weekday) % 7)
        nominal = month + timedelta(days=(self.weekday - month.weekday()) % 7 + 7 * (self.nth - 1))
        return nominal if nominal < following else None


Cadence = Weekly | Fortnightly | Monthly


class Sitting(NamedTuple):
    """One sitting: the day its cadence gives, the moment it is held (None: cancelled), and why the two differ.

    `because` is the closed day's name ("Good Friday", "closure day"), or "" where it is held on its own day.
    """

    nominal: date
    at: Moment | None
    because: str


def sittings(
    cadence: Cadence, hour: int, minute: int, first: date, last: date, calendar: Calendar, closed: ClosedDay,
    breaks: tuple[Break, ...] = (),
) -> Iterator[Sitting]:  # fmt: skip
    """The sittings held from `first` to `last`, both included, in order; a cancelled one counts by its nominal day.

    Where a long closure moves two onto one moment there is one sitting, the first. In a break none is held, unless
    `closed` moves it to the next same weekday. CalendarEnded is raised when the iteration reaches a day whose holidays
    are not known; `stand` asks for no holidays.
    """
    for sitting in _from(cadence, hour, minute, first, calendar, closed, breaks):
        held = sitting.nominal if sitting.at is None else local_day(sitting.at)
        if held > last:
            return
        yield sitting


def next_sitting(
    cadence: Cadence, hour: int, minute: int, after: Moment, calendar: Calendar, closed: ClosedDay
) -> Sitting:
    """The first sitting strictly after this moment; cancelled ones are passed over. CalendarEnded as in `sittings`."""
    for sitting in _from(cadence, hour, minute, local_day(after), calendar, closed):
        if sitting.at is not None and sitting.at > after:
            return sitting
    raise AssertionError("a cadence has no end")


def next_weekly(weekday: int, hour: int, minute: int, after: Moment, calendar: Calendar, closed: ClosedDay) -> Moment:
    """The moment of the first weekly sitting strictly after `after` (Monday is 0)."""
    found = next_sitting(Weekly(weekday), hour, minute, after, calendar, closed).at
    assert found is not None
    return found


def _from(
    cadence: Cadence, hour: int, minute: int, first: date, calendar: Calendar, closed: ClosedDay,
    breaks: tuple[Break, ...] = (),
) -> Iterator[Sitting]:  # fmt: skip
    """The sittings held from this day on, in order, without end."""
    if closed not in _CLOSED_DAYS:
        raise ValueError(f'a sitting on a closed day is one of {", ".join(_CLOSED_DAYS)}; found "{closed}"')
    held: set[Moment] = set()
    for nominal in cadence.from_day(_first_nominal(first, calendar, closed, breaks)):
        sitting = _settle(nominal, hour, minute, calendar, closed, breaks)
        if sitting.at is not None:
            if local_day(sitting.at) < first or sitting.at in held:
                continue
            held.add(sitting.at)
        elif nominal < first:
            continue
        yield sitting


def _first_nominal(first: date, calendar: Calendar, closed: ClosedDay, breaks: tuple[Break, ...]) -> date:
    """The earliest nominal day that can be held on `first` or later: the one after the last working day before it."""
    if closed == "next same weekday":
        longest = max((until - since for since, until in breaks), default=timedelta(0))
        return first - longest - timedelta(days=21)
    if closed != "next working day":
        return first
    try:
        return calendar.previous_working(first - _ONE_DAY) + _ONE_DAY
    except CalendarEnded:
        return first  # outside the known list: the first nominal day will say so


def _settle(
    nominal: date, hour: int, minute: int, calendar: Calendar, closed: ClosedDay, breaks: tuple[Break, ...]
) -> Sitting:
    in_break = _in_break(nominal, breaks)
    if not in_break and (closed == "stand" or calendar.is_working(nominal)):
        return Sitting(nominal, at_time(nominal, hour, minute), "")
    why = "no sittings then" if in_break else calendar.why_closed(nominal)
    if closed == "next same weekday":
        held = nominal
        while _in_break(held, breaks) or not calendar.is_working(held):
            held += timedelta(days=7)
        return Sitting(nominal, at_time(held, hour, minute), why)
    if closed == "cancelled" or in_break:
        return Sitting(nominal, None, why)
    held = calendar.next_working(nominal) if closed == "next working day" else calendar.previous_working(nominal)
    return Sitting(nominal, at_time(held, hour, minute), why)


def _in_break(day: date, breaks: tuple[Break, ...]) -> bool:
    return any(since <= day <= until for since, until in breaks)


def _every(day: date, step: int) -> Iterator[date]:
    while True:
        yield day
        day += timedelta(days=step)


def _check_weekday(weekday: int) -> None:
    if not 0 <= weekday <= 6:
        raise ValueError(f"a weekday runs from 0 (Monday) to 6 (Sunday); found {weekday}")
