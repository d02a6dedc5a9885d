"""A grid: a line for each person, a column for each week, the figure in the cell; darker is more, hatched is away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from baton.workspace.charts.sheet import WIDTH, Chart

_NAMES, _HEAD, _ROW = 230, 34, 30


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its figure, and whether the person was away."""

    value: int | None
    away: bool = False


def grid(
    title: str, description: str, heads: Sequence[str], rows: Sequence[tuple[str, Sequence[Cell]]], ident: str = "chart"
) -> str:
    """The figure stands in every cell, so no shade need be read; the shade is only for the eye that looks over it."""
    chart = Chart(title, description, ident)
    wide = (WIDTH - _NAMES) / max(len(heads), 1)
    most = max([cell.value or 0 for _, cells in rows for cell in cells] + [1])
    for n, head in enumerate(heads):
        chart.say(_NAMES + (n + 0.5) * wide, _HEAD / 2, head, "s", "middle")
    for line, (name, cells) in enumerate(rows):
        y = _HEAD + line * _ROW
        chart.say(0, y + _ROW / 2, name if len(name) < 30 else name[:28] + "…")
        for n, cell in enumerate(cells):
            x = _NAMES + n * wide
            chart.cell(x, y, wide, _ROW, (cell.value or 0) / most, cell.away)
            if cell.value is not None:
                chart.say(x + wide / 2, y + _ROW / 2, f"{cell.value}", "b" if cell.away else "", "middle")
    return chart.svg()
