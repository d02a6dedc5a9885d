"""The journey of a child drawn on the server: workers, teams, statuses and meetings over time. A table follows it."""

from __future__ import annotations

from dataclasses import dataclass, field
from textwrap import shorten
from typing import Any

from baton.accounts.desk import Desk
from baton.journal import Entry
from baton.store.models import Status
from baton.working_time import BEGINNING, Moment, at_time, local_day
from baton.workspace import words
from baton.workspace.saying import Say

WIDTH, LEFT, RIGHT, ROW, TOP = 1000, 124, 20, 34, 40


@dataclass(frozen=True, slots=True)
class Bar:
    """One spell on one row."""

    x: float
    width: float
    text: str
    label: str
    alert: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """One meeting or move."""

    x: float
    text: str
    moved: bool
    number: int


@dataclass(slots=True)
class Drawing:
    """What the template draws."""

    rows: list[tuple[str, float, list[Bar]]] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    ticks: list[tuple[float, str]] = field(default_factory=list)
    today: float = 0
    height: float = 0
    title: str = ""
    marks_y: float = 0


def draw(
    desk: Desk, say: Say, spells: list[dict[str, Any]], statuses: list[Status], entries: tuple[Entry, ...], name: str
) -> Drawing | None:
    """The drawing, or None where there is nothing to draw."""
    starts = [s["start"] for s in spells if s["start"] > BEGINNING] + [
        s.start_from for s in statuses if s.start_from > BEGINNING
    ]
    if not starts:
        return None
    first, last = min(starts), desk.now
    scale = _Scale(first, max(last, first + 30 * words.DAY))
    drawing = Drawing(title=f"Journey of {name} from {words.day(first)} to today", today=scale.x(desk.now))
    _row(drawing, "Worker", _bars(scale, spells, "who"))
    _row(drawing, "Team", _merged(scale, spells))
    for word in dict.fromkeys(s.word for s in sorted(statuses, key=lambda s: s.start_from)):
        _row(drawing, say.word(word), [_status_bar(desk, scale, say, s) for s in statuses if s.word == word])
    drawing.marks_y = TOP + ROW * len(drawing.rows) + 14
    drawing.marks = _marks(scale, say, entries)
    drawing.height = drawing.marks_y + 26
    drawing.ticks = _ticks(scale)
    return drawing


class _Scale:
    def __init__(self, first: Moment, last: Moment) -> None:
        self.first, self.last = first, last

    def x(self, moment: Moment) -> float:
        share = (min(max(moment, self.first), self.last) - self.first) / (self.last - self.first)
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)


def _row(drawing: Drawing, name: str, bars: list[Bar]) -> None:
    drawing.rows.append((shorten(name, 18, placeholder="…"), TOP + ROW * len(drawing.rows), bars))


def _bars(scale: _Scale, spells: list[dict[str, Any]], key: str) -> list[Bar]:
    return [_bar(scale, s["start"], s["end"], str(s[key]), s["kind"] == "nobody") for s in reversed(spells)]


def _merged(scale: _Scale, spells: list[dict[str, Any]]) -> list[Bar]:
    """Spells in one team after another as one bar."""
    runs: list[list[Any]] = []
    for s in reversed(spells):
        if runs and runs[-1][2] == s["team"] and runs[-1][1] >= s["start"]:
            runs[-1][1] = s["end"]
        else:
            runs.append([s["start"], s["end"], s["team"]])
    return [_bar(scale, start, end, team, False) for start, end, team in runs]


def _bar(scale: _Scale, start: Moment, end: Moment, text: str, alert: bool) -> Bar:
    x, width = scale.x(start), max(3.0, round(scale.x(end) - scale.x(start), 1))
    room = int(width / 8.4)
    label = text if len(text) <= room else text[: max(0, room - 1)] + "…" if room > 4 else ""
    return Bar(x, width, f"{text}, from {words.day(start)}", label, alert)


def _status_bar(desk: Desk, scale: _Scale, say: Say, s: Status) -> Bar:
    end = s.end_to if s.end_to is not None else desk.now
    basis = next((v for k, v in s.parts.items() if k in ("basis", "type", "category")), "")
    return _bar(scale, s.start_from, end, str(basis).replace("_", " ") or say.word(s.word), False)


def _marks(scale: _Scale, say: Say, entries: tuple[Entry, ...]) -> list[Mark]:
    gone = {e.replaces for e in entries if e.replaces is not None}
    found = []
    for e in entries:
        if e.number in gone or e.happened.lo <= BEGINNING or e.happened.lo > scale.last:
            continue
        if e.verb == "move" or e.verb == "held":
            found.append(Mark(scale.x(e.happened.lo), f"{say.entry(e)}, {say.happened(e)}", e.verb == "move", e.number))
    return found


def _ticks(scale: _Scale) -> list[tuple[float, str]]:
    first, last = local_day(scale.first), local_day(scale.last)
    months = (last.year - first.year) * 12 + last.month - first.month
    step = 1 if months <= 8 else 3 if months <= 30 else 12
    ticks, year, month = [], first.year, first.month
    while (year, month) <= (last.year, last.month):
        moment = at_time(first.replace(year=year, month=month, day=1), 0, 0)
        if moment >= scale.first and (step < 12 or month == 1) and (month - 1) % min(step, 12) == 0:
            name = words.short_day(moment).split(" ")[1]
            ticks.append((scale.x(moment), str(year) if month == 1 else name))
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return ticks
