"""Children without a worker by name: who holds them, since when, which steps the procedure asks meanwhile."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.db.models import Q

from baton.accounts.desk import Desk
from baton.accounts.permissions import children_of
from baton.journal import Entry, Subject
from baton.journal.standing import standing_in
from baton.policy.model import Must, Stop
from baton.policy.saying import say_who
from baton.store.models import Block, Breach, Child, Holding, Matter, WorkItem
from baton.working_time import local_day
from baton.workspace import words
from baton.workspace.journal import entries_of
from baton.workspace.reasons import Line
from baton.workspace.saying import Say
from baton.workspace.several import to_all
from baton.workspace.transfer.order import natural
from baton.workspace.unallocated.deciding import answers_no, no_href, unallocated_tag
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
    never: bool = False  # nobody may leave this child without a worker, whoever they are
    decides: Line | None = None  # that being without a worker is authorised, where that is this person's to do
    instead: list[tuple[str, str]] = field(default_factory=list)  # what the same person may answer instead: text, href

    @property
    def flagged(self) -> bool:
        """Whether the child was left without a worker on purpose."""
        return self.child.holder_flag == "unallocated"

    @property
    def steps(self) -> list[Line]:
        """What the procedure asks while the child has no worker, in the order of the paper, done or not."""
        return sorted((*self.done, *self.open), key=lambda line: natural(line.clause[0]) if line.clause else [])

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
        _tag(say, c, broken, items),
        say.person(c.holder_person)
        if c.holder_person
        else say.office(c.holder_office)
        if c.holder_office
        else "nobody",
        since,
        (local_day(desk.now) - local_day(since)).days,
        words.joined([say.word(s) for s in c.statuses]),
        tuple(broken.clause) if broken is not None else (),
        never=isinstance(broken, Block),
    )
    for item in items:
        line = line_of(desk, say, item, why=False)
        (row.done if item.state in ("met", "excused") else row.open).append(line)
    mine = entries_of(desk.authority, Subject("child", c.child)) if report or row.flagged else []
    for line in (*row.done, *row.open):
        line.who = _whose(say, line, mine)
    row.done, row.open = merged(say, row.done), merged(say, row.open)
    row.decides = next((d for d in row.open if d.row.verb == "authorise" and d.href), None)
    if row.tag == words.MUST_HAVE_WORKER:
        row.decides = None
        for line in row.open:
            line.href = "" if line.row.verb == "authorise" else line.href
    if row.decides is not None:
        row.instead = [(say.word(w), no_href(c.child, row.decides.row.matter, w)) for w in answers_no(say)]
    if report or row.decides is not None:
        row.said = [
            _answer(say, e)
            for e in mine
            if e.verb in SAID and (e.matter in matters or (e.verb in ANSWERED and e.recorded_at >= since))
        ]
    elif row.flagged:
        row.said = _noes(say, mine, since)
    return row


def _tag(say: Say, c: Child, broken: Breach | Block | None, items: list[WorkItem]) -> Tag:
    if c.holder_kind == "nobody":
        return words.NOBODY
    if isinstance(broken, Block):
        return words.MUST_HAVE_WORKER
    if c.holder_flag == "unallocated":
        return unallocated_tag(say, [(i.verb, i.state) for i in items])
    return words.MUST_HAVE_WORKER if broken is not None else words.MANAGER_HOLDING


def merged(say: Say, lines: list[Line]) -> list[Line]:
    """One line for the same duty towards several people and over several weeks: the first of them, saying how many."""
    groups: dict[tuple[str, str, str], list[Line]] = {}
    for one in lines:
        groups.setdefault((one.row.rule, one.row.matter, one.row.state), []).append(one)
    return [group[0] if len(group) == 1 else _one_for_all(say, group) for group in groups.values()]


def _one_for_all(say: Say, group: list[Line]) -> Line:
    first = group[0]
    times = len({line.row.element for line in group})
    what = to_all(say, first.row, [line.row.recipient for line in group])
    when = f"{times} times, the first {first.when}" if times > 1 else first.when
    return replace(first, what=what, when=when, left=first.left if times == 1 else "")


def _whose(say: Say, line: Line, mine: Iterable[Entry]) -> str:
    """Whose a step is; of a step that has not begun the office that the rule names, of one that is done who did it."""
    item = line.row
    if item.who or item.offices:
        return line.who
    by = next((e.done_by for e in mine if e.number == item.met_by), "") if item.state == "met" else ""
    rule = say.rule_of(item.rule, item.matter)
    return say.person(by) if by else say_who(rule.who, say.pack) if isinstance(rule, Must) else line.who


def _noes(say: Say, mine: Iterable[Entry], since: int) -> list[tuple[str, str]]:
    """That it was not authorised, and why, unless it was taken back or is of an earlier time without a worker."""
    last = {e.word: e for e in standing_in(mine) if e.word in answers_no(say)}
    return [_answer(say, e) for e in last.values() if e.verb in ANSWERED and e.happened.lo >= since]


def _answer(say: Say, e: Entry) -> tuple[str, str]:
    found = say.details(e)
    given = "; ".join(f"{name}: {value}" if len(found) > 1 else value for name, value in found) or say.entry(e)
    return say.entry(e).removeprefix("Answered: "), f"{given} ({say.person(e.done_by)}, {words.day(e.recorded_at)})"


def ended_this_week(desk: Desk) -> int:
    """How many children got a worker by name again in the last seven days."""
    reach = Child.objects.filter(children_of(desk.post), authority=desk.authority, holder_kind="worker")
    held = Holding.objects.filter(
        authority=desk.authority, child__in=reach.values("child"), kind__in=["office", "nobody"]
    )
    ends = ((h.child, h.during.upper) for h in held)
    return len({child for child, end in ends if end is not None and desk.now - WEEK <= end <= desk.now})
