"""A worker with all children held: what falls due while the worker is away, and what each child needs meanwhile."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from django.http import Http404

from baton.accounts.desk import Desk
from baton.accounts.permissions import children_of, may_allocate
from baton.store.models import Child, Matter, WorkItem
from baton.working_time import END, Moment, local_day
from baton.workspace import words
from baton.workspace.about.views import may_see_worker
from baton.workspace.reasons import Line
from baton.workspace.saying import Say
from baton.workspace.team.loads import heavy, without_worker
from baton.workspace.work import line_of, named, when_of

FAR = 400 * words.DAY  # an end further off than this is no date of return


@dataclass(slots=True)
class Away:
    """One absence: from when, to when ("" where no return is known), and which day of it this is."""

    start: Moment
    end: Moment
    cover: str = ""

    def said(self, now: Moment) -> str:
        until = f"until {words.day(self.end - 1)}" if self.end < now + FAR else "no date of return is known"
        if self.start > now:
            return f"Away from {words.day(self.start)}, {until}."
        return f"Away since {words.day(self.start)}, day {self.day(now)}, {until}."

    def day(self, now: Moment) -> int:
        """Which day of the absence it is; the first day is 1."""
        return (local_day(now) - local_day(self.start)).days + 1


@dataclass(slots=True)
class Held:
    """One child of the worker, with what comes next."""

    child: Child
    name: str
    heavy: list[str]
    lines: list[Line] = field(default_factory=list)


def worker_at(desk: Desk, person: str) -> str:
    """The worker, if this post has business with them; else there is nothing here."""
    if not may_allocate(desk.post) or not may_see_worker(desk, person):
        raise Http404
    return person


def absences_of(desk: Desk, person: str) -> list[Away]:
    """The absences that stand now or are to come, the nearest first."""
    found = [Away(start, end) for who, start, end in desk.around.organisation.absences if who == person]
    return sorted((a for a in found if a.end > desk.now), key=lambda a: a.start)


@dataclass(slots=True)
class Asked:
    """One rule of an absence over all children: from when, by when, and with how many it is done."""

    what: str
    when: str
    clause: tuple[str, ...]
    late: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    ahead: list[str] = field(default_factory=list)
    done: list[str] = field(default_factory=list)


def asked_while_away(desk: Desk, say: Say, held: list[Held]) -> list[Asked]:
    """What the procedure asks for each child because their worker is away: one row a rule, no child left out."""
    names = {h.child.child: h.name for h in held}
    items = WorkItem.objects.filter(authority=desk.authority, kind="child", subject_id__in=list(names))
    of_workers = {key for key, matter in say.pack.matters.items() if matter.about == "worker"}
    found: dict[str, Asked] = {}
    for item in items.order_by("by_to", "rule", "key"):
        if item.matter.partition(":")[0] not in of_workers or item.state in ("does_not_apply", "lapsed"):
            continue
        row = found.get(item.rule)
        if row is None:
            when, _left = when_of(item, desk)
            row = found[item.rule] = Asked(_what(say, item), when, tuple(item.clause))
        column = row.late if item.state == "late" else row.open
        if item.earliest is not None and item.earliest > desk.now and column is row.open:
            column = row.ahead
        if names[item.subject_id] not in column:
            column.append(names[item.subject_id])
    for key, row in found.items():
        each = getattr(say.rule_of(key), "each", None)
        if each is not None and "children_held" in each.words:  # what is done for a child is asked no more
            row.done = [name for name in names.values() if name not in (*row.late, *row.open, *row.ahead)]
    return list(found.values())


def _what(say: Say, item: WorkItem) -> str:
    """What is asked, whichever child it is for."""
    return say.duty(
        SimpleNamespace(rule=item.rule, verb=item.verb, words=item.words, recipient="", element="", matter="")
    )


def posts_of_worker(desk: Desk, person: str) -> list[Any]:
    """The posts the worker is in now, or will be."""
    return [p for p in desk.around.organisation.posts if p.person == person and p.end > desk.now]


def teams_of(desk: Desk, person: str) -> set[str]:
    return {p.team for p in posts_of_worker(desk, person) if p.team}


def children_of_worker(desk: Desk, say: Say, person: str) -> list[Held]:
    """Every child whom the worker holds by name and whom this post reaches, by family."""
    reach = Child.objects.filter(children_of(desk.post), authority=desk.authority, holder_person=person)
    return _with_what_falls_due(desk, say, list(reach.exclude(holder_kind="").order_by("name_key", "child")))


def children_waiting(desk: Desk, say: Say, team: str) -> tuple[list[Held], dict[str, str]]:
    """Who waits for a worker in this team: no worker by name, or a decided move to it without one; and those moves."""
    alone = list(without_worker(desk, {team}))
    coming = Matter.objects.filter(authority=desk.authority, to_team=team, state="decided", receiving_worker="")
    matters = dict(coming.values_list("child", "key"))
    reach = Child.objects.filter(children_of(desk.post), authority=desk.authority)
    decided = list(reach.filter(child__in=set(matters) - {c.child for c in alone}).order_by("name_key", "child"))
    return _with_what_falls_due(desk, say, [*alone, *decided]), {c.child: matters[c.child] for c in decided}


def _with_what_falls_due(desk: Desk, say: Say, children: list[Child]) -> list[Held]:
    items = WorkItem.objects.filter(
        authority=desk.authority,
        kind="child",
        subject_id__in=[c.child for c in children],
        state__in=["open", "late"],
        act_by_at__lt=END,
    ).order_by("act_by_at")
    lines: dict[str, list[Line]] = {}
    for item in items:
        found = lines.setdefault(item.subject_id, [])
        if len(found) < 3:
            found.append(line_of(desk, say, item, why=False))
    weighs = heavy(desk.pack)
    return [
        Held(c, named(c), [say.word(s) for s in c.statuses if s in weighs], lines.get(c.child, [])) for c in children
    ]


def others(desk: Desk, person: str) -> int:
    """How many more children the worker holds whom this post does not reach."""
    held = Child.objects.filter(authority=desk.authority, holder_person=person).exclude(holder_kind="")
    return held.count() - held.filter(children_of(desk.post)).count()
