"""The clock's pass over what is no child: sittings of forums, workers, the authority itself.

Only where the procedure has something that follows by itself for them (a telling when minutes are late, when a manager
is away). What follows is an entry in their own journal, once. Of these only the authority has derived rows, so that its
duties stand on lists; for the others pages ask for their Situation.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db import transaction

from baton.engine import assess
from baton.engine import tick as clock_entries
from baton.engine.compiled import Compiled, compiled
from baton.engine.rulebook import Rules
from baton.engine.sittings import sittings_between
from baton.journal import File, Subject, act_number
from baton.journal.sittings import sitting_id
from baton.store.reading import read
from baton.store.surroundings import Surroundings, surroundings_of
from baton.store.tenancy import PROGRAM, driver, set_tenant
from baton.store.writing import Batch
from baton.working_time import CalendarEnded, Moment, local_day

BACK = timedelta(days=28)
AGAIN = 900  # seconds after which the same authority is looked at again though nothing was written there

_looked: dict[str, tuple[tuple[int, int, str], Moment]] = {}


def pass_over(authority: str, now: Moment) -> int:
    """Writes what the clock owes these subjects and returns how many entries. Children who rely on them are marked, and
    worked out by the pass over the children, which follows."""
    with transaction.atomic(durable=True):
        raw = driver()
        set_tenant(raw, authority, PROGRAM)
        around = surroundings_of(raw, read(raw, authority, []))
        last = _looked.get(authority)
        if last is not None and last[0] == around.marks and last[1] <= now < last[1] + AGAIN:
            return 0
        owing = [s for s in _subjects(around, now) if clock_entries(around.packs, _file(around, s), now, "trial")]
    written = sum(_one(authority, subject, now) for subject in owing)
    keep(authority, now)
    _looked[authority] = (around.marks, now)
    return written


def keep(authority: str, now: Moment) -> None:
    """Works out what the procedure asks of the authority itself, and writes what differs; nothing where it asks for
    nothing and asked for nothing before."""
    subject = Subject("authority", authority)
    with transaction.atomic(durable=True):
        raw = driver()
        journals = read(raw, authority, [subject], lock=True, digests=True)
        around = surroundings_of(raw, journals)
        batch = Batch(raw, journals, now)
        if of_authority(batch, around, now, bool(journals.digests.get(subject))):
            batch.run()


def of_authority(batch: Batch, around: Surroundings, now: Moment, before: bool = False) -> bool:
    """Adds the authority's rows to a batch that has its journal locked; False where there is nothing to keep."""
    if "authority" not in compiled(around.packs.on(local_day(now))).subjects and not before:
        return False
    subject = Subject("authority", around.authority)
    batch.recalculated(assess(around.packs, _file(around, subject), now, whole=False))
    return True


def _one(authority: str, subject: Subject, now: Moment) -> int:
    with transaction.atomic(durable=True):
        raw = driver()
        journals = read(raw, authority, [subject], lock=True)
        around = surroundings_of(raw, journals)
        owed = clock_entries(around.packs, _file(around, subject), now, act_number())
        if owed:
            batch = Batch(raw, journals, now)
            batch.append(owed)
            batch.run()
        return len(owed)


def _file(around: Surroundings, subject: Subject) -> File:
    assert around.calendar is not None
    return File(subject, around.journals.get(subject, ()), around.calendar, around.organisation, (), around.sittings)


def _subjects(around: Surroundings, now: Moment) -> Iterator[Subject]:
    """Those for whom the procedure of today has something that happens by itself."""
    pack: Compiled = compiled(around.packs.on(local_day(now)))
    for name, rules in pack.subjects.items():
        if not _by_itself(rules):
            continue
        if name == "worker":
            yield from (s for s in around.journals if s.kind == "worker")
        elif name == "authority":
            yield Subject("authority", around.authority)
        elif name.startswith("sitting of "):
            yield from _sittings(around, pack, name.removeprefix("sitting of "), now)


def _by_itself(rules: Rules) -> bool:
    return bool(rules.thens) or any(r.rule.late for r in rules.musts)


def _sittings(around: Surroundings, pack: Compiled, forum: str, now: Moment) -> Iterator[Subject]:
    """The sittings of the last four weeks and the coming one, whether anything was recorded of them or not."""
    assert around.calendar is not None
    file = File(Subject("sitting", forum), (), around.calendar, around.organisation, (), around.sittings)
    day = local_day(now)
    try:
        for sitting in sittings_between(pack.forums[forum], file, day - BACK, day + timedelta(days=7)):
            if not sitting.cancelled:
                yield Subject("sitting", sitting_id(forum, sitting.nominal))
    except CalendarEnded:
        return
