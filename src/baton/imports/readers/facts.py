"""Facts that more than one format says in the same way: spells, events, legal statuses, conferences."""

from __future__ import annotations

from datetime import date

from baton.imports.codes import Code
from baton.imports.model import Fact, by, parts
from baton.imports.readers.row import Row
from baton.working_time import Window, day_window


def started(word: str, day: date | None, **values: str | None) -> Fact | None:
    """A spell that began on a day."""
    return Fact(word, "started", day_window(day), parts(**values)) if day else None


def ended(word: str, day: date | None, **values: str | None) -> Fact | None:
    """A spell that ended on a day."""
    return Fact(word, "ended", day_window(day), parts(**values)) if day else None


def held(row: Row, word: str, column: str, **values: str | None) -> tuple[date | None, Fact | None]:
    """A meeting or visit: held, or booked where its day is after the extract's."""
    day = row.day(column, planned=True)
    if day is None:
        return None, None
    if day > row.as_at:
        says = f'"{row.header(column)}" is after the date of the extract: taken as booked, not held'
        todo = "Say whether it is booked, or correct the date."
        row.note("date_in_the_future", says, todo, f"{day:%d/%m/%Y}", few=20)
    return day, Fact(word, "booked" if day > row.as_at else "held", day_window(day), parts(**values))


def observe_latest(row: Row, prefix: str, word: str, column: str, **values: str | None) -> None:
    """The latest event of its kind: one that the extract dates. Nothing is said of those before it."""
    day, fact = held(row, word, column, **values)
    if day:
        row.observe(f"{prefix}/{word}/{day}", [fact])


def basis_of(row: Row, code: Code | None) -> dict[str, str | None]:
    """The parts that say on what legal basis a child is looked after."""
    if code is None:
        return {}
    if "basis" not in code.means:
        says = f"{code.code} ({code.says}) is looked after on a basis for which there is no word yet; the code is kept"
        row.note("no_word_for_code", says, "Tell the people who keep the vocabulary.", code.code)
    return {
        "basis": code.means.get("basis"),
        "short_breaks": code.means.get("short_breaks"),
        "legal_status": code.code,
    }


def order_facts(code: Code | None, day: date | None) -> list[Fact | None]:
    """The court order a legal status stands for, from the day it began; and that proceedings were under way by then."""
    if code is None or day is None:
        return []
    order = code.means.get("order")
    proceedings = code.means.get("proceedings")
    return [
        started("order", day, type=order) if order else None,
        Fact("care_proceedings", "started", by(day), parts(inferred_from=code.code)) if proceedings else None,
    ]


def within(first: date | None, last: date) -> Window:
    """Some time from the first of these days to the end of the last."""
    return Window(day_window(first).lo, day_window(last).hi) if first else by(last)
