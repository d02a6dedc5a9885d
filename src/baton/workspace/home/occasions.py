"""The next occasions: what is booked for a family, with the lines of my work that one record of it closes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from baton.accounts.desk import Desk
from baton.store.day import Booking
from baton.working_time import Moment, Window, local_day, say_window
from baton.workspace import words
from baton.workspace.acting.field import JOURNAL_VERB
from baton.workspace.home.lists import Family
from baton.workspace.reasons import Line
from baton.workspace.saying import Say

AHEAD = 14 * words.DAY


@dataclass(slots=True)
class Occasion:
    """One booked meeting or visit of a family, and what it closes."""

    word: str
    at: Moment
    when: str
    title: str
    family: str
    href: str
    today: bool
    lines: list[Line] = field(default_factory=list)
    children: set[str] = field(default_factory=set)
    for_: int = 1  # how many children one record of it serves


def booked(bookings: Iterable[Booking], now: Moment) -> list[Booking]:
    """The bookings that stand and lie ahead, or were for today: not moved, cancelled, held or taken back since."""
    found = list(bookings)
    replaced = {(b.child, b.replaces) for b in found if b.replaces is not None}
    standing: dict[tuple[str, str], Booking] = {}
    for b in found:
        if (b.child, b.number) in replaced or b.undone:
            continue
        if b.verb in ("booked", "moved"):
            standing[b.child, b.word] = b
        else:
            standing.pop((b.child, b.word), None)
    today = local_day(now)
    return [b for b in standing.values() if local_day(b.happened_to - 1) >= today and b.happened_from < now + AHEAD]


def occasions(desk: Desk, say: Say, bookings: Iterable[Booking], families: list[Family]) -> list[Occasion]:
    """The occasions, the next first. Their lines are taken out of the families, so that nothing stands twice."""
    where = {child: family for family in families for child in family.children}
    found: dict[tuple[str, str, int], Occasion] = {}
    for b in booked(bookings, desk.now):
        family = where.get(b.child)
        if family is None:
            continue
        one = found.get((family.key, b.word, b.happened_from))
        if one is None:
            window = Window(b.happened_from, b.happened_to)
            day = b.happened_from if window.is_moment else b.happened_to - 1
            query = urlencode({"verb": "held", "word": b.word, "next": "/my-day"})
            one = found[family.key, b.word, b.happened_from] = Occasion(
                b.word,
                b.happened_from,
                words.when_seen(b.happened_from, desk.now) if window.is_moment else say_window(window),
                words.initial_capital(say.word(b.word)),
                family.title,
                f"/do/{b.child}?{query}",
                local_day(day) == local_day(desk.now),
            )
        elif b.child not in one.children:
            one.href += f"&with={b.child}"  # one meeting of a family is recorded for all of them
        one.children.add(b.child)
    for one in sorted(found.values(), key=lambda o: o.at):
        family = next(f for f in families if where.get(min(one.children)) is f)
        one.lines = [line for line in family.lines if _closes(one.word, line)]
        family.lines = [line for line in family.lines if line not in one.lines]
        named = {name for line in one.lines for name in line.child.replace(" and ", ", ").split(", ") if name}
        one.for_ = max(len(named), len(one.children))
    families[:] = [f for f in families if f.lines]
    return sorted(found.values(), key=lambda o: o.at)


def _closes(word: str, line: Line) -> bool:
    """Whether a record of this occasion closes the line: the line asks that it is held, or that somebody is there."""
    return line.row is not None and JOURNAL_VERB.get(line.row.verb) == "held" and word in line.row.words
