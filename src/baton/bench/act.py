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
from functools import lru_cache
from random import Random
from typing import Any

import psycopg
from psycopg import sql

from baton.bench import database, spiff_peer, storing
from baton.bench.again import Again, split
from baton.bench.children import setting_of, staffed
from baton.bench.database import say
from baton.bench.report import Asked, Report
from baton.bench.spiff_peer import STEPS
from baton.demo.courses import COURSES
from baton.demo.families import Plan, Register
from baton.demo.making import Lived, live
from baton.platform import roles
from baton.platform.postgres import Server

DATABASE = "bench_act"
AUTHORITY = "bench"
AFTER = 20  # entries a child has before the acts that are measured begin
BLOCK = 25  # acts, then as many bare transactions
BAR_ONE, BAR_SIX, BAR_BARE, BAR_FLOW = 100, 50, 0.5, 5.0


def run(asked: Asked) -> Report:
    """Measures acts for one child and for a family of six, and the peers between them.

    The same acts are done in several rounds, each on an empty database; of each act the shortest time counts, and of
    each block of bare transactions too: what else the machine did in one round is not counted, on either side.
    """
    report = Report("act", sizes={"pack": asked.pack})
    ones = list(_lived(asked.pack, 1, asked.size(60, 10)))
    sixes = list(_lived(asked.pack, 6, asked.size(12, 2)))
    rounds = 1 if asked.quick else 3
    report.sizes["rounds"] = rounds
    one, six, bare, orm = _Times("one child"), _Times("a family of six"), _Times("bare"), _Times("bare by the ORM")
    with database.server() as server:
        for number in range(rounds):
            say(f"Round {number + 1} of {rounds} …")
            database.fresh(server, DATABASE)
            with database.connected(server, DATABASE):
                setting, staff = staffed(asked.pack)
                storing.make_authority(AUTHORITY, asked.pack, staff, setting.now)
                with _Bare(server.super_url(DATABASE)) as peer:
                    one.add(_measure(one, [_put(f) for f in ones], peer))
                    six.add(_measure(six, [_put(f) for f in sixes], peer))
                    bare.add(peer.blocks)
                    orm.add(peer.by_the_orm(len(peer.blocks)))
            report.sizes["durable"] = _durable(server)
        spiff, flow = _flows(report, server, asked.size(40, 10), rounds)
        database.drop(server, DATABASE)
    measured = [times for times in (one, six) if times.rate]
    for times in measured:
        times.say(report)
    report.figure("two bare inserts and one update, committed", bare.rate * BLOCK, "a second", peer=True)
    report.figure("the same by Django's ORM", orm.rate * BLOCK, "a second", peer=True)
    report.ratio = one.rate / (bare.rate * BLOCK)
    report.bar("acts a second, one child", one.rate, BAR_ONE)
    if six in measured:
        report.bar("acts a second, a family of six", six.rate, BAR_SIX)
    report.bar("of two bare inserts and one update committed", report.ratio, BAR_BARE)
    report.bar("times django-viewflow doing ten steps, stored", one.rate / flow * STEPS, BAR_FLOW)
    report.bar("times SpiffWorkflow doing ten steps, stored", one.rate / spiff * STEPS, BAR_FLOW)
    report.notes += [
        f"beside it, not a bar: {one.rate / (orm.rate * BLOCK):.2g} of the same bare transaction by Django's ORM",
        f"beside it, not a bar: step for step {one.rate / flow:.2g} and {one.rate / spiff:.2g} times, though neither of"
        " them judges anything at a step",
    ]
    return report


class _Times:
    """How long each of the same pieces of work took, the shortest of all rounds, in seconds."""

    def __init__(self, what: str) -> None:
        self.what = what
        self.entries = self.refused = 0
        self._best: list[float] = []

    def add(self, times: Sequence[float]) -> None:
        """One round's times, in the same order as before."""
        pairs = zip(self._best, times, strict=False)
        self._best = [min(a, b) for a, b in pairs] if self._best else list(times)

    @property
    def rate(self) -> float:
        """Pieces of work a second."""
        return len(self._best) / sum(self._best) if self._best else 0.0

    def say(self, report: Report) -> None:
        """Notes the figures."""
        times, what = sorted(self._best), self.what
        report.figure(f"acts for {what}", self.rate, "a second")
        report.figure(f"acts for {what}, half of them within", times[len(times) // 2] * 1000, "ms")
        report.figure(f"acts for {what}, 95 of 100 within", times[len(times) * 95 // 100] * 1000, "ms")
        report.sizes |= {
            f"acts, {what}": len(times),
            f"entries, {what}": self.entries,
            f"refused, {what}": self.refused,
        }


def _flows(report: Report, server: Server, instances: int, rounds: int) -> tuple[float, float]:
    """Steps a second of SpiffWorkflow and of django-viewflow, in a database of their own."""
    say("Ten steps of SpiffWorkflow, then of django-viewflow …")
    with psycopg.connect(server.super_url(), autocommit=True) as c:
        c.execute("DROP DATABASE IF EXISTS bench_peers WITH (FORCE)")
        c.execute("CREATE DATABASE bench_peers")
    address = server.super_url("bench_peers")
    spiff = max(spiff_peer.steps_a_second(address, instances) for _ in range(rounds))
    flow = max(_viewflow(address, instances) for _ in range(rounds))
    report.figure("SpiffWorkflow, steps stored", spiff, "a second", peer=True)
    report.figure("django-viewflow, steps stored", flow, "a second", peer=True)
    database.drop(server, "bench_peers")
    return spiff, flow


def _lived(pack: str, size: int, wanted: int) -> Iterator[Lived]:
    """Families of so many children who went through a whole journey, course after course."""
    setting = setting_of(pack)
    chance = Random(f"act/{size}")
    register = Register(setting.world, f"act-{size}", setting.today)
    number = 0
    told = {one.name: one for one in setting.world.told if len(one.ages) == size}
    courses = list(told) or [name for name, course in COURSES.items() if course.most >= min(size, 3)]
    if setting.world.told and not told:
        return  # this world tells of no family of that size
    while wanted and number < 20 * wanted + 50:
        name = courses[number % len(courses)]
        number += 1
        spans = told[name].ages if name in told else (COURSES[name].ages,) * size
        ages = sorted((chance.uniform(max(low, 3.0), max(high, 3.5)) for low, high in spans), reverse=True)
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


def _measure(of: _Times, families: Sequence[list[Again]], bare: _Bare) -> list[float]:
    """How long each act of these families takes, in blocks, with as many bare transactions after each block."""
    from baton.engine import Refusal
    from baton.store.acting import Changed, act

    times: list[float] = []
    of.entries = of.refused = 0
    for acts in families:
        for one in acts:
            _clock(one)
            begin = time.perf_counter()
            answer = act(AUTHORITY, one.act, one.by, one.now, number=one.number)
            taken = time.perf_counter() - begin
            if isinstance(answer, Refusal | Changed):
                of.refused += 1
                continue
            times.append(taken)
            of.entries += len(answer.entries)
            if len(times) % BLOCK == 0:
                bare.some(BLOCK)
    if times and not bare.blocks:
        bare.some(BLOCK)
    return times


def _clock(one: Again) -> None:
    """What the clock owes these children before the act, as the nightly pass would have done it; not measured."""
    from baton.store import ticking

    ticking._some(AUTHORITY, list(one.act.children), one.now)


class _Bare:
    """What any program must do to keep two lines and change one: two inserts and one update, committed."""

    def __init__(self, address: str) -> None:
        self._connection: psycopg.Connection[Any] = psycopg.connect(address)
        self._done = 0
        self.blocks: list[float] = []  # seconds
        c = self._connection
        c.execute(
            "CREATE TABLE bare_line"
            " (number bigint PRIMARY KEY, verb text, word text, happened bigint, body json, hash bytea)"
        )
        c.execute("CREATE TABLE bare_head (id int PRIMARY KEY, head bigint)")
        c.execute("INSERT INTO bare_head SELECT n, 0 FROM generate_series(0, 999) n")
        c.execute(
            sql.SQL("GRANT SELECT, INSERT, UPDATE ON bare_line, bare_head TO {}").format(sql.Identifier(roles.APP))
        )
        c.commit()

    def __enter__(self) -> _Bare:
        return self

    def __exit__(self, *_how: object) -> None:
        self._connection.close()

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
        self.blocks.append(time.perf_counter() - begin)

    def by_the_orm(self, blocks: int) -> list[float]:
        """The same through Django's ORM, on the connection that Baton uses; gives seconds a block."""
        from django.db import transaction

        line, head = _models()
        taken = []
        for _block in range(blocks):
            begin = time.perf_counter()
            for _n in range(BLOCK):
                self._done += 1
                with transaction.atomic(durable=True):
                    for number in (2 * self._done, 2 * self._done + 1):
                        line.objects.create(number=number, verb="held", word="visit", happened=1_700_000_000,
                                            body={"with": {"outcome": "seen"}}, hash=b"h" * 32)  # fmt: skip
                    head.objects.filter(id=2 * self._done % 1000).update(head=2 * self._done)
            taken.append(time.perf_counter() - begin)
        return taken


@lru_cache(maxsize=1)
def _models() -> tuple[Any, Any]:
    """The bare tables as models, made when they are wanted: no migration knows them."""
    from django.db import models

    class Line(models.Model):
        number = models.BigIntegerField(primary_key=True)
        verb = models.TextField()
        word = models.TextField()
        happened = models.BigIntegerField()
        body = models.JSONField()
        hash = models.BinaryField()

        class Meta:
            app_label, db_table, managed = "bench", "bare_line", False

    class Head(models.Model):
        head = models.BigIntegerField()

        class Meta:
            app_label, db_table, managed = "bench", "bare_head", False

    return Line, Head


def _durable(server: Server) -> str:
    """The settings under which a commit is on disk, the same for Baton and for the bare transactions."""
    with psycopg.connect(server.super_url()) as c:
        names = ("fsync", "synchronous_commit", "full_page_writes", "wal_sync_method", "data_checksums")
        found = [c.execute(sql.SQL("SHOW {}").format(sql.Identifier(name))).fetchone() for name in names]
    return ", ".join(f"{name} {row[0]}" for name, row in zip(names, found, strict=True) if row)


def _viewflow(address: str, instances: int) -> float:
    made = subprocess.run(
        [sys.executable, "-m", "baton.bench.viewflow_peer", address, str(instances)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if made.returncode:
        raise RuntimeError(f"django-viewflow did not run:\n{made.stderr[-2000:]}")
    return float(made.stdout.split()[-1])
