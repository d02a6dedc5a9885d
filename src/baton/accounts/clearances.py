"""Who may see a restricted record: given by name with a reason, until a day or until it is ended; never deleted.

Whoever restricts a record, and whoever is named to work with the child, is cleared by the same act: nobody is left
responsible for a child whose record they may not open. The row policies ask for a live clearance and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from baton.accounts.models import Clearance
from baton.engine.situation import Done
from baton.store.models import Child
from baton.store.tenancy import as_program

NAMES = ("person", "receiving_worker")  # the values of an act that name who works with the child
WORKS = "works with the child"
RESTRICTED_IT = "restricted the record"


def live(authority: str, child: str) -> QuerySet[Clearance]:
    """The clearances for this child that hold now."""
    at = Q(until=None) | Q(until__gt=timezone.now())
    return Clearance.objects.filter(at, authority=authority, child=child)


def give(authority: str, child: str, person: str, by: str, reason: str, until: datetime | None = None) -> None:
    """This person may see this child's record; a clearance that holds already is ended, so that one stands."""
    end(live(authority, child).filter(person=person), by)
    Clearance.objects.create(authority=authority, child=child, person=person, given_by=by, reason=reason, until=until)


def end(clearances: QuerySet[Clearance], by: str) -> int:
    """They no longer hold, from now on. Returns how many there were."""
    return clearances.update(until=timezone.now(), ended_by=by)


def carry(authority: str, done: Done, by: str) -> None:
    """After an act: whoever it named for a restricted child, whoever holds the child now, and whoever restricted the
    record, is cleared."""
    children = {e.subject.id for e in done.entries if e.subject.kind == "child"}
    with as_program(authority):
        rows = list(Child.objects.filter(authority=authority, child__in=children, restricted=True))
    for child in rows:
        entries = [e for e in done.entries if e.subject.id == child.child]
        named = {str(e.values[name]) for e in entries for name in NAMES if e.values.get(name)}
        _ensure(authority, child.child, {*named, child.holder_person}, by, WORKS)
        if any(e.word == "restricted" and e.source == "person" for e in entries):
            _ensure(authority, child.child, {by}, by, RESTRICTED_IT)


def _ensure(authority: str, child: str, persons: Iterable[str], by: str, reason: str) -> None:
    there = set(live(authority, child).values_list("person", flat=True))
    for person in sorted({p for p in persons if p} - there):
        give(authority, child, person, by, reason)
