"""400,000 children in 153 authorities: families of the made-up world, put into the store once and copied there.

The children who change today are put in by the store itself, with everything that follows from their journals. The
others are copies of families whose next change comes later, made by the server from rows that the store wrote: their
journals, their derived rows and their indexes are as large as they would be; only their hashes are those of the family
they were copied from, which nothing here reads.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import psycopg
from psycopg import sql

from baton.bench import database, storing
from baton.bench.children import lived, setting_of, staffed, under_other_ids
from baton.bench.database import say
from baton.demo.making import Lived
from baton.journal import Entry
from baton.platform.places import ROOT
from baton.platform.postgres import Server
from baton.working_time import Moment

AUTHORITIES, CHILDREN, CHANGE_TODAY = 153, 400_000, 0.02
TEMPLATE, TEMPLATES = "template", 120  # an authority, and how many families of the made-up world are copied
DAYS_ON = 14 * 86400  # "today" is so long after the world's now: a fair part of its children change in between
MARK = "~0~"  # stands in every id of the families that are copied
ROOMS = ("store", "engine", "journal", "policy", "working_time", "demo")


@dataclass(frozen=True, slots=True)
class Population:
    """A loaded database: its name, the moment of the pass, and how many children it holds."""

    name: str
    now: Moment
    children: int
    due: int
    entries: int


def loaded(server: Server, pack: str, children: int, authorities: int, exact: bool = True) -> Population:
    """The population of this size, made if it is not kept from an earlier run.

    With `exact`, from a run of exactly this code, so that the clock finds nothing to mend; else from any with these
    tables, which is enough for reading.
    """
    setting = setting_of(pack)
    now = setting.now + DAYS_ON
    same_tables = f"bench_{children}_{authorities}_{_digest(pack, ('store/migrations', 'store/models'))}_"
    name = same_tables + _digest(setting.packs.editions[-1].build, ROOMS)
    kept = database.names(server, same_tables)
    if name not in kept and kept and not exact:
        name = kept[0]
    elif name not in kept:
        for older in database.names(server, f"bench_{children}_{authorities}_"):
            database.drop(server, older)
        _make(server, pack, children, authorities, now, name)
    with psycopg.connect(server.super_url(name)) as c:
        found = c.execute(
            "SELECT count(*), count(*) FILTER (WHERE next_change <= %s), (SELECT count(*) FROM entry)"
            " FROM subject WHERE kind = 'child'", (now,),
        ).fetchone()  # fmt: skip
    assert found is not None
    return Population(name, now, *found)


def key_of(number: int) -> str:
    """An authority's key."""
    return f"a{number:03}"


def _make(server: Server, pack: str, children: int, authorities: int, now: Moment, name: str) -> None:
    say(f"Making {children:,} children in {authorities} authorities (kept for the next run) …")
    building = "bench_building"
    database.fresh(server, building)
    setting, staff = staffed(pack)
    due, later = _sorted(server, building, pack, setting.now, now, staff)
    wanted = round(children * CHANGE_TODAY)
    with psycopg.connect(server.super_url(building), autocommit=True) as c:
        c.execute("SET session_replication_role = replica")
        c.execute("SET synchronous_commit = off")
        _authorities(c, authorities)
        _copies(c, later, children - wanted, authorities)
    with database.connected(server, building):
        _put_due(due, wanted, authorities, setting.now, now)
    finished(server, building, name)


def _sorted(
    server: Server, building: str, pack: str, then: Moment, now: Moment, staff: Sequence[Entry]
) -> tuple[list[Lived], list[tuple[str, int]]]:
    """Families that change by `now`, and those (already in the store, as templates) that do not, with their sizes."""
    families = [f for f in islice(lived(setting_of(pack)), TEMPLATES) if all(f.children)]
    with database.connected(server, building):
        storing.make_authority(TEMPLATE, pack, staff, then)
        marked = [under_other_ids(f, MARK) for f in families]
        for some in _chunks(marked, 25):
            storing.put(TEMPLATE, [e for one in some for e in one.entries], then)
    with psycopg.connect(server.super_url(building)) as c:
        rows = c.execute(
            "SELECT family, count(*), bool_or(next_change <= %s) FROM subject"
            " WHERE authority = %s AND kind = 'child' AND family <> '' GROUP BY family", (now, TEMPLATE),
        ).fetchall()  # fmt: skip
    changes = {family for family, _size, changing in rows if changing}
    due = [f for f, m in zip(families, marked, strict=True) if m.plan.family in changes]
    return due, [(family, size) for family, size, changing in rows if not changing]


def _authorities(c: psycopg.Connection[Any], authorities: int) -> None:
    """Every authority with the template's staff."""
    c.execute("CREATE TEMPORARY TABLE one (key text)")
    with c.cursor().copy("COPY one FROM STDIN") as copy:
        for number in range(authorities):
            copy.write_row((key_of(number),))
    _copy_rows(c, "authority", "o.key, t.key", "FROM authority t, one o WHERE t.key = 'template'", {"key": "o.key"})
    kinds = "('worker', 'team', 'office', 'authority', 'sitting')"
    for table in ("subject", "entry"):
        where = f"FROM {table} t, one o WHERE t.authority = '{TEMPLATE}' AND t.kind IN {kinds}"
        _copy_rows(c, table, "", where, {"authority": "o.key"})


def _copies(c: psycopg.Connection[Any], families: Sequence[tuple[str, int]], children: int, authorities: int) -> None:
    """Copies of the template's families, spread over the authorities, until there are so many children."""
    c.execute("CREATE TEMPORARY TABLE copied (key text, family text, mark text)")
    with c.cursor().copy("COPY copied FROM STDIN") as copy:
        made = number = 0
        while made < children:
            family, size = families[number % len(families)]
            copy.write_row((key_of(number % authorities), family, f"~{number + 1}~"))
            made, number = made + size, number + 1
    c.execute(
        "CREATE TEMPORARY TABLE member AS SELECT kind, subject_id, family FROM subject WHERE authority = %s"
        " AND kind = 'child' UNION ALL SELECT kind, subject_id, subject_id FROM subject WHERE authority = %s"
        " AND kind = 'family'", (TEMPLATE, TEMPLATE),
    )  # fmt: skip
    c.execute("ANALYZE copied")
    c.execute("ANALYZE member")
    for table in _tables(c):
        columns = _columns(c, table)
        child = "child" in columns and "subject_id" not in columns
        of = ("'child'", "child") if child else ("t.kind", "subject_id")
        joined = f"m.kind = {of[0]} AND m.subject_id = t.{of[1]}"
        changed = {"authority": "o.key"}
        for name, kind in columns.items():
            if name in ("subject_id", "child", "family", "on_id") or (table == "relies_on" and name == "key"):
                changed[name] = f"replace(t.{name}, '{MARK}', o.mark)"
            elif table == "entry" and name == "body":
                changed[name] = (
                    f"CASE WHEN t.kind = 'family' THEN replace(t.body::text, '{MARK}', o.mark)::{kind} ELSE t.body END"
                )
        say(f"  {table} …")
        _copy_rows(
            c, table, "", f"FROM copied o JOIN member m ON m.family = o.family JOIN {table} t"
            f" ON t.authority = '{TEMPLATE}' AND {joined} ORDER BY o.key", changed,
        )  # fmt: skip


def _copy_rows(c: psycopg.Connection[Any], table: str, _about: str, source: str, changed: dict[str, str]) -> None:
    columns = _columns(c, table)
    names = ", ".join(f'"{name}"' for name in columns)
    values = ", ".join(changed.get(name, f't."{name}"') for name in columns)
    c.execute(f"INSERT INTO {table} ({names}) SELECT {values} {source}".encode())


def finished(server: Server, building: str, name: str) -> None:
    """Takes the template's children away, has the planner look at the rest, and gives the database its name."""
    with psycopg.connect(server.super_url(building), autocommit=True) as c:
        c.execute("SET session_replication_role = replica")
        for table in (*_tables(c), "authority"):
            column = "key" if table == "authority" else "authority"
            c.execute(sql.SQL("DELETE FROM {} WHERE {} = %s").format(sql.Identifier(table), sql.Identifier(column)),
                      (TEMPLATE,))  # fmt: skip
        say("Analysing …")
        c.execute("VACUUM (ANALYZE)")
        c.execute("CHECKPOINT")
    database.rename(server, building, name)


def _tables(c: psycopg.Connection[Any]) -> list[str]:
    """The tables that hold something of a subject."""
    rows = c.execute(
        "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'authority'"
        " WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND EXISTS (SELECT FROM pg_attribute x"
        " WHERE x.attrelid = c.oid AND x.attname IN ('subject_id', 'child'))"
        " ORDER BY c.relname = 'subject' DESC, c.relname"
    ).fetchall()
    return [name for (name,) in rows if _has_rows(c, name)]


def _has_rows(c: psycopg.Connection[Any], table: str) -> bool:
    return c.execute(sql.SQL("SELECT FROM {} LIMIT 1").format(sql.Identifier(table))).fetchone() is not None


def _columns(c: psycopg.Connection[Any], table: str) -> dict[str, str]:
    """Name and type of the columns that are written; a number that the database counts up is counted up again."""
    rows = c.execute(
        "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = %s::regclass"
        " AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND attidentity = '' ORDER BY attnum", (table,),
    ).fetchall()  # fmt: skip
    return dict(rows)


def _put_due(due: Sequence[Lived], wanted: int, authorities: int, then: Moment, now: Moment) -> None:
    """Families whose children change today, through the store: as many in each authority."""
    say("Those who change today …")
    of_each = math.ceil(wanted / authorities)
    number, left = 0, wanted
    for authority in range(authorities):
        some: list[Lived] = []
        while left and sum(len(f.children) for f in some) < of_each:
            some.append(under_other_ids(due[number % len(due)], f"~d{number}~"))
            number += 1
            left = max(0, left - len(some[-1].children))
        if some:
            storing.put(key_of(authority), [e for one in some for e in one.entries], then)


def _chunks(items: Sequence[Lived], size: int) -> Iterator[Sequence[Lived]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _digest(about: str, rooms: tuple[str, ...]) -> str:
    digest = hashlib.sha256(about.encode())
    for room in rooms:
        for path in sorted((ROOT / "src" / "baton" / room).rglob("*")):
            if path.suffix in (".py", ".sql"):
                digest.update(path.read_bytes())
    return digest.hexdigest()[:8]
