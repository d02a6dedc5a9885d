"""The commands that keep the record sound: what they say, and the way back from a safety copy, which ends in hold."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import psycopg
import pytest
from tests.store.cast import NOW, act, child, done
from tests.store.test_journals import tamper
from tests.store.test_ticking import THE_DAY, clock_entries, ready

from baton.cli import safekeeping, upkeep
from baton.platform.places import Trouble
from baton.platform.postgres import Server
from baton.store.asking import journal
from baton.store.hold import is_held, release, waiting
from baton.store.models import Authority
from baton.store.ticking import tick
from baton.store.verifying import seal

_SECONDS = count()


@pytest.fixture(autouse=True)
def _moment(monkeypatch: pytest.MonkeyPatch, postgres: Server) -> None:
    monkeypatch.setattr(upkeep, "_now", lambda: THE_DAY + 3600 + next(_SECONDS))
    monkeypatch.setenv("BATON_BACKUP_URL", postgres.super_url("baton"))
    monkeypatch.setattr(safekeeping, "wheel_binaries", lambda: [postgres.bin])


def test_the_pass_says_what_it_did_and_who_is_in_hold(authority: str, capsys: pytest.CaptureFixture[str]) -> None:
    ready(authority)
    assert upkeep.tick(authority) == 0
    assert "1 entries written" in capsys.readouterr().out
    Authority.objects.filter(key=authority).update(mode="hold")
    upkeep.tick(authority)
    assert f"{authority} is in hold" in capsys.readouterr().out


def test_checking_fails_on_a_difference_and_names_it(
    authority: str, superuser: psycopg.Connection, capsys: pytest.CaptureFixture[str]
) -> None:
    child(authority)
    assert upkeep.rebuild(authority, check=True) == 0
    tamper(superuser, "UPDATE child SET holder_person = 'me' WHERE authority = %s", authority)
    assert upkeep.rebuild(authority, check=True) == 1
    assert "child of child amy,  holder_person: 'me'; 'ann'" in capsys.readouterr().out
    assert upkeep.rebuild(authority, check=False) == 0
    assert upkeep.rebuild(authority, check=True) == 0


def test_verify_fails_on_a_broken_chain_and_names_the_entry(
    authority: str, superuser: psycopg.Connection, capsys: pytest.CaptureFixture[str]
) -> None:
    child(authority)
    assert upkeep.verify(authority, None) == 0
    tamper(
        superuser, "UPDATE entry SET word = 'x' WHERE authority = %s AND subject_id = 'amy' AND number = 2", authority
    )
    assert upkeep.verify(authority, None) == 1
    assert "child amy, entry 2: does not match its hash" in capsys.readouterr().err
    tamper(superuser, "DELETE FROM entry WHERE authority = %s", authority)
    tamper(superuser, "DELETE FROM subject WHERE authority = %s", authority)


def test_a_seal_that_is_none_is_said_to_be_none(
    authority: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "x.seal"
    bad.write_text("hello\n")
    assert upkeep.verify(authority, bad) == 1
    assert "is not a seal" in capsys.readouterr().err


def test_after_a_restore_baton_holds_says_what_is_missing_and_waits_for_a_person(
    authority: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ready(authority)
    assert upkeep.backup(tmp_path / "copies") == 0
    (copy,) = (tmp_path / "copies").glob("baton-*")
    before = journal(authority, "child", "amy")
    done(act(authority, "2026-08-14 10:00", "ann", "given", "note", values={"note": "after the copy"}))
    later = seal(tmp_path, NOW)
    capsys.readouterr()

    assert upkeep.restore(copy, later) == 1
    said = capsys.readouterr()
    assert f"child amy, entry {len(before)}: is the last; {len(before) + 1} entries were sealed" in said.err
    assert f"{authority} is in hold. When it is released, the clock looks at 1 children" in said.out
    assert journal(authority, "child", "amy") == before
    assert is_held(authority)
    assert waiting(authority, THE_DAY + 3600).children == 1

    tick(THE_DAY + 3600, [authority])
    assert clock_entries(authority) == []
    assert release(authority)
    assert not release(authority)
    tick(THE_DAY + 3600, [authority])
    assert clock_entries(authority) != []
    assert upkeep.rebuild(authority, check=True) == 0


def test_the_guards_are_there_again_after_a_restore(authority: str, tmp_path: Path, app: psycopg.Connection) -> None:
    child(authority)
    app.close()
    upkeep.backup(tmp_path)
    (copy,) = tmp_path.glob("baton-*")
    upkeep.restore(copy, None)
    from django.db import connection

    for statement in ("UPDATE entry SET word = 'x'", "DELETE FROM entry", "TRUNCATE holding"):
        with connection.cursor() as cursor, pytest.raises(Exception, match="permission denied"):
            cursor.execute(statement)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM child")
        assert cursor.fetchone() == (0,)


def test_a_damaged_copy_is_not_put_back(authority: str, tmp_path: Path) -> None:
    child(authority)
    upkeep.backup(tmp_path)
    (copy,) = tmp_path.glob("baton-*")
    with (copy / "baton.dump").open("ab") as file:
        file.write(b"x")
    with pytest.raises(Trouble, match="is not what was copied"):
        upkeep.restore(copy, None)
    with pytest.raises(Trouble, match="holds no safety copy"):
        upkeep.restore(tmp_path, None)


def test_nothing_is_put_back_while_somebody_is_at_work(authority: str, tmp_path: Path, app: psycopg.Connection) -> None:
    child(authority)
    upkeep.backup(tmp_path)
    (copy,) = tmp_path.glob("baton-*")
    with pytest.raises(Trouble, match="still at work"):
        upkeep.restore(copy, None)
    assert app.execute("SELECT 1").fetchone() == (1,)
