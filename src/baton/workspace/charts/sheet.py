"""A sheet for charts: the policy's drawing sheet with bars in three patterns, points, a scale and dashed lines."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import SubElement

from baton.policy.drawing.svg import Sheet

WIDTH: Final = 900
BLUE, INK, PALE = "#1d70b8", "#0b0c0c", "#ffffff"
PATTERNS: Final = ("solid", "hatch", "open")


class Chart(Sheet):
    """One chart. `ident` makes the ids of its patterns its own, so that two charts may stand on one page."""

    def __init__(self, title: str, description: str, ident: str = "chart", width: int = WIDTH) -> None:
        super().__init__(title, description, width)
        self._ident = ident
        pattern = SubElement(SubElement(self._root, "defs"), "pattern", id=f"{ident}-hatch")
        for name, value in (("width", "7"), ("height", "7"), ("patternUnits", "userSpaceOnUse"),
                            ("patternTransform", "rotate(45)")):  # fmt: skip
            pattern.set(name, value)
        SubElement(pattern, "rect", width="7", height="7", fill=PALE)
        SubElement(pattern, "rect", width="3", height="7", fill=INK)

    def bar(self, x: float, y: float, width: float, height: float, pattern: str = "solid") -> None:
        """A bar with an outline: filled, hatched or open."""
        fill = {"solid": BLUE, "hatch": self._hatched}.get(pattern, PALE)
        self._shape("rect", {"x": x, "y": y, "width": max(width, 1.5), "height": height}, fill)
        self._reach(y + height)

    def point(self, x: float, y: float, pattern: str = "solid", size: float = 5) -> None:
        """A point: a filled disc, a hatched one is a diamond, an open one a ring."""
        if pattern == "hatch":
            d = f"M{x:.1f} {y - size - 2:.1f}l{size + 2} {size + 2}l-{size + 2} {size + 2}l-{size + 2} -{size + 2}z"
            SubElement(self._root, "path", {"d": d, "fill": INK, "stroke": INK, "stroke-width": "1.5"})
        else:
            self._shape("circle", {"cx": x, "cy": y, "r": size}, BLUE if pattern == "solid" else PALE)
        self._reach(y + size)

    def line(self, x1: float, y1: float, x2: float, y2: float, style: str = "thin") -> None:
        """A straight line: thin, dash, or "" for a thick one."""
        self.path(f"M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}", style)

    def band(self, x1: float, y1: float, x2: float, y2: float, middle: float, thick: float) -> None:
        """A curved band of this thickness with an outline."""
        half = thick / 2
        d = (
            f"M{x1} {y1 - half:.1f}C{middle} {y1 - half:.1f} {middle} {y2 - half:.1f} {x2} {y2 - half:.1f}"
            f"V{y2 + half:.1f}C{middle} {y2 + half:.1f} {middle} {y1 + half:.1f} {x1} {y1 + half:.1f}z"
        )
        SubElement(self._root, "path", {"d": d, "fill": "#d2e2f1", "stroke": INK, "stroke-width": "0.75"})

    def cell(self, x: float, y: float, width: float, height: float, share: float, away: bool) -> None:
        """A cell of a grid: paler or darker by its share, never too dark for black figures; striped where away."""
        at = {"x": x, "y": y, "width": width, "height": height}
        tone = 255 - round(75 * share)
        self._shape("rect", at, f"#{tone:02x}{min(255, tone + 25):02x}ff")
        if away:
            self._shape("rect", {"x": x + 4, "y": y + height - 8, "width": width - 8, "height": 5}, self._hatched)
        self._reach(y + height)

    @property
    def _hatched(self) -> str:
        return f"url(#{self._ident}-hatch)"

    def say(self, x: float, y: float, text: str, style: str = "", anchor: str = "start") -> None:
        """One line of text with its middle at `y`."""
        self.text(x, y - 9, [text], style, anchor)

    def _shape(self, tag: str, at: dict[str, float], fill: str) -> None:
        numbers = {name: f"{value:.1f}".removesuffix(".0") for name, value in at.items()}
        SubElement(self._root, tag, {**numbers, "fill": fill, "stroke": INK, "stroke-width": "1.5"})


def ticks(most: float, about: int = 5) -> Iterator[float]:
    """Round figures from 0 up to the first at or above `most`."""
    step = nice(most / about)
    for n in range(math.ceil(most / step - 1e-9) + 1 if most > 0 else 2):
        yield n * step


def nice(value: float) -> float:
    """The least of 1, 2, 5, 10, 20 … that is not below this; never under 1, for charts count whole things."""
    if value <= 1:
        return 1
    power = 10 ** math.floor(math.log10(value))
    return next(m * power for m in (1, 2, 5, 10) if m * power >= value)


def figure(value: float) -> str:
    """A figure as it is written on a chart."""
    return f"{value:,.1f}".removesuffix(".0")
