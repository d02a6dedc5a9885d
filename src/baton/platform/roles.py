"""Two roles in the database: the owner, who makes and changes tables, and the program, which only uses them.

Row policies bind neither superusers nor owners, so the program never signs in as one. Runs inside the environment.
"""

from __future__ import annotations

import secrets as random
import time
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from baton.platform.binaries import NEWEST, OLDEST
from baton.platform.places import Trouble, remember, remembered, secret, short_hash
from baton.platform.postgres import Server

OWNER, APP, DATABASE = "baton_owner", "baton_app", "baton"
MAKING = 0x6261746F6E  # "baton": held by whoever makes roles and database, so that several commands at once take turns


def prepare_own(server: Server, database: str = DATABASE) -> dict[str, str]:
    """Roles and database on a server of ours. Gives the addresses for the owner and for the program."""
    passwords = {OWNER: secret("owner"), APP: secret("app")}
    owner = server.url(OWNER, passwords[OWNER], database)
    with _as_soon_as_possible(server.super_url()) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [MAKING])  # until the connection is closed
        for role, may in ((OWNER, "CREATEDB"), (APP, "NOCREATEDB")):
            if not _has_role(connection, role):
                connection.execute(sql.SQL("CREATE ROLE {}").format(sql.Identifier(role)))
            connection.execute(
                sql.SQL(
                    "ALTER ROLE {} LOGIN NOSUPERUSER NOCREATEROLE NOBYPASSRLS NOREPLICATION " + may + " PASSWORD {}"
                ).format(sql.Identifier(role), sql.Literal(passwords[role]))
            )
        make_database(connection, database)
        with psycopg.connect(owner, autocommit=True) as own:
            _let_in(own, APP)
    return {"owner": owner, "app": server.url(APP, passwords[APP], database)}


def _as_soon_as_possible(url: str, patience: float = 60.0) -> psycopg.Connection[Any]:
    """A server that was killed first puts its files in order, and says so to whoever asks meanwhile."""
    until = time.monotonic() + patience
    while True:
        try:
            return psycopg.connect(url, autocommit=True, connect_timeout=10)
        except psycopg.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def make_database(connection: psycopg.Connection[Any], database: str, template: str = "template0") -> None:
    """A database that belongs to the owner and that nobody else may even enter, made once."""
    if connection.execute("SELECT FROM pg_database WHERE datname = %s", [database]).fetchone() is None:
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(
                sql.Identifier(database), sql.Identifier(OWNER), sql.Identifier(template)
            )
        )
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(database)))
    connection.execute(
        sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(sql.Identifier(database), sql.Identifier(APP))
    )


def prepare_given(owner: str, app: str | None) -> dict[str, str]:
    """The same on a server that was given (BATON_DATABASE_URL). Makes the program's role if the owner may."""
    try:
        connection = psycopg.connect(owner, autocommit=True, connect_timeout=10)
    except psycopg.OperationalError as error:
        raise Trouble(f"The database in BATON_DATABASE_URL does not answer: {error}".rstrip()) from error
    with connection:
        major = connection.info.server_version // 10000
        if not OLDEST <= major <= NEWEST:
            raise Trouble(f"BATON_DATABASE_URL is a PostgreSQL {major}; Baton is written for {OLDEST} to {NEWEST}.")
        app = app or _app_address(connection, owner)
        role = str(conninfo_to_dict(app)["user"])
        _must_be_ordinary(connection, role)
        _let_in(connection, role)
    try:
        psycopg.connect(app, connect_timeout=10).close()
    except psycopg.OperationalError as error:
        raise Trouble(
            f"The program cannot sign in to the database as {role}: {error}".rstrip()
            + "\nIf the role was made elsewhere, give its address in BATON_APP_DATABASE_URL."
        ) from error
    return {"owner": owner, "app": app}


def _app_address(connection: psycopg.Connection[Any], owner: str) -> str:
    """The program's address on the owner's server; its role is made with a password that is kept in .baton."""
    given: dict[str, Any] = conninfo_to_dict(owner)
    place = short_hash(f"{given.get('host')}/{given.get('port')}/{connection.info.dbname}")
    known = remembered("given-databases")
    if place not in known:
        # One role a database, so that two checkouts on one server do not change each other's password.
        role = APP if not _has_role(connection, APP) else f"{APP}_{place}"
        password = random.token_urlsafe(32)
        statement = sql.SQL("{} ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD {}").format(
            sql.SQL("ALTER" if _has_role(connection, role) else "CREATE"), sql.Identifier(role), sql.Literal(password)
        )
        try:
            connection.execute(statement)
        except psycopg.errors.InsufficientPrivilege as error:
            raise Trouble(
                "The owner in BATON_DATABASE_URL may not make roles. Let a database administrator run\n"
                f"    CREATE ROLE {APP} LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD '…';\n"
                "and give its address in BATON_APP_DATABASE_URL."
            ) from error
        known[place] = {"user": role, "password": password}
        remember("given-databases", known)
    return make_conninfo(owner, **known[place])


def _has_role(connection: psycopg.Connection[Any], role: str) -> bool:
    return connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [role]).fetchone() is not None


def _must_be_ordinary(connection: psycopg.Connection[Any], role: str) -> None:
    row = connection.execute(
        "SELECT rolsuper OR rolbypassrls, rolname = current_user FROM pg_roles WHERE rolname = %s", [role]
    ).fetchone()
    if row is None:
        raise Trouble(f"There is no role {role} on this database server.")
    if row[0] or row[1]:
        raise Trouble(
            f"The program may not sign in as {role}: it is the owner or above the row policies, so authorities could "
            "see each other's children. Give an ordinary role in BATON_APP_DATABASE_URL."
        )


def _let_in(connection: psycopg.Connection[Any], role: str) -> None:
    """The program uses what the owner makes, and makes nothing itself."""
    connection.execute(
        sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(
            sql.Identifier(connection.info.dbname), sql.Identifier(role)
        )
    )
    for statement in (
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        "GRANT USAGE ON SCHEMA public TO {}",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {}",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {}",
    ):
        connection.execute(sql.SQL(statement).format(sql.Identifier(role)))
