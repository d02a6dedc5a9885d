"""The answers of the engine, as values: what follows for one subject at one moment, each with its clause and because.

`because` is a tuple of reasons: ("entry", number), ("rule", key), ("word", key), ("kin", child), ("calendar", text).
Sentences are made from it when a person opens the answer. No running quantity (age, days left) stands here.
"""

from __future__ import annotations

from dataclasses import dataclass

from baton.engine.situation.acts import Act, By, Done, InTheWay, Refusal
from baton.engine.situation.duties import NOT_DONE, Block, Breach, Duty, DutyState, Question, RouteAnswer, RouteState
from baton.engine.situation.holdings import Because, Holding, Status, Timeline
from baton.engine.situation.matters import Contradiction, Difference, MatterAnswer, MatterState, Pending, Shown
from baton.journal.cheap import cheap
from baton.journal.entry import Subject
from baton.policy.model import Clauses
from baton.working_time import END, Moment

__all__ = [
    "NOT_DONE",
    "Act",
    "Because",
    "Block",
    "Breach",
    "By",
    "Contradiction",
    "Difference",
    "Done",
    "Duty",
    "DutyState",
    "Holding",
    "InTheWay",
    "MatterAnswer",
    "MatterState",
    "Pending",
    "Question",
    "Refusal",
    "RouteAnswer",
    "RouteState",
    "Shown",
    "Situation",
    "Status",
    "Timeline",
]


@cheap
@dataclass(frozen=True, slots=True)
class Situation:
    """Everything that follows for one subject at `now`, until `next_change`."""

    subject: Subject
    now: Moment
    timeline: Timeline
    holder: Holding | None
    routes: tuple[RouteAnswer, ...] = ()
    matters: tuple[MatterAnswer, ...] = ()
    duties: tuple[Duty, ...] = ()
    blocks: tuple[Block, ...] = ()
    breaches: tuple[Breach, ...] = ()
    questions: tuple[Question, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    differences: tuple[Difference, ...] = ()
    pending: tuple[Pending, ...] = ()
    shown: tuple[Shown, ...] = ()
    does_not_count: tuple[tuple[int, str, tuple[str, ...]], ...] = ()  # entry, rule, missing
    relies_on: tuple[Subject, ...] = ()
    outside: Clauses = ()  # the clause by which this child is outside the procedure
    edition: str = ""
    build: str = ""
    next_change: Moment = END
