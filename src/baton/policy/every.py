"""How often: `7 calendar days from opened`, `4 weeks from last since opened`, `second Thursday of the month`."""

from __future__ import annotations

from typing import Final

from baton.policy import model as m
from baton.policy import phrases
from baton.policy.moments import anchor, moment
from baton.policy.names import WEEKDAYS, Names
from baton.policy.phrases import Cursor
from baton.policy.problems import Misread, nearest

WORKING_DAY: Final = 7
OPENED: Final = m.SlotAt("opened")


def every(text: str, names: Names) -> m.Every:
    """An interval counted from a moment or from the last time, days of the calendar, or `sitting of FORUM`."""
    cursor = Cursor(text)
    found = _every(cursor, names)
    cursor.end()
    return found


def _every(cursor: Cursor, names: Names) -> m.Every:
    if cursor.takes("sitting of"):
        return m.Every(forum=names.forum(cursor.key("a forum")))
    if cursor.peek() in WEEKDAYS:
        return m.Every(weekday=WEEKDAYS.index(cursor.word("a day")), anchor=_from(cursor, names))
    nth = -1 if cursor.takes("last") else 0 if cursor.peek(1) == "calendar" else phrases.ordinal(cursor)
    if nth:
        return _of_the_month(nth, cursor, names)
    day = nearest(cursor.peek(), WEEKDAYS)
    if day and not cursor.peek().isdigit():
        raise Misread(f'needs an amount "from" a moment, or a day of the week; found "{cursor.text}".{day}')
    unit = next((unit for unit in ("week", "month", "year") if cursor.takes(unit)), "")
    length = phrases.amount_text(f"1 {unit}") if unit else phrases.amount(cursor)
    if cursor.takes("from last"):
        return m.Every(length, moment(cursor, names) if cursor.takes("since") else OPENED, from_last=True)
    cursor.expect("from")
    return m.Every(length, anchor(cursor, names))


def _of_the_month(nth: int, cursor: Cursor, names: Names) -> m.Every:
    if cursor.takes("working day"):
        weekday = WORKING_DAY
        if nth not in (1, -1):
            raise Misread(f'says "{cursor.text}": of working days, the first and the last of the month may be named.')
    else:
        day = cursor.word("a day of the week")
        if day not in WEEKDAYS:
            raise Misread(f'needs a day such as "second Thursday of the month"; found "{day}".{nearest(day, WEEKDAYS)}')
        weekday = WEEKDAYS.index(day)
        if nth > 5:
            raise Misread(f'says "{cursor.text}": a month has a first to a fifth {day}, or a last.')
    cursor.expect("of the month")
    return m.Every(weekday=weekday, nth=nth, anchor=_from(cursor, names))


def _from(cursor: Cursor, names: Names) -> m.MomentOf:
    return moment(cursor, names) if cursor.takes("from") else OPENED


def say_days(every: m.Every) -> str:
    """The days of the calendar in words: "every Thursday", "on the last working day of each month"."""
    assert every.weekday is not None
    day = "working day" if every.weekday == WORKING_DAY else WEEKDAYS[every.weekday]
    if not every.nth:
        return f"every {day}"
    which = "last" if every.nth == -1 else ("first", "second", "third", "fourth", "fifth")[every.nth - 1]
    return f"on the {which} {day} of each month"
