"""Acts, records, corrections, and what came of them."""

from __future__ import annotations

from typing import Annotated, Any

from ninja import Field, Schema
from pydantic import ConfigDict, StringConstraints

from baton.api.shapes.children import EntryOut
from baton.api.shapes.common import Ident, InTheWay, When, Word


class SubjectIn(Schema):
    """For acts that are about no child."""

    model_config = ConfigDict(extra="forbid")
    kind: Annotated[str, StringConstraints(pattern="^(worker|team|office|sitting|authority)$")]
    id: Ident


class ActIn(Schema):
    """An act, or a record of what happened, for one or more children. All are done or none."""

    model_config = ConfigDict(extra="forbid")
    verb: Word = Field(description="An act (decide, allocate, send) or the phase of a record (held, started, given)")
    word: Word = Field("", description="What it is about: a word of the procedure, see /vocabulary")
    children: list[Ident] = Field([], max_length=50)
    subject: SubjectIn | None = None
    happened: When | None = Field(None, description="When it happened; now where it is not given")
    matter: str = Field("", max_length=100, description='"" where the child has one open matter that fits')
    values: dict[Word, Any] = Field({}, description="Slots and parts: transfer_date, outcome, reason codes")
    each: dict[Ident, dict[Word, Any]] = Field({}, description="Values that differ for a child")
    to: list[Ident] = Field([], max_length=50)
    about: list[Ident] = Field([], max_length=50)
    attended: list[Ident] = Field([], max_length=50)
    reason: str = Field("", max_length=4000)
    excuses: Word = Field("", description="The rule that is excused")
    against_rule: bool = Field(False, description="It was in fact done elsewhere, against the rule")
    seen: dict[Ident, Annotated[int, Field(ge=0, le=2_000_000_000)]] = Field(
        {}, description="The head of each child as your program saw it; If-Match does the same for one child"
    )


class CorrectionIn(Schema):
    """A correction of one entry: its whole new content, or that it did not happen, or is about another child."""

    model_config = ConfigDict(extra="forbid")
    reason: Annotated[str, StringConstraints(min_length=1, max_length=4000)]
    did_not_happen: bool = False
    wrong_child: bool = False
    happened: When | None = None
    values: dict[Word, Any] | None = Field(None, description="Left out: as they were")
    to: list[Ident] | None = Field(None, max_length=50)
    attended: list[Ident] | None = Field(None, max_length=50)
    seen: dict[Ident, Annotated[int, Field(ge=0, le=2_000_000_000)]] = {}


class Done(Schema):
    """What was added, and what it means. Entries are on disk."""

    act: str
    entries: dict[str, list[EntryOut]] = Field(description="By the child, or kind/id of the subject")
    counts: bool = Field(description="False: kept, but it satisfies nothing")
    warnings: list[InTheWay]
    lacking: list[InTheWay]
    heads: dict[str, int]


class ChangeOut(Schema):
    """One thing that an act would change for one child."""

    child: str
    kind: str
    rule: str
    clause: list[str]
    was: str
    now: str


class Preview(Schema):
    """Everything that would change. Nothing was saved."""

    changes: list[ChangeOut]
