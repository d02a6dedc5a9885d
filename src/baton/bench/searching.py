"""`search`: finding a child among 400,000, as the ordinary role, in an authority of the largest size.

The population is the other benchmarks', with one authority of 12,000 open and 250,000 closed children beside it, whose
names are put together from syllables: what is searched there is one word among many, as in life. The peer is a bare
query of one word by the same index, as the owner of the tables with no row policies, in the same database.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import psycopg

from baton.bench import database, population
from baton.bench.database import say
from baton.bench.report import Asked, Report, seconds
from baton.platform.postgres import Server
from baton.store.names import folded
from baton.store.persons import Person, search_parts
from baton.working_time import Moment

LARGE, OPEN, CLOSED, OTHERS = "large", 12_000, 250_000, 138_000
RUN = "bench_search"
BAR_MS, EACH = 100.0, 40
_FIRST = (
    "ba",
    "ce",
    "da",
    "el",
    "fi",
    "ga",
    "ha",
    "jo",
    "ka",
    "li",
    "mo",
    "na",
    "ol",
    "pe",
    "ro",
    "sa",
    "ti",
    "va",
    "za",
)
_LAST = ("bert", "den", "fred", "la", "lin", "mer", "na", "rah", "ric", "sha", "ta", "than", "vin", "wen", "ya")
_HOUSE = ("brook", "by", "croft", "dale", "field", "ford", "ham", "land", "ley", "man", "more", "shaw", "ton", "well")
_BARE = """SELECT c.* FROM child c WHERE c.authority = %s AND c.key = '' AND c.holder_kind <> '' AND c.child IN (
  SELECT n.child FROM child_name n WHERE n.authority = %s AND n.part >= %s AND n.part < %s)
ORDER BY c.name_key, c.child LIMIT 51"""


def run(asked: Asked) -> Report:
    """Searches of each kind, by a head of the whole authority and by a practitioner; half and 95 of 100 within."""
    scale = asked.size(1000, 40) / 1000
    report = Report("search", sizes={"pack": asked.pack})
    with database.server() as server:
        others = max(400, round(OTHERS * scale))
        kept = population.loaded(server, asked.pack, others, max(2, min(152, others // 100)), exact=False)
        database.copy(server, kept.name, RUN)
        try:
            report.sizes["children"] = kept.children + _large(server, kept.now, scale)
            report.sizes["in the largest"] = round(OPEN * scale) + round(CLOSED * scale)
            _measure(server, kept.now, report, min(EACH, 2 + round(EACH * scale * 20)))
        finally:
            database.drop(server, RUN)
    return report


def _measure(server: Server, now: Moment, report: Report, each: int) -> None:
    from baton.workspace.child import searching

    chance = random.Random(1)
    names = _some_names(server, chance)
    every: list[float] = []
    with database.connected(server, RUN):
        for whose in ("head of the whole", "practitioner"):
            for kind, queries in _queries(names, chance, each).items():
                times = []
                for text, filters in queries:
                    with _desk(whose == "practitioner", now) as desk:
                        times.append(seconds(lambda d=desk, t=text, f=filters: _search(searching, d, t, f)))  # type: ignore[misc]
                every += times
                report.figure(f"{whose}, {kind}: half within", _within(times, 0.5), "ms")
                report.figure(f"{whose}, {kind}: 95 of 100 within", _within(times, 0.95), "ms")
    bare = _bare(server, names[:each])
    report.figure("bare query of one family name: half within", _within(bare, 0.5), "ms", peer=True)
    mine = next(f.value for f in report.figures if "family name: half" in f.what)
    report.ratio = _within(bare, 0.5) / mine
    report.bar("95 of 100 searches of every kind within", _within(every, 0.95), BAR_MS, " ms", at_most=True)
    report.bar("the slowest search", max(every) * 1000, 2.5 * BAR_MS, " ms", at_most=True)
    report.notes.append(f"beside it, not a bar: {report.ratio:.2g} of the bare query's speed, family name")


def _search(searching: Any, desk: Any, text: str, filters: dict[str, str]) -> None:
    """What the page asks the database: the first page of those found, and those alike where it is short."""
    query = searching.query_of(desk, text, filters)
    found = list(searching.found(desk, query)[:51])
    if len(found) < searching.ALIKE:
        searching.alike(desk, query, [c.child for c in found])


def _queries(
    names: list[tuple[str, str, date, str]], chance: random.Random, each: int
) -> dict[str, list[tuple[str, Any]]]:
    """What people type, of children who are there."""
    some = lambda say: [(say(*chance.choice(names)), {"open": chance.choice(("yes", "all"))}) for _ in range(each)]  # noqa: E731
    return {
        "family name": some(lambda g, f, b, r: f),
        "given and family name": some(lambda g, f, b, r: f"{g} {f}"),
        "initial and family name": some(lambda g, f, b, r: f"{g[0]} {f}"),
        "the first three letters": some(lambda g, f, b, r: f[:3]),
        "one letter": some(lambda g, f, b, r: f[0]),
        "misspelt": some(lambda g, f, b, r: f"{g} {f[:3]}{f[4]}{f[3]}{f[5:]}"),
        "birth date": some(lambda g, f, b, r: f"{b.day}/{b.month}/{b.year}"),
        "number": some(lambda g, f, b, r: r),
        "nobody's name": some(lambda g, f, b, r: f"Wxy{f[:2]}q"),
        "nothing typed": some(lambda g, f, b, r: ""),
    }


@contextmanager
def _desk(practitioner: bool, now: Moment) -> Iterator[Any]:
    from baton.accounts.desk import sit_down
    from baton.accounts.models import Account
    from baton.accounts.posts import posts_of

    account = Account.objects.get(username="bench-practitioner" if practitioner else "bench-head")
    desk = sit_down(account, posts_of(account, now)[0].key, now)
    assert desk is not None
    try:
        yield desk
    finally:
        desk.end()


def _large(server: Server, now: Moment, scale: float) -> int:
    """Puts the large authority in: the staff of another, children made here; gives how many."""
    open_, closed = round(OPEN * scale), round(CLOSED * scale)
    say(f"One authority of {open_ + closed:,} children …")
    with psycopg.connect(server.super_url(RUN), autocommit=True) as c:
        c.execute("SET session_replication_role = replica")
        c.execute("SET synchronous_commit = off")
        kinds = "('worker', 'team', 'office', 'authority', 'sitting')"
        for table, where in (("authority", "key = 'a000'"), ("subject", f"authority = 'a000' AND kind IN {kinds}"),
                             ("entry", f"authority = 'a000' AND kind IN {kinds}")):  # fmt: skip
            own = "key" if table == "authority" else "authority"
            columns = population._columns(c, table)
            values = ", ".join(f"'{LARGE}'" if name == own else f'"{name}"' for name in columns)
            names = ", ".join(f'"{n}"' for n in columns)
            c.execute(f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} WHERE {where}".encode())
    with database.connected(server, RUN):
        holders = _holders(now)
    with psycopg.connect(server.super_url(RUN), autocommit=True) as c:
        c.execute("SET session_replication_role = replica")
        _children(c, open_, closed, holders, now)
        say("Analysing …")
        c.execute("VACUUM (ANALYZE) child, child_name")
    return open_ + closed


def _holders(now: Moment) -> list[tuple[str, str]]:
    """Practitioners of the large authority with their teams; the first, and a head, get accounts."""
    from baton.accounts.around import around
    from baton.accounts.posts import Chair, posts_on
    from baton.accounts.seats import give_seat

    there = around(LARGE)
    found: list[tuple[str, str]] = []
    head = ""
    spells = [p.person for p in there.organisation.posts] + [o.person for o in there.organisation.offices]
    for person in sorted(set(filter(None, spells))):
        for post in posts_on(Chair(LARGE, LARGE, person, person, ()), there, now)[:1]:
            if post.kind == "practitioner" and post.teams:
                found.append((person, min(post.teams)))
            elif post.all_ and post.kind == "authority":
                head = head or person
    for name, person in (("bench-head", head), ("bench-practitioner", found[0][0])):
        give_seat(username=name, password="not-used-here", name=person, authority=LARGE, person=person)
    return found


def _children(c: psycopg.Connection[Any], open_: int, closed: int, holders: list[tuple[str, str]], now: Moment) -> None:
    chance = random.Random(0)
    given = [f"{a}{b}".title() for a in _FIRST for b in _LAST]
    family = [f"{a}{b}{d}".title() for a in _FIRST for b in ("", *_FIRST) for d in _HOUSE]
    day = date.fromtimestamp(now)
    people = [
        Person(chance.choice(given), chance.choice(family), f"L{n:06}", born=day - timedelta(chance.randrange(6500)))
        for n in range(open_ + closed)
    ]
    own = ("authority", "child", "key", "restricted", "digest", "reference", "name", "name_key", "born", "family",
           "opened", "closed", "holder_kind", "holder_person", "holder_office", "holder_team", "holder_service",
           "holder_flag", "holder_since", "statuses", "workers", "open_matters", "breaches", "outside", "edition",
           "build", "same_as")  # fmt: skip
    with c.cursor().copy(f"COPY child ({', '.join(own)}) FROM STDIN") as copy:
        for n, one in enumerate(people):
            person, team = holders[n % len(holders)] if n < open_ else ("", "")
            since = now - chance.randrange(1, 700) * 86400
            copy.write_row((
                LARGE, f"l{n}", "", n % 200 == 0, 0, one.reference, one.name, one.name_key, one.born, "", since,
                None if person else now - 86400, "worker" if person else "", person, "", team, "", "",
                since if person else None, [], 1 + n % 4, 0, n % 3 if person else 0, [], "", "", "",
            ))  # fmt: skip
    with c.cursor().copy("COPY child_name (authority, child, key, restricted, digest, part, open) FROM STDIN") as copy:
        for n, one in enumerate(people):
            for part in search_parts(one):
                copy.write_row((LARGE, f"l{n}", part, n % 200 == 0, 0, part, n < open_))


def _some_names(server: Server, chance: random.Random) -> list[tuple[str, str, date, str]]:
    with psycopg.connect(server.super_url(RUN)) as c:
        rows = c.execute(
            "SELECT name, born, reference FROM child WHERE authority = %s AND NOT restricted AND length(name) > 12"
            " ORDER BY child LIMIT 5000", (LARGE,),
        ).fetchall()  # fmt: skip
    return [
        (*name.split(" ", 1), born, reference) for name, born, reference in chance.sample(rows, min(400, len(rows)))
    ]


def _bare(server: Server, names: list[tuple[str, str, date, str]]) -> list[float]:
    found = []
    with psycopg.connect(server.super_url(RUN)) as c:
        for word in (folded(name[1]) for name in names):
            values = (LARGE, LARGE, word, word + "\U0010ffff")
            found.append(seconds(lambda v=values: c.execute(_BARE, v, prepare=True).fetchall()))  # type: ignore[misc]
    return found


def _within(times: list[float], share: float) -> float:
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000
