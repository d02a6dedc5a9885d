"""How long an amount can take in calendar days, and whether two descriptions can be of one spell."""

from __future__ import annotations

from typing import Final

from baton.working_time import Amount

_DAYS: Final[dict[str, tuple[float, float]]] = {
    "years": (365, 366), "months": (28, 31), "weeks": (7, 7), "days": (1, 1), "hours": (1 / 24, 1 / 24),
    "minutes": (1 / 1440, 1 / 1440),
}  # fmt: skip


def span(amount: Amount) -> tuple[float, float]:
    """The fewest and most calendar days that an amount can take."""
    low = high = 0.0
    for unit, (least, most) in _DAYS.items():
        number = getattr(amount, unit)
        low, high = low + number * least, high + number * most
    number = amount.working_days
    return low + number, high + number * 1.4 + (7 if number else 0)


def may_be_one(one: tuple[tuple[str, tuple[str, ...]], ...], other: tuple[tuple[str, tuple[str, ...]], ...]) -> bool:
    """Whether one spell can satisfy both sets of parts."""
    ours = dict(one)
    return all(name not in ours or set(ours[name]) & set(values) for name, values in other)
