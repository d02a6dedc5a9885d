"""What several answers share: problems, times, reasons, who is responsible. Moments are ISO 8601 in London time."""

from __future__ import annotations

from typing import Annotated

from ninja import Field, Schema
from pydantic import ConfigDict, StringConstraints

Ident = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Word = Annotated[str, StringConstraints(max_length=100)]
When = Annotated[
    str,
    StringConstraints(min_length=8, max_length=60),
    Field(description="A day or a moment, as 2026-08-27 or 2026-08-27 14:30"),
]


class Problem(Schema):
    """Problem details (RFC 9457). `type` ends with the kind of problem; docs/api.md lists them."""

    model_config = ConfigDict(extra="allow")
    type: str
    title: str
    status: int
    detail: str = ""
    instance: str = ""


class InTheWay(Schema):
    """One thing in the way of an act, for one child."""

    child: str
    kind: str = Field(description="refuse, ask_reason, warn, impossible or not_yours")
    rule: str
    clause: list[str]
    missing: list[str]
    needs: list[str]
    instead: str
    says: str


class Refused(Problem):
    """The procedure does not allow the act, or asks for a reason. `could_go_on`: children whom nothing stops."""

    items: list[InTheWay]
    could_go_on: list[str]


class Span(Schema):
    """When something was, as exactly as it is known: from `start` up to, but not with, `end`. Null: not known."""

    start: str | None = None
    end: str | None = None
    says: str = ""


class Because(Schema):
    """One reason of an answer: an entry of the record, a rule of the procedure, the calendar."""

    kind: str
    value: str
    says: str = ""
    clause: list[str] = []


class Holder(Schema):
    """Who is responsible: a worker by name, the person in an office, another authority, or nobody (a breach)."""

    kind: str
    person: str
    name: str
    office: str
    team: str
    service: str
    flag: str
    since: str | None
    until: str | None
    clause: list[str]
    rule: str


class Me(Schema):
    """The token that asks."""

    authority: str
    authority_name: str
    person: str
    name: str
    post: str
    kind: str
    scopes: list[str]
    expires: str | None
    now: str
