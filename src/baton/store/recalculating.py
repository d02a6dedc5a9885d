"""Working out again: the only way derived rows come about outside an act. One subject, one transaction."""

from __future__ import annotations

from collections.abc import Iterable

import psycopg
from django.db import transaction

from baton.engine import assess
from baton.engine.situation import Situation
from baton.journal import Subject
from baton.store.files import file_of
from baton.store.reading import read
from baton.store.surroundings import surroundings_of
from baton.store.tenancy import driver
from baton.store.writing import Batch
from baton.working_time import Moment

TRIES = 5


def recalculate(authority: str, child: str, now: Moment) -> Situation:
    """Works out one child from its journal and its surroundings, and writes what differs."""
    subject = Subject("child", child)
    for attempt in range(TRIES):
        try:
            with transaction.atomic(durable=True):
                raw = driver()
                journals = read(raw, authority, [subject], lock=True, digests=True)
                around = surroundings_of(raw, journals)
                situation = assess(around.packs, file_of(journals, around, subject), now, whole=False)
                batch = Batch(raw, journals, now)
                batch.recalculated(situation)
                batch.run()
                return situation
        except (psycopg.errors.DeadlockDetected, psycopg.errors.SerializationFailure):
            if attempt == TRIES - 1:
                raise
    raise AssertionError


def recalculate_all(authority: str, subjects: Iterable[Subject], now: Moment) -> int:
    """Works out each child of these, one transaction each; returns how many. The rest is for the clock's pass."""
    children = [s.id for s in subjects if s.kind == "child"]
    for child in children:
        recalculate(authority, child, now)
    return len(children)
