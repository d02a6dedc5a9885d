"""What the procedure asks about a sitting, a worker, a team or the authority itself: worked out when it is shown."""

from __future__ import annotations

from urllib.parse import quote

from baton.accounts.desk import Desk
from baton.engine.situation import Duty
from baton.journal import Subject
from baton.store import asking
from baton.store.models import WorkItem
from baton.working_time import END, last_moment
from baton.workspace.reasons import Line
from baton.workspace.saying import Say
from baton.workspace.work import OWN, line_of

SHOWN = frozenset({"open", "late", "may_apply", "not_yet", "met", "excused"})
OPEN = frozenset({"open", "late", "may_apply"})


def items_about(desk: Desk, subject: Subject) -> list[WorkItem]:
    """The duties about this subject, in the shape of rows."""
    found = desk.ask(asking.situation_of, subject, desk.now)
    return [row_of(desk, subject, duty) for duty in found.duties if duty.state in SHOWN]


def row_of(desk: Desk, subject: Subject, d: Duty) -> WorkItem:
    """One duty as a row that is not kept."""
    by, act_by = d.by, d.act_by
    limit = act_by or by
    return WorkItem(
        authority=desk.authority,
        kind=subject.kind,
        subject_id=subject.id,
        key=d.key,
        rule=d.rule,
        verb=d.verb,
        words=list(d.words),
        state=d.state,
        strength=d.strength,
        matter=d.matter,
        element=d.element,
        recipient=d.to,
        by_from=by.lo if by else None,
        by_to=by.hi if by else None,
        earliest=d.earliest,
        since=d.since,
        known=d.known,
        ended=d.ended,
        act_by_from=act_by.lo if act_by else None,
        act_by_to=act_by.hi if act_by else None,
        act_by_at=last_moment(limit) if limit else END,
        met_at=d.met_at,
        met_by=d.met_by,
        stops=list(d.stops),
        missing=list(d.missing),
        waits_for=list(d.waits_for),
        asks=list(d.asks),
        follow_up=d.follow_up,
        checklist=d.checklist,
        clause=list(d.clause),
        because=list(d.because),
        why_not=d.why_not,
        who=list(d.who),
        offices=list(d.offices),
    )


def lines_about(desk: Desk, say: Say, subject: Subject) -> list[Line]:
    """The same as lines, the same duty to several people said once; what is open first."""
    groups: dict[tuple[str, str, str], list[WorkItem]] = {}
    for item in items_about(desk, subject):
        groups.setdefault((item.rule, item.element, item.state), []).append(item)
    lines = []
    for group in groups.values():
        lead = group[0]
        line = line_of(desk, say, lead)
        if len(group) > 1:
            line.what = say.short(lead.rule)
            line.note = f"To {say.people(i.recipient for i in group if i.recipient)}. {line.note}".strip()
        if may_do(desk, lead):
            line.href = href_of(lead)
        lines.append(line)
    return sorted(lines, key=lambda one: (one.row.state in ("met", "excused"), one.row.act_by_at))


def may_do(desk: Desk, item: WorkItem) -> bool:
    """Whether a link to doing it helps this person."""
    if item.state not in OPEN or item.waits_for or desk.post.kind == "duty":
        return False
    return item.verb not in OWN or desk.post.person in item.who


def href_of(item: WorkItem) -> str:
    """Where it is done."""
    return f"/about/{item.kind}/{quote(item.subject_id, safe='@:')}/do?item={quote(item.key)}"
