"""Bars lying down, one a line with its figure; and columns standing, for how something spreads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from baton.policy.drawing.svg import wrapped
from baton.workspace.charts.sheet import WIDTH, Chart, figure, ticks

_NAMES, _ROW, _PLOT = 300, 34, 240
_LETTER = 8  # of what is said behind a bar


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar; `note` is said behind its figure, `said` in place of it; `pattern` is solid, hatch or open."""

    name: str
    value: float
    note: str = ""
    pattern: str = "solid"
    said: str = ""


def bars(title: str, description: str, rows: Sequence[Bar], ident: str = "chart", top: float = 0) -> str:
    """Bars from the left, with their names before and their figures behind them; as long as the largest, or `top`."""
    chart = Chart(title, description, ident)
    behind = [row.said or f"{figure(row.value)}{', ' + row.note if row.note else ''}" for row in rows]
    room = WIDTH - _NAMES - max(230, *(20 + _LETTER * len(said) for said in behind)) if rows else 0
    most = top or max([row.value for row in rows] + [1])
    y = 4.0
    for row, said in zip(rows, behind, strict=True):
        lines = wrapped(row.name, _NAMES - 16)[:2]
        height = max(_ROW, 18 * len(lines) + 10)
        chart.text(0, y + (height - 18 * len(lines)) / 2, lines)
        if row.value:
            chart.bar(_NAMES, y + 5, row.value / most * room, height - 10, row.pattern)
        chart.say(_NAMES + row.value / most * room + 10, y + height / 2, said)
        y += height
    return chart.svg()


def columns(
    title: str,
    description: str,
    rows: Sequence[Bar],
    axis: str,
    mark: tuple[int, str] | None = None,
    ident: str = "chart",
) -> str:
    """Columns from left to right, the figure and the note above each. `mark`: from which column on something is said
    of them all together, under a brace."""
    chart = Chart(title, description, ident)
    tops = list(ticks(max([row.value for row in rows] + [1])))
    left, top, step = 60, 70, (WIDTH - 80) / max(len(rows), 1)
    for tick in tops:
        y = top + _PLOT - tick / tops[-1] * _PLOT
        chart.line(left - 4, y, WIDTH - 10, y, "thin")
        chart.say(left - 10, y, figure(tick), "s", "end")
    for n, row in enumerate(rows):
        x, height = left + n * step + step * 0.18, row.value / tops[-1] * _PLOT
        chart.bar(x, top + _PLOT - height, step * 0.64, height, row.pattern)
        middle = x + step * 0.32
        chart.say(middle, top + _PLOT - height - 12, f"{figure(row.value)}{f' ({row.note})' if row.note else ''}", "b",
                  "middle")  # fmt: skip
        chart.say(middle, top + _PLOT + 16, row.name, "", "middle")
    chart.say(left + (WIDTH - 80) / 2, top + _PLOT + 40, axis, "b", "middle")
    if mark is not None:
        start, end = left + mark[0] * step + step * 0.1, left + len(rows) * step - step * 0.1
        chart.path(f"M{start:.1f} 44V34H{end:.1f}V44", "")
        chart.say(end, 18, mark[1], "b", "end")
    return chart.svg()
