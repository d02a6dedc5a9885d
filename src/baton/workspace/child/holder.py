"""Who is responsible for a child, in words: the first line of every page about the child. A gap is never blank."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from baton.accounts.desk import Desk
from baton.accounts.permissions import may_record
from baton.store.models import Breach, Child, Holding, WorkItem
from baton.working_time import BEGINNING, END
from baton.workspace import words
from baton.workspace.child import elsewhere
from baton.workspace.saying import Say
from baton.workspace.unallocated.deciding import unallocated_tag
from baton.workspace.words import Tag


@dataclass(frozen=True, slots=True)
class Holder:
    """The holder line: who, in which place, the tag, since when, by which clause, and what must happen."""

    text: str
    tag: Tag | None
    since: str
    clause: tuple[str, ...] = ()
    note: str = ""
    name_a_worker: bool = False
    person: str = ""
    team: str = ""


def _unallocated(desk: Desk, say: Say, child: Child) -> Tag:
    """Whether it was authorised that the child has no worker, and whether one must be named now."""
    work = WorkItem.objects.filter(
        authority=desk.authority, kind="child", subject_id=child.child, verb__in=("authorise", "allocate")
    )
    return unallocated_tag(say, work.values_list("verb", "state"))


def holder(desk: Desk, say: Say, child: Child, holdings: list[Holding]) -> Holder:
    """The holder now."""
    now = next((h for h in holdings if h.during.lower <= desk.now < h.during.upper), None)
    clause = tuple(now.clause) if now is not None else ()
    place = say.place(child.holder_team or child.holder_service)
    since = words.since(child.holder_since)
    if not child.holder_kind:
        return _outside(say, child)
    if child.holder_kind == "nobody":
        return _nobody(desk, child, clause)
    if child.holder_kind == "outside":
        return _held_elsewhere(desk, say, child, since, clause)
    if child.holder_kind == "office":
        office, person = say.office(child.holder_office), say.person(child.holder_person)
        text = words.joined([p for p in (person, office) if p]).replace(" and ", ", ")
        tag: Tag | None = (
            _unallocated(desk, say, child) if child.holder_flag == "unallocated" else words.MANAGER_HOLDING
        )
        asked = _asked_to_name(desk, child)
        note = f"No worker is named yet: {say.by(asked) if asked else person or office} to name one."
        return Holder(
            f"{text}, {place}" if place else text,
            tag,
            since,
            clause,
            note if tag == words.MANAGER_HOLDING else "",
            asked is None or desk.post.person in asked.who,
            child.holder_person,
            child.holder_team,
        )
    tag = {"provisional": words.PROVISIONAL, "cover": words.COVER}.get(child.holder_flag)
    return Holder(
        f"{say.person(child.holder_person)}, {place}",
        tag,
        since,
        clause,
        "",
        False,
        child.holder_person,
        child.holder_team,
    )


def _asked_to_name(desk: Desk, child: Child) -> WorkItem | None:
    """The duty to name the child's worker, where the procedure gives it to somebody by name: often not who holds."""
    work = WorkItem.objects.filter(
        authority=desk.authority, kind="child", subject_id=child.child, verb="allocate", state__in=("open", "late")
    )
    return next((item for item in work.order_by("key") if item.who and not item.words), None)


def _held_elsewhere(desk: Desk, say: Say, child: Child, since: str, clause: tuple[str, ...]) -> Holder:
    moves, kept = elsewhere.until(desk, say, child)
    note = f"{elsewhere.contact(desk, say, child)}." if may_record(desk.post) else ""
    note += f" They stay responsible until {moves}." if moves else " They are responsible."
    tag = words.ELSEWHERE if child.holder_service == elsewhere.ABROAD else words.Tag("Held by an agency", "light-blue")
    return Holder(f"Held by {elsewhere.responsible(say, child)}", tag, since, kept or clause, note.strip())


def _outside(say: Say, child: Child) -> Holder:
    if child.closed is not None:
        return Holder("Closed", None, words.moment(child.closed), (), "Nobody here is responsible now.")
    if child.outside:
        return Holder("Outside this procedure", None, "", tuple(child.outside), "The procedure does not apply.")
    return Holder("Not open", None, "", (), "There is a record but no open work: nobody is responsible here.")


def _nobody(desk: Desk, child: Child, clause: tuple[str, ...]) -> Holder:
    breach = Breach.objects.filter(
        authority=desk.authority,
        kind="child",
        subject_id=child.child,
        ended__isnull=True,
        missing__contains=["allocated_worker"],
    ).first()
    since = words.moment(breach.since if breach is not None else child.holder_since)
    known = f"Known since {words.when_seen(breach.known, desk.now)}." if breach is not None else ""
    return Holder(
        "Nobody is named",
        words.NOBODY,
        since,
        tuple(breach.clause) if breach is not None else clause,
        f"This is a breach. {known} Somebody must be named now.",
        True,
        "",
        child.holder_team,
    )


def spells(desk: Desk, say: Say, holdings: list[Holding]) -> list[dict[str, Any]]:
    """Every holding so far, the newest first, for the table under the drawing."""
    rows = []
    for h in sorted(holdings, key=lambda h: h.during.lower, reverse=True):
        if h.during.lower > desk.now:
            continue
        end = h.during.upper
        rows.append(
            {
                "who": who(say, h),
                "team": say.place(h.team or h.service),
                "from": words.window(h.start_from, h.start_to)
                if h.start_from is not None
                else words.day(h.during.lower),
                "to": words.day(end) if end < END and end <= desk.now else "now",
                "clause": h.clause,
                "kind": h.kind,
                "start": h.during.lower,
                "end": min(end, desk.now),
                "person": h.person,
                "place": h.team or h.service,
            }
        )
    return rows


def who(say: Say, h: Holding) -> str:
    """The holder of one spell."""
    if h.kind == "nobody":
        return "Nobody named"
    if h.kind == "office":
        return f"{say.person(h.person) or say.office(h.office)} ({say.office(h.office)})"
    return say.person(h.person) or say.place(h.team or h.service)


def workers_so_far(desk: Desk, child: Child, holdings: list[Holding]) -> str:
    """ "3 in 10 months", from the first day this record knows."""
    if not holdings:
        return "none recorded here"
    first = min(h.during.lower for h in holdings)
    if first <= BEGINNING:
        return f"{words.plural(child.workers, 'worker')} known of; when the first began is not known"
    months = max(1, round((desk.now - first) / (30.44 * words.DAY)))
    over = words.plural(months, "month") if months < 24 else f"{months // 12} years"
    return f"{child.workers} in {over} (before {words.day(first)}: not known)"
