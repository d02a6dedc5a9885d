"""What the runs of a run chart say, by the usual rules for run charts (Perla, Provost and Murray 2011).

*Shift*: six or more points in a row all above or all below the median; points on it neither count nor break the run.
*Trend*: five or more points in a row all going up or all going down; two alike count once. The median is that of the
baseline: the first twelve points that have a figure. With fewer than ten points nothing is claimed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

SHIFT, TREND, BASELINE, FEWEST = 6, 5, 12, 10


@dataclass(frozen=True, slots=True)
class Run:
    """Points from `first` to `last` (places in the list) that go one way: "above", "below", "up" or "down"."""

    first: int
    last: int
    way: str
    points: int


@dataclass(frozen=True, slots=True)
class Reading:
    """The baseline's median with its first and last place, and the runs that are hardly chance. `enough`: whether
    there are points enough to say so."""

    median: float | None
    baseline: tuple[int, int]
    shifts: tuple[Run, ...] = ()
    trends: tuple[Run, ...] = ()
    enough: bool = False

    @property
    def shifted(self) -> frozenset[int]:
        return frozenset(n for run in self.shifts for n in range(run.first, run.last + 1))

    @property
    def trending(self) -> frozenset[int]:
        return frozenset(n for run in self.trends for n in range(run.first, run.last + 1))


def reading_of(values: Sequence[float | None]) -> Reading:
    """Reads the points in order; None is a time without a figure and neither counts nor breaks a run."""
    known = [(n, value) for n, value in enumerate(values) if value is not None]
    if not known:
        return Reading(None, (0, 0))
    base = known[:BASELINE]
    middle = float(median(value for _, value in base))
    enough = len(known) >= FEWEST
    where = (base[0][0], base[-1][0])
    if not enough:
        return Reading(middle, where)
    return Reading(middle, where, tuple(_shifts(known, middle)), tuple(_trends(known)), True)


def _shifts(known: Sequence[tuple[int, float]], middle: float) -> list[Run]:
    found: list[Run] = []
    run: list[int] = []
    side = 0
    for n, value in [*known, (-1, float("nan"))]:
        here = (value > middle) - (value < middle) if n >= 0 else 2
        if here == 0:
            continue
        if here != side:
            if len(run) >= SHIFT:
                found.append(Run(run[0], run[-1], "above" if side > 0 else "below", len(run)))
            run, side = [], here
        run.append(n)
    return found


def _trends(known: Sequence[tuple[int, float]]) -> list[Run]:
    """Two alike are one point; a turning point ends one run and begins the next."""
    found: list[Run] = []
    run: list[int] = [known[0][0]]
    way, before = 0, known[0][1]
    for n, value in [*known[1:], (-1, float("nan"))]:
        here = (value > before) - (value < before) if n >= 0 else 2
        if here == 0:
            continue
        if here != way:
            if len(run) >= TREND:
                found.append(Run(run[0], run[-1], "up" if way > 0 else "down", len(run)))
            run, way = [run[-1]], here
        run.append(n)
        before = value
    return found
