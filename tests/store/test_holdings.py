"""Never without: every way to leave an open child with no one, or with two, is refused by the database itself."""

from __future__ import annotations

import psycopg
import pytest
from tests.store.cast import work

AUTHORITY = "holds"
OPEN = "[100,4611686018427387904)"


@pytest.fixture
def program(app: psycopg.Connection) -> psycopg.Connection:
    """The program's role, at work in one authority, with everything in it visible."""
    return work(app, AUTHORITY)


def hold(c: psycopg.Connection, child: str, during: str, kind: str = "worker", breach: str | None = None) -> None:
    person = "" if kind == "nobody" else "ann"
    c.execute(
        "INSERT INTO holding (authority, child, key, restricted, digest, during, kind, person, office, team, service,"
        " flag, breach, forced_by, rule, clause, because)"
        " VALUES (%s, %s, %s, false, 0, %s, %s, %s, '', '', '', '', %s, '', '', '{}', '[]')",
        (AUTHORITY, child, during, during, kind, person, breach),
    )


def open_(c: psycopg.Connection, child: str, during: str = OPEN) -> None:
    c.execute(
        "INSERT INTO open_spell (authority, child, key, restricted, digest, during) VALUES (%s, %s, %s, false, 0, %s)",
        (AUTHORITY, child, during, during),
    )


def again(c: psycopg.Connection) -> None:
    """Commits, and goes on in the same authority."""
    c.commit()
    work(c, AUTHORITY)


def kept(c: psycopg.Connection, child: str) -> None:
    """A child that is open from 100 and held by one worker all the time."""
    open_(c, child)
    hold(c, child, OPEN)
    again(c)


def test_open_and_held_at_once_is_kept(program: psycopg.Connection) -> None:
    kept(program, "fine")
    program.commit()


def test_open_with_no_holder_is_refused(program: psycopg.Connection) -> None:
    open_(program, "none")
    with pytest.raises(psycopg.errors.CheckViolation, match=r"none has time with no holder: \{\[100,4611"):
        program.commit()


def test_two_holders_at_once_are_refused(program: psycopg.Connection) -> None:
    kept(program, "two")
    hold(program, "two", "[200,300)")
    with pytest.raises(psycopg.errors.ExclusionViolation):
        program.commit()


def test_one_ends_and_the_next_begins_in_one_transaction(program: psycopg.Connection) -> None:
    kept(program, "over")
    hold(program, "over", "[200,4611686018427387904)")
    program.execute("UPDATE holding SET during = '[100,200)' WHERE child = 'over' AND key = %s", (OPEN,))
    program.commit()


def test_a_gap_of_one_second_is_refused(program: psycopg.Connection) -> None:
    kept(program, "gap")
    program.execute("UPDATE holding SET during = '[100,200)' WHERE child = 'gap'")
    hold(program, "gap", "[201,4611686018427387904)")
    with pytest.raises(psycopg.errors.CheckViolation, match=r"\{\[200,201\)\}"):
        program.commit()


def test_closing_the_last_holding_alone_is_refused(program: psycopg.Connection) -> None:
    kept(program, "last")
    program.execute("UPDATE holding SET during = '[100,200)' WHERE child = 'last'")
    with pytest.raises(psycopg.errors.CheckViolation):
        program.commit()


def test_deleting_the_holding_is_refused(program: psycopg.Connection) -> None:
    kept(program, "gone")
    program.execute("DELETE FROM holding WHERE child = 'gone'")
    with pytest.raises(psycopg.errors.CheckViolation):
        program.commit()


def test_giving_the_holding_to_another_child_is_refused(program: psycopg.Connection) -> None:
    kept(program, "mine")
    program.execute("UPDATE holding SET child = 'yours' WHERE child = 'mine'")
    with pytest.raises(psycopg.errors.CheckViolation, match="mine"):
        program.commit()


def test_opening_earlier_than_anybody_holds_is_refused(program: psycopg.Connection) -> None:
    kept(program, "early")
    program.execute("UPDATE open_spell SET during = '[50,4611686018427387904)' WHERE child = 'early'")
    with pytest.raises(psycopg.errors.CheckViolation, match=r"\[50,100\)"):
        program.commit()


def test_closing_the_child_and_then_ending_the_holder_is_kept(program: psycopg.Connection) -> None:
    kept(program, "closed")
    program.execute("UPDATE open_spell SET during = '[100,300)' WHERE child = 'closed'")
    program.execute("UPDATE holding SET during = '[100,300)' WHERE child = 'closed'")
    program.commit()


@pytest.mark.parametrize(("kind", "breach"), [("nobody", None), ("nobody", ""), ("worker", "BEX-1")])
def test_nobody_and_a_breach_go_together(program: psycopg.Connection, kind: str, breach: str | None) -> None:
    with pytest.raises(psycopg.errors.CheckViolation):
        hold(program, "nobody", OPEN, kind, breach)


def test_a_worker_needs_a_name(program: psycopg.Connection) -> None:
    hold(program, "named", OPEN)
    with pytest.raises(psycopg.errors.CheckViolation):
        program.execute("UPDATE holding SET person = '', team = 'north' WHERE child = 'named'")


@pytest.mark.parametrize("during", ["empty", "(,100)", "[100,)"])
def test_a_holding_has_two_ends(program: psycopg.Connection, during: str) -> None:
    with pytest.raises(psycopg.errors.CheckViolation):
        hold(program, "ends", during)


@pytest.mark.parametrize("setting", ["baton.authority", "baton.clearances"])
def test_a_gap_cannot_hide_behind_a_row_policy(program: psycopg.Connection, setting: str) -> None:
    kept(program, f"hide-{setting}")
    program.execute("DELETE FROM holding WHERE child = %s", (f"hide-{setting}",))
    program.execute("SELECT set_config(%s, 'other', true)", (setting,))
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        program.commit()


@pytest.mark.parametrize("statement", [
    "ALTER TABLE holding DISABLE TRIGGER ALL",
    "ALTER TABLE holding DROP CONSTRAINT holding_one_at_a_time",
    "SET session_replication_role = replica",
    "TRUNCATE holding",
    "DROP TABLE holding",
])  # fmt: skip
def test_the_program_cannot_lift_the_guards(program: psycopg.Connection, statement: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        program.execute(statement)


def test_constraints_set_immediate_refuse_at_once(program: psycopg.Connection) -> None:
    program.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(psycopg.errors.CheckViolation):
        open_(program, "now")
