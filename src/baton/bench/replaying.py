"""`replay`: a draft tried on 10,000 children of one authority, by all cores; its peer reads the same journals alone."""

from __future__ import annotations

import time
from dataclasses import replace
from multiprocessing import cpu_count

from baton.bench import database, population
from baton.bench.children import setting_of
from baton.bench.database import say
from baton.bench.report import Asked, Report
from baton.policy import model as m
from baton.working_time import Amount, Moment

CHILDREN, BAR_SECONDS = 10_000, 120.0
_LONGER = Amount(working_days=7)


def run(asked: Asked) -> Report:
    """Measures one replay of a draft in which every limit of 5 working days has become 7."""
    children = asked.size(CHILDREN, 1_000)
    report = Report("replay", sizes={"pack": asked.pack, "processes": cpu_count()})
    draft = _draft(setting_of(asked.pack).packs.editions[-1])
    with database.server() as server:
        kept = population.loaded(server, asked.pack, children, 1)
        report.sizes |= {"children": kept.children, "entries": kept.entries}
        with database.connected(server, kept.name):
            read = report.figure("reading their journals alone, one process", _read(kept.now), "s", peer=True)
            taken = _replay(report, draft, kept.now)
    report.figure("children judged twice", kept.children / taken, "a second")
    report.ratio = read / taken
    report.bar("the replay", taken, BAR_SECONDS, " s", at_most=True)
    if kept.children < CHILDREN:
        report.notes.append(f"of {kept.children:,} children only: says nothing of the bar, which is for 10,000")
    return report


def _draft(pack: m.Pack) -> m.Pack:
    """The pack with every duty's limit of 5 working days from something made 7."""
    rules = []
    for rule in pack.rules:
        by = getattr(rule, "by", None)
        if isinstance(rule, m.Must) and isinstance(by, m.Shifted | m.EitherSide) and by.amount.working_days == 5:
            rule = replace(rule, by=replace(by, amount=_LONGER))
        rules.append(rule)
    return replace(pack, rules=tuple(rules), build=f"draft of {pack.build}")


def _replay(report: Report, draft: m.Pack, now: Moment) -> float:
    from baton.replaying import replay

    say("One replay …")
    begin = time.perf_counter()
    found = replay(population.key_of(0), draft, now)
    taken = time.perf_counter() - begin
    if found.failed:
        raise RuntimeError(f"{len(found.failed)} children could not be judged: {found.failed[0]}")
    report.figure("the replay", taken, "s")
    report.sizes["would differ"] = len(found.touched)
    return taken


def _read(now: Moment) -> float:
    from django.db import transaction

    from baton.journal import Subject
    from baton.replaying.judging import BATCH
    from baton.store.models import Child
    from baton.store.reading import read
    from baton.store.tenancy import PROGRAM, driver, set_tenant

    key = population.key_of(0)
    begin = time.perf_counter()
    with transaction.atomic():
        set_tenant(driver(), key, PROGRAM)
        children = list(Child.objects.filter(authority=key).values_list("child", flat=True))
        for start in range(0, len(children), BATCH):
            read(driver(), key, [Subject("child", child) for child in children[start : start + BATCH]])
    return time.perf_counter() - begin
