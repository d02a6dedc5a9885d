"""Whose answers a page may show: the engine's filter, with what the store knows of restricted records.

Every Situation, Refusal, preview and permission that a page is given passes `as_seen_by`; what pages read as rows
passes it too (`because`, `missing`). The row policies hide the rows of a restricted child; this hides the mention in
others'.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from baton.engine import as_seen
from baton.engine.viewing import says
from baton.store.tenancy import as_program, cursor_of

__all__ = ["as_seen_by", "hidden", "says"]

T = TypeVar("T")

_HIDDEN = """SELECT s.subject_id, COALESCE(c.holder_person, '') FROM subject s
LEFT JOIN child c ON c.authority = s.authority AND c.child = s.subject_id
WHERE s.authority = %s AND s.kind = 'child' AND s.restricted AND NOT s.subject_id = ANY(%s::text[])"""


def hidden(authority: str, cleared: Iterable[str] = ()) -> dict[str, str]:
    """The restricted children of an authority for whom there is no clearance, each with the person to ask ("" if
    nobody holds the child by name)."""
    with as_program(authority) as raw:
        return dict(cursor_of(raw).execute(_HIDDEN, (authority, list(cleared))).fetchall())


def as_seen_by(authority: str, answer: T, cleared: Iterable[str] = ()) -> T:
    """The answer as somebody with these clearances may see it (`baton.engine.viewing`)."""
    return as_seen(answer, hidden(authority, cleared))
