"""Children put into the store as they stand: whole journals at once, each child worked out once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction

from baton.engine import assess
from baton.journal import Entry, Subject
from baton.store.files import file_of
from baton.store.models import Authority
from baton.store.reading import read
from baton.store.surroundings import surroundings_of
from baton.store.tenancy import driver
from baton.store.writing import Batch, subjects_in
from baton.working_time import Moment, at

AT_ONCE = 50


def make_authority(key: str, pack: str, staff: Iterable[Entry], now: Moment) -> None:
    """An authority that works by this pack, with its staff."""
    Authority.objects.create(key=key, name=f"Made-up {key}", pack=pack, made_up=True)
    put(key, list(staff), now)


def put(authority: str, entries: Sequence[Entry], now: Moment) -> None:
    """Adds journals and works out every child among their subjects, at `now`."""
    with transaction.atomic(durable=True):
        raw = driver()
        subjects = set(subjects_in(entries))
        journals = read(raw, authority, subjects, lock=True, digests=True)
        batch = Batch(raw, journals, now)
        batch.append(entries)
        around = surroundings_of(raw, journals)
        for subject in sorted(s for s in subjects if s.kind == "child"):
            batch.recalculated(assess(around.packs, file_of(journals, around, subject), now, whole=False))
        batch.run()


def families(members: Iterable[tuple[str, Sequence[str]]], now: Moment) -> list[Entry]:
    """The journals that make children brothers and sisters: each pair of a family is linked."""
    found = []
    for family, children in members:
        pairs = [(a, b) for i, a in enumerate(children) for b in children[i + 1 :]]
        for number, (a, b) in enumerate(pairs, 1):
            body = {"with": {"a": a, "b": b, "relation": "full", "same_household": "yes"}}
            found.append(
                Entry(Subject("family", family), number, f"link-{family}-{number}", "linked", "sibling", at(now), now,
                      "set-up", "set-up", body=body)
            )  # fmt: skip
    return found
