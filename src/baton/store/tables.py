"""The derived tables as the writer of differences sees them: columns, keys, and the statements, made once."""

from __future__ import annotations

import json
import marshal
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from baton.store import models
from baton.store.models.fields import Derived
from baton.store.statements import Statement

Row = tuple[Any, ...]  # the values of a table's own columns, in their order
Rows = dict[str, dict[str, Row]]  # table -> key -> row, of one subject


@dataclass(frozen=True, slots=True)
class Table:
    """One derived table. `own` are the columns that `rows` fills; the others are the key, the mark and the digest."""

    name: str
    of_child: bool
    own: tuple[str, ...]
    upsert: Statement
    delete: Statement
    digests: str


_KEYS = ("authority", "kind", "subject_id", "child", "key", "restricted", "digest")
_CHILD_TABLES = frozenset(("child", "child_name", "status", "holding", "open_spell", "matter", "route_row"))


def _table(model: type[Derived], number: int) -> Table:
    name = model._meta.db_table
    of_child = name in _CHILD_TABLES
    subject = ("child",) if of_child else ("kind", "subject_id")
    own = tuple(
        f.attname for f in model._meta.concrete_fields if f.attname not in _KEYS or (of_child and f.attname == "kind")
    )
    columns = ("authority", *subject, "key", "restricted", "digest", *own)
    key = ("authority", *subject, "key")
    quoted = ", ".join(f'"{c}"' for c in columns)
    updates = ", ".join(f'"{c}" = EXCLUDED."{c}"' for c in columns if c not in key)
    upsert = (
        f"INSERT INTO {name} ({quoted}) SELECT {quoted} FROM json_populate_recordset(NULL::{name}, %s::json)"
        f" ON CONFLICT ({', '.join(key)}) DO UPDATE SET {updates}"
    )
    where = " AND ".join(f"t.{c} = d.{c}" for c in (*subject, "key"))
    delete = (
        f"DELETE FROM {name} t USING json_populate_recordset(NULL::{name}, %s::json) d"
        f" WHERE t.authority = %s AND {where}"
    )
    kind = "'child'" if of_child else "kind"
    subject_id = "child" if of_child else "subject_id"
    digests = (
        f"SELECT {number}, {kind}, {subject_id}, key, digest FROM {name}"
        f" WHERE authority = %(authority)s AND {subject_id} = ANY((SELECT ids FROM of)::text[])"
    )
    if not of_child:
        digests += " AND kind = ANY(%(kinds)s::text[])"
    return Table(name, of_child, own, Statement(f"put_{name}", upsert), Statement(f"drop_{name}", delete), digests)


_MODELS: tuple[type[Derived], ...] = (
    models.Child, models.ChildName, models.Status, models.ReliesOn, models.OpenSpell, models.Holding, models.Matter,
    models.RouteRow, models.WorkItem, models.WorkItemPerson, models.Breach, models.Question, models.QuestionPerson,
    models.Block, models.Contradiction, models.Difference, models.DoesNotCount, models.Shown,
)  # fmt: skip

TABLES: tuple[Table, ...] = tuple(_table(model, number) for number, model in enumerate(_MODELS))
NUMBER: Mapping[str, int] = {table.name: number for number, table in enumerate(TABLES)}
ALL_DIGESTS = " UNION ALL ".join(table.digests for table in TABLES)


def digest_of(restricted: bool, row: Row) -> int:
    """A stable digest of a row's content, as a bigint."""
    try:
        packed = marshal.dumps((restricted, row), 2)
    except ValueError:  # a value marshal does not know, such as a date or a named tuple
        packed = _dumps((restricted, row)).encode()
    return int.from_bytes(blake2b(packed, digest_size=8).digest(), "big", signed=True)


class Differences:
    """Collects what must be written for one or more subjects; the statements are run together."""

    __slots__ = ("_authority", "_drop", "_put", "count")

    def __init__(self, authority: str) -> None:
        self._authority = authority
        self._put: dict[int, list[dict[str, Any]]] = {}
        self._drop: dict[int, list[dict[str, str]]] = {}
        self.count = 0

    def compare(
        self, kind: str, subject_id: str, rows: Rows, restricted: bool, were: Mapping[tuple[int, str], int]
    ) -> None:
        """Notes the rows of one subject whose digest differs from the one kept, and the keys that are gone."""
        left = dict(were)
        for name, by_key in rows.items():
            number = NUMBER[name]
            for key, row in by_key.items():
                digest = digest_of(restricted, row)
                if left.pop((number, key), None) == digest:
                    continue
                table = TABLES[number]
                put = dict(zip(table.own, row, strict=True))
                put["authority"], put["key"], put["restricted"], put["digest"] = (
                    self._authority, key, restricted, digest,
                )  # fmt: skip
                if table.of_child:
                    put["child"] = subject_id
                else:
                    put["kind"], put["subject_id"] = kind, subject_id
                self._put.setdefault(number, []).append(put)
                self.count += 1
        for number, key in left:
            gone = {"key": key, "child": subject_id} if TABLES[number].of_child else {
                "key": key, "kind": kind, "subject_id": subject_id}  # fmt: skip
            self._drop.setdefault(number, []).append(gone)
            self.count += 1

    def statements(self) -> Iterable[tuple[Statement, tuple[str, ...]]]:
        """The statements with their parameters: what is gone first, then what is new or changed."""
        for number, gone in self._drop.items():
            yield TABLES[number].delete, (_dumps(gone), self._authority)
        for number, put in self._put.items():
            yield TABLES[number].upsert, (_dumps(put),)


def _text(value: object) -> str:
    return str(value)


_dumps = json.JSONEncoder(ensure_ascii=False, check_circular=False, default=_text).encode
