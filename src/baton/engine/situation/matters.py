"""Matters, what speaks against what was done, what is to come and what is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from baton.engine.situation.holdings import Because
from baton.journal.cheap import cheap
from baton.policy.model import Clauses
from baton.working_time import Moment, Window

MatterState = Literal["open", "decided", "moved", "ended", "withdrawn"]


@cheap
@dataclass(frozen=True, slots=True)
class MatterAnswer:
    """An opened matter (a transfer, a dispute): its own dates kept apart, never merged."""

    id: str
    kind: str
    says: str
    state: MatterState
    opened: Moment
    route: str = ""
    routes: tuple[str, ...] = ()
    from_team: str = ""
    from_service: str = ""
    to_team: str = ""
    to_service: str = ""
    due_at: Window | None = None
    ready_at: Moment | None = None
    decision: str = ""
    decided_at: Moment | None = None
    transfer_date: Window | None = None
    receiving_worker: str = ""
    moved_at: Moment | None = None
    ended_at: Moment | None = None
    sitting: Moment | None = None
    edition: str = ""  # by which it goes now: that of its opening, or the one it went over to
    rung: int = 0
    clause: Clauses = ()
    values: tuple[tuple[str, object], ...] = ()


@cheap
@dataclass(frozen=True, slots=True)
class Contradiction:
    """The clock acted, then a late fact says otherwise: both versions, for a person to confirm or reverse."""

    rule: str
    entry: int
    was: str
    now_says: str
    clause: Clauses = ()


@cheap
@dataclass(frozen=True, slots=True)
class Difference:
    """What a person recorded and what a source says, or what two sources say: both kept, one stands."""

    word: str
    sources: tuple[tuple[str, str], ...]
    stands: str
    of: tuple[str, ...] = ()
    clause: Clauses = ()


@cheap
@dataclass(frozen=True, slots=True)
class Pending:
    """A `then` whose moment has come and which is the clock's to do: `attempt` for `tick` turns it into entries."""

    rule: str
    matter: str
    at: Moment
    effect: str
    clause: Clauses = ()


@cheap
@dataclass(frozen=True, slots=True)
class Shown:
    """A measure or word to be shown at a place, with its clause."""

    rule: str
    measures: tuple[str, ...]
    on: tuple[str, ...]
    clause: Clauses = ()
    because: Because = ()
    figures: tuple[str, ...] = ()  # what each measure comes to; "" where it has none
