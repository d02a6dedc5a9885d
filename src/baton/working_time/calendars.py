"""Working days: which days are worked, and counting them in constant time. Holidays are handed in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from baton.working_time.words import say_day

_SATURDAY: Final = 5


class CalendarEnded(Exception):
    """The answer depends on days for which no holidays are known yet. `last_day` is the last known one."""

    def __init__(self, last_day: date) -> None:
        super().__init__(last_day)
        self.last_day = last_day

    def __str__(self) -> str:
        return f"the holiday list ends on {say_day(self.last_day)}"


class CalendarNotBegun(CalendarEnded):
    """The answer depends on days before the holiday list begins. `first_day` is the first known one."""

    def __init__(self, first_day: date, last_day: date) -> None:
        super().__init__(last_day)
        self.args = (first_day, last_day)
        self.first_day = first_day

    def __str__(self) -> str:
        return f"the holiday list begins on {say_day(self.first_day)}"


@dataclass(frozen=True)
class Calendar:
    """Mondays to Fridays, save the holidays and an authority's own closure days, from `first_day` to `last_day`.

    Any answer that would count a day outside the known range raises `CalendarEnded` (or its kind `CalendarNotBegun`),
    weekends too. `digest` is the sha256 of the content, names included: two calendars with one digest give the same
    answers and the same reasons.
    """

    holidays: frozenset[date]
    closures: frozenset[date]
    first_day: date
    last_day: date
    names: Mapping[date, str] = field(default_factory=dict, compare=False, repr=False)
    digest: str = field(init=False, repr=False)
    _base: int = field(init=False, repr=False, compare=False)
    _worked_before: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _worked: tuple[date, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.last_day < self.first_day:
            raise ValueError("a calendar cannot end before it begins")
        base = self.first_day.toordinal()
        closed = {day.toordinal() for day in self.holidays | self.closures}
        running, worked = [0], []
        for ordinal in range(base, self.last_day.toordinal() + 1):
            if (ordinal - 1) % 7 < _SATURDAY and ordinal not in closed:  # ordinal 1 was a Monday
                worked.append(date.fromordinal(ordinal))
            running.append(len(worked))
        object.__setattr__(self, "digest", self._digest())
        object.__setattr__(self, "_base", base)
        object.__setattr__(self, "_worked_before", tuple(running))
        object.__setattr__(self, "_worked", tuple(worked))

    def is_working(self, day: date) -> bool:
        """Whether this day is worked."""
        return self._up_to(day) != self._before(day)

    def next_working(self, day: date) -> date:
        """This day if it is worked, else the first worked day after it."""
        return self._nth(self._before(day))

    def previous_working(self, day: date) -> date:
        """This day if it is worked, else the last worked day before it."""
        return self._nth(self._up_to(day) - 1)

    def add_working_days(self, day: date, n: int) -> date:
        """The nth working day after this day, or before it where n is negative.

        The day itself is day 0, even if it is closed; n = 0 gives the day itself.
        """
        if n > 0:
            return self._nth(self._up_to(day) + n - 1)
        return self._nth(self._before(day) + n) if n < 0 else day

    def working_days_between(self, a: date, b: date) -> int:
        """How many working days after a, up to and including b.

        Where b is earlier, minus the working days before a, back to and including b; so this always undoes
        `add_working_days`, whether or not a itself is worked.
        """
        if b > a:
            return self._up_to(b) - self._up_to(a)
        return self._before(b) - self._before(a) if b < a else 0

    def why_closed(self, day: date) -> str:
        """Why this day is not worked: the holiday's name, "closure day", "Saturday", "Sunday"; "" if it is worked."""
        if self.is_working(day):
            return ""
        if day in self.holidays:
            return self.names.get(day, "holiday")
        return "closure day" if day in self.closures else f"{day:%A}"

    def _before(self, day: date) -> int:
        """How many known worked days come before this day; the day after the last known one may still be asked."""
        index = day.toordinal() - self._base
        if 0 <= index < len(self._worked_before):
            return self._worked_before[index]
        raise self._outside(index)

    def _up_to(self, day: date) -> int:
        """How many known worked days there are up to and including this day; the day before the first may be asked."""
        index = day.toordinal() - self._base + 1
        if 0 <= index < len(self._worked_before):
            return self._worked_before[index]
        raise self._outside(index)

    def _nth(self, index: int) -> date:
        if 0 <= index < len(self._worked):
            return self._worked[index]
        raise self._outside(index)

    def _outside(self, index: int) -> CalendarEnded:
        return CalendarNotBegun(self.first_day, self.last_day) if index < 0 else CalendarEnded(self.last_day)

    def _digest(self) -> str:
        content = {
            "first_day": self.first_day.isoformat(),
            "last_day": self.last_day.isoformat(),
            "holidays": [[day.isoformat(), self.names.get(day, "")] for day in sorted(self.holidays)],
            "closures": [day.isoformat() for day in sorted(self.closures)],
        }
        return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def calendar_from_bank_holidays(
    data: dict[str, Any], division: str = "england-and-wales", closures: Iterable[date] = ()
) -> Calendar:
    """The calendar of one division, from the JSON of https://www.gov.uk/bank-holidays.json.

    Known from 1 January of the first listed year to 31 December of the last. ValueError where the division or a whole
    year is missing, or an event has no date.
    """
    if division not in data:
        raise ValueError(f'no bank holidays for "{division}"; the list has {", ".join(sorted(data)) or "nothing"}')
    try:
        names = {date.fromisoformat(event["date"]): str(event["title"]) for event in data[division]["events"]}
    except (KeyError, TypeError, ValueError) as problem:
        raise ValueError(f'a bank holiday of "{division}" has no date or no title: {problem}') from None
    if not names:
        raise ValueError(f'the list of bank holidays for "{division}" is empty')
    years = {day.year for day in names}
    missing = set(range(min(years), max(years) + 1)) - years
    if missing:
        raise ValueError(f'no bank holidays for "{division}" in {", ".join(map(str, sorted(missing)))}')
    return Calendar(
        holidays=frozenset(names),
        closures=frozenset(closures),
        first_day=date(min(years), 1, 1),
        last_day=date(max(years) + 1, 1, 1) - timedelta(days=1),
        names=names,
    )
