"""What every part of a pack shares: clauses, strengths, how not known falls, and where something stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

Clauses = tuple[str, ...]
Strength = Literal["refuse", "ask_reason", "warn", "count"]
Fall = Literal["ask", "yes", "no"]  # which way "not known" falls; "ask" waits for the answer


class Where(NamedTuple):
    """Where in a pack something stands, for messages: file name and line."""

    file: str
    line: int


NOWHERE = Where("", 0)


@dataclass(frozen=True, slots=True)
class Said:
    """Words in the place of a condition or moment, for whoever says it to people: a term, a rule by the name a page
    gives it. No pack is read into one, and none is judged."""

    text: str
