"""Children by the words of their names, and the words themselves; for a page's transaction, under its row policies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models.expressions import RawSQL

from baton.store.statements import Statement, Together
from baton.store.tenancy import driver

# From each word the index gives the next: as many probes as there are words, however many children share them.
_WORDS = Statement(
    "words_nearby",
    """WITH RECURSIVE w AS (
  (SELECT part FROM child_name WHERE authority = %(authority)s AND part >= %(first)s AND part < %(last)s
   ORDER BY part LIMIT 1)
  UNION ALL
  SELECT (SELECT n.part FROM child_name n WHERE n.authority = %(authority)s AND n.part > w.part
   AND n.part < %(last)s ORDER BY n.part LIMIT 1) FROM w WHERE w.part IS NOT NULL
)
SELECT part FROM w WHERE part IS NOT NULL LIMIT 2000""",
)


def nearby_words(authority: str, word: str) -> list[str]:
    """The words of names that begin with the same letter pair, or with it turned round. Only words of children whom
    this transaction may see."""
    if len(word) < 4:
        return []
    together = Together(driver())
    starts = dict.fromkeys((word[:2], word[1::-1]))
    for start in starts:
        together.add(_WORDS, {"authority": authority, "first": start, "last": start + "\U0010ffff"})
    return [part for rows in together.run() for (part,) in rows]


@dataclass(frozen=True, slots=True)
class Part:
    """What a child must have among the parts of its names: one that begins so, or one of these keys whole."""

    begins: str
    keys: tuple[str, ...] = ()


def having(authority: str, readings: Sequence[Sequence[Part]], open_only: bool = False) -> RawSQL:
    """The children who have every part of one of the readings, to be used as `child__in`.

    Each reading is driven by its longest part, which few children have; the others are looked for among the dozen rows
    of each of those. Written out, because the planner makes of the same in ORs and INs a walk over the whole authority.
    """
    sql: list[str] = []
    values: list[Any] = []
    only = " AND n.open" if open_only else ""
    for parts in readings:
        first, *rest = sorted(parts, key=lambda part: -len(part.begins))
        for way, given in _ways(first):
            sql.append(f"SELECT n.child FROM child_name n WHERE n.authority = %s{only} AND {way}{_ALSO * len(rest)}")
            values += [authority, *given]
            values += _looked_for(authority, rest)
        # A child whose other record was set aside is found under that record's names too.
        sql.append(f"SELECT n.same_as FROM child n WHERE n.authority = %s AND n.same_as <> ''{_ALSO * len(parts)}")
        values += [authority, *_looked_for(authority, parts)]
    return RawSQL(" UNION ".join(sql), values)


_LAST = "\U0010ffff"
# The limit keeps it from being made a join: then all children with an initial would be gathered first.
_ALSO = (
    " AND (SELECT true FROM child_name o WHERE o.authority = %s AND o.child = n.child"
    " AND (o.part >= %s AND o.part < %s OR o.part = ANY(%s)) LIMIT 1)"
)


def _looked_for(authority: str, parts: Sequence[Part]) -> list[Any]:
    return [one for part in parts for one in (authority, part.begins, part.begins + _LAST, list(part.keys))]


def _ways(part: Part) -> list[tuple[str, list[Any]]]:
    """The two scans of the index that a part stands for."""
    ways: list[tuple[str, list[Any]]] = [("n.part >= %s AND n.part < %s", [part.begins, part.begins + _LAST])]
    if part.keys:
        ways.append(("n.part = ANY(%s)", [list(part.keys)]))
    return ways


_TWICE = Statement(
    "recorded_twice",
    """SELECT a.child, b.child FROM child a
JOIN child b ON b.authority = a.authority AND b.born = a.born AND b.child <> a.child
WHERE a.authority = %(authority)s AND a.holder_kind <> '' AND a.opened >= %(since)s AND (
  SELECT count(*) FROM child_name x JOIN child_name y
    ON y.authority = x.authority AND y.child = b.child AND y.key = x.key
  WHERE x.authority = a.authority AND x.child = a.child AND x.part >= '~m' AND x.part < '~n') >= 2
ORDER BY a.opened DESC, a.child, b.child LIMIT 400""",
)


def born_and_sounding_alike(authority: str, since: int) -> list[tuple[str, str]]:
    """Pairs of children with one birth date of whose names two words or more sound the same, the first of them opened
    since then and open still."""
    together = Together(driver())
    together.add(_TWICE, {"authority": authority, "since": since})
    return [(a, b) for a, b in together.run()[0]]
