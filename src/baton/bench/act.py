"""`act`: a durable act through the store's one door: lock, judge afresh, entries, everything recalculated, committed.

The acts are those of real journeys, from the middle of a file on: proposing, answering, telling, sending, listing,
deciding, recording visits and meetings. Beside them, in the same run on the same server: two bare inserts and one
update committed, and ten steps of django-viewflow and of SpiffWorkflow, stored.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

import psycopg

from baton.bench import database, spiff_peer, storing
from baton.bench.again import Again, split
from baton.bench.children import setting_of, staffed
from baton.bench.database import say
from baton.bench.report import Asked, Report
from baton.bench.spiff_peer import STEPS
from baton.demo.courses import COURSES
from baton.demo.families import Plan, Register
from baton.demo.making import Lived, live

DATABASE = "bench_act"
AUTHORITY = "bench"
AFTER = 20  # entries a child has before the acts that are measured begin
BLOCK = 25  # acts, then as many bare transactions
BAR_ONE, BAR_SIX, BAR_BARE, BAR_FLOW = 100, 50, 0.5, 5.0


def run(asked: Asked) -> Report:
    """Measures acts for one child and for a family of six, and the peers between them."""
    report = Report("act", sizes={"pack": asked.pack})
    ones = list(_lived(asked.pack, 1, asked.size(60, 10)))
    sixes = list(_lived(asked.pack, 6, asked.size(12, 2)))
    with database.server() as server:
        database.fresh(server, DATABASE)
        with database.connected(server, DATABASE):
            setting, staff = staffed(asked.pack)
            storing.make_authority(AUTHORITY, asked.pack, staff, setting.now)
            bare = _Bare(server.super_url(DATABASE))
            one = _measure(report, "one child", [_put(f) for f in ones], bare)
            six = _measure(report, "a family of six", [_put(f) for f in sixes], bare)
        address = server.super_url("bench_peers")
        with psycopg.connect(server.super_url(), autocommit=True) as c:
            c.execute("DROP DATABASE IF EXISTS bench_peers WITH (FORCE)")
            c.execute("CREATE DATABASE bench_peers")
        instances = asked.size(40, 10)
        say("Ten steps of SpiffWorkflow, then of django-viewflow …")
        spiff = report.figure(
            "SpiffWorkflow, steps stored", spiff_peer.steps_a_second(address, instances), "a second", True
        )
        flow = report.figure("django-viewflow, steps stored", _viewflow(address, instances), "a second", True)
        database.drop(server, DATABASE)
        database.drop(server, "bench_peers")
    report.ratio = one / bare.rate
    report.bar("acts a second, one child", one, BAR_ONE)
    report.bar("acts a second, a family of six", six, BAR_SIX)
    report.bar("of two bare inserts and one update committed", report.ratio, BAR_BARE)
    report.bar("acts for each ten-step process of django-viewflow", one / (flow / STEPS), BAR_FLOW)
    report.notes.append(
        f"beside it, not a bar: {one / (spiff / STEPS):.2g} acts for each ten-step process of SpiffWorkflow; step for"
        f" step {one / flow:.2g} times django-viewflow and {one / spiff:.2g} times SpiffWorkflow, which judge nothing"
    )
    return report


def _lived(pack: str, size: int, wanted: int) -> Iterator[Lived]:
    """Families of so many children who went through a whole journey, course after course."""
    setting = setting_of(pack)
    chance = Random(f"act/{size}")
    register = Register(setting.world, f"act-{size}", setting.today)
    number = 0
    courses = [name for name, course in COURSES.items() if course.most >= min(size, 3)]
    while wanted and number < 20 * wanted + 50:
        name = courses[number % len(courses)]
        number += 1
        low, high = COURSES[name].ages
        ages = sorted((chance.uniform(max(low, 3.0), high) for _ in range(size)), reverse=True)
        made = register.family(name, ages, f"Bench{size}x{number}")
        plan = Plan(f"A{size}x{number}", made.children, name)
        lived = live(setting, plan, "act")
        if min(len(child) for child in lived.children) > AFTER + 8:
            wanted -= 1
            yield lived


def _put(family: Lived) -> list[Again]:
    """The first part of a family's journals in the store; gives the acts that follow."""
    before, acts = split(family.children, AFTER)
    shared = [e for e in family.family if acts and e.recorded_at < acts[0].now]
    storing.put(AUTHORITY, [*shared, *before], max(e.recorded_at for e in before))
    return acts


def _measure(report: Report, who: str, families: Sequence[list[Again]], bare: _Bare) -> float:
    """Acts a second for these families, one after another, in blocks, with as many bare transactions after each."""
    from baton.engine import Refusal
    from baton.store.acting import Changed, act

    say(f"Acts for {who} …")
    times: list[float] = []
    entries = refused = 0
    for acts in families:
        for one in acts:
            _clock(one)
            begin = time.perf_counter()
            answer = act(AUTHORITY, one.act, one.by, one.now, number=one.number)
            taken = time.perf_counter() - begin
            if isinstance(answer, Refusal | Changed):
                refused += 1
                continue
            times.append(taken)
            entries += len(answer.entries)
            if len(times) % BLOCK == 0:
                bare.some(BLOCK)
    rate = report.figure(f"acts for {who}", len(times) / sum(times), "a second")
    times.sort()
    report.figure(f"acts for {who}, half of them within", times[len(times) // 2] * 1000, "ms")
    report.figure(f"acts for {who}, 95 of 100 within", times[len(times) * 95 // 100] * 1000, "ms")
    report.figure("two bare inserts and one update, committed", bare.rate, "a second", peer=True)
    report.sizes |= {f"acts, {who}": len(times), f"entries, {who}": entries, f"refused, {who}": refused}
    return rate


def _clock(one: Again) -> None:
    """What the clock owes these children before the act, as the nightly pass would have done it; not measured."""
    from baton.store import ticking

    ticking._some(AUTHORITY, list(one.act.children), one.now)


class _Bare:
    """What any program must do to keep two lines and change one: two inserts and one update, committed."""

    def __init__(self, address: str) -> None:
        self._connection: psycopg.Connection[Any] = psycopg.connect(address)
        self._done = 0
        self._seconds = 0.0
        c = self._connection
        c.execute(
            "CREATE TABLE bare_line"
            " (number bigint PRIMARY KEY, verb text, word text, happened bigint, body json, hash bytea)"
        )
        c.execute("CREATE TABLE bare_head (id int PRIMARY KEY, head bigint)")
        c.execute("INSERT INTO bare_head SELECT n, 0 FROM generate_series(0, 999) n")
        c.commit()

    @property
    def rate(self) -> float:
        """Transactions a second so far."""
        return self._done / self._seconds if self._seconds else 0.0

    def some(self, transactions: int) -> None:
        """Does so many, one after another."""
        c = self._connection
        begin = time.perf_counter()
        for _n in range(transactions):
            self._done += 1
            number = 2 * self._done
            for line in (number, number + 1):
                c.execute(
                    "INSERT INTO bare_line VALUES (%s, %s, %s, %s, %s, %s)",
                    (line, "held", "visit", 1_700_000_000, '{"with": {"outcome": "seen"}}', b"h" * 32), prepare=True,
                )  # fmt: skip
            c.execute("UPDATE bare_head SET head = %s WHERE id = %s", (number, number % 1000), prepare=True)
            c.commit()
        self._seconds += time.perf_counter() - begin


def _viewflow(address: str, instances: int) -> float:
    made = subprocess.run(
        [sys.executable, "-m", "baton.bench.viewflow_peer", address, str(instances)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if made.returncode:
        raise RuntimeError(f"django-viewflow did not run:\n{made.stderr[-2000:]}")
    return float(made.stdout.split()[-1])
