"""`load`: 150 people at work at once in one authority of the largest size: 12,000 open and 250,000 closed children,
1,500 people in post.

The people are the made-up world's staff again and again, under other ids, in teams of their own; the open children are
put in by the store itself, each family with another set of these people, so that everybody carries what people carry.
The closed ones are copies. The pages, their people and the bare view beside them are those of `pages`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

import psycopg

from baton.bench import database, pages, population, storing
from baton.bench.children import lived, setting_of, staffed, under_other_ids
from baton.bench.database import say
from baton.bench.population import MARK, TEMPLATE, TEMPLATES, Population
from baton.bench.report import Asked, Report
from baton.demo.making import Lived
from baton.journal import Entry, Subject
from baton.platform.places import Trouble
from baton.platform.postgres import Server

OPEN, CLOSED, USERS = 12_000, 250_000, 1_500
AUTHORITY = population.key_of(0)


def run(asked: Asked) -> Report:
    """Every main page, half and 95 of 100 within, each with its ratio to the bare view in the same run."""
    sizes = asked.size(OPEN, 600), asked.size(CLOSED, 12_000), asked.size(USERS, 300)
    report = Report("load", sizes={"pack": asked.pack})
    with database.server() as server:
        kept = _loaded(server, asked.pack, *sizes)
        report.sizes |= dict(zip(("open", "closed", "in post"), _counted(server, kept.name), strict=True))
        report.sizes |= {"entries": kept.entries}
        pages.measured(server, kept, report, asked)
    return report


def _loaded(server: Server, pack: str, open_: int, closed: int, users: int) -> Population:
    """The authority, made if it is not kept from an earlier run with these tables."""
    setting = setting_of(pack)
    name = f"bench_largest_{open_}_{closed}_{users}_" + population._digest(pack, ("store/migrations", "store/models"))
    if name not in database.names(server, name):
        for older in database.names(server, f"bench_largest_{open_}_{closed}_{users}_"):
            database.drop(server, older)
        _make(server, pack, (open_, closed, users), name)
    with psycopg.connect(server.super_url(name)) as c:
        found = c.execute("SELECT (SELECT count(*) FROM child), (SELECT count(*) FROM entry)").fetchone()
    assert found is not None
    return Population(name, setting.now, found[0], 0, found[1])


def _counted(server: Server, name: str) -> tuple[int, int, int]:
    """Open, closed, people in post: as they came out, since families are not divided."""
    with psycopg.connect(server.super_url(name)) as c:
        found = c.execute(
            "SELECT count(*) FILTER (WHERE holder_kind <> ''), count(*) FILTER (WHERE holder_kind = ''),"
            " (SELECT count(DISTINCT subject_id) FROM entry"
            " WHERE kind = 'worker' AND verb = 'started' AND word = 'post') FROM child"
        ).fetchone()
    assert found is not None
    return found[0], found[1], found[2]


def _make(server: Server, pack: str, sizes: tuple[int, int, int], name: str) -> None:
    open_, closed, users = sizes
    say(f"Making one authority of {open_:,} open and {closed:,} closed children (kept for the next run) …")
    building = "bench_building"
    database.fresh(server, building)
    setting, staff = staffed(pack)
    families = [f for f in islice(lived(setting), TEMPLATES) if all(f.children)]
    with database.connected(server, building):
        storing.make_authority(TEMPLATE, pack, staff, setting.now)
        for some in population._chunks([under_other_ids(f, MARK) for f in families], 25):
            storing.put(TEMPLATE, [e for one in some for e in one.entries], setting.now)
    going_on, over = _divided(server, building)
    with psycopg.connect(server.super_url(building), autocommit=True) as c:
        c.execute("SET session_replication_role = replica")
        c.execute("SET synchronous_commit = off")
        population._authorities(c, 1)
        population._copies(c, over, closed, 1)
    with database.connected(server, building):
        _people_and_open(setting, staff, [f for f in families if f"{MARK}{f.plan.family}" in going_on], open_, users)
    population.finished(server, building, name)


def _divided(server: Server, building: str) -> tuple[set[str], list[tuple[str, int]]]:
    """The template's families in which a child is open; and, with their sizes, those all of whose are closed."""
    with psycopg.connect(server.super_url(building)) as c:
        rows = c.execute(
            "SELECT s.family, count(*), bool_or(c.holder_kind <> '') FROM subject s JOIN child c"
            " ON c.authority = s.authority AND c.child = s.subject_id"
            " WHERE s.authority = %s AND s.kind = 'child' AND s.family <> '' GROUP BY s.family ORDER BY 1", (TEMPLATE,),
        ).fetchall()  # fmt: skip
    going_on = {family for family, _size, is_open in rows if is_open}
    over = [(family, size) for family, size, is_open in rows if not is_open]
    if not going_on or not over:
        raise Trouble("The made-up world of this pack has no closed families, or no open ones: measure with another.")
    return going_on, over


def _people_and_open(setting: Any, staff: Sequence[Entry], families: Sequence[Lived], open_: int, users: int) -> None:
    """The staff as often as it takes, and the open families, each with one of these sets of people."""
    own = {e.subject.id for e in staff if e.subject.kind in ("worker", "team")}
    in_post = len({e.subject.id for e in staff if (e.verb, e.word) == ("started", "post")})
    fixed = {key for edition in setting.packs.editions for key in edition.places}
    sets = max(1, math.ceil(users / max(1, in_post)))
    others = [{one: f"{one}.{n}" for one in own - fixed} for n in range(1, sets)]
    for other in others:
        storing.put(AUTHORITY, list(_again(staff, other)), setting.now)
    say(f"{sets} times {in_post} people in post; the open children …")
    made = number = 0
    waiting: list[Entry] = []
    while made < open_:
        family = under_other_ids(families[number % len(families)], f"~o{number}~")
        waiting += _with(family.entries, ({}, *others)[number % sets])
        made, number = made + len(family.children), number + 1
        if len(waiting) > 4000 or made >= open_:
            storing.put(AUTHORITY, waiting, setting.now)
            waiting = []


def _again(staff: Sequence[Entry], other: Mapping[str, str]) -> Iterator[Entry]:
    """The staff under other ids; an office of the whole authority or of a service is held once, and not again."""
    new = set(other.values())
    for e in _with(staff, other):
        whose = e.subject.id.partition("@")[2] if e.subject.kind == "office" else e.subject.id
        if whose in new:
            yield e


def _with(entries: Sequence[Entry], other: Mapping[str, str]) -> list[Entry]:
    """The same entries, with other people and teams in the place of these."""

    def there(value: Any) -> Any:
        if isinstance(value, str):
            return other.get(value, value)
        if isinstance(value, list | tuple):
            return [there(one) for one in value]
        if isinstance(value, dict):
            return {key: there(one) for key, one in value.items()}
        return value

    def subject(one: Subject) -> Subject:
        office, at, place = one.id.partition("@")
        return Subject(one.kind, f"{office}@{other.get(place, place)}" if at else other.get(one.id, one.id))

    return [
        replace(e, subject=subject(e.subject), body=there(dict(e.body)), done_by=other.get(e.done_by, e.done_by),
                recorded_by=other.get(e.recorded_by, e.recorded_by))
        for e in entries
    ]  # fmt: skip
