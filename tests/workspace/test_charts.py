"""Charts: each figure of the table stands in the picture, what it is about is said, no colour says it alone."""

from __future__ import annotations

from xml.etree.ElementTree import Element, fromstring

import pytest

from baton.workspace.charts import Bar, Cell, Clock, Point, bars, clocks, columns, flows, grid, run_chart
from baton.workspace.charts.sheet import WIDTH, nice, ticks

SVG = "{http://www.w3.org/2000/svg}"
ALL = {
    "bars": bars("T", "D", [Bar("On a list", 12, "the first since May"), Bar("Moved", 0), Bar("x" * 90, 3)]),
    "columns": columns("T", "D", [Bar("1", 8), Bar("3", 2, "20%", "hatch")], "Workers", (1, "3 or more: 20%")),
    "run": run_chart("T", "D", [Point(f"m{n}", float(n % 5)) for n in range(14)] + [Point("none", None)], "Days"),
    "flows": flows("T", "D", [("North", "South", 5), ("North", "East", 1), ("East", "South", 2)]),
    "grid": grid("T", "D", ["5 Oct", "12 Oct"], [("Ann", [Cell(3), Cell(4, away=True)])]),
    "clocks": clocks("T", "D", [Clock("Which team", 0, 500, "late"), Clock("Other", 10, None, "no limit")], 900),
    "nothing": bars("T", "D", []),
}


def texts(svg: str) -> list[str]:
    return [one.text or "" for one in fromstring(svg).iter(f"{SVG}text")]


def shapes(svg: str) -> list[Element]:
    return [one for one in fromstring(svg).iter() if one.tag in (f"{SVG}rect", f"{SVG}circle", f"{SVG}path")]


@pytest.mark.parametrize("name", sorted(ALL))
def test_a_chart_says_what_it_is_and_carries_no_style(name: str) -> None:
    root = fromstring(ALL[name])
    assert root.get("role") == "img" and root.findtext(f"{SVG}title") == "T" and root.findtext(f"{SVG}desc") == "D"
    assert not any("style" in one.attrib for one in root.iter())  # the pages' security policy forbids it
    left, top, width, height = map(float, root.get("viewBox", "").split())
    assert (left, top) == (0, 0) and width == 900 and 0 < height < 2000


def test_the_figures_stand_in_the_picture() -> None:
    assert {"On a list", "12, the first since May", "0"} <= set(texts(ALL["bars"]))
    assert {"8", "2 (20%)", "Workers", "3 or more: 20%"} <= set(texts(ALL["columns"]))
    assert "Dashed: median of the baseline, 1.5" in texts(ALL["run"])
    assert texts(ALL["flows"]).count("5") == 2 and "North: 6" in texts(ALL["flows"])
    assert {"3", "4", "Ann", "12 Oct"} <= set(texts(ALL["grid"]))
    assert {"late", "no limit", "now"} <= set(texts(ALL["clocks"]))


def test_what_differs_differs_by_pattern_too() -> None:
    for name in ("columns", "grid", "clocks"):
        fills = {one.get("fill") for one in shapes(ALL[name])}
        assert any("hatch" in str(fill) for fill in fills), name
    outlined = [one for one in shapes(ALL["columns"]) if one.get("fill") not in ("none", "#0b0c0c", "#ffffff")]
    assert outlined and all(one.get("stroke") for one in outlined)


def test_a_scale_has_round_steps_and_reaches_the_largest() -> None:
    assert [nice(v) for v in (0.2, 1, 1.2, 2.1, 5.5, 11, 240)] == [1, 1, 2, 5, 10, 20, 500]
    assert list(ticks(17)) == [0, 5, 10, 15, 20] and list(ticks(1)) == [0, 1] and list(ticks(0)) == [0, 1]


def test_what_is_said_behind_the_longest_bar_stays_on_the_sheet() -> None:
    note = "the first since Wed 4 Nov 2026, 10:30am"
    drawn = bars("Where", "", [Bar("Decided, not moved", 21, note)])
    said = next(one for one in fromstring(drawn).iter(f"{SVG}text") if (one.text or "").endswith(note))
    assert float(said.get("x", "")) + 7 * len(said.text or "") <= WIDTH
