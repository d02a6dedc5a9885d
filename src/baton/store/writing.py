"""Writing what an act adds and what it makes of its own subjects: one batch of statements, one message.

`recalculated` is the only place where derived rows come from, and `Batch.run` the only place where they are written.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from secrets import randbits
from typing import Any

import psycopg

from baton.engine.situation import Situation
from baton.journal import Entry, Subject
from baton.store import codec
from baton.store.chain import link
from baton.store.codec import numbered
from baton.store.families import members
from baton.store.persons import person_of
from baton.store.reading import ORGANISATION, Journals
from baton.store.rows import rows_of
from baton.store.statements import Statement, Together
from baton.store.tables import Differences
from baton.working_time import END, Moment

_HEADS = Statement(
    "heads",
    """INSERT INTO subject (authority, kind, subject_id, head, head_hash, next_change, stale_since, restricted,
  family, edition, build)
SELECT %s, d.kind, d.subject_id, d.head, d.head_hash, d.next_change, d.stale_since, d.restricted, d.family, d.edition,
  d.build
FROM json_populate_recordset(NULL::subject, %s::json) d
ON CONFLICT (authority, kind, subject_id) DO UPDATE SET head = EXCLUDED.head, head_hash = EXCLUDED.head_hash,
  next_change = EXCLUDED.next_change, stale_since = EXCLUDED.stale_since, restricted = EXCLUDED.restricted,
  family = EXCLUDED.family, edition = EXCLUDED.edition, build = EXCLUDED.build""",
)
_ENTRIES = Statement("entries", codec.INSERT_ENTRIES)
_MARKS = {
    column: Statement(f"mark_{column}", f"UPDATE authority SET {column} = %s::bigint WHERE key = %s")
    for column in ("organisation", "sittings")
}

# Readers are marked in the order of their locks; those that are recalculated here and now are left out.
_STALE = Statement(
    "stale",
    """WITH locked AS MATERIALIZED (
  SELECT s.subject_id FROM subject s
  WHERE s.authority = %(authority)s AND s.kind = 'child' AND NOT s.subject_id = ANY(%(fresh)s::text[])
    AND s.subject_id = ANY(ARRAY(
      SELECT r.subject_id FROM relies_on r WHERE r.authority = %(authority)s AND r.kind = 'child'
        AND r.on_kind = ANY(%(kinds)s::text[]) AND r.on_id = ANY(%(ids)s::text[])
    ))
  ORDER BY s.subject_id FOR UPDATE OF s
)
UPDATE subject s SET stale_since = coalesce(s.stale_since, %(now)s::bigint)
WHERE s.authority = %(authority)s AND s.kind = 'child' AND s.subject_id = ANY(ARRAY(SELECT subject_id FROM locked))
RETURNING s.kind, s.subject_id""",
)


class Batch:
    """What is to be written for some subjects of one authority, whose heads are locked, at `now`."""

    def __init__(self, raw: psycopg.Connection, journals: Journals, now: Moment) -> None:
        self._raw = raw
        self._journals = journals
        self._now = now
        self._links: list[tuple[Any, ...]] = []
        self._heads: dict[Subject, dict[str, Any]] = {}
        self._added: dict[Subject, list[Entry]] = {}
        self._differences = Differences(journals.authority)
        self._fresh: list[str] = []

    @property
    def differences(self) -> int:
        return self._differences.count

    @property
    def added(self) -> Mapping[Subject, list[Entry]]:
        return self._added

    def append(self, entries: Iterable[Entry]) -> None:
        """Entries to add to their subjects' journals, numbered and chained here to the heads that are locked."""
        by_subject: dict[Subject, list[Entry]] = {}
        for entry in entries:
            by_subject.setdefault(entry.subject, []).append(entry)
        for subject, found in by_subject.items():
            journal = self._journals.of(subject)
            found = numbered(found, journal.head)
            links = link(self._journals.authority, found, journal.head_hash)
            self._links += [codec.row_of(self._journals.authority, one) for one in links]
            journal.entries = (*journal.entries, *found)
            journal.head, journal.head_hash = links[-1].entry.number, links[-1].hash
            self._added.setdefault(subject, []).extend(found)
            self._head(subject)
        for subject in by_subject:
            if subject.kind == "family":
                self._gather(subject)

    def recalculated(self, situation: Situation) -> None:
        """The derived rows of one subject, from its Situation after everything appended here."""
        subject = situation.subject
        journal = self._journals.of(subject)
        person = person_of(journal.entries) if subject.kind == "child" else None
        journal.restricted = person.restricted if person is not None else journal.restricted
        rows = rows_of(situation, person, journal.family)
        self._differences.compare(
            subject.kind, subject.id, rows, journal.restricted, self._journals.digests.get(subject, {})
        )
        journal.stale_since = None
        journal.next_change = next_change(situation)
        self._head(subject).update(edition=situation.edition, build=situation.build)
        if subject.kind == "child":
            self._fresh.append(subject.id)

    def postpone(self, subject: Subject, until: Moment) -> None:
        """A subject that could not be worked out is looked at again then; it stays stale."""
        journal = self._journals.of(subject)
        journal.next_change, journal.stale_since = until, None
        self._head(subject)

    def run(self) -> list[Subject]:
        """Writes everything; returns the subjects that were marked stale by it and must be recalculated."""
        authority = self._journals.authority
        together = Together(self._raw)
        together.add(_HEADS, (authority, _dumps([self._final(s) for s in self._heads])))
        if self._links:
            together.add(_ENTRIES, (codec.entries_as_json(self._links),))
        for statement, values in self._differences.statements():
            together.add(statement, values)
        marked: list[Subject] = []
        if self._added:
            for column in sorted(self._marks()):
                together.add(_MARKS[column], (randbits(62), authority))
            stale = together.add(_STALE, self._readers())
            marked = [Subject(kind, i) for kind, i in together.run()[stale]]
        else:
            together.run()
        own = [s for s in self._heads if s.kind == "child" and self._final(s)["stale_since"] is not None]
        return list(dict.fromkeys([*own, *marked]))

    def _marks(self) -> set[str]:
        kinds = {s.kind for s in self._added}
        return ({"organisation"} if kinds & ORGANISATION else set()) | ({"sittings"} if "sitting" in kinds else set())

    def _readers(self) -> dict[str, Any]:
        added = sorted(self._added)
        return {
            "authority": self._journals.authority, "fresh": self._fresh, "now": self._now,
            "kinds": sorted({s.kind for s in added}), "ids": [s.id for s in added],
        }  # fmt: skip

    def _head(self, subject: Subject) -> dict[str, Any]:
        return self._heads.setdefault(subject, {})

    def _final(self, subject: Subject) -> dict[str, Any]:
        journal = self._journals.of(subject)
        stale = journal.stale_since
        if subject in self._added and subject.kind == "child" and subject.id not in self._fresh and stale is None:
            stale = self._now
        given = self._heads[subject]
        return {
            "kind": subject.kind, "subject_id": subject.id, "head": journal.head,
            "head_hash": "\\x" + journal.head_hash.hex(), "next_change": journal.next_change, "stale_since": stale,
            "restricted": journal.restricted, "family": journal.family,
            "edition": given.get("edition", journal.edition), "build": given.get("build", journal.build),
        }  # fmt: skip

    def _gather(self, family: Subject) -> None:
        """Whoever the family's journal names now belongs to it; who was taken out belongs to none."""
        there = members(self._journals.of(family).entries)
        for subject, journal in self._journals.by_subject.items():
            if subject.kind != "child":
                continue
            belongs = family.id if subject.id in there else ("" if journal.family == family.id else journal.family)
            if belongs != journal.family:
                journal.family = belongs
                journal.stale_since = journal.stale_since or self._now
                self._head(subject)


def next_change(situation: Situation) -> Moment | None:
    """When the subject must be looked at again: its next change, or at once where the clock owes something."""
    due = min([situation.next_change, *(p.at for p in situation.pending)])
    return None if due >= END else due


def subjects_in(entries: Iterable[Entry]) -> Iterator[Subject]:
    yield from dict.fromkeys(e.subject for e in entries)


_dumps = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode
