"""Children without a worker by name: who holds them, since when, which steps the procedure asks meanwhile."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Q

from baton.accounts.desk import Desk
from baton.accounts.permissions import children_of
from baton.journal import Entry, Subject
from baton.store.models import Breach, Child, Holding, Matter, WorkItem
from baton.working_time import local_day
from baton.workspace import words
from baton.workspace.journal import entries_of
from baton.workspace.reasons import Line
from baton.workspace.saying import Say
from baton.workspace.words import Tag
from baton.workspace.work import line_of, named

WEEK = 7 * words.DAY
CHANGES = frozenset({"transfer", "change"})  # a move has a page of its own


@dataclass(slots=True)
class Row:
    """One child without a worker."""

    child: Child
    name: str
    tag: Tag
    held_by: str
    since: int
    days: int
    statuses: str
    clause: tuple[str, ...] = ()
    open: list[Line] = field(default_factory=list)
    done: list[Line] = field(default_factory=list)
    said: list[tuple[str, str]] = field(default_factory=list)  # the answers given in the matter, with who and when

    @property
    def new(self) -> bool:
        return self.days < 7


def without_a_worker(desk: Desk, say: Say, report: bool = False) -> list[Row]:
    """Every child whom this post reaches and nobody holds by name, the longest first; for the report with what was
    answered and done."""
    alone = Q(holder_kind__in=["nobody", "office"]) | Q(holder_flag="unallocated")
    reach = Child.objects.filter(children_of(desk.post), alone, authority=desk.authority)
    children = list(reach.order_by("holder_since", "child")[:300])
    ids = [c.child for c in children]
    matters = {
        m.key
        for m in Matter.objects.filter(authority=desk.authority, child__in=ids, state__in=["open", "decided"])
        if not CHANGES & set(say.kinds(m.kind))
    }
    items = WorkItem.objects.filter(
        authority=desk.authority, kind="child", subject_id__in=ids, matter__in=matters
    ).order_by("act_by_at", "key")
    work: dict[str, list[WorkItem]] = {}
    for item in items:
        work.setdefault(item.subject_id, []).append(item)
    broken = {
        b.subject_id: b
        for b in Breach.objects.filter(
            authority=desk.authority, subject_id__in=ids, ended__isnull=True, missing__contains=["allocated_worker"]
        )
    }
    return [_row(desk, say, c, work.get(c.child, []), broken.get(c.child), matters, report) for c in children]


def _row(
    desk: Desk, say: Say, c: Child, items: list[WorkItem], broken: Breach | None, matters: set[str], report: bool
) -> Row:
    since = c.holder_since or desk.now
    row = Row(
        c,
        named(c),
        _tag(c, broken),
        say.person(c.holder_person)
        if c.holder_person
        else say.office(c.holder_office)
        if c.holder_office
        else "nobody",
        since,
        (local_day(desk.now) - local_day(since)).days,
        words.joined([say.word(s) for s in c.statuses]),
        tuple(broken.clause) if broken is not None else (),
    )
    for item in items:
        line = line_of(desk, say, item, why=False)
        (row.done if item.state in ("met", "excused") else row.open).append(line)
    if report:
        row.said = [
            _answer(say, e)
            for e in entries_of(desk.authority, Subject("child", c.child))
            if e.verb in ("answer", "given", "authorise") and (e.matter in matters or e.recorded_at >= since)
        ]
    return row


def _holder(say: Say, c: Child) -> str:
    if c.holder_person:
        return say.person(c.holder_person)
    return say.office(c.holder_office) if c.holder_office else "nobody"


def _tag(c: Child, broken: Breach | None) -> Tag:
    if c.holder_kind == "nobody":
        return words.NOBODY
    if c.holder_flag == "unallocated":
        return words.UNALLOCATED
    return words.MUST_HAVE_WORKER if broken is not None else words.MANAGER_HOLDING


def _answer(say: Say, e: Entry) -> tuple[str, str]:
    given = "; ".join(value for name, value in say.details(e)) or say.entry(e)
    return say.entry(e).removeprefix("Answered: "), f"{given} ({say.person(e.done_by)}, {words.day(e.recorded_at)})"


def ended_this_week(desk: Desk) -> int:
    """How many children got a worker by name again in the last seven days."""
    reach = Child.objects.filter(children_of(desk.post), authority=desk.authority, holder_kind="worker")
    held = Holding.objects.filter(
        authority=desk.authority, child__in=reach.values("child"), kind__in=["office", "nobody"]
    )
    ends = ((h.child, h.during.upper) for h in held)
    return len({child for child, end in ends if end is not None and desk.now - WEEK <= end <= desk.now})
