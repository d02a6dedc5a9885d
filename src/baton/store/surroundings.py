"""What surrounds every File of one authority: procedure, calendar, organisation, sittings. Folded once, kept a process.

The authority's row carries a random mark that changes with every entry about workers, teams, offices, the authority
itself or a sitting; where the mark is another one, only the journals whose heads moved are read again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import psycopg

from baton.journal import Entry, Organisation, Sitting, Subject
from baton.journal.organisation import organisation_from, sittings_from
from baton.policy.model import Packs
from baton.store.codec import JOURNAL_AS_JSON, entries_of
from baton.store.editions import in_force
from baton.store.procedures import Procedure, procedure_of, with_closures
from baton.store.reading import EXCLUSIVE, ORGANISATION, Journals
from baton.store.tenancy import cursor_of
from baton.working_time import Calendar, Moment


@dataclass(slots=True)
class Surroundings:
    """One authority's surroundings, from the journals that it was folded from."""

    authority: str
    packs: Packs
    holidays: Calendar
    marks: tuple[int, int, str]
    heads: dict[Subject, bytes] = field(default_factory=dict)
    journals: dict[Subject, tuple[Entry, ...]] = field(default_factory=dict)
    organisation: Organisation = field(default_factory=Organisation)
    calendar: Calendar | None = None
    sittings: tuple[Sitting, ...] = ()
    base: Packs | None = None  # the procedure as the pack's folder has it, before what was put into force

    @property
    def folder(self) -> str:
        """The folder of the authority's pack."""
        return self.marks[2]

    def with_entries(self, entries: Iterable[Entry]) -> Surroundings:
        """The same with further entries, for judging an act about the organisation before it is saved."""
        journals = dict(self.journals)
        for e in entries:
            if e.subject.kind in EXCLUSIVE:
                journals[e.subject] = (*journals.get(e.subject, ()), e)
        after = replace(self, journals=journals, heads={})
        after.fold()
        return after

    def known_at(self, moment: Moment) -> Surroundings:
        """The surroundings as they were known at a moment."""
        journals = {s: tuple(e for e in entries if e.recorded_at <= moment) for s, entries in self.journals.items()}
        then = replace(self, journals=journals, heads={})
        then.fold()
        return then

    def fold(self) -> None:
        """Works out organisation, calendar and sittings from the journals."""
        entries = [e for s, found in self.journals.items() if s.kind in ORGANISATION for e in found]
        self.organisation = organisation_from(entries)
        own = self.journals.get(Subject("authority", self.authority), ())
        self.calendar = with_closures(self.holidays, own)
        self.base = self.base if self.base is not None else self.packs
        self.packs = in_force(self.base, own)
        self.sittings = sittings_from(e for s, found in self.journals.items() if s.kind == "sitting" for e in found)


_KEPT: dict[str, Surroundings] = {}


def forget() -> None:
    """Nothing is kept any longer; everything is read again."""
    _KEPT.clear()


def kept(authority: str, organisation: int, sittings: int, pack: str) -> Surroundings | None:
    """The surroundings as they were last folded, where the authority's row still carries these marks."""
    found = _KEPT.get(authority)
    if found is None or found.marks != (organisation, sittings, pack):
        return None
    return found if found.base is procedure_of(pack).packs else None


def surroundings_of(raw: psycopg.Connection, journals: Journals) -> Surroundings:
    """The surroundings as the open transaction sees them."""
    marks = (journals.organisation, journals.sittings, journals.pack)
    same = kept(journals.authority, *marks)
    if same is not None:
        return same
    before = _KEPT.get(journals.authority)
    procedure: Procedure = procedure_of(journals.pack)
    fresh = Surroundings(journals.authority, procedure.packs, procedure.holidays, marks)
    _read(raw, fresh, before.heads if before else {}, before.journals if before else {})
    fresh.fold()
    _KEPT[journals.authority] = fresh
    return fresh


def _read(
    raw: psycopg.Connection,
    fresh: Surroundings,
    heads: Mapping[Subject, bytes],
    journals: Mapping[Subject, tuple[Entry, ...]],
) -> None:
    kinds = sorted(EXCLUSIVE)
    cursor = cursor_of(raw)
    cursor.execute(
        "SELECT kind, subject_id, head_hash FROM subject WHERE authority = %s AND kind = ANY(%s::text[]) AND head > 0",
        (fresh.authority, kinds),
    )
    moved: list[Subject] = []
    for kind, subject_id, head_hash in cursor:
        subject = Subject(kind, subject_id)
        fresh.heads[subject] = bytes(head_hash)
        if heads.get(subject) == fresh.heads[subject]:
            fresh.journals[subject] = journals[subject]
        else:
            moved.append(subject)
    if not moved:
        return
    cursor.execute(
        f"SELECT s.kind, s.subject_id, {JOURNAL_AS_JSON} FROM subject s"
        " WHERE s.authority = %s AND s.kind = ANY(%s::text[]) AND s.subject_id = ANY(%s::text[])",
        (fresh.authority, kinds, [s.id for s in moved]),
    )
    for kind, subject_id, journal in cursor:
        subject = Subject(kind, subject_id)
        fresh.journals[subject] = entries_of(subject, journal)
