"""Files for the engine: a child's own entries with its kin, the organisation and the sittings that have a journal."""

from __future__ import annotations

from collections.abc import Iterable

from baton.journal import Entry, File, Kin, Subject
from baton.journal.kin import kin_from
from baton.store.persons import person_of
from baton.store.reading import Journals
from baton.store.surroundings import Surroundings


def file_of(journals: Journals, around: Surroundings, subject: Subject) -> File:
    """The File of one subject, from journals that were read together with its family's and siblings'."""
    own = journals.of(subject)
    assert around.calendar is not None
    return File(
        subject, own.entries, around.calendar, around.organisation, _kin(journals, around, subject), around.sittings,
        own.family,
    )  # fmt: skip


def _kin(journals: Journals, around: Surroundings, subject: Subject) -> tuple[Kin, ...]:
    family = journals.family_of(subject) if subject.kind == "child" else None
    siblings = journals.siblings(subject) if family is not None else []
    if family is None or not siblings:
        return ()
    assert around.calendar is not None
    files = {
        j.subject.id: File(j.subject, j.entries, around.calendar, around.organisation, (), around.sittings, family.id)
        for j in siblings
    }
    hidden = frozenset(j.subject.id for j in siblings if _restricted(j.entries))
    return tuple(
        k for k in kin_from(journals.of(family).entries, subject.id, files, restricted=hidden) if k.file is not None
    )


def _restricted(entries: Iterable[Entry]) -> bool:
    return any(e.word == "restricted" for e in entries) and person_of(entries).restricted
