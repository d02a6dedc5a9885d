"""Every table of the outbox is closed to other authorities by the database itself."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from django.apps import apps
from tests.store import servers

TABLES = sorted(m._meta.db_table for m in apps.get_app_config("sending").get_models())


@pytest.fixture
def owner(postgres: Any) -> Any:
    with psycopg.connect(postgres.url(servers.OWNER, "owner", "baton"), autocommit=True) as connection:
        yield connection


def test_every_table_is_under_a_forced_policy_and_every_key_begins_with_the_authority(
    owner: psycopg.Connection,
) -> None:
    forced = owner.execute(
        "SELECT relname FROM pg_class WHERE relname = ANY(%s) AND relrowsecurity AND relforcerowsecurity", (TABLES,)
    ).fetchall()
    assert sorted(name for (name,) in forced) == TABLES
    first = owner.execute(
        "SELECT DISTINCT a.attname FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid"
        " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = x.indkey[0] WHERE c.relname = ANY(%s)",
        (TABLES,),
    ).fetchall()
    assert first == [("authority",)]


@pytest.mark.parametrize("table", TABLES)
def test_the_program_deletes_nothing_and_sees_nothing_without_an_authority(postgres: Any, table: str) -> None:
    with psycopg.connect(postgres.url(servers.APP, "app", "baton")) as app:
        assert app.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute(f"DELETE FROM {table}")
