"""What the assignment is given and what it gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

# Why a worker is suggested, the strongest first.
NOW: Final = "now"  # the worker of these children already, or of some of them
SIBLING: Final = "sibling"  # the worker of a brother or sister
KNEW: Final = "knew"  # worked with them before
FEWEST: Final = "fewest"  # carries least of those who may
AWAY: Final = "away"  # the same, though away for a time in the weeks ahead
NOBODY: Final = "nobody"  # nobody may

Tie = Literal["now", "sibling", "knew", ""]


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody who may be chosen. `carries` counts the children held and coming, one more for each with a plan, an
    enquiry or proceedings; `away_ahead` whether an absence begins in the weeks ahead."""

    person: str
    carries: int
    away_ahead: bool = False


@dataclass(frozen=True, slots=True)
class Together:
    """Children who get one worker: a family's, or one child. `weight` is what they would add to `Worker.carries`;
    `ties` says of each worker who may hold all of them what ties them, "" if nothing; who is not in it may not."""

    children: tuple[str, ...]
    weight: int
    ties: Mapping[str, Tie] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Suggested:
    """One answer: the worker, "" where nobody may, why, and what the worker would then carry."""

    children: tuple[str, ...]
    person: str
    why: str
    carries: int
