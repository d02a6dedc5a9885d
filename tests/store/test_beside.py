"""What follows by itself for a worker and for a sitting is written once, in their own journals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from tests.engine import small_pack
from tests.engine.small_pack import CALENDAR, PACK, head, m
from tests.store.cast import add, entry

from baton.engine.situation import Act, By, Done
from baton.journal import Entry, Subject
from baton.store import acting, beside, procedures, surroundings
from baton.store.asking import journal
from baton.store.lists import work_of_person
from baton.store.models import WorkItem
from baton.store.tenancy import in_authority
from baton.store.ticking import tick
from baton.working_time import Amount, at, moment_of

CLERK, HEAD = m.OfficeOf("clerk"), m.OfficeOf("head")
RULES = (
    m.Then(head("told_of_absence", "worker"), m.SpellEdge("start", "worker_absence"), (m.Effect("tell", HEAD),)),
    m.Must(
        head("reviewed", "authority"), HEAD, "do", ("reviewed",), strength="warn",
        by=m.Fixed(date(2026, 8, 20)),
    ),
    m.Must(
        head("minutes", "sitting of panel"), CLERK, "send", ("summary",), strength="warn",
        by=m.Shifted(Amount.parse("48 hours"), 1, m.SlotAt("sitting")), late=(m.Effect("tell", HEAD),),
    ),
)  # fmt: skip


@pytest.fixture(autouse=True)
def with_more_rules(authority: str) -> Iterator[None]:
    """The small procedure with a rule for workers and one for sittings; its own again afterwards."""
    words = {
        **PACK.words,
        "reviewed": m.Word("reviewed", "task", "Procedure reviewed", "authority"),
        "worker_absence": m.Word("worker_absence", "spell", "Away", "worker", silence="no"),
    }
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


def test_what_the_procedure_asks_of_the_authority_itself_is_kept_for_the_lists(authority: str) -> None:
    staff_of(authority)
    tick(moment_of("2026-08-10 09:00"), [authority])
    with in_authority(authority):
        (item,) = WorkItem.objects.filter(authority=authority, kind="authority")
        assert (item.rule, item.state, item.who) == ("reviewed", "open", ["hal"])
        assert [w.rule for w in work_of_person(authority, "hal") if w.kind == "authority"] == ["reviewed"]
    beside._looked.clear()
    tick(moment_of("2026-08-21 00:00"), [authority])
    with in_authority(authority):
        assert WorkItem.objects.get(authority=authority, kind="authority").state == "late"
    by = Act("done", "reviewed", (), at(moment_of("2026-08-21 09:00")), subject=Subject("authority", authority))
    assert isinstance(acting.record(authority, by, By("hal"), moment_of("2026-08-21 09:00")), Done)
    with in_authority(authority):
        assert not WorkItem.objects.filter(authority=authority, kind="authority", state__in=("open", "late")).exists()


def staff_of(authority: str) -> None:
    add(authority, [entry("office", "head", "started", person="hal")])
