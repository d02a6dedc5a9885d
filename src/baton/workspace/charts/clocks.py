"""Clock lines: since when something runs, its limit, and where now is; one line each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from baton.policy.drawing.svg import wrapped
from baton.workspace.charts.sheet import WIDTH, Chart

_NAMES, _ROW, _HEAD = 300, 44, 30


@dataclass(frozen=True, slots=True)
class Clock:
    """One line: when it began, its limit if it has one, and what is said at its end."""

    name: str
    began: int
    limit: int | None
    said: str


def clocks(title: str, description: str, rows: Sequence[Clock], now: int, ident: str = "chart") -> str:
    """All on one scale of time. What lies beyond its limit is hatched; what is left is open."""
    chart = Chart(title, description, ident)
    first = min([row.began for row in rows] + [now - 86400])
    last = max([row.limit or now for row in rows] + [now + 86400])

    def x(moment: int) -> float:
        return _NAMES + (moment - first) / (last - first) * (WIDTH - _NAMES - 20)

    for line, row in enumerate(rows):
        y = _HEAD + line * _ROW
        chart.text(0, y + 2, wrapped(row.name, _NAMES - 16)[:2])
        limit = row.limit if row.limit is not None else now
        chart.bar(x(row.began), y + 8, x(min(now, limit)) - x(row.began), 14)
        if limit < now:
            chart.bar(x(limit), y + 8, x(now) - x(limit), 14, "hatch")
        elif limit > now:
            chart.bar(x(now), y + 8, x(limit) - x(now), 14, "open")
        chart.say(min(x(row.began), WIDTH - 300), y + 34, row.said, "s")
    chart.line(x(now), 22, x(now), _HEAD + len(rows) * _ROW, "dash")
    chart.say(x(now), 10, "now", "b", "middle")
    return chart.svg()
