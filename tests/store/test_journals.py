"""Journals are append-only for every role that the program uses, chained, and disposed of lawfully or not at all."""

from __future__ import annotations

import hashlib
import json

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.store.cast import NOW, add, child, entry, work

from baton.journal import Entry as JournalEntry
from baton.journal import Subject as Of
from baton.store.chain import body_text, header, link
from baton.store.codec import INSERT_ENTRIES, entries_as_json, row_of
from baton.store.verifying import verify
from baton.working_time import BEGINNING, END, Window


@pytest.mark.parametrize("statement", [
    "UPDATE entry SET word = 'x'",
    "UPDATE entry SET body = NULL, salt = NULL",
    "DELETE FROM entry",
    "TRUNCATE entry",
    "TRUNCATE subject CASCADE",
    "DELETE FROM subject",
    "DELETE FROM disposal",
    "DELETE FROM authority",
    "UPDATE setting_value SET value = 'x'",
    "DELETE FROM read_log",
    "INSERT INTO disposal (authority, kind, subject_id, number, record_class, reason, disposed_by, disposed_at)"
    " VALUES (current_setting('baton.authority'), 'child', 'amy', 1, '', '', '', 0)",
])  # fmt: skip
def test_the_program_may_only_append(authority: str, app: psycopg.Connection, statement: str) -> None:
    child(authority)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        work(app, authority).execute(statement)


@pytest.mark.parametrize("statement", [
    "UPDATE entry SET word = 'x' WHERE subject_id = 'amy'",
    "UPDATE entry SET body = NULL, salt = NULL WHERE subject_id = 'amy'",
    "UPDATE entry SET number = number + 100 WHERE subject_id = 'amy'",
    "DELETE FROM entry WHERE subject_id = 'amy'",
    "TRUNCATE entry CASCADE",
])  # fmt: skip
def test_nor_may_the_owner_of_the_tables_change_an_entry(
    authority: str, owner: psycopg.Connection, statement: str
) -> None:
    child(authority)
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="append-only"):
        work(owner, authority).execute(statement)


def insert(c: psycopg.Connection, authority: str, *, number: int = 1, previous: bytes = b"", **changed: object) -> None:
    made = JournalEntry(Of("child", "zoe"), number, "a", "given", "note", Window(1, 2), 3, body={"with": {"x": 1}})
    row = list(row_of(authority, link(authority, [made], previous)[0]))
    names = (
        "authority kind subject_id number act verb word happened_from happened_to recorded_at done_by recorded_by"
        " capacity source matter replaces previous_hash hash body_digest salt body"
    )
    for name, value in changed.items():
        row[names.split().index(name)] = value
    c.execute(INSERT_ENTRIES, (entries_as_json([row]),))


@pytest.mark.parametrize("changed", [
    {"word": "other"}, {"recorded_at": 4}, {"done_by": "me"}, {"body": '{"with":{"x":2}}'}, {"salt": b"pepper"},
    {"number": 2}, {"number": 0}, {"previous_hash": b"x"}, {"hash": b"x"}, {"body": None, "salt": None},
])  # fmt: skip
def test_an_entry_that_does_not_fit_the_chain_is_refused(
    authority: str, app: psycopg.Connection, changed: dict[str, object]
) -> None:
    add(authority, [])
    work(app, authority)
    app.execute("INSERT INTO subject (authority, kind, subject_id, head, head_hash, restricted, family, edition, build)"
                " VALUES (%s, 'child', 'zoe', 0, '', false, '', '', '')", (authority,))  # fmt: skip
    app.commit()
    insert(app, authority)
    app.rollback()
    with pytest.raises(psycopg.errors.IntegrityError):
        insert(app, authority, **changed)
    app.rollback()


def test_an_entry_of_no_subject_is_refused(authority: str, app: psycopg.Connection) -> None:
    work(app, authority)
    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        insert(app, authority)


texts = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=20)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
moments = st.integers(BEGINNING, END)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts, texts, texts, moments, moments, st.dictionaries(texts, values, max_size=4), st.none() | st.integers(1, 9))
def test_python_and_the_database_agree_on_every_hash(
    postgres: object,
    subject: str,
    word: str,
    person: str,
    a: int,
    b: int,
    body: dict[str, object],
    replaces: int | None,
) -> None:
    from django.db import transaction

    from baton.store.tenancy import cursor_of, driver

    made = JournalEntry(
        Of("child", subject), 1, "act", "given", word, Window(min(a, b), max(a, b)), a, person, person, "own office",
        "person", "", replaces, body,
    )  # fmt: skip
    one = link("agree", [made], b"")[0]
    with transaction.atomic():
        row = (
            cursor_of(driver())
            .execute(
                "SELECT sha256(convert_to(json_build_array(%s::text, 'child', %s::text, 1, 'act', 'given', %s::text,"
                " %s::bigint, %s::bigint, %s::bigint, %s::text, %s::text, 'own office', 'person', '', %s::int)::text,"
                " 'UTF8') || sha256(%s::bytea || convert_to((%s::json)::text, 'UTF8')) || ''::bytea),"
                " %s::json::text",
                (
                    "agree",
                    subject,
                    word,
                    min(a, b),
                    max(a, b),
                    a,
                    person,
                    person,
                    replaces,
                    one.salt,
                    one.body,
                    one.body,
                ),
            )
            .fetchone()
        )
    assert row is not None
    assert bytes(row[0]) == one.hash
    assert row[1] == one.body


def test_a_header_holds_every_field_but_the_body() -> None:
    made = entry("child", "amy", "given", "note")
    # subject and window are two values each, the authority comes in front, the body is hashed by itself
    assert len(json.loads(header("a", made))) == len(JournalEntry.__dataclass_fields__) - 1 + 3


def test_a_text_with_nul_is_refused_before_it_is_hashed() -> None:
    for text in ("a\x00b", "\\\x00", "\x00"):
        with pytest.raises(ValueError, match="NUL"):
            body_text({"reason": text})
    assert body_text({"reason": r"a\u0000"}) == r'{"reason":"a\\u0000"}'


# --- disposal


def dispose(c: psycopg.Connection, authority: str, number: int, subject: str = "amy") -> None:
    c.execute(
        "SELECT dispose(%s, 'child', %s, %s, 'closed 25 years', 'retention', 'ina', %s)",
        (authority, subject, number, NOW),
    )


def test_a_body_is_disposed_of_and_the_chain_still_verifies(authority: str, app: psycopg.Connection) -> None:
    child(authority)
    work(app, authority)
    dispose(app, authority, 3)
    app.commit()
    row = app.execute("SELECT body, salt, verb FROM entry WHERE subject_id = 'amy' AND number = 3").fetchone()
    assert row == (None, None, "given")
    found = verify(authority)
    assert (found.broken, found.disposed) == ([], 1)


def test_a_legal_hold_stops_it(authority: str, app: psycopg.Connection) -> None:
    child(authority)
    work(app, authority)
    app.execute("INSERT INTO legal_hold (authority, kind, subject_id, placed_at, placed_by, reason, released_by)"
                " VALUES (%s, 'child', 'amy', 1, 'ina', 'inquiry', '')", (authority,))  # fmt: skip
    app.commit()
    with pytest.raises(psycopg.errors.ObjectInUse, match="legal hold"):
        dispose(app, authority, 3)
    app.rollback()
    app.execute("UPDATE legal_hold SET released_at = 2, released_by = 'ina'")
    dispose(app, authority, 3)
    app.commit()


def test_not_twice_not_elsewhere_not_what_is_not_there(authority: str, app: psycopg.Connection) -> None:
    child(authority)
    work(app, authority)
    dispose(app, authority, 3)
    app.commit()
    twice, none = psycopg.errors.UniqueViolation, psycopg.errors.NoDataFound
    for number, subject, problem in ((3, "amy", twice), (99, "amy", none), (1, "nobody", none)):
        with pytest.raises(problem):
            dispose(app, authority, number, subject)
        app.rollback()
    work(app, "elsewhere")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        dispose(app, authority, 4)


# --- verify


def tamper(c: psycopg.Connection, statement: str, *given: object) -> None:
    """What only somebody with the keys of the server can do."""
    with c.transaction():
        c.execute("SET LOCAL session_replication_role = replica")
        assert c.execute(statement, given).rowcount > 0


def test_untouched_chains_verify(authority: str) -> None:
    child(authority)
    found = verify(authority)
    assert found.broken == []
    assert found.entries >= 5


@pytest.mark.parametrize(("change", "says"), [
    ("word = 'other'", "does not match its hash"),
    ("recorded_at = recorded_at - 1", "does not match its hash"),
    ("body = '{\"with\": {\"conclusion\": \"none\"}}'", "has another body"),
    ("body = NULL, salt = NULL", "without a disposal"),
    ("body_digest = sha256('x')", "does not match its hash"),
    ("previous_hash = sha256('x')", "does not continue"),
    ("hash = sha256('x')", "does not match its hash"),
])  # fmt: skip
def test_a_changed_entry_is_found(authority: str, superuser: psycopg.Connection, change: str, says: str) -> None:
    child(authority)
    tamper(
        superuser, f"UPDATE entry SET {change} WHERE authority = %s AND subject_id = 'amy' AND number = 3", authority
    )
    broken = verify(authority).broken
    assert any(b.number == 3 and says in b.says for b in broken), broken


def test_an_entry_taken_out_of_the_middle_is_found(authority: str, superuser: psycopg.Connection) -> None:
    child(authority)
    tamper(superuser, "DELETE FROM entry WHERE authority = %s AND subject_id = 'amy' AND number = 2", authority)
    assert any("what was between is missing" in b.says for b in verify(authority).broken)


def rewrite(c: psycopg.Connection, authority: str, upto: int) -> None:
    """Shortens Amy's chain perfectly: the head says so too."""
    tamper(c, "DELETE FROM entry WHERE authority = %s AND subject_id = 'amy' AND number > %s", authority, upto)
    tamper(c, "UPDATE subject s SET head = %s, head_hash = (SELECT hash FROM entry e WHERE e.authority = s.authority"
              " AND e.subject_id = 'amy' AND number = %s) WHERE authority = %s AND subject_id = 'amy'",
           upto, upto, authority)  # fmt: skip


def test_only_a_seal_finds_a_chain_that_was_shortened_well(
    authority: str, superuser: psycopg.Connection, tmp_path: object
) -> None:
    from baton.store.verifying import BadSeal, seal

    child(authority)
    path = seal(tmp_path, NOW)  # type: ignore[arg-type]
    found = verify(authority, path)
    assert (found.broken, found.sealed > 0) == ([], True)
    rewrite(superuser, authority, 3)
    assert verify(authority).broken == []
    assert [b.says for b in verify(authority, path).broken] == ["is the last; 5 entries were sealed"]
    path.write_text(path.read_text().replace('"amy", 5', '"amy", 3'))
    with pytest.raises(BadSeal, match="changed after"):
        verify(authority, path)


def test_only_a_seal_finds_a_chain_that_was_written_anew(
    authority: str, superuser: psycopg.Connection, tmp_path: object
) -> None:
    from baton.store.verifying import seal

    child(authority)
    path = seal(tmp_path, NOW)  # type: ignore[arg-type]
    rewrite(superuser, authority, 3)
    add(authority, [entry("child", "amy", "given", f"note{n}", text="as if nothing had been") for n in range(3)])
    assert verify(authority).broken == []
    assert [b.says for b in verify(authority, path).broken] == ["is not the entry that was sealed"]


def test_the_hash_is_what_the_paper_says(authority: str) -> None:
    made = entry("child", "amy", "given", "note", x=1)
    one = link(authority, [made], b"before")[0]
    digest = hashlib.sha256(one.salt + b'{"with":{"x":1}}').digest()
    assert one.hash == hashlib.sha256(header(authority, made) + digest + b"before").digest()
