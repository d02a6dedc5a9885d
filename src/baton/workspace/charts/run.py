"""A run chart: a figure over time with the median of its own beginning, and the runs that are more than chance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from baton.workspace.charts.sheet import WIDTH, Chart, figure, ticks
from baton.workspace.charts.signals import Reading, reading_of

_LEFT, _TOP, _HIGH = 60, 30, 260
_Place = Callable[[int], float]
_Height = Callable[[float], float]


@dataclass(frozen=True, slots=True)
class Point:
    """One time: what it is called, and its figure, None where there was nothing to measure."""

    name: str
    value: float | None


def run_chart(title: str, description: str, points: Sequence[Point], unit: str, ident: str = "chart") -> str:
    """Points joined in order; the baseline's median as a long dashed line, ended where the baseline ends and thinner
    beyond; points of a shift are diamonds, of a trend rings. What that means is said in words beside it."""
    reading = reading_of([p.value for p in points])
    chart = Chart(title, description, ident)
    known = [p.value for p in points if p.value is not None]
    tops = list(ticks(max([*known, reading.median or 0, 1])))
    step = (WIDTH - _LEFT - 20) / max(len(points), 1)

    def x(n: int) -> float:
        return _LEFT + (n + 0.5) * step

    def y(value: float) -> float:
        return _TOP + _HIGH - value / tops[-1] * _HIGH

    for tick in tops:
        chart.line(_LEFT - 4, y(tick), _LEFT, y(tick))
        chart.say(_LEFT - 10, y(tick), figure(tick), "s", "end")
    chart.line(_LEFT, _TOP, _LEFT, _TOP + _HIGH)
    chart.line(_LEFT, _TOP + _HIGH, WIDTH - 20, _TOP + _HIGH)
    chart.say(0, 12, unit, "s")
    _median(chart, reading, x, y, step, len(points))
    _points(chart, points, reading, x, y)
    every = 1 if len(points) <= 13 else 2 if len(points) <= 26 else 3
    for n, point in enumerate(points):
        if n % every == 0:
            chart.say(x(n), _TOP + _HIGH + 16, point.name, "s", "middle")
    return chart.svg()


def _median(chart: Chart, reading: Reading, x: _Place, y: _Height, step: float, many: int) -> None:
    if reading.median is None:
        return
    level, ends = y(reading.median), x(reading.baseline[1]) + step / 2
    chart.line(_LEFT, level, ends, level, "dash")
    if reading.baseline[1] < many - 1:
        chart.line(ends, level, x(many - 1) + step / 2, level, "dash thin")
    chart.say(WIDTH - 20, 12, f"Dashed: median of the baseline, {figure(reading.median)}", "s", "end")


def _points(chart: Chart, points: Sequence[Point], reading: Reading, x: _Place, y: _Height) -> None:
    before: tuple[float, float] | None = None
    for n, point in enumerate(points):
        if point.value is None:
            continue
        here = (x(n), y(point.value))
        if before is not None:
            chart.line(*before, *here, "")
        before = here
    for n, point in enumerate(points):
        if point.value is not None:
            kind = "hatch" if n in reading.shifted else "open" if n in reading.trending else "solid"
            chart.point(x(n), y(point.value), kind)
            chart.say(x(n), y(point.value) - 16, figure(point.value), "s", "middle")
