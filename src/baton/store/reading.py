"""Locking the heads of journals and reading them, in one message and one fixed order of locks.

The order is family, child, contact, worker, team, office, sitting, authority, then ids. Who writes about a child holds
its head and its family's; who writes about workers, teams, offices or sittings keeps everybody else out of the
authority for that moment, because any child may come to rely on them while it is being worked out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import psycopg

from baton.journal import Entry, Subject
from baton.store.codec import JOURNAL_AS_JSON, entries_of
from baton.store.statements import Rows, Statement, Together
from baton.store.tables import ALL_DIGESTS, TABLES
from baton.store.tenancy import PROGRAM, add_tenant
from baton.working_time import Moment

ORGANISATION = frozenset(("worker", "team", "office", "authority"))
EXCLUSIVE = ORGANISATION | {"sitting"}

_ORDER = "array_position(ARRAY['family','child','contact','worker','team','office','sitting','authority'], s.kind)"

# The families of the children named. Every access is by arrays of ids, not by joins: a join planned while the tables
# were empty would read one of them whole. `family <> ''` says what the index leaves out, so that it is used.
_FAMILIES = """WITH f AS MATERIALIZED (
  SELECT array_agg(DISTINCT c.family) AS families FROM subject c
  WHERE c.authority = %(authority)s AND c.kind = 'child' AND c.subject_id = ANY(%(ids)s::text[]) AND c.family <> ''
)"""

_LOCK_SQL = f"""{_FAMILIES}
SELECT s.kind, s.subject_id, s.family FROM subject s
WHERE s.authority = %(authority)s AND s.kind = ANY(%(kinds)s::text[] || 'family'::text)
  AND s.subject_id = ANY(%(ids)s::text[] || (SELECT families FROM f))
ORDER BY {_ORDER}, s.subject_id FOR UPDATE OF s"""

_LOCK = Statement("lock", _LOCK_SQL)
_LOCK_FREE = Statement("lock_free", f"{_LOCK_SQL} SKIP LOCKED")

# The same subjects and every sibling, each with its whole journal.
_READ = Statement(
    "read",
    f"""{_FAMILIES}
SELECT s.kind, s.subject_id, s.head, s.head_hash, s.family, s.restricted, s.stale_since, s.next_change,
  s.edition, s.build, {JOURNAL_AS_JSON}
FROM subject s
WHERE s.authority = %(authority)s AND s.kind = ANY(%(kinds)s::text[] || ARRAY['family', 'child'])
  AND s.subject_id = ANY(%(ids)s::text[] || (SELECT families FROM f) || ARRAY(
    SELECT k.subject_id FROM subject k
    WHERE k.authority = %(authority)s AND k.kind = 'child' AND k.family <> ''
      AND k.family = ANY((SELECT families FROM f)::text[])
  ))""",
)

_VERSIONS = Statement("versions", "SELECT organisation, sittings, pack, mode FROM authority WHERE key = %(authority)s")
_DIGESTS = Statement(
    "digests",
    f"""{_FAMILIES}, of AS MATERIALIZED (
  SELECT %(ids)s::text[] || ARRAY(
    SELECT k.subject_id FROM subject k
    WHERE k.authority = %(authority)s AND k.kind = 'child' AND k.family <> ''
      AND k.family = ANY((SELECT families FROM f)::text[])
  ) AS ids
) {ALL_DIGESTS}""",
)
_SHARED = Statement("shared", "SELECT pg_advisory_xact_lock_shared(hashtextextended(%s, 4711))")
_ALONE = Statement("alone", "SELECT pg_advisory_xact_lock(hashtextextended(%s, 4711))")
_CREATE = Statement(
    "create",
    "INSERT INTO subject (authority, kind, subject_id, head, head_hash, restricted, family, edition, build)"
    " SELECT %s, kind, subject_id, 0, '', false, '', '', ''"
    " FROM unnest(%s::text[], %s::text[]) AS n (kind, subject_id) ON CONFLICT DO NOTHING",
)


@dataclass(slots=True)
class Journal:
    """A subject's head and all its entries, as read."""

    subject: Subject
    head: int = 0
    head_hash: bytes = b""
    family: str = ""
    restricted: bool = False
    stale_since: Moment | None = None
    next_change: Moment | None = None
    edition: str = ""
    build: str = ""
    entries: tuple[Entry, ...] = ()
    exists: bool = True


@dataclass(slots=True)
class Journals:
    """What one reading gave: journals by subject, the derived digests of the subjects named, and the versions."""

    authority: str
    by_subject: dict[Subject, Journal] = field(default_factory=dict)
    digests: dict[Subject, dict[tuple[int, str], int]] = field(default_factory=dict)
    locked: frozenset[Subject] = frozenset()
    organisation: int = 0
    sittings: int = 0
    pack: str = ""
    mode: str = "running"

    def of(self, subject: Subject) -> Journal:
        """The journal of a subject; an empty one that does not exist yet where there is none."""
        found = self.by_subject.get(subject)
        if found is None:
            found = self.by_subject[subject] = Journal(subject, exists=False)
        return found

    def family_of(self, child: Subject) -> Subject | None:
        family = self.of(child).family
        return Subject("family", family) if family else None

    def siblings(self, child: Subject) -> list[Journal]:
        """The other children of the same family that were read."""
        family = self.of(child).family
        return [
            j for s, j in self.by_subject.items() if family and s.kind == "child" and j.family == family and s != child
        ]


class UnknownAuthority(LookupError):
    """No authority of this key is kept here."""


def read(
    raw: psycopg.Connection,
    authority: str,
    subjects: Iterable[Subject],
    *,
    lock: bool | Literal["skip"] = False,
    digests: bool = False,
) -> Journals:
    """Reads the journals of the subjects, their families and all siblings; locks the heads first if asked.

    Opens the transaction's tenant itself. Creates the rows of subjects that do not exist, so that they can be locked.
    With "skip", what others hold is passed over: `locked` names the subjects held together with their family.
    """
    wanted = sorted(set(subjects))
    given: dict[str, object] = {
        "authority": authority, "kinds": sorted({s.kind for s in wanted} | {"child"}), "ids": [s.id for s in wanted],
    }  # fmt: skip
    together = Together(raw)
    add_tenant(together, authority, PROGRAM)
    locked = -1
    if lock:
        # Acts about children share the road; whoever changes workers, teams, offices or sittings has it alone.
        together.add(_ALONE if any(s.kind in EXCLUSIVE for s in wanted) else _SHARED, (authority,))
        locked = together.add(_LOCK_FREE if lock == "skip" else _LOCK, given)
    found = together.add(_READ, given)
    versions = together.add(_VERSIONS, given)
    kept = together.add(_DIGESTS, given) if digests else -1
    results = together.run()
    journals = _collect(authority, results[found], results[versions])
    if lock:
        rows = {Subject(kind, i): family for kind, i, family in results[locked]}
        journals.locked = frozenset(
            s for s, family in rows.items() if not family or Subject("family", family) in rows or s.kind == "family"
        )
        if lock != "skip" and _must_lock_again(raw, journals, wanted, rows):
            return read(raw, authority, wanted, lock=True, digests=digests)
    if digests:
        for number, kind, subject_id, key, digest in results[kept]:
            journals.digests.setdefault(Subject(kind, subject_id), {})[(number, key)] = digest
    return journals


def _collect(authority: str, found: Rows, versions: Rows) -> Journals:
    journals = Journals(authority)
    if not versions:
        raise UnknownAuthority(authority)
    journals.organisation, journals.sittings, journals.pack, journals.mode = versions[0]
    for kind, subject_id, head, head_hash, family, restricted, stale, change, edition, build, journal in found:
        subject = Subject(kind, subject_id)
        journals.by_subject[subject] = Journal(
            subject, head, bytes(head_hash), family, restricted, stale, change, edition, build,
            entries_of(subject, journal),
        )  # fmt: skip
    return journals


def _must_lock_again(
    raw: psycopg.Connection, journals: Journals, wanted: list[Subject], rows: Mapping[Subject, str]
) -> bool:
    """Creates rows for subjects that have none. True if the locks must be taken again: rows new, a family changed."""
    missing = [s for s in wanted if s not in rows]
    if missing:
        create(raw, journals.authority, missing)
        return True
    return any(s not in journals.locked for s in wanted)


def create(raw: psycopg.Connection, authority: str, subjects: Iterable[Subject]) -> None:
    """Rows for subjects that have no entry yet; the others stay as they are."""
    wanted = sorted(set(subjects))
    together = Together(raw)
    together.add(_CREATE, (authority, [s.kind for s in wanted], [s.id for s in wanted]))
    together.run()


__all__ = ["EXCLUSIVE", "ORGANISATION", "TABLES", "Journal", "Journals", "UnknownAuthority", "create", "read"]
