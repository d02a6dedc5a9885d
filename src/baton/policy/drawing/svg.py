"""A sheet to draw on: boxes with wrapped words, lines, arrows, as one SVG text. Knows nothing of packs."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

FONT: Final = 14  # pixels
LINE: Final = 18
_WIDE: Final = 0.5  # of the font size: a generous average for a sans-serif letter
_INK: Final = "#0b0c0c"
# Attributes instead of a style sheet: a page's security policy forbids styles written into it.
_STYLES: Final[dict[str, dict[str, str]]] = {
    "b": {"font-weight": "bold"},
    "s": {"font-size": "12"},
    "thin": {"stroke-width": "1"},
    "dash": {"stroke-dasharray": "6 4"},
    "grey": {"fill": "#f3f2f1"},
    "line": {"fill": "none"},
}


def wrapped(text: str, width: float, size: int = FONT) -> list[str]:
    """The text in lines that fit `width` pixels."""
    return textwrap.wrap(text, max(int(width / (size * _WIDE)), 8), break_long_words=False, break_on_hyphens=False) or [
        ""
    ]


class Sheet:
    """One picture. Coordinates are pixels from the top left; the sheet grows with what is drawn on it."""

    def __init__(self, title: str, description: str, width: int) -> None:
        self.width = width
        self.height = 0.0
        self._root = Element("svg", xmlns="http://www.w3.org/2000/svg", role="img")
        self._root.set("font-family", "Arial, Helvetica, sans-serif")
        self._root.set("font-size", str(FONT))
        SubElement(self._root, "title").text = title
        SubElement(self._root, "desc").text = description
        defs = SubElement(self._root, "defs")
        marker = SubElement(defs, "marker", id="arrow", viewBox="0 0 10 10", refX="9", refY="5")
        for name, value in (("markerWidth", "8"), ("markerHeight", "8"), ("orient", "auto-start-reverse")):
            marker.set(name, value)
        SubElement(marker, "path", {"d": "M0 0L10 5L0 10z", "fill": _INK})

    def text(self, x: float, y: float, lines: Sequence[str], style: str = "", anchor: str = "start") -> float:
        """Lines of text, the first with its middle at `y` plus half a line; gives the y below them."""
        for line in lines:
            made = self._add("text", style, x=_n(x), y=_n(y + LINE * 0.75))
            made.text = line
            if anchor != "start":
                made.set("text-anchor", anchor)
            y += LINE
        self._reach(y)
        return y

    def box(self, x: float, y: float, width: float, height: float, style: str = "", round_: int = 0) -> None:
        """A frame."""
        made = self._add("rect", style, x=_n(x), y=_n(y), width=_n(width), height=_n(height))
        if round_:
            made.set("rx", str(round_))
        self._reach(y + height)

    def diamond(self, x: float, y: float, half_width: float, half_height: float) -> None:
        """A gate, its middle at x and y."""
        points = ((x - half_width, y), (x, y - half_height), (x + half_width, y), (x, y + half_height))
        self._add("polygon", "grey", points=" ".join(f"{_n(a)},{_n(b)}" for a, b in points))
        self._reach(y + half_height)

    def path(self, d: str, style: str = "", arrow: bool = False) -> None:
        """A line, with an arrow's head at its end if asked."""
        made = self._add("path", f"line {style}", d=d)
        if arrow:
            made.set("marker-end", "url(#arrow)")

    def number(self, x: float, y: float, number: int) -> None:
        """A number in a circle."""
        self._add("circle", "thin", cx=_n(x), cy=_n(y), r="9")
        self.text(x, y - LINE / 2, [str(number)], "s", "middle")

    def svg(self) -> str:
        """The picture; its view box fits what was drawn."""
        height = self.height + 16
        self._root.set("viewBox", f"0 0 {self.width} {_n(height)}")
        self._root.set("width", str(self.width))
        self._root.set("height", _n(height))
        return tostring(self._root, encoding="unicode")

    def _add(self, tag: str, style: str, **attributes: str) -> Element:
        """One element with its attributes; everything but text has an outline and is white inside."""
        found = {"fill": _INK} if tag == "text" else {"fill": "#ffffff", "stroke": _INK, "stroke-width": "1.5"}
        for name in style.split():
            found |= _STYLES[name]
        return SubElement(self._root, tag, found | attributes)

    def _reach(self, y: float) -> None:
        self.height = max(self.height, y)


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
