"""What the API gives and takes, described for whoever writes a client. Moments are ISO 8601 in London time."""

from __future__ import annotations

from typing import Annotated, Any

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


class Family(Schema):
    """One transfer or dispute: siblings share it, each with their own state and dates."""

    matter: str
    kind: str
    says: str
    children: list[MatterOut]
    steps: list[DutyOut] = Field(description="What must be done for it, the soonest first, done or not")


class Families(Schema):
    """A page of transfers or disputes. `steps` is empty in lists."""

    items: list[Family]
    next: str | None


class Duties(Schema):
    """A page of work, the soonest first."""

    items: list[DutyOut]
    next: str | None


class SittingRow(Schema):
    """One sitting of a forum, with the moment at which its list closes."""

    sitting: str
    forum: str
    says: str
    at: str | None
    cut_off: str | None
    cancelled: bool
    held: bool
    moved_because: str


class SittingOut(SittingRow):
    """A sitting with its agenda: what is listed, decided or not. Families that the post does not reach are counted."""

    attended: list[str]
    items: list[Family]
    hidden: int
    outcomes: list[str] = Field(description="What the forum may decide")


class WorkerOut(Schema):
    """A member of staff: posts and offices now, absences, and what they carry."""

    person: str
    name: str
    number: str
    posts: list[dict[str, str]]
    offices: list[dict[str, str]]
    away: list[Span]
    children: int
    arriving: int


class TeamOut(Schema):
    """A team: its service, who works in it, and how many children it holds."""

    team: str
    name: str
    service: str
    workers: list[str]
    children: int
    without_worker: int
    open_matters: int
    breaches: int


class Term(Schema):
    """A word of the authority's procedure."""

    word: str
    kind: str
    says: str
    question: str = ""
    answers: list[str] = []
    parts: dict[str, list[str]] = {}
    about: str = ""
    clause: list[str] = []


class Vocabulary(Schema):
    """What can be said here: acts, phases of records, and the procedure's own words, matters, places and offices."""

    edition: str
    build: str
    acts: list[str]
    phases: list[str]
    words: list[Term]
    matters: list[Term]
    forums: list[Term]
    places: list[Term]
    offices: list[Term]


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
