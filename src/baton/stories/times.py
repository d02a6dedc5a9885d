"""Dates and times as a story writes them: always with the weekday, which is checked. "Thu 27 Aug 2026 10:00"."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from baton.working_time import BEGINNING, END, Moment, Window, local_day, midnight, parse_when, wall_time

_POINT: Final = r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]* [0-9]{1,2} [A-Z][a-z]{2,8} [0-9]{4}(?: [0-9]{1,2}:[0-9]{2})?"
A_TIME: Final = re.compile(rf"(?:{_POINT}|between {_POINT} and {_POINT}|(?:before|not later than|after) {_POINT})")
_ISO: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[ T]([0-9]{2}:[0-9]{2}))?")
NOT_KNOWN: Final = "not known"


def looks_like_a_time(text: str) -> bool:
    """Whether this text is a date or time in the story's own form."""
    return A_TIME.fullmatch(text) is not None


def read_when(text: str) -> Window:
    """The window that a story's date, time or span stands for. ValueError says what was expected."""
    if not looks_like_a_time(text):
        iso = _ISO.fullmatch(text)
        hint = 'such as "Thu 27 Aug 2026" or "Thu 27 Aug 2026 10:00"'
        if iso is not None:
            try:
                day = datetime.fromisoformat(iso[1])
            except ValueError:
                raise ValueError(f'there is no such date: "{text}"') from None
            clock = f" {iso[2]}" if iso[2] else ""
            hint = f'with its weekday: "{_day(day)}{clock}"'
        raise ValueError(f'needs a date, {hint}; found "{text}"')
    return parse_when(text)


def read_moment(text: str) -> Moment:
    """The moment that a story's time stands for; a bare day is its first moment."""
    return read_when(text).lo


def iso_text(window: Window) -> str:
    """The same as an entry's value says it: "2026-08-27" for a day, "2026-08-27 10:00" for a moment."""
    return f"{wall_time(window.lo):%Y-%m-%d}" if window.is_day else f"{wall_time(window.lo):%Y-%m-%d %H:%M}"


def say(value: Window | Moment | None) -> str:
    """A time as a story would write it, so that it can be pasted into one."""
    if value is None:
        return NOT_KNOWN
    if isinstance(value, Window):
        return _say_window(value)
    return _say_moment(value)


def _say_window(w: Window) -> str:
    if w.is_moment:
        return _say_moment(w.lo)
    if w.is_day:
        return _day(wall_time(w.lo))
    if w.lo <= BEGINNING and w.hi >= END:
        return NOT_KNOWN
    if w.lo <= BEGINNING:
        return f"before {_edge(w.hi)}"
    if w.hi >= END:
        return f"after {_edge(w.lo)}"
    until = _edge(w.hi - 1 if w.hi == midnight(local_day(w.hi)) else w.hi)
    return f"between {_edge(w.lo)} and {until}"


def _edge(m: Moment) -> str:
    day = local_day(m)
    whole = m in (midnight(day), midnight(local_day(m + 1)) - 1)
    return _day(wall_time(m)) if whole else _say_moment(m)


def _say_moment(m: Moment) -> str:
    if m <= BEGINNING:
        return "always"
    if m >= END:
        return "never"
    clock = wall_time(m)
    return f"{_day(clock)} {clock:%H:%M}" + (f":{clock:%S}" if clock.second else "")


def _day(day: datetime) -> str:
    return f"{day:%a} {day.day} {day:%b} {day.year}"
