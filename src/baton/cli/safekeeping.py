"""Safety copies: a dump of the whole database beside a seal over every chain, and the way back, which ends in hold.

The dump is made by the PostgreSQL tools that belong to the running server, as a role that row policies do not bind:
our own server's superuser, or the address in BATON_BACKUP_URL.
"""

from __future__ import annotations

import json
import os
import subprocess
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from baton.platform.binaries import machine_binaries, version_of, wheel_binaries
from baton.platform.database import GIVEN
from baton.platform.own_server import own_server
from baton.platform.places import Trouble
from baton.platform.roles import DATABASE
from baton.working_time import Moment, wall_time

BACKUP_URL = "BATON_BACKUP_URL"
DUMP, MANIFEST = "baton.dump", "manifest.json"


def make(folder: Path, now: Moment, seal: Path, counts: dict[str, int]) -> Path:
    """Writes the dump into a new folder, with the seal taken just before and a manifest of digests."""
    made = folder / f"baton-{wall_time(now):%Y-%m-%d-%H%M%S}"
    made.mkdir(parents=True)
    (made / seal.name).write_bytes(seal.read_bytes())
    url, bin_ = _address()
    _run(bin_ / "pg_dump", "--format=custom", "--dbname", url, "--file", str(made / DUMP))
    files = {path.name: sha256(path.read_bytes()).hexdigest() for path in sorted(made.iterdir())}
    manifest = {"at": now, "seal": seal.name, "files": files, "entries": counts}
    (made / MANIFEST).write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    for path in made.iterdir():
        path.chmod(0o600)
        with path.open("rb") as file:
            os.fsync(file.fileno())
    return made


def check(folder: Path) -> dict[str, object]:
    """The manifest of a copy whose files are what they were. Trouble otherwise."""
    try:
        manifest: dict[str, object] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Trouble(f"{folder} holds no safety copy: {error}") from error
    files = manifest.get("files")
    for name, digest in files.items() if isinstance(files, dict) else ():
        path = folder / name
        if not path.exists():
            raise Trouble(f"{folder}: {name} is missing.")
        if sha256(path.read_bytes()).hexdigest() != digest:
            raise Trouble(f"{folder}: {name} is not what was copied.")
    return manifest


def put_back(folder: Path, now: Moment) -> str:
    """Makes a new database from the copy and puts it in the place of the present one, which is kept under another
    name. Returns that name. Nobody may be at work meanwhile."""
    url, bin_ = _address()
    name = psycopg.conninfo.conninfo_to_dict(url)["dbname"] or DATABASE
    fresh, before = f"{name}_new", f"{name}_before_{wall_time(now):%Y%m%d_%H%M%S}"
    with psycopg.connect(_other(url, "postgres"), autocommit=True) as server:
        present = str(name)
        busy = server.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()", (present,)
        ).fetchone()
        if busy is not None and busy[0]:
            raise Trouble(f"{busy[0]} sessions are still at work on the database. Stop Baton first: ./baton stop")
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(fresh)))
        server.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE template0 OWNER {}").format(
                sql.Identifier(fresh), sql.Identifier(_owner_of(server, present))
            )
        )
        _run(bin_ / "pg_restore", "--exit-on-error", "--dbname", _other(url, fresh), str(folder / DUMP))
        _begin_the_feed_anew(_other(url, fresh))
        for old, new in ((present, before), (fresh, present)):
            server.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(old), sql.Identifier(new)))
        for statement in _doors(server, before, present):
            server.execute(statement)
    return before


def _begin_the_feed_anew(url: str) -> None:
    """Numbers of transactions are a server's own: what was restored comes first in the feed, in its old order."""
    with psycopg.connect(url) as fresh:
        if fresh.execute("SELECT to_regclass('event')").fetchone() != (None,):
            fresh.execute("UPDATE event SET xid = 1")


def _owner_of(server: psycopg.Connection, database: str) -> str:
    row = server.execute("SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = %s", (database,)).fetchone()
    if row is None:
        raise Trouble(f"There is no database {database} to put the copy in the place of.")
    return str(row[0])


def _doors(server: psycopg.Connection, old: str, new: str) -> list[sql.Composed]:
    """A dump does not hold who may connect to the database itself: the same as before."""
    rows = server.execute(
        "SELECT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END, a.privilege_type"
        " FROM pg_database d, aclexplode(d.datacl) a WHERE d.datname = %s",
        (old,),
    ).fetchall()
    if not rows:  # never granted or revoked: whatever PostgreSQL lets everybody do
        return []
    found = [sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(new))]
    for role, right in rows:
        grant = sql.SQL("GRANT {} ON DATABASE {} TO {}")
        found.append(grant.format(sql.SQL(right), sql.Identifier(new), sql.SQL(role)))
    return found


def _address() -> tuple[str, Path]:
    """Where to dump from, as whom, and with which tools."""
    given = os.environ.get(BACKUP_URL)
    if given:
        with psycopg.connect(given) as connection:
            major = connection.info.server_version // 10000
        found = [p for p in wheel_binaries() + machine_binaries() if (p / "pg_dump").exists()]
        tools = [p for p in found if version_of(p) == major]
        if not tools:
            raise Trouble(f"pg_dump {major} is not found. On Debian: apt-get install postgresql-client-{major}")
        return given, tools[0]
    if os.environ.get(GIVEN):
        raise Trouble(
            f"The database was given in {GIVEN}. Row policies bind its owner, so a copy needs another role: set "
            f"{BACKUP_URL} to the address of one that may bypass them."
        )
    server = own_server()
    return server.super_url(DATABASE), server.bin


def _other(url: str, database: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"/{database}"))


def _run(program: Path, *words: str) -> None:
    made = subprocess.run([str(program), *words], capture_output=True, text=True, check=False)
    if made.returncode:
        raise Trouble(f"{program.name} did not work:\n{made.stderr[-2000:]}")
