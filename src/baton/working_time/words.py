"""Dates and times in words, both ways: what a page says, `parse_when` reads back."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Final

from baton.working_time.moments import (
    BEGINNING,
    END,
    Moment,
    Window,
    at,
    at_time,
    day_window,
    local_day,
    midnight,
    moment_of,
    wall_time,
)

_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_SHORT_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")

_CLOCK: Final = "[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?"
_TIME: Final = rf"(?P<time>{_CLOCK}|(?:{_CLOCK}|[0-9]{{1,2}})[ap]m|midday|midnight)(?P<zone> gmt)?"
_ISO_DAY: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_ISO_MOMENT: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ t][0-9:]+")
_TIME_ON: Final = re.compile(rf"{_TIME} on (?P<day>.+)")
_DAY_TIME: Final = re.compile(rf"(?P<day>.+?),? {_TIME}")
_SPOKEN_DAY: Final = re.compile(
    r"(?:(?P<weekday>[a-z]{3,9}),? )?(?P<day>[0-9]{1,2})(?: (?P<month>[a-z]{3,9})(?: (?P<year>[0-9]{4}))?)?"
)
_EXPECTED: Final = '"2026-09-04", "2026-09-04 10:00", "Fri 4 Sept 2026" or "before 2026-09-04"'


def say_time(m: Moment) -> str:
    """The London time of day: "10am", "11:42am", "midday", "midnight". Seconds are left out.

    In the hour that comes twice in October, the second time is said by its zone: "1:30am GMT".
    """
    clock = wall_time(m)
    if clock.minute == 0 and clock.hour in (0, 12):
        return "midday" if clock.hour else "midnight"
    minutes = f":{clock.minute:02}" if clock.minute else ""
    return f"{clock.hour % 12 or 12}{minutes}{'am' if clock.hour < 12 else 'pm'}{' GMT' if clock.fold else ''}"


def say_day(day: date) -> str:
    """The day for a table: "Fri 4 Sept 2026"."""
    return f"{_WEEKDAYS[day.weekday()][:3]} {_day_month(day)} {day.year}"


def say_day_in_full(day: date) -> str:
    """The day for a heading or a letter: "Friday 4 September 2026"."""
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def say_moment(m: Moment) -> str:
    """The moment to the minute, London time: "Fri 4 Sept 2026, 10am"."""
    return f"{say_day(local_day(m))}, {say_time(m)}"


def say_window(w: Window) -> str:
    """The window in words.

    "Fri 4 Sept 2026" for a day or what had passed of it, "10am on Fri 4 Sept 2026" for a moment, "not later than 31
    July 2026", "not earlier than 7 Sept 2026", "between 1 and 31 July 2026" (both days included), and the same with
    times where an end is not a midnight. "at any time" where nothing is known.
    """
    if w.is_moment:
        return _time_on(w.lo)
    if w.is_day:
        return say_day(local_day(w.lo))
    open_lo, open_hi = w.lo <= BEGINNING, w.hi >= END
    if open_lo and open_hi:
        return "at any time"
    if open_lo:
        return f"not later than {_plain(w.last_day)}" if _ends_a_day(w.hi) else f"before {_time_on(w.hi)}"
    whole_lo = w.lo == midnight(local_day(w.lo))
    if open_hi:
        return f"not earlier than {_plain(w.first_day) if whole_lo else _time_on(w.lo)}"
    if whole_lo and _ends_a_day(w.hi):
        return _say_days_between(w.first_day, w.last_day)
    return f"between {_time_on(w.lo)} and {_time_on(w.hi)}"


def parse_when(text: str) -> Window:
    """The window written in `text`; reads what `say_window` says.

    A day: ``2026-09-04``, ``Fri 4 Sept 2026``. A moment: ``2026-09-04 10:00``, ``Fri 4 Sept 2026 10:00``, ``10am on
    Fri 4 Sept 2026``. Wider: ``before X``, ``not later than X``, ``after X``, ``not earlier than X``, ``between X and
    Y`` (Y's day included; a time in Y is where it stops), ``at any time``. London time. ValueError says what was
    expected, or which weekday the date is.
    """
    tidy = " ".join(text.lower().split())
    if tidy == "at any time":
        return Window(BEGINNING, END)
    for opening, edge in (("before ", 0), ("not later than ", 1)):
        if tidy.startswith(opening):
            return Window(BEGINNING, _edge(_parse_point(tidy.removeprefix(opening), text), edge))
    for opening, edge in (("after ", 1), ("not earlier than ", 0)):
        if tidy.startswith(opening):
            return Window(_edge(_parse_point(tidy.removeprefix(opening), text), edge), END)
    if tidy.startswith("between "):
        return _parse_between(tidy.removeprefix("between "), text)
    return _parse_point(tidy, text)


def _day_month(day: date) -> str:
    return f"{day.day} {_SHORT_MONTHS[day.month - 1]}"


def _plain(day: date) -> str:
    return f"{_day_month(day)} {day.year}"


def _time_on(m: Moment) -> str:
    return f"{say_time(m)} on {say_day(local_day(m))}"


def _ends_a_day(m: Moment) -> bool:
    return m == midnight(local_day(m))


def _say_days_between(first: date, last: date) -> str:
    if first.year != last.year:
        return f"between {_plain(first)} and {_plain(last)}"
    opening = str(first.day) if first.month == last.month else _day_month(first)
    return f"between {opening} and {_plain(last)}"


def _edge(w: Window, edge: int) -> Moment:
    """The beginning of the window (0), or the first second after it (1)."""
    if edge == 0:
        return w.lo
    return w.hi + 1 if w.is_moment else w.hi


def _parse_between(tidy: str, text: str) -> Window:
    parts = tidy.split(" and ")
    if len(parts) != 2:
        raise ValueError(f'expected "between 2026-09-07 and 2026-09-14"; found "{text}"')
    until = _parse_point(parts[1], text)
    since = _parse_point(parts[0], text, until.last_day)
    if since.lo >= until.hi:
        raise ValueError(f'"{text}" ends before it begins')
    return Window(since.lo, until.hi)


def _parse_point(tidy: str, text: str, near: date | None = None) -> Window:
    """One day or one moment; a month or year left out is taken from `near`, if given."""
    if _ISO_MOMENT.fullmatch(tidy):
        return at(moment_of(tidy.replace("t", " ")))
    found = _TIME_ON.fullmatch(tidy) or _DAY_TIME.fullmatch(tidy)
    if found:
        day, clock = _parse_day(found["day"], text, near), _parse_time(found["time"], text)
        return at(_greenwich(day, *clock) if found["zone"] else at_time(day, *clock))
    return day_window(_parse_day(tidy, text, near))


def _parse_day(tidy: str, text: str, near: date | None) -> date:
    iso, spoken = _ISO_DAY.fullmatch(tidy), _SPOKEN_DAY.fullmatch(tidy)
    if iso:
        return _real_day(int(iso[1]), int(iso[2]), int(iso[3]), text)
    if spoken is None or (near is None and not spoken["year"]):
        raise ValueError(f'expected a date or a time, such as {_EXPECTED}; found "{text}"')
    year = int(spoken["year"]) if spoken["year"] else near.year if near else 0
    month = _index(spoken["month"], _MONTHS, text) + 1 if spoken["month"] else near.month if near else 0
    day = _real_day(year, month, int(spoken["day"]), text)
    if spoken["weekday"] and _index(spoken["weekday"], _WEEKDAYS, text) != day.weekday():
        written = _WEEKDAYS[_index(spoken["weekday"], _WEEKDAYS, text)]
        raise ValueError(f"{say_day_in_full(day).split(' ', 1)[1]} is a {_WEEKDAYS[day.weekday()]}, not a {written}")
    return day


def _real_day(year: int, month: int, day: int, text: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(f'there is no such date: "{text}"') from None


def _parse_time(tidy: str, text: str) -> tuple[int, int, int]:
    if tidy in ("midday", "midnight"):
        return (12 if tidy == "midday" else 0), 0, 0
    half = tidy[-2:] if tidy.endswith("m") else ""
    hour, minute, second = (int(part) for part in (tidy.removesuffix(half) + ":0:0").split(":")[:3])
    if half:
        if not 1 <= hour <= 12:
            raise ValueError(f'{tidy} is not a time of day, in "{text}"')
        hour = hour % 12 + (12 if half == "pm" else 0)
    return hour, minute, second


def _greenwich(day: date, hour: int, minute: int, second: int) -> Moment:
    at_time(day, hour, minute, second)  # refuses what is no time of day
    return int(datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=UTC).timestamp())


def _index(word: str, names: tuple[str, ...], text: str) -> int:
    for index, name in enumerate(names):
        if name.lower().startswith(word):
            return index
    raise ValueError(f'"{word}" is not the name of a {"month" if len(names) == 12 else "weekday"}, in "{text}"')
