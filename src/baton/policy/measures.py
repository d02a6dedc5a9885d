"""Measures: what a `show` shows, by name or as a figure that follows from the record."""

from __future__ import annotations

from typing import Final

from baton.policy import model as m
from baton.policy.moments import moment
from baton.policy.names import Names
from baton.policy.phrases import Cursor
from baton.policy.said_of import counted

UNITS: Final = ("working days", "calendar days", "weeks", "months", "hours")


def measure(text: str, names: Names) -> m.Measure:
    """A word, `count of …`, `UNIT from M to M`, `rule KEY`, `UNIT late of rule KEY`, `times missed of rule KEY`,
    `changes of WORD` (both perhaps `since M`), `duties due up to M`."""
    cursor = Cursor(text)
    found = _measure(cursor, names)
    cursor.end()
    return found


def _measure(cursor: Cursor, names: Names) -> m.Measure:
    if cursor.takes("rule"):
        return m.Measure("rule", names.rule(cursor.key("the key of a rule")))
    if cursor.takes("count of"):
        return m.Measure("count", count=counted("at least", 1, cursor, names))
    if cursor.takes("times missed of rule"):
        return m.Measure("missed", names.rule(cursor.key("the key of a rule"), "must"), since=_since(cursor, names))
    if cursor.takes("changes of"):
        return m.Measure("changes", names.word(cursor.key("a word"), "slot", "answer").key, since=_since(cursor, names))
    if cursor.takes("duties due up to"):
        return m.Measure("due", up_to=moment(cursor, names))
    for unit in UNITS:
        if cursor.takes(f"{unit} late of rule"):
            return m.Measure("late", names.rule(cursor.key("the key of a rule"), "must"), unit)
        if cursor.takes(f"{unit} from"):
            first = moment(cursor, names)
            cursor.expect("to")
            return m.Measure("span", unit=unit, since=first, up_to=moment(cursor, names))
    key = cursor.key("a word")
    if key not in names.offices:
        names.word(key)
    return m.Measure("word", key)


def _since(cursor: Cursor, names: Names) -> m.MomentOf | None:
    return moment(cursor, names) if cursor.takes("since") else None
