"""`nightly`: the clock's pass over 400,000 children in 153 authorities, of whom 2 in 100 change today.

Only the pass is measured, not the making of the children. Its peer is the least that anything could do for the same
many children: one bare line and one changed head for each, committed by the hundred.
"""

from __future__ import annotations

import time
from multiprocessing import get_context
from typing import Any

import psycopg

from baton.bench import database, population
from baton.bench.database import say
from baton.bench.report import Asked, Report
from baton.platform.postgres import Server

RUN = "bench_nightly"
BAR_SECONDS = 60.0
BY_THE_HUNDRED = 100
_CHANGE = (
    "UPDATE subject SET next_change = next_change + 86400 WHERE authority = %s AND kind = 'child' AND subject_id = %s"
)


def run(asked: Asked) -> Report:
    """Measures one pass by one process, as `./baton tick` does it, and one by two with half the authorities each."""
    children = asked.size(population.CHILDREN, 20_000)
    authorities = max(2, min(population.AUTHORITIES, children // 100))
    report = Report("nightly", sizes={"pack": asked.pack, "authorities": authorities})
    with database.server() as server:
        kept = population.loaded(server, asked.pack, children, authorities)
        report.sizes |= {"children": kept.children, "change today": kept.due, "entries": kept.entries}
        database.copy(server, kept.name, RUN)
        bare = report.figure("a bare line and a changed head for so many", _bare(server, kept), "s", peer=True)
        alone, looked = _pass(server, kept, 1)
        report.figure("the pass, one process", alone, "s")
        report.figure("children worked out", looked / alone, "a second")
        database.copy(server, kept.name, RUN)
        shared, looked_again = _pass(server, kept, 2)
        report.figure("the pass, two processes", shared, "s")
        database.drop(server, RUN)
    report.sizes |= {"looked at": looked, "looked at, two processes": looked_again}
    report.ratio = bare / alone
    report.bar("the pass", min(alone, shared), BAR_SECONDS, " s", at_most=True)
    if kept.children < population.CHILDREN:
        report.notes.append(f"of {kept.children:,} children only: says nothing of the bar, which is for 400,000")
    return report


def _pass(server: Server, kept: population.Population, processes: int) -> tuple[float, int]:
    """Seconds of one pass over a fresh copy, and how many children it looked at."""
    from baton.store.models import Authority
    from baton.store.ticking import tick

    say(f"One pass by {processes} process{'es' if processes > 1 else ''} …")
    with database.connected(server, RUN):
        keys = list(Authority.objects.order_by("key").values_list("key", flat=True))
        if processes == 1:
            begin = time.perf_counter()
            passed = tick(kept.now)
            taken, looked = time.perf_counter() - begin, passed.children
            if passed.failed:
                raise RuntimeError(f"{len(passed.failed)} children could not be worked out: {passed.failed[0]}")
            return taken, looked
        from django.db import connections

        connections["default"].close()
        begin = time.perf_counter()
        with get_context("fork").Pool(processes) as pool:
            found = pool.map(_share, [(keys[n::processes], kept.now) for n in range(processes)])
        return time.perf_counter() - begin, sum(found)


def _share(asked: tuple[list[str], int]) -> int:
    from baton.store.ticking import tick

    return tick(asked[1], asked[0]).children


def _bare(server: Server, kept: population.Population) -> float:
    """As many children as are due, found by the same index; for each a line inserted and its head changed."""
    with psycopg.connect(server.super_url(RUN)) as c:
        c.execute("CREATE TABLE bare_line (authority text, id text, body json)")
        c.commit()
        keys = [key for (key,) in c.execute("SELECT key FROM authority ORDER BY key").fetchall()]
        left = kept.due
        begin = time.perf_counter()
        while left > 0:
            for key in keys:
                left -= _some(c, key, kept.now, max(1, min(BY_THE_HUNDRED, kept.due // len(keys), left)))
        return time.perf_counter() - begin


def _some(c: psycopg.Connection[Any], authority: str, now: int, wanted: int) -> int:
    due = c.execute(
        "SELECT subject_id FROM subject WHERE authority = %s AND kind = 'child' AND next_change > %s"
        " ORDER BY next_change LIMIT %s FOR UPDATE",
        (authority, now, wanted), prepare=True,
    ).fetchall()  # fmt: skip
    for (one,) in due:
        c.execute("INSERT INTO bare_line VALUES (%s, %s, %s)", (authority, one, "{}"), prepare=True)
        c.execute(_CHANGE, (authority, one), prepare=True)
    c.commit()
    return len(due)
