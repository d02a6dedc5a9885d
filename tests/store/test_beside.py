"""What follows by itself for a worker and for a sitting is written once, in their own journals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from tests.engine import small_pack
from tests.engine.small_pack import CALENDAR, PACK, head, m
from tests.store.cast import add, entry

from baton.journal import Entry
from baton.store import beside, procedures, surroundings
from baton.store.asking import journal
from baton.store.ticking import tick
from baton.working_time import Amount, moment_of

CLERK, HEAD = m.OfficeOf("clerk"), m.OfficeOf("head")
RULES = (
    m.Then(head("told_of_absence", "worker"), m.SpellEdge("start", "worker_absence"), (m.Effect("tell", HEAD),)),
    m.Must(
        head("minutes", "sitting of panel"), CLERK, "send", ("summary",), strength="warn",
        by=m.Shifted(Amount.parse("48 hours"), 1, m.SlotAt("sitting")), late=(m.Effect("tell", HEAD),),
    ),
)  # fmt: skip


@pytest.fixture(autouse=True)
def with_more_rules(authority: str) -> Iterator[None]:
    """The small procedure with a rule for workers and one for sittings; its own again afterwards."""
    words = {**PACK.words, "worker_absence": m.Word("worker_absence", "spell", "Away", "worker", silence="no")}
    more = replace(PACK, build="small-beside", rules=(*PACK.rules, *RULES), words=words)
    beside._looked.clear()
    procedures.use("small", procedures.Procedure(m.Packs((more,)), CALENDAR))
    surroundings.forget()
    yield
    own = replace(small_pack.PACK, build="small-1")
    procedures.use("small", procedures.Procedure(m.Packs((own,)), CALENDAR))
    surroundings.forget()


def told(authority: str, kind: str, subject: str) -> list[Entry]:
    return [e for e in journal(authority, kind, subject) if e.source == "clock" and e.verb == "told"]


def test_what_follows_from_a_workers_absence_is_told_once(authority: str) -> None:
    add(authority, [entry("worker", "ann", "started", "worker_absence", "2026-08-03", until="2026-08-07")])
    now = moment_of("2026-08-04 09:00")
    tick(now, [authority])
    tick(now + 1, [authority])
    tick(now + 7200, [authority])
    (one,) = told(authority, "worker", "ann")
    assert one.body["to"] == ["hal", "head"]


def test_minutes_that_are_late_are_told_from_the_moment_they_are_late(authority: str) -> None:
    # the panel sits on Wednesdays at ten: the minutes of 5 August are due by ten on Friday the 7th
    tick(moment_of("2026-08-07 10:00"), [authority])
    assert told(authority, "sitting", "panel@2026-08-05T10:00") == []
    tick(moment_of("2026-08-07 10:16"), [authority])
    assert len(told(authority, "sitting", "panel@2026-08-05T10:00")) == 1
