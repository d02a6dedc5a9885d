"""Derived tables can be thrown away, and nothing in them comes from anywhere but the journals."""

from __future__ import annotations

import psycopg
import pytest
from tests.store.cast import NOW, child, family
from tests.store.test_acting import agreed
from tests.store.test_journals import tamper

from baton.store.models import Child, WorkItem
from baton.store.rebuilding import rebuild
from baton.store.recalculating import recalculate
from baton.store.tables import TABLES
from baton.store.tenancy import in_authority
from baton.working_time import moment_of

LATER = moment_of("2026-08-13 09:00")


def world(authority: str) -> None:
    for name in ("amy", "bob", "cat"):
        child(authority, name)
    family(authority, "amy", "bob")
    agreed(authority)


def contents(c: psycopg.Connection, authority: str) -> dict[str, list[object]]:
    return {
        t.name: sorted(map(repr, c.execute(f"SELECT * FROM {t.name} WHERE authority = %s", (authority,))))
        for t in TABLES
    }


def test_after_acts_and_late_marks_the_tables_are_what_the_journals_give(authority: str) -> None:
    world(authority)
    found = rebuild(authority, LATER, check=True)
    assert (found.children, found.due, found.different) == (3, 0, [])


def test_thrown_away_and_made_again_they_are_the_same(authority: str, superuser: psycopg.Connection) -> None:
    world(authority)
    before = contents(superuser, authority)
    for name, rows in before.items():
        if rows:
            tamper(superuser, f"DELETE FROM {name} WHERE authority = %s", authority)
    assert rebuild(authority, LATER, check=True).different != []
    rebuild(authority, LATER)
    assert contents(superuser, authority) == before


def test_checking_writes_nothing(authority: str, superuser: psycopg.Connection) -> None:
    world(authority)
    tamper(superuser, "UPDATE child SET name = 'x' WHERE authority = %s", authority)
    before = contents(superuser, authority)
    rebuild(authority, LATER, check=True)
    assert contents(superuser, authority) == before


@pytest.mark.parametrize(("statement", "table", "column"), [
    ("UPDATE child SET holder_person = 'me' WHERE child = 'amy' AND authority = %s", "child", "holder_person"),
    ("UPDATE holding SET person = 'me' WHERE child = 'amy' AND authority = %s", "holding", "person"),
    ("UPDATE holding SET during = int8range(1, upper(during)) WHERE authority = %s", "holding", "during"),
    ("UPDATE work_item SET act_by_at = 1 WHERE authority = %s", "work_item", "act_by_at"),
    ("UPDATE matter SET clause = '{x}' WHERE child = 'amy' AND authority = %s", "matter", "clause"),
    ("UPDATE matter SET restricted = true WHERE child = 'amy' AND authority = %s", "matter", "restricted"),
    ("DELETE FROM work_item_person WHERE subject_id = 'amy' AND authority = %s", "work_item_person", ""),
    ("INSERT INTO child_name (authority, child, key, restricted, digest, part, open)"
     " VALUES (%s, 'amy', 'jones', false, 0, 'jones', true)", "child_name", ""),
    ("INSERT INTO child_name (authority, child, key, restricted, digest, part, open)"
     " VALUES (%s, 'nobody', 'jones', false, 0, 'jones', true)", "child_name", ""),
])  # fmt: skip
def test_a_row_that_was_tampered_with_is_found_and_mended(
    authority: str, superuser: psycopg.Connection, statement: str, table: str, column: str
) -> None:
    world(authority)
    tamper(superuser, statement, authority)
    different = rebuild(authority, LATER, check=True).different
    assert (table, column) in {(d.table, d.column) for d in different}
    rebuild(authority, LATER)
    assert rebuild(authority, LATER, check=True).different == []


def test_a_row_that_is_lost_comes_back_with_the_next_recalculation(
    authority: str, superuser: psycopg.Connection
) -> None:
    world(authority)
    tamper(superuser, "DELETE FROM work_item WHERE subject_id = 'amy' AND authority = %s", authority)
    recalculate(authority, "amy", LATER)
    with in_authority(authority):
        assert WorkItem.objects.filter(authority=authority, subject_id="amy").exists()


def test_recalculating_without_a_change_writes_no_row(authority: str, superuser: psycopg.Connection) -> None:
    world(authority)
    seen = "SELECT count(*), max(xmin::text::bigint) FROM work_item WHERE authority = %s"
    before = superuser.execute(seen, (authority,)).fetchone()
    recalculate(authority, "amy", LATER)
    assert superuser.execute(seen, (authority,)).fetchone() == before


def test_children_are_found_by_the_beginning_of_any_name(authority: str) -> None:
    from baton.store.models import ChildName

    child(authority, "amy", due=False)
    with in_authority(authority):
        found = ChildName.objects.filter(authority=authority, part__gte="fict", part__lt="ficu")
        assert set(found.values_list("child", flat=True)) == {"amy"}
        assert Child.objects.get(authority=authority).name_key == "fictley amy"
    assert NOW
