"""Journals in memory: what a store keeps, for the length of one story. Gives Files, as known at any moment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from baton.journal import Entry, File, Kin, Organisation, Sitting, Subject
from baton.journal.organisation import kin_from, organisation_from, sittings_from
from baton.working_time import END, Calendar, Moment

_AROUND = frozenset({"worker", "office", "team"})


class Journals:
    """All journals of one story's world. Adding is the only way to change it."""

    def __init__(self, calendar: Calendar, entries: Iterable[Entry] = ()) -> None:
        self.calendar = calendar
        self.by_subject: dict[Subject, tuple[Entry, ...]] = {}
        self.restricted: frozenset[str] = frozenset()
        self._organisation: dict[Moment, Organisation] = {}
        self._sittings: dict[Moment, tuple[Sitting, ...]] = {}
        self.add(entries)

    def copy(self) -> Journals:
        """The same journals, to go on with apart: for a branch."""
        other = Journals(self.calendar)
        other.by_subject = dict(self.by_subject)
        other.restricted = self.restricted
        other._organisation, other._sittings = dict(self._organisation), dict(self._sittings)
        return other

    def add(self, entries: Iterable[Entry]) -> tuple[Entry, ...]:
        """Adds entries to the ends of their journals, numbered; returns them as they now stand."""
        added = []
        for entry in entries:
            before = self.by_subject.get(entry.subject, ())
            numbered = replace(entry, number=before[-1].number + 1 if before else 1)
            self.by_subject[entry.subject] = (*before, numbered)
            added.append(numbered)
        if any(e.subject.kind in _AROUND for e in added):
            self._organisation = {}
        if any(e.subject.kind == "sitting" for e in added):
            self._sittings = {}
        if any(e.word == "restricted" for e in added):
            self.restricted |= {e.subject.id for e in added if e.word == "restricted"}
        return tuple(added)

    def keep_until(self, moment: Moment) -> None:
        """Forgets everything recorded after a moment, as a restored copy does."""
        kept = {s: tuple(e for e in es if e.recorded_at <= moment) for s, es in self.by_subject.items()}
        self.by_subject = {s: es for s, es in kept.items() if es}
        self._organisation, self._sittings = {}, {}

    def children(self) -> list[str]:
        """Every child with a journal."""
        return [s.id for s in self.by_subject if s.kind == "child"]

    def entries(self, subject: Subject, known_at: Moment = END) -> tuple[Entry, ...]:
        """One subject's entries, as known at a moment."""
        found = self.by_subject.get(subject, ())
        return found if known_at == END else tuple(e for e in found if e.recorded_at <= known_at)

    def organisation(self, known_at: Moment = END) -> Organisation:
        """Who is who, as known at a moment."""
        found = self._organisation.get(known_at)
        if found is None:
            about = [e for s, es in self.by_subject.items() if s.kind in _AROUND for e in es]
            found = self._organisation[known_at] = organisation_from(about, known_at)
        return found

    def sittings(self, known_at: Moment = END) -> tuple[Sitting, ...]:
        """The sittings of which something was recorded."""
        found = self._sittings.get(known_at)
        if found is None:
            about = [e for s, es in self.by_subject.items() if s.kind == "sitting" for e in es]
            found = self._sittings[known_at] = sittings_from(about, known_at)
        return found

    def family_of(self, child: str) -> str:
        """The family whose journal names this child; "" if none."""
        for subject, entries in self.by_subject.items():
            if subject.kind == "family" and any(child in _named(e) for e in entries):
                return subject.id
        return ""

    def file(self, subject: Subject, known_at: Moment = END) -> File:
        """The File of one subject, with its kin, as known at a moment."""
        file = self._bare(subject, known_at)
        if subject.kind != "child" or not file.family:
            return file
        return replace(file, kin=self._kin(subject.id, file.family, known_at))

    def files(self, known_at: Moment = END) -> dict[str, File]:
        """The File of every child."""
        return {child: self.file(Subject("child", child), known_at) for child in self.children()}

    def _bare(self, subject: Subject, known_at: Moment) -> File:
        family = self.family_of(subject.id) if subject.kind == "child" else ""
        return File(
            subject, self.entries(subject, known_at), self.calendar, self.organisation(known_at), (),
            self.sittings(known_at), family,
        )  # fmt: skip

    def _kin(self, child: str, family: str, known_at: Moment) -> tuple[Kin, ...]:
        about = self.entries(Subject("family", family), known_at)
        others = {one for e in about for one in _named(e)} - {child}
        files = {one: self._bare(Subject("child", one), known_at) for one in others}
        return kin_from(about, child, files, known_at, self.restricted)


def _named(entry: Entry) -> tuple[str, ...]:
    about = tuple(str(one) for one in entry.body.get("about") or ())
    return (*about, *(str(entry.values[key]) for key in ("a", "b", "child") if entry.values.get(key)))
