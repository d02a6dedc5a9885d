"""What leaves: the feed, webhooks, exports."""

from __future__ import annotations

from typing import Annotated, Any

from ninja import Field, Schema
from pydantic import ConfigDict, StringConstraints

from baton.api.shapes.common import Word


class EventOut(Schema):
    """That something was recorded: about whom by initials and reference, never by name. Ask for the rest."""

    id: str
    kind: str = Field(description="child, sitting, worker, team, office or authority")
    subject: str
    initials: str
    reference: str
    number: int
    verb: str
    word: str
    matter: str
    recorded_at: str | None
    url: str


class Events(Schema):
    """A page of the feed. `next` is always given: ask with it again for what comes later."""

    items: list[EventOut]
    next: str


class HookIn(Schema):
    """Where the feed is to be sent."""

    model_config = ConfigDict(extra="forbid")
    url: Annotated[str, StringConstraints(min_length=8, max_length=500, pattern="^https?://")]
    verbs: list[Word] = Field([], max_length=50, description="Only these; all where none is given")


class HookOut(Schema):
    """A webhook. `secret` is given once, when it is made."""

    id: str
    url: str
    verbs: list[str]
    made: str | None
    delivered: str | None
    tries: int
    next_try: str | None
    last_error: str
    stopped: bool
    secret: str | None = None


class ExportKind(Schema):
    """A file that can be made."""

    kind: str
    title: str
    says: str
    first: str
    last: str


class ExportOut(Schema):
    """An export as tables, with what does not hold and why."""

    kind: str
    title: str
    first: str
    last: str
    tables: list[dict[str, Any]]
    findings: list[dict[str, Any]]
    notes: list[str]
