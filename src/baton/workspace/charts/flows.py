"""Flows: who hands over to whom, a band as thick as how many, its figure at both ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from baton.policy.drawing.svg import wrapped
from baton.workspace.charts.sheet import WIDTH, Chart, figure

_BOX, _GAP, _TOP = 250, 16, 34


def flows(title: str, description: str, rows: Sequence[tuple[str, str, int]], ident: str = "chart") -> str:
    """From the left to the right; every band is numbered by its figure where it leaves and where it arrives."""
    chart = Chart(title, description, ident)
    most = max([n for _, _, n in rows] + [1])

    def thick(n: int) -> float:
        return 3 + 22 * n / most

    chart.say(0, 12, "From", "b")
    chart.say(WIDTH - _BOX, 12, "To", "b")
    out = Counter[str]()
    in_ = Counter[str]()
    for a, b, n in rows:
        out[a] += n
        in_[b] += n
    left = _column(chart, 0, [(a, b, n) for a, b, n in rows], out, thick)
    right = _column(chart, WIDTH - _BOX, [(b, a, n) for a, b, n in rows], in_, thick)
    for a, b, n in rows:
        y1, y2 = left[a, b], right[b, a]
        x1, x2 = _BOX, WIDTH - _BOX
        middle = (x1 + x2) / 2
        chart.band(x1, y1, x2, y2, middle, thick(n))
        chart.say(x1 + 8, y1, figure(n), "b")
        chart.say(x2 - 8, y2, figure(n), "b", "end")
    return chart.svg()


def _column(
    chart: Chart,
    x: float,
    rows: Sequence[tuple[str, str, int]],
    sums: Counter[str],
    thick: Callable[[int], float],
) -> dict[tuple[str, str], float]:
    """Draws the boxes of one side, most first; gives the height at which each band meets its box."""
    found: dict[tuple[str, str], float] = {}
    y = float(_TOP)
    for name, total in sums.most_common():
        mine = sorted((other, n) for here, other, n in rows if here == name)
        lines = wrapped(f"{name}: {total:,}", _BOX - 16)
        height = max(sum(max(thick(n), 20) for _, n in mine), 18 * len(lines)) + 10
        chart.box(x, y, _BOX, height, "grey", 3)
        chart.text(x + 8, y + (height - 18 * len(lines)) / 2, lines)
        at = y + (height - sum(max(thick(n), 20) for _, n in mine)) / 2
        for other, n in mine:
            found[name, other] = at + max(thick(n), 20) / 2
            at += max(thick(n), 20)
        y += height + _GAP
    return found
