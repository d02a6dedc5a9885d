"""A child: found, read, with what follows now; its journal, and why."""

from __future__ import annotations

from typing import Any

from ninja import Field, Schema

from baton.api.shapes.common import Because, Holder, Span


class ChildRow(Schema):
    """A child in a list."""

    child: str
    reference: str
    name: str
    born: str | None
    statuses: list[str]
    open: bool
    holder_kind: str
    holder_person: str
    holder_team: str
    holder_since: str | None
    workers: int = Field(description="How many workers by name so far")
    open_matters: int
    breaches: int
    restricted: bool


class Children(Schema):
    """A page of children. `next`: the cursor of the page after it, null where there is none."""

    items: list[ChildRow]
    next: str | None


class StatusOut(Schema):
    """A spell of a word of the procedure."""

    word: str
    says: str
    start: Span
    end: Span | None
    parts: dict[str, str]


class DutyOut(Schema):
    """What must be done: by whom, by when, why, and what waits for it."""

    key: str
    child: str
    rule: str
    says: str
    verb: str
    words: list[str]
    state: str
    strength: str
    matter: str
    to: str
    who: list[str]
    offices: list[str]
    by: Span | None
    since: str | None
    known: str | None
    met_at: str | None
    stops: list[str]
    missing: list[str]
    waits_for: list[str]
    asks: list[str]
    clause: list[str]
    because: list[Because]


class MatterOut(Schema):
    """A transfer, dispute or other matter of one child. Its dates are kept apart and never merged."""

    matter: str
    child: str
    kind: str
    says: str
    state: str
    opened: str | None
    route: str
    from_team: str
    from_service: str
    to_team: str
    to_service: str
    receiving_worker: str
    due: Span | None
    ready: str | None
    decision: str
    decided: str | None
    transfer_date: Span | None
    moved: str | None
    ended: str | None
    sitting: str | None
    rung: int
    clause: list[str]
    values: dict[str, Any]


class RouteOut(Schema):
    """A move that the procedure has for the child: due, due if, offered, foreseen or late."""

    route: str
    state: str
    from_place: str
    to_place: str
    at: Span | None
    opens: str
    asks: list[str]
    clause: list[str]
    because: list[Because]


class BlockOut(Schema):
    """An act that would be refused or questioned now."""

    act: str
    rule: str
    strength: str
    matter: str
    missing: list[str]
    instead: str
    clause: list[str]
    because: list[Because]


class BreachOut(Schema):
    """A rule broken: since when, and known since when."""

    rule: str
    says: str
    since: str | None
    known: str | None
    ended: str | None
    matter: str
    missing: list[str]
    clause: list[str]


class QuestionOut(Schema):
    """A fact not known, who is asked, and the rules that wait for it."""

    word: str
    says: str
    of: list[str]
    office: str
    waits: list[str]
    since: str | None


class DifferenceOut(Schema):
    """What a person recorded and what a source says, or two sources; one stands."""

    word: str
    stands: str
    sources: list[list[str]]
    clause: list[str]


class ChildOut(Schema):
    """Everything that follows for a child at one moment, each answer with its clause and reasons."""

    child: str
    reference: str
    name: str
    born: str | None
    as_at: str
    known_at: str | None
    head: int = Field(description="The number of the last entry: send it as If-Match with an act")
    holder: Holder | None
    statuses: list[StatusOut]
    matters: list[MatterOut]
    duties: list[DutyOut]
    routes: list[RouteOut]
    blocks: list[BlockOut]
    breaches: list[BreachOut]
    questions: list[QuestionOut]
    differences: list[DifferenceOut]
    edition: str
    build: str


class Journey(Schema):
    """A child's way: who was responsible, what was so, what was moved."""

    child: str
    holders: list[Holder]
    statuses: list[StatusOut]
    matters: list[MatterOut]


class EntryOut(Schema):
    """One line of the journal. It never changes: a correction is a further entry that names it in `replaces`."""

    number: int
    verb: str
    word: str
    happened: Span
    recorded_at: str | None
    done_by: str
    recorded_by: str
    capacity: str
    source: str
    matter: str
    replaces: int | None
    act: str
    body: dict[str, Any]


class Entries(Schema):
    """A page of a child's journal, the first entry first."""

    items: list[EntryOut]
    next: str | None


class Why(Schema):
    """Why something is so."""

    what: str
    says: str
    clause: list[str]
    because: list[Because]
    entries: list[EntryOut]


class MayDo(Schema):
    """Who may do an act, in what capacity; or the office that nobody holds (`hole`)."""

    person: str
    name: str
    capacity: str
    hole: str
    clause: list[str]
