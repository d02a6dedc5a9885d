"""The front door: every child of an authority judged twice, on all cores, a batch of children in one reading."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from django.db import connections, transaction

from baton.engine import assess
from baton.engine.situation import Situation
from baton.journal import Subject
from baton.policy import model as m
from baton.replaying.differences import Different, differences
from baton.store.files import file_of
from baton.store.reading import read
from baton.store.surroundings import surroundings_of
from baton.store.tenancy import PROGRAM, cursor_of, driver, set_tenant
from baton.working_time import BEGINNING, Moment, midnight

BATCH = 100
_COMING = ("due", "late", "offered")


class TeamLoad(NamedTuple):
    """One team (or service) now: children held, moves due out and in, duties late; before and by the draft."""

    held: int = 0
    out: int = 0
    coming: int = 0
    late: int = 0

    def plus(self, other: TeamLoad) -> TeamLoad:
        """Both together."""
        return TeamLoad(*(a + b for a, b in zip(self, other, strict=True)))


Loads = dict[str, TeamLoad]


@dataclass(slots=True)
class Replayed:
    """What the draft would change. `failed` are children on whom one of the two could not be worked out."""

    children: int = 0
    different: list[Different] = field(default_factory=list)
    before: Loads = field(default_factory=dict)
    after: Loads = field(default_factory=dict)
    failed: list[tuple[str, str]] = field(default_factory=list)

    @property
    def touched(self) -> tuple[str, ...]:
        """The children for whom anything differs."""
        return tuple(dict.fromkeys(one.child for one in self.different))

    def add(self, other: Replayed) -> None:
        """Adds a batch."""
        self.children += other.children
        self.different += other.different
        self.failed += other.failed
        for mine, theirs in ((self.before, other.before), (self.after, other.after)):
            for team, load in theirs.items():
                mine[team] = mine.get(team, TeamLoad()).plus(load)


def with_draft(packs: m.Packs, draft: m.Pack, from_: date | None = None) -> m.Packs:
    """The editions with the draft among them: in the place of the edition of its name, else a new one from its date."""
    if from_ is not None:
        draft = replace(draft, edition=replace(draft.edition, in_force_from=from_))
    others = [pack for pack in packs.editions if pack.edition.name != draft.edition.name]
    return m.Packs(tuple(sorted((*others, draft), key=lambda pack: pack.edition.in_force_from)))


def replay(
    authority: str, draft: m.Pack, now: Moment, from_: date | None = None, processes: int = 0,
    progress: Callable[[int, int], None] | None = None,
) -> Replayed:  # fmt: skip
    """Judges every open or once open child by the procedure in force and by the draft.

    `from_`: the draft is taken to be in force from this date, and breaches are compared from it on. `progress` is told
    how many of how many children are done. Nothing is written.
    """
    children = _children(authority)
    batches = [children[start : start + BATCH] for start in range(0, len(children), BATCH)]
    work = _Work(authority, draft, from_, now)
    found = Replayed()
    for part in _shared(work, batches, processes or multiprocessing.cpu_count()):
        found.add(part)
        if progress is not None:
            progress(found.children + len(found.failed), len(children))
    found.different.sort(key=lambda one: (one.child, one.kind, one.rule))
    return found


class _Work(NamedTuple):
    authority: str
    draft: m.Pack
    from_: date | None
    now: Moment


_WORK: list[_Work] = []


def _shared(work: _Work, batches: Sequence[list[str]], processes: int) -> Iterator[Replayed]:
    """The batches, done by processes that inherit the draft; each opens its own connection."""
    _WORK[:] = [work]
    if processes < 2 or len(batches) < 2:
        yield from map(_batch, batches)
        return
    connections.close_all()
    context = multiprocessing.get_context("fork")
    with context.Pool(min(processes, len(batches)), initializer=connections.close_all) as pool:
        yield from pool.imap_unordered(_batch, batches)


def _children(authority: str) -> list[str]:
    with transaction.atomic():
        raw = driver()
        set_tenant(raw, authority, PROGRAM)
        found = cursor_of(raw).execute(
            "SELECT subject_id FROM subject WHERE authority = %s AND kind = 'child' ORDER BY subject_id", (authority,)
        )
        return [child for (child,) in found]


def _batch(children: list[str]) -> Replayed:
    work = _WORK[0]
    found = Replayed()
    since = midnight(work.from_) if work.from_ is not None else BEGINNING
    with transaction.atomic():
        raw = driver()
        set_tenant(raw, work.authority, PROGRAM)
        journals = read(raw, work.authority, [Subject("child", child) for child in children])
        around = surroundings_of(raw, journals)
        packs = with_draft(around.packs, work.draft, work.from_)
        for child in children:
            file = file_of(journals, around, Subject("child", child))
            try:
                before, after = assess(around.packs, file, work.now), assess(packs, file, work.now)
            except Exception as problem:  # one child must not hide the others
                found.failed.append((child, f"{type(problem).__name__}: {problem}"))
                continue
            found.children += 1
            found.different += differences(before, after, since)
            _load(found.before, before)
            _load(found.after, after)
    return found


def _load(loads: Loads, situation: Situation) -> None:
    holder = situation.holder
    if holder is None:
        return
    late = sum(duty.state == "late" for duty in situation.duties)
    moves = [route for route in situation.routes if route.state in _COMING]
    _add(loads, holder.team or holder.service, TeamLoad(held=1, out=len(moves), late=late))
    for route in moves:
        _add(loads, route.to or "not known", TeamLoad(coming=1))


def _add(loads: Loads, team: str, load: TeamLoad) -> None:
    loads[team] = loads.get(team, TeamLoad()).plus(load)
