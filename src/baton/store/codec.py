"""Entries to rows and back. A journal is read as one JSON array and decoded once into immutable values."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from baton.journal import Entry, Subject
from baton.store.chain import Link
from baton.working_time import Window

# One entry as a JSON array, in the order that `entries_of` reads.
ENTRY_AS_JSON = """json_build_array(e.number, e.act, e.verb, e.word, e.happened_from, e.happened_to, e.recorded_at,
  e.done_by, e.recorded_by, e.capacity, e.source, e.matter, e.replaces, e.body)"""

JOURNAL_AS_JSON = f"""(SELECT json_agg({ENTRY_AS_JSON} ORDER BY e.number)::text FROM entry e
  WHERE e.authority = s.authority AND e.kind = s.kind AND e.subject_id = s.subject_id)"""

_COLUMNS = (
    "authority", "kind", "subject_id", "number", "act", "verb", "word", "happened_from", "happened_to", "recorded_at",
    "done_by", "recorded_by", "capacity", "source", "matter", "replaces", "previous_hash", "hash", "body_digest",
    "salt", "body",
)  # fmt: skip
_TYPES = {
    "number": "int", "replaces": "int", "happened_from": "bigint", "happened_to": "bigint", "recorded_at": "bigint",
    "previous_hash": "bytea", "hash": "bytea", "body_digest": "bytea", "salt": "bytea",
}  # fmt: skip

_AS = ", ".join(f"{column} {_TYPES.get(column, 'text')}" for column in _COLUMNS)

# Entries in the order given, as one JSON array: with an array a column the driver took 190 µs longer, most of it for
# the hashes. A body is text in it, so that it is kept to the byte. COPY is refused under row-level security.
INSERT_ENTRIES = (
    f"INSERT INTO entry ({', '.join(_COLUMNS)}) SELECT {', '.join(_COLUMNS[:-1])}, body::json"
    f" FROM json_to_recordset(%s::json) AS n ({_AS})"
)


def _as_bytea(value: bytes) -> str:
    return "\\x" + value.hex()


_dumps = json.JSONEncoder(ensure_ascii=False, check_circular=False, default=_as_bytea).encode


def entries_as_json(rows: Iterable[Sequence[Any]]) -> str:
    """Rows as the array that INSERT_ENTRIES takes."""
    return _dumps([dict(zip(_COLUMNS, row, strict=True)) for row in rows])


def row_of(authority: str, link: Link) -> tuple[Any, ...]:
    """The row that keeps an entry, in the order of its columns."""
    e = link.entry
    return (
        authority, e.subject.kind, e.subject.id, e.number, e.act, e.verb, e.word, e.happened.lo, e.happened.hi,
        e.recorded_at, e.done_by, e.recorded_by, e.capacity, e.source, e.matter, e.replaces,
        link.previous_hash, link.hash, link.body_digest, link.salt, link.body,
    )  # fmt: skip


def entries_of(subject: Subject, journal: str | None) -> tuple[Entry, ...]:
    """A whole journal from its JSON array. A body that was disposed of lawfully reads as empty."""
    if journal is None:
        return ()
    return tuple(
        Entry(
            subject, number, act, verb, word, Window(lo, hi), at, done_by, recorded_by, capacity, source, matter,
            replaces, body or {},
        )
        for number, act, verb, word, lo, hi, at, done_by, recorded_by, capacity, source, matter, replaces, body
        in json.loads(journal)
    )  # fmt: skip


def numbered(entries: Iterable[Entry], after: int) -> list[Entry]:
    """The same entries, numbered one by one after the head."""
    return [e if e.number == n else replace(e, number=n) for n, e in enumerate(entries, after + 1)]
