"""`pages`: 150 people at work at once on the main pages, while 400,000 children are kept, with everything on.

Practitioners and their managers, each with a session of their own, each reading a page for ten seconds in the middle
before the next. Served as `./baton start` serves: one process a core, of one thread each. The peer is the bare Django
view of fifty rows, served and asked in the same way.
"""

from __future__ import annotations

import random
from typing import Any

import psycopg

from baton.bench import database, population
from baton.bench.database import say
from baton.bench.load import Answers, AtWork, asked_once, at_work
from baton.bench.report import Asked, Report
from baton.bench.work_list import RUN, Reader, bare_view, session_of, site
from baton.platform import serving
from baton.platform.postgres import Server
from baton.working_time import Moment

PEOPLE, PAUSE = 150, 10.0
BAR_MS, BAR_KB = 150.0, 150
OF_PRACTITIONERS = {
    "my day": "/my-day",
    "a child": "/children/{child}",
    "everything recorded": "/children/{child}/recorded",
    "record what happened": "/children/{child}/record",
    "children": "/children",
    "search": "/children?find=typed",
    "the forum": "/sittings",
    "the procedure": "/procedure",
}
OF_MANAGERS = {
    "team": "/team",
    "coming in": "/team/board?way=in",
    "choose a worker": "/allocate/{child}",
    "a child": "/children/{child}",
    "children": "/children",
    "reports": "/reports",
    "disputes": "/disputes",
    "unallocated": "/unallocated",
}


def run(asked: Asked) -> Report:
    """Measures every page within the same run, and the bare view by the same people."""
    children = asked.size(population.CHILDREN, 20_000)
    authorities = max(2, min(population.AUTHORITIES, children // 100))
    report = Report("pages", sizes={"pack": asked.pack, "authorities": authorities})
    with database.server() as server:
        kept = population.loaded(server, asked.pack, children, authorities, exact=False)
        report.sizes |= {"children": kept.children, "entries": kept.entries}
        measured(server, kept, report, asked)
    return report


def measured(server: Server, kept: population.Population, report: Report, asked: Asked) -> None:
    """People at work in a copy of this population: the figures, ratios and bars go into the report."""
    people, lasting, pause = PEOPLE, 120.0, PAUSE
    if asked.quick:
        people, lasting, pause = max(4, round(PEOPLE * asked.scale)), max(8.0, 30.0 * asked.scale), 1.0
    report.sizes["people at once"] = people
    database.copy(server, kept.name, RUN)
    with database.connected(server, RUN):
        workers = _people(server, people, kept.now)
    first = Reader(*_first(server), 0, "")
    number = serving.workers()
    report.sizes["processes that serve"] = number
    with site(server, number) as pages, bare_view(server, first, number) as bare:
        # A server that has just begun compiles the procedure at the first page; that is no day's work, and not counted.
        for _ in range(2 * number):
            asked_once(pages, workers)
        say(f"{people} people at work for {lasting:.0f} seconds …")
        found = at_work(pages, workers, lasting, pause, random.Random(1))
        peers = [AtWork("", (("bare", "/work"),)) for _ in workers]
        beside = at_work(bare, peers, lasting / 2, pause, random.Random(1))["bare"]
    database.drop(server, RUN)
    _say_all(report, found, beside)


def _say_all(report: Report, found: dict[str, Answers], beside: Answers) -> None:
    wrong = {name: one.wrong for name, one in found.items() if one.wrong}
    if wrong:
        raise RuntimeError(f"not every answer was 200: {wrong}")
    everything = Answers(seconds=max(one.seconds for one in found.values()))
    for name, one in sorted(found.items(), key=lambda pair: -pair[1].within(0.95)):
        everything.times += one.times
        times = one.within(0.95) / beside.within(0.95)
        what = f"{name} ({one.size / 1000:.0f} kB; {times:.1f} times the bare view), 95 of 100 within"
        report.figure(what, one.within(0.95), "ms")
    report.figure("all pages", everything.rate, "requests a second")
    report.figure("all pages, 95 of 100 within", everything.within(0.95), "ms")
    report.figure("bare Django view of fifty rows, 95 of 100 within", beside.within(0.95), "ms", peer=True)
    report.ratio = everything.within(0.95) / beside.within(0.95)
    slowest = max(found, key=lambda name: found[name].within(0.95))
    report.bar(f"95 of 100 answers within, {slowest}", found[slowest].within(0.95), BAR_MS, " ms", at_most=True)
    heaviest = max(found, key=lambda name: found[name].size)
    report.bar(f"as sent, {heaviest}", found[heaviest].size / 1000, BAR_KB, " kB", at_most=True)
    report.notes.append(f"the bare view's 95 of 100 is {1 / report.ratio:.2g} of that of all pages together")


def _people(server: Server, wanted: int, now: Moment) -> list[AtWork]:
    """Practitioners with work and children, and every fourth a manager of a team, with sessions of their own."""
    workers, managers = _candidates(server)
    found = _at_work(managers, "manager", wanted // 4, now)
    found += _at_work(workers, "practitioner", wanted - len(found), now)
    if len(found) < wanted:
        raise RuntimeError(f"{wanted - len(found)} more people with work are needed than the population has")
    random.Random(3).shuffle(found)
    return found


def _at_work(candidates: list[tuple[Any, ...]], kind: str, wanted: int, now: Moment) -> list[AtWork]:
    """The first so many of these who have a post of this kind, each with a session and the addresses they read."""
    from baton.accounts.posts import posts_of
    from baton.accounts.seats import give_seat

    found: list[AtWork] = []
    pages = OF_MANAGERS if kind == "manager" else OF_PRACTITIONERS
    for number, (authority, person, team, child, name) in enumerate(candidates):
        if len(found) == wanted:
            break
        given = {"authority": authority, "person": person, "name": person, "password": "not-used-here"}
        account = give_seat(username=f"at-work-{kind}-{number}", **given)
        post = next((p for p in posts_of(account, now) if p.kind == kind and (p.teams or not team)), None)
        if post is not None:
            addresses = tuple((k, path.format(child=child)) for k, path in pages.items())
            found.append(AtWork(session_of(account, post.key, name.rsplit(" ", 1)[-1]), addresses))
    return found


def _candidates(server: Server) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """Who holds children, and who holds the office of a team: (authority, person, team, a child, the child's name)."""
    with psycopg.connect(server.super_url(RUN)) as c:
        workers = c.execute(
            "SELECT authority, holder_person, holder_team, min(child), min(name) FROM child"
            " WHERE holder_kind = 'worker' AND holder_person <> '' AND NOT restricted"
            " GROUP BY 1, 2, 3 HAVING count(*) BETWEEN 3 AND 40 ORDER BY 1, 2 LIMIT 2000"
        ).fetchall()
        managers = c.execute(
            "SELECT DISTINCT ON (e.authority, e.subject_id) e.authority, e.body -> 'with' ->> 'person',"
            " split_part(e.subject_id, '@', 2), c.child, c.name FROM entry e JOIN child c ON c.authority = e.authority"
            " AND c.holder_team = split_part(e.subject_id, '@', 2) AND NOT c.restricted"
            " WHERE e.kind = 'office' AND e.verb = 'started' AND e.subject_id LIKE '%@%' LIMIT 2000"
        ).fetchall()
    spread = random.Random(2)
    spread.shuffle(workers)
    spread.shuffle(managers)
    return workers, managers


def _first(server: Server) -> tuple[str, str]:
    with psycopg.connect(server.super_url(RUN)) as c:
        row = c.execute(
            "SELECT authority, person FROM work_item_person GROUP BY 1, 2 ORDER BY abs(count(*) - 50), 1, 2 LIMIT 1"
        ).fetchone()
    assert row is not None
    return row[0], row[1]
