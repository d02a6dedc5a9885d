"""Children without a worker by name: who holds them, since when, which steps the procedure asks meanwhile."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from types import SimpleNamespace

from django.db.models import Q

from baton.accounts.desk import Desk
from baton.accounts.permissions import children_of
from baton.journal import Entry, Subject
from baton.policy.model import Stop
from baton.store.models import Block, Breach, Child, Holding, Matter, WorkItem
from baton.working_time import local_day
from baton.workspace import words
from baton.workspace.journal import entries_of
from baton.workspace.reasons import Line
from baton.workspace.saying import Say
from baton.workspace.words import Tag
from baton.workspace.work import line_of, named

WEEK = 7 * words.DAY
ANSWERED = frozenset({"answer", "given", "authorise"})
SAID = ANSWERED | {"written", "send", "sent", "settle"}  # what a decision, or the week's report, stands on
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
    decides: Line | None = None  # that being without a worker is authorised, where that is this person's to do

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
    never = _never(desk, say, ids)
    return [
        _row(desk, say, c, work.get(c.child, []), never.get(c.child) or broken.get(c.child), matters, report)
        for c in children
    ]


def _never(desk: Desk, say: Say, ids: list[str]) -> dict[str, Block]:
    """The children who may not be without a worker as long as something is so of them, whatever anybody brings."""
    lasting = {r.head.key for r in say.pack.rules if isinstance(r, Stop) and r.while_ is not None}
    found = Block.objects.filter(
        authority=desk.authority, kind="child", subject_id__in=ids, act="authorise unallocated", strength="refuse"
    )
    return {b.subject_id: b for b in found if b.rule in lasting}


def _row(
    desk: Desk,
    say: Say,
    c: Child,
    items: list[WorkItem],
    broken: Breach | Block | None,
    matters: set[str],
    report: bool,
) -> Row:
    since = c.holder_since or desk.now
    row = Row(
        c,
        named(c),
        _tag(c, broken, items),
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
    row.done, row.open = merged(say, row.done), merged(say, row.open)
    row.decides = next((d for d in row.open if d.row.verb == "authorise" and d.href), None)
    if row.tag == words.MUST_HAVE_WORKER:
        row.decides = None
    if report or row.decides is not None:
        row.said = [
            _answer(say, e)
            for e in entries_of(desk.authority, Subject("child", c.child))
            if e.verb in SAID and (e.matter in matters or (e.verb in ANSWERED and e.recorded_at >= since))
        ]
    return row


def _tag(c: Child, broken: Breach | Block | None, items: list[WorkItem]) -> Tag:
    if c.holder_kind == "nobody":
        return words.NOBODY
    if isinstance(broken, Block):
        return words.MUST_HAVE_WORKER
    if c.holder_flag == "unallocated":
        return unallocated_tag(items)
    return words.MUST_HAVE_WORKER if broken is not None else words.MANAGER_HOLDING


def unallocated_tag(items: Iterable[WorkItem]) -> Tag:
    """Whether being without a worker was authorised, where the procedure asks that somebody does."""
    asked = {item.state for item in items if item.verb == "authorise"}
    return words.UNALLOCATED if not asked or "met" in asked else words.NOT_AUTHORISED


def merged(say: Say, lines: list[Line]) -> list[Line]:
    """One line for the same duty towards several people and over several weeks: the first of them, saying how many."""
    groups: dict[tuple[str, str, str], list[Line]] = {}
    for one in lines:
        groups.setdefault((one.row.rule, one.row.matter, one.row.state), []).append(one)
    return [group[0] if len(group) == 1 else _one_for_all(say, group) for group in groups.values()]


def _one_for_all(say: Say, group: list[Line]) -> Line:
    first = group[0]
    item = first.row
    bare = SimpleNamespace(
        rule=item.rule, verb=item.verb, words=item.words, recipient="", element="", matter=item.matter
    )
    people = list(dict.fromkeys(say.who(line.row.recipient) for line in group if line.row.recipient))
    times = len({line.row.element for line in group})
    what = say.duty(bare) + (f" to {words.joined(people)}" if people else "")
    when = f"{times} times, the first {first.when}" if times > 1 else first.when
    return replace(first, what=what, when=when, left=first.left if times == 1 else "")


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
