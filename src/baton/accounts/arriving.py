"""Who arrives: the session, the account, then seat, authority and clearances. Every request asks these three, so each
is one prepared statement in one message; what they mean is decided by Django (sessions, passwords) and by `desk`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import OperationalError, connection
from django.utils import timezone

from baton.accounts.models import Account
from baton.store.statements import Rows, Statement, Together, Values
from baton.store.tenancy import driver, set_page
from baton.working_time import Moment

_SESSION = Statement(
    "session", "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s::timestamptz"
)
_FIELDS = [f.attname for f in Account._meta.concrete_fields]
_ACCOUNT = Statement("account", f"SELECT {', '.join(_FIELDS)} FROM account WHERE id = %s AND is_active")

# The tenant and the clearances are set where the seat is found, and nowhere else: whoever holds none sees no rows.
_SEAT = Statement(
    "seat",
    """SELECT a.name, s.duties, u.name, u.pack, u.mode, u.made_up, u.organisation, u.sittings, c.children, l.at,
      set_config('baton.authority', s.authority, true), set_config('baton.clearances', c.children::text, true)
    FROM account_seat s
    JOIN account a ON a.id = s.account_id AND a.is_active
    JOIN authority u ON u.key = s.authority
    CROSS JOIN LATERAL (
      SELECT coalesce(array_agg(child), '{}') AS children FROM clearance
      WHERE authority = s.authority AND person = s.person AND (until IS NULL OR until > %(now)s::timestamptz)
    ) c
    LEFT JOIN last_look l ON l.authority = s.authority AND l.person = s.person
    WHERE s.account_id = %(account)s AND s.authority = %(authority)s AND s.person = %(person)s""",
)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A person at their seat: who, where, what the authority is, which restricted children they may see, and when they
    last said that they had seen what changed."""

    name: str
    duties: tuple[str, ...]
    authority_name: str
    pack: str
    mode: str
    made_up: bool
    organisation: int
    sittings: int
    cleared: tuple[str, ...]
    last_look: Moment | None


def session_data(key: str | None) -> str | None:
    """What is kept of a session whose time is not over. The first question of a request."""
    rows = _asked_first(_SESSION, (key, timezone.now()))
    return str(rows[0][0]) if rows else None


def account_of(ident: Any) -> Account | None:
    """The account of this number, while it is active."""
    rows = _asked_first(_ACCOUNT, (int(ident),))
    return Account.from_db("default", _FIELDS, rows[0]) if rows else None


def arrive(account: int, authority: str, person: str) -> Arrival | None:
    """Opens the authority to the transaction that has begun, if this account sits there as this person."""
    together = Together(driver())
    set_page(together)
    given = {"account": account, "authority": authority, "person": person, "now": timezone.now()}
    found = together.add(_SEAT, given)
    with connection.wrap_database_errors:
        rows = together.run()[found]
    if not rows:
        return None
    name, duties, authority_name, pack, mode, made_up, organisation, sittings, cleared, look, *_set = rows[0]
    return Arrival(
        name, tuple(duties), authority_name, pack, mode, made_up, organisation, sittings, tuple(cleared), look
    )  # fmt: skip


def _asked_first(statement: Statement, values: Values) -> Rows:
    """The rows of a statement over a connection that may have died since the request before: opened anew, and asked
    again, so that no request needs to ask first whether it is alive."""
    now: Any = connection  # what Django knows of the connection of this thread
    tried = now.connection is None or now.in_atomic_block or now.health_check_done
    try:
        rows = _ask(statement, values)
    except OperationalError:
        if tried:
            raise
        now.close()
        rows = _ask(statement, values)
    now.health_check_done = True
    return rows


def _ask(statement: Statement, values: Values) -> Rows:
    together = Together(driver())
    together.add(statement, values)
    with connection.wrap_database_errors:
        return together.run()[0]
