"""Everybody in the store's tests: Ann and Ben with their teams, Nora, Sid, Hal, Cy; and children made line by line."""

from __future__ import annotations

from collections.abc import Iterable

import psycopg
from django.db import transaction
from tests.engine.small_pack import Story

from baton.engine.situation import Act, By, Done, Refusal
from baton.journal import Entry, Subject
from baton.store import acting
from baton.store.reading import read
from baton.store.recalculating import recalculate
from baton.store.tenancy import driver
from baton.store.writing import Batch
from baton.working_time import Moment, moment_of, parse_when

BEGINNING_OF_2020 = "2020-01-01"
NOW = moment_of("2026-08-06 10:00")


def add(authority: str, entries: Iterable[Entry], now: Moment = NOW) -> None:
    """Puts entries into their journals without asking the engine: what the world was like before the test."""
    entries = list(entries)
    with transaction.atomic(durable=True):
        raw = driver()
        journals = read(raw, authority, {e.subject for e in entries}, lock=True, digests=True)
        batch = Batch(raw, journals, now)
        batch.append(entries)
        batch.run()


def entry(
    kind: str, subject_id: str, verb: str, word: str = "", when: str = BEGINNING_OF_2020, **values: object
) -> Entry:
    body = {"with": values} if values else {}
    return Entry(
        Subject(kind, subject_id), 0, "seed", verb, word, parse_when(when), moment_of(BEGINNING_OF_2020 + " 09:00"),  # type: ignore[arg-type]
        "setup", "setup", body=body,
    )  # fmt: skip


def staff(authority: str) -> None:
    """Two teams that are their own services, a worker in each, their managers, a head and a clerk."""
    add(
        authority,
        [
            entry("team", "north", "opened", service="north", name="North"),
            entry("team", "south", "opened", service="south", name="South"),
            entry("worker", "ann", "started", "post", role="social_worker", team="north", name="Ann"),
            entry("worker", "ben", "started", "post", role="social_worker", team="south", name="Ben"),
            entry("office", "team_manager@north", "started", person="nora"),
            entry("office", "team_manager@south", "started", person="sid"),
            entry("office", "head", "started", person="hal"),
            entry("office", "clerk", "started", person="cy"),
        ],
    )


def child(authority: str, name: str = "amy", *more: Entry, due: bool = True) -> str:
    """A child held by Ann in the north since June; with `due`, an assessment has ended and the move is due."""
    story = Story(name)
    story.add("born", when="2016-03-03")
    story.add("given", "name", given=name.title(), family="Fictley")
    if due:
        story.add("started", "assessment", "2026-06-10")
        story.add("ended", "assessment", "2026-08-05", conclusion="in_need")
    add(authority, [*story.entries, *more])
    recalculate(authority, name, NOW)
    return name


def family(authority: str, *children: str, name: str = "fictley") -> None:
    """Makes these children siblings of each other."""
    pairs = [(a, b) for i, a in enumerate(children) for b in children[i + 1 :]]
    entries = [
        entry("family", name, "linked", "sibling", a=a, b=b, relation="full", same_household="yes") for a, b in pairs
    ]
    with transaction.atomic(durable=True):
        raw = driver()
        subjects = {Subject("family", name), *(Subject("child", c) for c in children)}
        batch = Batch(raw, read(raw, authority, subjects, lock=True), NOW)
        batch.append(entries)
        stale = batch.run()
    for one in stale:
        recalculate(authority, one.id, NOW)


def act(authority: str, when: str, by: str, verb: str, word: str = "", *children: str, **more: object) -> object:
    """An act by somebody at a time, for Amy unless others are named."""
    number = str(more.pop("number", ""))
    seen = more.pop("seen", None)
    return acting.act(
        authority, Act(verb, word, children or ("amy",), **more), By(by), moment_of(when), number=number, seen=seen,  # type: ignore[arg-type]
    )  # fmt: skip


def done(answer: object) -> Done:
    assert isinstance(answer, Done), answer
    return answer


def refused(answer: object) -> Refusal:
    assert isinstance(answer, Refusal), answer
    return answer


def work(c: psycopg.Connection, authority: str, clearances: str = "*") -> psycopg.Connection:
    """Puts a plain connection to work in an authority, for as long as it is open."""
    c.execute(
        "SELECT set_config('baton.authority', %s, false), set_config('baton.clearances', %s, false)",
        (authority, clearances),
    )
    c.commit()
    return c
