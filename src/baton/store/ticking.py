"""The clock's pass: what has come due by itself is done and written down, once, however often and late it is run.

Only children whose `next_change` has come, or that were marked stale, are looked at; an authority in hold is not.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field

import psycopg
from django.db import transaction

from baton.engine import assess
from baton.engine import tick as clock_entries
from baton.journal import Subject, act_number
from baton.store import beside
from baton.store.files import file_of
from baton.store.models import Authority
from baton.store.reading import Journals, read
from baton.store.surroundings import Surroundings, surroundings_of
from baton.store.tenancy import PROGRAM, cursor_of, driver, set_tenant
from baton.store.writing import Batch
from baton.working_time import Moment

BATCH = 100
LOOK_AGAIN = 3600  # seconds, for a child that could not be worked out

log = logging.getLogger(__name__)

_DUE = """SELECT subject_id FROM subject
WHERE authority = %(authority)s AND kind = 'child' AND next_change <= %(now)s AND NOT subject_id = ANY(%(but)s::text[])
UNION ALL
SELECT subject_id FROM subject
WHERE authority = %(authority)s AND kind = 'child' AND stale_since IS NOT NULL
  AND (next_change IS NULL OR next_change > %(now)s) AND NOT subject_id = ANY(%(but)s::text[])
LIMIT %(limit)s"""


@dataclass(slots=True)
class Passed:
    """What one pass did: children looked at, entries written, rows that changed, and the ids that failed."""

    children: int = 0
    entries: int = 0
    rows: int = 0
    failed: list[tuple[str, str]] = field(default_factory=list)
    held: list[str] = field(default_factory=list)  # authorities in hold

    def add(self, other: Passed) -> None:
        self.children += other.children
        self.entries += other.entries
        self.rows += other.rows
        self.failed += other.failed


def tick(now: Moment, authorities: Iterable[str] | None = None) -> Passed:
    """One pass over every authority that is running, or over these."""
    passed = Passed()
    chosen = Authority.objects.order_by("key")
    if authorities is not None:
        chosen = chosen.filter(key__in=list(authorities))
    for authority in chosen:
        if authority.mode == "hold":
            passed.held.append(authority.key)
        else:
            passed.entries += beside.pass_over(authority.key, now)
            passed.add(_authority(authority.key, now))
    return passed


def _authority(authority: str, now: Moment) -> Passed:
    passed = Passed()
    looked: dict[str, int] = {}
    while True:
        tired = [child for child, times in looked.items() if times >= 8]
        due = _due(authority, now, tired)
        if not due:
            return passed
        for child in due:
            looked[child] = looked.get(child, 0) + 1
        done = _some(authority, due, now)
        passed.add(done)
        if not done.children and not done.failed:  # all of them are held by others at this moment: they will see to it
            return passed


def _due(authority: str, now: Moment, but: list[str]) -> list[str]:
    with transaction.atomic(durable=True):
        raw = driver()
        set_tenant(raw, authority, PROGRAM)
        given = {"authority": authority, "now": now, "but": but, "limit": BATCH}
        return [child for (child,) in cursor_of(raw).execute(_DUE, given)]


def _some(authority: str, children: list[str], now: Moment) -> Passed:
    """Works out these children in one transaction; if one of them is a trap, each in a transaction of its own."""
    try:
        return _together(authority, children, now)
    except (psycopg.errors.DeadlockDetected, psycopg.errors.SerializationFailure):
        return Passed()
    except Exception as problem:
        if len(children) == 1:
            log.exception("child %s of %s could not be worked out", children[0], authority)
            _put_off(authority, children[0], now)
            return Passed(failed=[(children[0], f"{type(problem).__name__}: {problem}")])
    passed = Passed()
    for child in children:
        passed.add(_some(authority, [child], now))
    return passed


def _together(authority: str, children: list[str], now: Moment) -> Passed:
    with transaction.atomic(durable=True):
        raw = driver()
        journals = read(raw, authority, [Subject("child", c) for c in children], lock="skip", digests=True)
        batch = Batch(raw, journals, now)
        around = surroundings_of(raw, journals)
        free = [c for c in children if Subject("child", c) in journals.locked]
        for child in free:
            _one(batch, journals, around, child, now)
        batch.run()
        return Passed(len(free), sum(len(e) for e in batch.added.values()), batch.differences)


def _one(batch: Batch, journals: Journals, around: Surroundings, child: str, now: Moment) -> None:
    subject = Subject("child", child)
    file = file_of(journals, around, subject)
    owed = clock_entries(around.packs, file, now, act_number())
    if owed:
        batch.append(owed)
        file = file_of(journals, around, subject)
    batch.recalculated(assess(around.packs, file, now, whole=False))


def _put_off(authority: str, child: str, now: Moment) -> None:
    with transaction.atomic(durable=True):
        raw = driver()
        journals = read(raw, authority, [Subject("child", child)], lock=True)
        batch = Batch(raw, journals, now)
        batch.postpone(Subject("child", child), now + LOOK_AGAIN)
        batch.run()
