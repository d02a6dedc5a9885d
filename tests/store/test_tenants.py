"""Another authority reads nothing and writes nothing; a restricted record is seen with a live clearance only."""

from __future__ import annotations

from collections.abc import Callable

import psycopg
import pytest
from django.apps import apps
from tests.store.cast import NOW, add, child, entry, work

from baton.store.asking import around, situation
from baton.store.models import Child, Entry, Holding, Subject, WorkItem
from baton.store.tenancy import as_program, enter, in_authority

TENANT_TABLES = sorted(m._meta.db_table for m in apps.get_app_config("store").get_models() if m is not None)
TENANT_TABLES.remove("authority")


def test_every_table_but_the_list_of_authorities_is_under_a_forced_policy(owner: psycopg.Connection) -> None:
    found = owner.execute(
        "SELECT relname, relrowsecurity AND relforcerowsecurity FROM pg_class"
        " WHERE relname = ANY(%s) AND relkind = 'r'",
        (TENANT_TABLES,),
    ).fetchall()
    assert {name for name, _ in found} == set(TENANT_TABLES) - {"notice_owed"}
    assert all(forced for _, forced in found)


def test_every_key_and_index_begins_with_the_authority(owner: psycopg.Connection) -> None:
    rows = owner.execute(
        "SELECT c.relname, i.relname, a.attname FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid"
        " JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = x.indkey[0]"
        " WHERE c.relname = ANY(%s)",
        (TENANT_TABLES,),
    ).fetchall()
    assert {(table, index) for table, index, first in rows if first != "authority"} == set()


@pytest.mark.parametrize("table", TENANT_TABLES)
def test_without_an_authority_nothing_is_seen(authority: str, app: psycopg.Connection, table: str) -> None:
    child(authority)
    assert app.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)


@pytest.mark.parametrize("table", ["child", "entry", "subject", "holding", "work_item", "notice_owed"])
def test_another_authority_sees_nothing(
    authority: str, new_authority: Callable[[], str], app: psycopg.Connection, table: str
) -> None:
    child(authority)
    work(app, new_authority())
    assert app.execute(f"SELECT count(*) FROM {table} WHERE authority = %s", (authority,)).fetchone() == (0,)


def test_another_authority_cannot_write_here(
    authority: str, new_authority: Callable[[], str], app: psycopg.Connection
) -> None:
    app.execute("SELECT set_config('baton.authority', %s, true)", (new_authority(),))
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
        app.execute(
            "INSERT INTO subject (authority, kind, subject_id, head, head_hash, restricted, family, edition, build)"
            " VALUES (%s, 'child', 'x', 0, '', false, '', '', '')",
            (authority,),
        )


def test_another_authority_changes_no_row(
    authority: str, new_authority: Callable[[], str], app: psycopg.Connection
) -> None:
    child(authority)
    work(app, new_authority())
    assert app.execute("UPDATE child SET name = 'x' WHERE authority = %s", (authority,)).rowcount == 0


def test_a_row_cannot_be_moved_to_another_authority(
    authority: str, new_authority: Callable[[], str], app: psycopg.Connection
) -> None:
    child(authority)
    work(app, authority)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute("UPDATE child SET authority = %s", (new_authority(),))


def test_the_setting_ends_with_the_transaction(authority: str, app: psycopg.Connection) -> None:
    child(authority)
    app.execute("SELECT set_config('baton.authority', %s, true)", (authority,))
    assert app.execute("SELECT count(*) FROM child").fetchone() == (1,)
    app.commit()
    assert app.execute("SELECT count(*) FROM child").fetchone() == (0,)


def restricted(authority: str) -> None:
    child(authority, "amy", entry("child", "amy", "started", "restricted", "2026-07-01"))
    child(authority, "bob")


def test_a_restricted_child_is_not_there_without_clearance(authority: str) -> None:
    restricted(authority)
    with in_authority(authority):
        for model in (Child, Holding):
            assert set(model.objects.filter(authority=authority).values_list("child", flat=True)) == {"bob"}
        for model in (Subject, Entry, WorkItem):
            seen = model.objects.filter(authority=authority, kind="child")
            assert set(seen.values_list("subject_id", flat=True)) <= {"bob"}


def test_a_clearance_shows_that_child_only(authority: str) -> None:
    restricted(authority)
    child(authority, "cat", entry("child", "cat", "started", "restricted", "2026-07-01"))
    with in_authority(authority, ["amy"]):
        assert set(Child.objects.filter(authority=authority).values_list("child", flat=True)) == {"amy", "bob"}
        assert Entry.objects.filter(authority=authority, kind="child", subject_id="amy").exists()
        assert not Entry.objects.filter(authority=authority, kind="child", subject_id="cat").exists()


@pytest.mark.parametrize("clearance", ["*", "{amy}", 'a"b', "a,b\\", ""])
def test_no_clearance_by_a_clever_id(authority: str, clearance: str) -> None:
    restricted(authority)
    with in_authority(authority, [clearance]):
        assert set(Child.objects.filter(authority=authority).values_list("child", flat=True)) == {"bob"}


def test_asking_the_engine_in_the_middle_of_a_page_leaves_the_page_as_it_was(authority: str) -> None:
    restricted(authority)
    with in_authority(authority):
        assert situation(authority, "amy", NOW).subject.id == "amy"
        around(authority)
        with as_program(authority):
            assert Child.objects.filter(authority=authority).count() == 2
        assert Child.objects.filter(authority=authority).count() == 1


def test_entering_twice_takes_the_last(authority: str) -> None:
    restricted(authority)
    with in_authority(authority, ["amy"]):
        enter(authority)
        assert Child.objects.filter(authority=authority).count() == 1


def test_the_restriction_ends_when_it_is_lifted(authority: str) -> None:
    from baton.store.recalculating import recalculate

    restricted(authority)
    add(authority, [entry("child", "amy", "ended", "restricted", "2026-07-20")])
    recalculate(authority, "amy", NOW)
    with in_authority(authority):
        assert Child.objects.filter(authority=authority).count() == 2
