"""Whose answers a page may show: the engine's filter, with what the store knows of restricted records.

Every Situation, Refusal, preview and permission that a page is given passes `as_seen` with what is `hidden`;
what pages read as rows passes it too (`because`, `missing`). The row policies hide the rows of a restricted child; this
hides the mention in others'.
"""

from __future__ import annotations

from collections.abc import Iterable

from baton.engine.viewing import says
from baton.store.statements import Statement, Together
from baton.store.tenancy import PROGRAM, add_tenant, array_text, driver

__all__ = ["add_hidden", "hidden", "says"]

_HIDDEN = Statement(
    "hidden_from",
    """SELECT s.subject_id, COALESCE(c.holder_person, '') FROM subject s
    LEFT JOIN child c ON c.authority = s.authority AND c.child = s.subject_id
    WHERE s.authority = %(authority)s AND s.kind = 'child' AND s.restricted
      AND NOT s.subject_id = ANY(%(cleared)s::text[])""",
)


def hidden(authority: str, cleared: Iterable[str] = ()) -> dict[str, str]:
    """The restricted children of an authority for whom there is no clearance, each with the person to ask ("" if
    nobody holds the child by name). Asked as the program, in the transaction that is open now, which goes on with this
    authority and these clearances: all in one message."""
    together = Together(driver())
    asked = add_hidden(together, authority, cleared)
    return dict(together.run()[asked])


def add_hidden(together: Together, authority: str, cleared: Iterable[str]) -> int:
    """The same question at the end of a message that is asked anyway; returns its place among the results."""
    cleared = list(cleared)
    add_tenant(together, authority, PROGRAM)
    asked = together.add(_HIDDEN, {"authority": authority, "cleared": cleared})
    add_tenant(together, authority, array_text(cleared))
    return asked
