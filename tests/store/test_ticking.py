"""The clock's pass: late, twice, in the middle of other work, or over a child that breaks, it does each thing once."""

from __future__ import annotations

import psycopg
import pytest
from tests.store.cast import act, child, done, work
from tests.store.test_acting import agreed

from baton.store import ticking
from baton.store.asking import journal
from baton.store.models import Authority, Child, Holding, Subject
from baton.store.tenancy import in_authority
from baton.store.ticking import tick
from baton.working_time import moment_of

THE_DAY = moment_of("2026-08-27 00:00")


def clock_entries(authority: str, name: str = "amy") -> list[object]:
    return [e for e in journal(authority, "child", name) if e.source == "clock"]


def ready(authority: str, name: str = "amy") -> None:
    """Agreed, checked, and waiting for its date."""
    child(authority, name)
    agreed(authority, name)
    done(act(authority, "2026-08-13 10:00", "nora", "answer", "record_current", name, values={"record_current": "yes"}))


def test_nothing_happens_before_its_time(authority: str) -> None:
    ready(authority)
    tick(THE_DAY - 1, [authority])
    assert clock_entries(authority) == []


def test_the_move_happens_on_its_date_by_its_clause(authority: str) -> None:
    ready(authority)
    tick(THE_DAY + 3600, [authority])
    (move,) = [e for e in clock_entries(authority) if e.verb == "move"]
    assert move.happened.lo == THE_DAY
    assert move.recorded_at == THE_DAY + 3600
    with in_authority(authority):
        amy = Child.objects.get(authority=authority, child="amy")
        assert (amy.holder_person, amy.workers) == ("ben", 2)
        ends = {h.person: (h.during.lower, h.during.upper) for h in Holding.objects.filter(authority=authority)}
        assert ends["ann"][1] == ends["ben"][0] == THE_DAY


def test_twice_and_late_adds_nothing(authority: str) -> None:
    ready(authority)
    tick(THE_DAY + 3600, [authority])
    before = journal(authority, "child", "amy")
    for moment in (THE_DAY + 3600, THE_DAY + 3601, THE_DAY + 7200):
        tick(moment, [authority])
    assert journal(authority, "child", "amy") == before


def test_a_pass_over_nothing_due_looks_at_nobody(authority: str) -> None:
    ready(authority)
    tick(THE_DAY + 3600, [authority])
    assert tick(THE_DAY + 3600, [authority]).children == 0


def test_an_authority_in_hold_is_left_alone(authority: str) -> None:
    ready(authority)
    Authority.objects.filter(key=authority).update(mode="hold")
    passed = tick(THE_DAY + 3600, [authority])
    assert (passed.children, passed.held) == (0, [authority])
    assert clock_entries(authority) == []


def test_a_child_that_somebody_holds_is_left_for_them(authority: str, app: psycopg.Connection) -> None:
    ready(authority)
    ready(authority, "bob")
    work(app, authority)
    app.execute("SELECT FROM subject WHERE subject_id = 'amy' FOR UPDATE")
    tick(THE_DAY + 3600, [authority])
    assert clock_entries(authority, "bob") != []
    assert clock_entries(authority, "amy") == []
    app.rollback()
    tick(THE_DAY + 3600, [authority])
    assert clock_entries(authority, "amy") != []


def test_a_child_that_cannot_be_worked_out_stops_nobody_else(authority: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ready(authority)
    ready(authority, "bob")
    real = ticking.assess

    def breaks(packs, file, now, **more):  # type: ignore[no-untyped-def]
        if file.subject.id == "amy":
            raise ZeroDivisionError("a trap")
        return real(packs, file, now, **more)

    monkeypatch.setattr(ticking, "assess", breaks)
    passed = tick(THE_DAY + 3600, [authority])
    assert passed.failed == [("amy", "ZeroDivisionError: a trap")]
    assert clock_entries(authority, "bob") != []
    assert clock_entries(authority, "amy") == []
    monkeypatch.undo()
    tick(THE_DAY + 3600 + ticking.LOOK_AGAIN, [authority])
    assert clock_entries(authority, "amy") != []


def test_a_stale_child_is_worked_out(authority: str, app: psycopg.Connection) -> None:
    ready(authority)
    work(app, authority)
    app.execute("UPDATE subject SET stale_since = 1 WHERE kind = 'child'")
    app.commit()
    tick(moment_of("2026-08-14 00:00"), [authority])
    with in_authority(authority):
        assert not Subject.objects.filter(authority=authority, stale_since__isnull=False).exists()
