"""Our own server: made, started after whatever happened, closed to everybody who has no password."""

from __future__ import annotations

import os
import signal
import stat

import psycopg
import pytest

from baton.platform.places import Trouble
from baton.platform.postgres import Server
from baton.platform.roles import APP, OWNER, prepare_given, prepare_own


def _postmaster(server: Server) -> int:
    return int((server.data / "postmaster.pid").read_text().split()[0])


def test_a_committed_row_is_there_after_kill_minus_9(server: Server) -> None:
    server.start()
    with psycopg.connect(server.super_url(), autocommit=True) as connection:
        connection.execute("CREATE TABLE kept (n int)")
        connection.execute("INSERT INTO kept VALUES (1)")
    os.kill(_postmaster(server), signal.SIGKILL)
    server.start()
    with psycopg.connect(server.super_url()) as connection:
        assert connection.execute("SELECT n FROM kept").fetchall() == [(1,)]


def test_starting_and_stopping_twice_is_no_mistake(server: Server) -> None:
    server.start()
    server.start()
    assert server.running()
    assert server.stop() is True
    assert server.stop() is False
    assert not server.running()


def test_a_making_that_was_interrupted_is_made_again(server: Server) -> None:
    server.home.mkdir(mode=0o700)
    (server.home / "data.new").mkdir()
    (server.home / "data.new" / "half").write_text("made")
    server.start()
    assert server.running()


def test_it_listens_on_no_network_and_asks_for_a_password(server: Server) -> None:
    server.start()
    with psycopg.connect(server.super_url()) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        assert connection.execute("SELECT rolpassword LIKE 'SCRAM-%' FROM pg_authid WHERE rolsuper").fetchone() == (
            True,
        )
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(server.url("baton_super", "a guess", "postgres"))
    assert stat.S_IMODE(server.home.stat().st_mode) == 0o700
    assert stat.S_IMODE(server.socket.stat().st_mode) == 0o700


def test_its_log_holds_neither_statements_nor_rows(server: Server) -> None:
    server.start()
    with psycopg.connect(server.super_url(), autocommit=True) as connection:
        connection.execute("CREATE TABLE child (name text PRIMARY KEY)")
        connection.execute("INSERT INTO child VALUES ('Ada Specimen')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO child VALUES ('Ada Specimen')")
    assert "Specimen" not in server.log.read_text()


def test_the_program_is_an_ordinary_role_that_makes_no_tables(server: Server) -> None:
    server.start()
    urls = prepare_own(server)
    with psycopg.connect(urls["owner"], autocommit=True) as owner:
        owner.execute("CREATE TABLE thing (n int)")
        owner.execute("ALTER TABLE thing ENABLE ROW LEVEL SECURITY")
        owner.execute("INSERT INTO thing VALUES (1)")
    with psycopg.connect(urls["app"], autocommit=True) as app:
        row = app.execute(
            "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
        assert row == (False, False, False, False)
        assert app.execute("SELECT * FROM thing").fetchall() == []
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("CREATE TABLE other (n int)")
    assert prepare_own(server) == urls


def test_on_a_given_server_the_program_never_signs_in_as_its_owner(server: Server) -> None:
    server.start()
    owner = prepare_own(server)["owner"]
    with pytest.raises(Trouble, match=f"may not sign in as {OWNER}"):
        prepare_given(owner, owner)


def test_an_owner_who_may_make_no_role_is_told_what_to_ask_for(
    server: Server, tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    from baton.platform import places

    monkeypatch.setattr(places, "STATE", tmp_path)
    server.start()
    with psycopg.connect(server.super_url(), autocommit=True) as connection:
        connection.execute("CREATE ROLE plain LOGIN PASSWORD 'plain'")
        connection.execute("CREATE DATABASE town OWNER plain")
    with pytest.raises(Trouble, match=f"CREATE ROLE {APP}"):
        prepare_given(server.url("plain", "plain", "town"), None)


def test_a_database_that_does_not_answer_is_said_in_one_sentence() -> None:
    with pytest.raises(Trouble, match="does not answer"):
        prepare_given("postgresql://nobody@127.0.0.1:9/none", None)
