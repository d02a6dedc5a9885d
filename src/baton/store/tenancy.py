"""One transaction works for one authority: the setting that every row policy reads, and who may see restricted rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import psycopg
from django.db import connection, transaction

from baton.store.statements import Statement, Together

PROGRAM = "*"  # the clearance of the program's own reckoning


@contextmanager
def in_authority(authority: str, clearances: Iterable[str] = ()) -> Iterator[None]:
    """A transaction in which rows of this authority are seen, restricted ones only for the cleared subject ids."""
    with _with(authority, array_text(clearances)):
        yield


@contextmanager
def as_program(authority: str) -> Iterator[psycopg.Connection]:
    """A transaction for the program's own reckoning, which sees restricted rows; gives the driver's connection."""
    with _with(authority, PROGRAM) as raw:
        yield raw


@contextmanager
def _with(authority: str, clearances: str) -> Iterator[psycopg.Connection]:
    """Inside a page's transaction the page's own setting comes back afterwards: a savepoint does not see to that."""
    before = None
    if connection.in_atomic_block:
        before = cursor_of(driver()).execute(
            "SELECT current_setting('baton.authority', true), current_setting('baton.clearances', true)"
        ).fetchone()  # fmt: skip
    with transaction.atomic():
        raw = driver()
        set_tenant(raw, authority, clearances)
        yield raw
    if before is not None:
        set_tenant(driver(), before[0] or "", before[1] or "")


def enter(authority: str, clearances: Iterable[str] = ()) -> None:
    """Sets the authority and the clearances of the transaction that is open now; they end with it."""
    set_tenant(driver(), authority, array_text(clearances))


_SET = "SELECT set_config('baton.authority', %s, true), set_config('baton.clearances', %s, true), "
_PLANS = """set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', {scan}, true),
  set_config('enable_hashjoin', {scan}, true), set_config('enable_mergejoin', {scan}, true)"""
_SET_PROGRAM = Statement("set_program", _SET + _PLANS.format(scan="'off'"))
_SET_PAGE = Statement("set_page", _SET + _PLANS.format(scan="'on'"))
_PAGE = Statement("page", "SELECT " + _PLANS.format(scan="'on'"))


def set_tenant(raw: psycopg.Connection, authority: str, clearances: str) -> None:
    """The same on the driver's connection."""
    together = Together(raw)
    add_tenant(together, authority, clearances)
    together.run()


def add_tenant(together: Together, authority: str, clearances: str) -> None:
    """The same, to be sent together with what needs it.

    The program reaches everything by key, with statements planned once a session. Planned while the tables are still
    empty, such a plan would read whole tables for the rest of a first import, hence "off".
    """
    together.add(_SET_PROGRAM if clearances == PROGRAM else _SET_PAGE, (authority, clearances))


def set_page(together: Together) -> None:
    """A page's settings without its tenant, where the statement that follows finds out who it is."""
    together.add(_PAGE, ())


def array_text(ids: Iterable[str]) -> str:
    """A list of ids as PostgreSQL writes an array. A literal "*" among them stays an id and clears nothing else."""
    quoted = ('"' + one.replace("\\", "\\\\").replace('"', '\\"') + '"' for one in ids)
    return "{" + ",".join(quoted) + "}"


def driver() -> psycopg.Connection:
    """The psycopg connection behind Django's, opened if need be."""
    connection.ensure_connection()
    raw: psycopg.Connection = connection.connection
    return raw


def cursor_of(raw: psycopg.Connection) -> psycopg.Cursor:
    """A cursor that binds on the server, without Django's own wrapping."""
    return psycopg.Cursor(raw)
