"""A made-up world into the store: whole journals at once, each child worked out once, all in one transaction.

Nothing is judged here: the entries were judged by the engine at their own moments when the world was made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import psycopg
from django.db import transaction

from baton.demo.making import Lived, Made, make
from baton.demo.world import WorldErrors, read_world, world_file
from baton.engine import assess
from baton.journal import Entry
from baton.store.files import file_of
from baton.store.models import Authority
from baton.store.procedures import procedure_of
from baton.store.reading import read
from baton.store.surroundings import surroundings_of
from baton.store.tenancy import driver
from baton.store.writing import Batch, subjects_in
from baton.working_time import Moment

FAMILIES = 25  # at a time
QUARTERS = 4  # how often it is said how far the making has come
Say = Callable[[str], None]


class NotEmpty(Exception):
    """The authority is kept here already; a made-up world is only ever put into an empty one."""


def worlds(packs: Path) -> list[str]:
    """The authorities for which a made-up world is described."""
    return sorted(folder.name for folder in packs.iterdir() if world_file(packs, folder.name).is_file())


def is_loaded(authority: str) -> bool:
    """Whether this authority is kept here already."""
    return Authority.objects.filter(key=authority).exists()


def load(packs: Path, authority: str, now: Moment, *, say: Say = lambda line: None, processes: int = 0) -> Made:
    """Makes the world of an authority as it is at `now` and puts it into the store. NotEmpty if it is there already."""
    world = read_world(world_file(packs, authority))
    if is_loaded(world.authority):
        raise NotEmpty(world.authority)
    procedure = procedure_of(authority)
    if not procedure.packs.editions:
        raise WorldErrors(f"{authority} has no pack")

    def so_far(done: int, of: int) -> None:
        if done * QUARTERS // of != (done - 1) * QUARTERS // of and done < of:
            say(f"{done} of {of} families lived through")

    made = make(world, procedure.packs, procedure.holidays, now, processes=processes, so_far=so_far)
    say(f"{len(made.families)} families lived through; writing them down")
    put(made)
    return made


def put(made: Made, authority: str = "") -> None:
    """All journals of the world and what follows from them, or nothing; the program's own role may do this."""
    key = authority or made.world.authority
    with transaction.atomic(durable=True):
        Authority.objects.create(key=key, name=made.world.name, pack=made.world.authority, made_up=True)
        raw = driver()
        _append(raw, key, made.surroundings, made.now)
        for some in _chunks(made.families, FAMILIES):
            _families(raw, key, [e for one in some for e in one.entries], made.now)


def _append(raw: psycopg.Connection, authority: str, entries: Iterable[Entry], now: Moment) -> None:
    """The journals of staff and sittings, of which nothing is derived."""
    entries = list(entries)
    journals = read(raw, authority, set(subjects_in(entries)), lock=True)
    batch = Batch(raw, journals, now)
    batch.append(entries)
    batch.run()


def _families(raw: psycopg.Connection, authority: str, entries: Sequence[Entry], now: Moment) -> None:
    """The journals of some families and their children, and every child worked out."""
    subjects = set(subjects_in(entries))
    journals = read(raw, authority, subjects, lock=True, digests=True)
    batch = Batch(raw, journals, now)
    batch.append(entries)
    around = surroundings_of(raw, journals)
    for subject in sorted(s for s in subjects if s.kind == "child"):
        batch.recalculated(assess(around.packs, file_of(journals, around, subject), now, whole=False))
    batch.run()


def _chunks(items: Sequence[Lived], size: int) -> Iterator[Sequence[Lived]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
