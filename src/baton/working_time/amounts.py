"""Amounts of time as a procedure writes them: "5 working days", "17 years 6 months", "48 hours".

The unit is part of the rule: nothing is converted into anything else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_UNITS: Final = ("years", "months", "weeks", "days", "working_days", "hours", "minutes")
_PART: Final = re.compile(r"([0-9]{1,6}) (year|month|week|day|working day|hour|minute)s?")
_BETWEEN_PARTS: Final = re.compile(r"(?:,? and |, ?| )(?=[0-9])")
_LONGEST_IN_DAYS: Final = 200 * 366
_ROUGH_DAYS: Final = (366, 31, 7, 1, 2, 1 / 24, 1 / 1440)


@dataclass(frozen=True, slots=True)
class Amount:
    """A length of time by its own units, never negative; `Amount()` is "0 days".

    Years, months, weeks and days may stand together, hours and minutes may, working days stand alone: ValueError
    otherwise, and for more than 200 years.
    """

    years: int = 0
    months: int = 0
    weeks: int = 0
    days: int = 0
    working_days: int = 0
    hours: int = 0
    minutes: int = 0

    def __post_init__(self) -> None:
        calendar_units = (self.years, self.months, self.weeks, self.days)
        numbers = (*calendar_units, self.working_days, self.hours, self.minutes)
        if min(numbers) < 0:
            raise ValueError('an amount is never negative: write "before" or "after" beside it')
        families = (self.is_calendar, bool(self.working_days), self.is_elapsed)
        if sum(families) > 1:
            raise ValueError(
                f'"{self}" mixes units that cannot be added up: years, months, weeks and days go together, '
                "hours and minutes go together, working days stand alone"
            )
        if sum(number * rough for number, rough in zip(numbers, _ROUGH_DAYS, strict=True)) > _LONGEST_IN_DAYS:
            raise ValueError(f'"{self}" is longer than 200 years')

    @property
    def is_calendar(self) -> bool:
        """Whether it counts years, months, weeks or days."""
        return bool(self.years or self.months or self.weeks or self.days)

    @property
    def is_elapsed(self) -> bool:
        """Whether it counts hours or minutes, which run over nights, weekends and clock changes."""
        return bool(self.hours or self.minutes)

    @property
    def seconds(self) -> int:
        """Its hours and minutes in seconds; 0 for any other amount."""
        return self.hours * 3600 + self.minutes * 60

    @property
    def total_months(self) -> int:
        """Its years and months in months."""
        return self.years * 12 + self.months

    @property
    def plain_days(self) -> int:
        """Its weeks and days in days."""
        return self.weeks * 7 + self.days

    @classmethod
    def parse(cls, text: str) -> Amount:
        """The amount written in `text`. ValueError says what was expected: a number and a unit."""
        counted: dict[str, int] = {}
        tidy = " ".join(text.lower().split())
        for part in _BETWEEN_PARTS.split(tidy):
            found = _PART.fullmatch(part)
            if found is None:
                raise ValueError(f'expected a number and a unit, such as "5 working days"; found "{text}"')
            unit = found[2].replace(" ", "_") + "s"
            if unit in counted:
                raise ValueError(f'"{text}" says {unit.replace("_", " ")} twice')
            counted[unit] = int(found[1])
        amount = cls(**counted)
        if amount == cls() and ("hours" in counted or "minutes" in counted):
            raise ValueError(f'"{text}" is no time at all: leave it out, or write "0 days" for the same day')
        return amount

    def __str__(self) -> str:
        parts = [f"{number} {_in_words(unit, number)}" for unit in _UNITS if (number := int(getattr(self, unit)))]
        return " ".join(parts) or "0 days"


def _in_words(unit: str, number: int) -> str:
    words = unit.replace("_", " ")
    return words.removesuffix("s") if number == 1 else words
