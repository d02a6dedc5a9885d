"""Hold: after a restore the clock does nothing and no notice leaves, until a person has looked and releases it."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Max

from baton.store.models import Authority, Entry, NoticeOwed, Subject
from baton.store.tenancy import as_program
from baton.working_time import Moment


@dataclass(slots=True)
class Waiting:
    """What an authority in hold would do when released: children the clock owes a look, notices owed."""

    authority: str
    since: Moment | None
    because: str
    children: int = 0
    owed: list[tuple[str, str, str]] = field(default_factory=list)  # subject, rule, recipient
    last_recorded: Moment | None = None


def hold_all(now: Moment, because: str) -> list[str]:
    """Puts every authority that runs into hold; returns their keys."""
    running = Authority.objects.filter(mode="running")
    keys = list(running.order_by("key").values_list("key", flat=True))
    running.update(mode="hold", held_since=now, held_because=because)
    return keys


def release(authority: str) -> bool:
    """Lets the clock and the notices go on, as a person decided. False if it was running."""
    return Authority.objects.filter(key=authority, mode="hold").update(mode="running", held_because="") == 1


def is_held(authority: str) -> bool:
    """Whether nothing may be done by itself for this authority now. Whoever sends notices asks first."""
    return Authority.objects.filter(key=authority, mode="hold").exists()


def waiting(authority: str, now: Moment) -> Waiting:
    """What would happen on release, for the person who decides."""
    row = Authority.objects.get(key=authority)
    found = Waiting(authority, row.held_since, row.held_because)
    with as_program(authority):
        due = Subject.objects.filter(authority=authority, kind="child", next_change__lte=now)
        found.children = due.count()
        owed = NoticeOwed.objects.filter(authority=authority).order_by("act_by_at", "subject_id", "key")
        found.owed = list(owed.values_list("subject_id", "rule", "recipient"))
        found.last_recorded = Entry.objects.filter(authority=authority).aggregate(last=Max("recorded_at"))["last"]
    return found
