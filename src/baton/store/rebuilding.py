"""Derived tables can be thrown away: working every child out again, and proving that nothing else was in the tables."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import psycopg
from django.db import transaction

from baton.engine import assess
from baton.journal import Subject
from baton.store.files import file_of
from baton.store.persons import person_of
from baton.store.reading import Journals, read
from baton.store.rows import rows_of
from baton.store.surroundings import surroundings_of
from baton.store.tables import NUMBER, TABLES, Rows, Table
from baton.store.tenancy import PROGRAM, cursor_of, driver, set_tenant
from baton.store.writing import Batch
from baton.working_time import Moment

BATCH = 100


@dataclass(frozen=True, slots=True)
class Different:
    """One derived row that is not what the journals give. `kept` None: missing; `gives` None: from nowhere."""

    table: str
    subject: Subject
    key: str
    column: str
    kept: Any
    gives: Any


@dataclass(slots=True)
class Rebuilt:
    """How many children were worked out, what differed, and how many are not judged: the clock owes them a look."""

    children: int = 0
    different: list[Different] = field(default_factory=list)
    due: int = 0


def rebuild(authority: str, now: Moment, check: bool = False) -> Rebuilt:
    """Works every child of an authority out again from its journal.

    With `check`, nothing is written: every row is compared, column by column, with what the journals give. Without,
    all derived rows are thrown away first, a batch of children in one transaction.
    """
    result = Rebuilt()
    children = _all(authority)
    for start in range(0, len(children), BATCH):
        some = children[start : start + BATCH]
        with transaction.atomic(durable=True):
            raw = driver()
            journals = read(raw, authority, [Subject("child", c) for c in some], lock=not check)
            if check:
                _check(raw, journals, some, now, result)
            else:
                _throw_away(raw, authority, some)
                _write(raw, journals, some, now)
        result.children += len(some)
    _orphans(authority, check, result)
    return result


def _all(authority: str) -> list[str]:
    with transaction.atomic(durable=True):
        raw = driver()
        set_tenant(raw, authority, PROGRAM)
        found = cursor_of(raw).execute(
            "SELECT subject_id FROM subject WHERE authority = %s AND kind = 'child' ORDER BY subject_id", (authority,)
        )
        return [child for (child,) in found]


def _throw_away(raw: psycopg.Connection, authority: str, children: list[str]) -> None:
    for table in TABLES:
        of = "child = ANY(%s)" if table.of_child else "kind = 'child' AND subject_id = ANY(%s)"
        cursor_of(raw).execute(f"DELETE FROM {table.name} WHERE authority = %s AND {of}", (authority, children))


def _write(raw: psycopg.Connection, journals: Journals, children: list[str], now: Moment) -> None:
    around = surroundings_of(raw, journals)
    batch = Batch(raw, journals, now)
    for child in children:
        batch.recalculated(assess(around.packs, file_of(journals, around, Subject("child", child)), now, whole=False))
    batch.run()


def _check(raw: psycopg.Connection, journals: Journals, children: list[str], now: Moment, result: Rebuilt) -> None:
    around = surroundings_of(raw, journals)
    kept = _kept(raw, journals.authority, children)
    for child in children:
        subject = Subject("child", child)
        journal = journals.of(subject)
        if journal.stale_since is not None or (journal.next_change is not None and journal.next_change <= now):
            result.due += 1
            continue
        person = person_of(journal.entries)
        rows = rows_of(
            assess(around.packs, file_of(journals, around, subject), now, whole=False), person, journal.family
        )
        result.different += _compare(subject, rows, person.restricted, kept.get(child, {}))


def _kept(raw: psycopg.Connection, authority: str, children: list[str]) -> dict[str, dict[tuple[str, str], list[Any]]]:
    """Every derived row of these children as it stands, by child, table and key: the mark, then the columns."""
    found: dict[str, dict[tuple[str, str], list[Any]]] = {}
    for table in TABLES:
        subject = "child" if table.of_child else "subject_id"
        also = "" if table.of_child else " AND kind = 'child'"
        cursor = cursor_of(raw).execute(
            f"SELECT {subject}, key, json_build_array(restricted, {_columns(table)})::text FROM {table.name}"
            f" WHERE authority = %s AND {subject} = ANY(%s){also}",
            (authority, children),
        )
        for child, key, row in cursor:
            found.setdefault(child, {})[(table.name, key)] = json.loads(row)
    return found


def _columns(table: Table) -> str:
    return ", ".join(f"during::text AS {c}" if c == "during" else f'"{c}"' for c in table.own).replace(" AS during", "")


def _compare(
    subject: Subject, rows: Rows, restricted: bool, kept: dict[tuple[str, str], list[Any]]
) -> Iterator[Different]:
    left = dict(kept)
    for name, by_key in rows.items():
        columns = ("restricted", *TABLES[NUMBER[name]].own)
        for key, row in by_key.items():
            gives = json.loads(json.dumps([restricted, *row], default=str))
            was = left.pop((name, key), None)
            if was is None:
                yield Different(name, subject, key, "", None, gives)
                continue
            for column, one, other in zip(columns, was, gives, strict=True):
                if one != other:
                    yield Different(name, subject, key, column, one, other)
    for (name, key), was in left.items():
        yield Different(name, subject, key, "", was, None)


def _orphans(authority: str, check: bool, result: Rebuilt) -> None:
    """Rows of children that have no journal at all: reported, and without `check` removed."""
    with transaction.atomic(durable=True):
        raw = driver()
        set_tenant(raw, authority, PROGRAM)
        cursor_of(raw).execute("SET LOCAL enable_hashjoin = on")  # this once, every row is wanted
        cursor_of(raw).execute("SET LOCAL enable_seqscan = on")
        for table in TABLES:
            kind, subject = ("'child'", "child") if table.of_child else ("t.kind", "subject_id")
            nobody = (
                f"FROM {table.name} t WHERE t.authority = %s AND NOT EXISTS (SELECT FROM subject s WHERE"
                f" s.authority = t.authority AND s.kind = {kind} AND s.subject_id = t.{subject})"
            )
            if check:
                cursor = cursor_of(raw).execute(f"SELECT {kind}, t.{subject}, t.key {nobody}", (authority,))
                for found, subject_id, key in cursor:
                    result.different.append(Different(table.name, Subject(found, subject_id), key, "", "a row", None))
            else:
                cursor_of(raw).execute(f"DELETE {nobody}", (authority,))
