"""A PostgreSQL server for measuring only: Baton's own binaries, settings and roles, durable, in a home of its own.

Loaded databases are kept between runs under a name made of what is in them, and measured in copies.
"""

from __future__ import annotations

import fcntl
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from baton.platform import roles
from baton.platform.own_server import own_server
from baton.platform.places import STATE, secret
from baton.platform.postgres import Server

# What a process that serves the bare page is told.
ADDRESS, AUTHORITY, PERSON = "BATON_BENCH_ADDRESS", "BATON_BENCH_AUTHORITY", "BATON_BENCH_PERSON"


@contextmanager
def server() -> Iterator[Server]:
    """The server, for as long as a benchmark takes; a second one waits for the first to end."""
    own = own_server()
    home = own.home.with_name(f"{own.home.name}-bench")
    one = Server(own.bin, home, own.user, secret("bench"))
    with (STATE / "bench.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        one.start()
        try:
            yield one
        finally:
            one.stop()


@contextmanager
def connected(one: Server, database: str) -> Iterator[None]:
    """Django at work on this database as the program's ordinary role; nothing is kept from another one."""
    from django.db import connections

    from baton.store import surroundings

    surroundings.forget()
    addresses = roles.prepare_own(one, database)
    given = connections["default"].settings_dict
    connections["default"].close()
    given.update(django_words(addresses["app"]))
    try:
        yield
    finally:
        connections["default"].close()
        surroundings.forget()


def fresh(one: Server, database: str) -> None:
    """This database, empty, with every table."""
    from django.core.management import call_command
    from django.db import connections

    drop(one, database)
    addresses = roles.prepare_own(one, database)
    given = connections["default"].settings_dict
    connections["default"].close()
    given.update(django_words(addresses["owner"]))
    call_command("migrate", verbosity=0)
    connections["default"].close()


def drop(one: Server, database: str) -> None:
    """This database is not there any longer."""
    with psycopg.connect(one.super_url(), autocommit=True) as c:
        c.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))


def names(one: Server, prefix: str) -> list[str]:
    """The databases whose names begin so."""
    with psycopg.connect(one.super_url(), autocommit=True) as c:
        rows = c.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s) ORDER BY 1", [prefix])
        return [name for (name,) in rows]


def copy(one: Server, kept: str, database: str) -> None:
    """A copy of a kept database, to be changed and thrown away."""
    drop(one, database)
    with psycopg.connect(one.super_url(), autocommit=True) as c:
        names = sql.Identifier(database), sql.Identifier(roles.OWNER), sql.Identifier(kept)
        c.execute(sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY FILE_COPY").format(*names))
        c.execute("CHECKPOINT")


def rename(one: Server, database: str, name: str) -> None:
    """Keeps a finished database under its name."""
    with psycopg.connect(one.super_url(), autocommit=True) as c:
        c.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(database), sql.Identifier(name)))


def django_words(url: str) -> dict[str, Any]:
    """Django's words for an address."""
    parts: dict[str, Any] = conninfo_to_dict(url)
    return {
        "NAME": parts.get("dbname", ""), "USER": parts.get("user", ""), "PASSWORD": parts.get("password", ""),
        "HOST": parts.get("host", ""), "PORT": parts.get("port", ""), "CONN_MAX_AGE": None,
    }  # fmt: skip


def set_up() -> None:
    """Django, with the settings of this checkout and no database yet."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "baton.config.settings")
    from django.conf import settings

    if not settings.configured:
        settings.DATABASES.setdefault("default", {"ENGINE": "django.db.backends.postgresql", "NAME": "none"})
    django.setup()


def say(line: str) -> None:
    """What is being done, to whoever waits; never part of the result."""
    print(line, file=sys.stderr, flush=True)
