"""Who holds a child, with which status, and the reasons of an answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from baton.journal.cheap import cheap
from baton.policy.model import Clauses
from baton.working_time import END, Moment, Window

Because = tuple[tuple[str, object], ...]


@cheap
@dataclass(frozen=True, slots=True)
class Status:
    """A spell of a word ("looked_after", basis section_20). `end` None: still so."""

    word: str
    start: Window
    end: Window | None = None
    parts: tuple[tuple[str, str], ...] = ()
    entry: int = 0


@cheap
@dataclass(frozen=True, slots=True)
class Holding:
    """Who is responsible from `start` up to `end`. Exactly one at each instant of an open child.

    kind: "worker" by name; "office" the person in an office, by name and office; "outside" another authority or agency;
    "nobody", with its breach. `flag`: landing holder, cover, unallocated, senior above, provisional.
    """

    kind: Literal["worker", "office", "outside", "nobody"]
    start: Moment
    end: Moment = END
    person: str = ""
    office: str = ""
    team: str = ""
    service: str = ""
    flag: str = ""
    start_window: Window | None = None  # when the start is known only as a window
    rule: str = ""
    clause: Clauses = ()
    because: Because = ()
    breach: str = ""  # key of the rule broken, for kind "nobody" or a forced holder
    vacant: str = ""  # the office that nobody holds, "OFFICE of PLACE", where the office above holds in its stead


@cheap
@dataclass(frozen=True, slots=True)
class Timeline:
    """Statuses and holdings, from the subject's own entries only; other subjects may read it."""

    statuses: tuple[Status, ...] = ()
    holdings: tuple[Holding, ...] = ()
    opened: Moment | None = None
    closed: Moment | None = None
