"""The return's rules over rows made for each: what holds breaks nothing, and each fault breaks its own rule only."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from baton.exports.sw_rules import Line, broken

FIRST, LAST = date(2025, 4, 1), date(2026, 3, 31)
ONE = Line("A1", "SW1111111", date(2025, 2, 1), date(2025, 8, 1), "FCONTA", 2)
TWO = Line("A1", "SW2222222", date(2025, 8, 1), None, "TSPROC", 3)


def rules(*lines: Line, in_care: tuple[str, ...] = ("A1",), previous: tuple[Line, ...] = ()) -> list[str]:
    return [b.rule for b in broken(lines, FIRST, LAST, in_care, {"A1": date(2025, 2, 1)}, previous)]


def test_rows_that_hold_break_nothing() -> None:
    assert rules(ONE, TWO) == []
    assert rules(ONE, TWO, previous=(replace(ONE, ended=None),)) == []


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((), ["SW01"]),
        ((ONE, replace(TWO, worker="123")), ["SW02"]),
        ((replace(ONE, began=None), TWO), ["SW03"]),
        ((ONE, replace(TWO, reason="")), ["SW03", "SW13", "SW15"]),
        ((ONE, replace(TWO, reason="LAZY")), ["SW13"]),
        ((ONE, replace(TWO, began=date(2026, 4, 2))), ["SW10", "SW11", "SW06"]),
        ((replace(ONE, began=date(2023, 1, 1), ended=date(2023, 8, 1)), TWO), ["SW07", "SW11", "SW10"]),
        ((replace(ONE, ended=None), TWO), ["SW14", "SW08", "SW10"]),
        ((replace(ONE, ended=None), replace(TWO, reason="FCONTA")), ["SW14", "SW08"]),
        ((ONE, replace(TWO, ended=date(2025, 8, 1))), ["SW09", "SW11", "SW17"]),
        ((ONE, replace(TWO, began=date(2025, 8, 9))), ["SW11", "SW10"]),
        ((ONE, replace(TWO, began=date(2025, 8, 9), reason="FCONTA")), ["SW11"]),
        ((ONE, replace(TWO, began=date(2025, 7, 20))), ["SW10", "SW11"]),
        ((ONE, replace(TWO, began=date(2025, 8, 6))), []),
        ((replace(TWO, began=date(2025, 5, 1), row=2),), ["SW12"]),
        ((ONE,), ["SW11", "SW17"]),
    ],
)
def test_each_fault_breaks_its_own_rule(lines: tuple[Line, ...], expected: list[str]) -> None:
    assert sorted(rules(*lines)) == sorted(expected)


def test_the_first_row_agrees_with_last_years_open_one() -> None:
    other = Line("A1", "SW9", date(2025, 1, 1), None, "MANAGE", 2)
    assert rules(ONE, TWO, previous=(other,)) == ["SW16a", "SW16b", "SW16c"]
    assert rules(ONE, TWO, previous=(replace(other, ended=date(2025, 1, 31)),)) == []


def test_a_reason_was_not_asked_before_april_2023() -> None:
    old = replace(TWO, began=date(2022, 5, 1), reason="", row=2)
    assert rules(old, in_care=()) == []
