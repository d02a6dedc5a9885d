"""What meets a duty: the record or act that counts, by the duty's verb, and why a record does not count.

Holding, attending, telling, sending and acts count only from the opening of the subject on; writing and answering
count by the latest version standing, however old, unless the rule's `counts_if` says otherwise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from baton.engine.context import Ctx
from baton.working_time import Moment

if TYPE_CHECKING:
    from baton.engine.ruled import CMust
from baton.engine.met.acts import by_act, keep
from baton.engine.met.found import UNMET, Finder, Met
from baton.engine.met.meetings import attend, book, hold
from baton.engine.met.recorded import answer, do, write
from baton.engine.met.signing import by_another
from baton.engine.met.told import invite, send, tell

_MAY_LIE_AHEAD = frozenset({"list", "hold", "keep"})

__all__ = ["Met", "find_met", "finder_of"]


def find_met(ctx: Ctx, r: CMust, opened: Moment) -> Met:
    """Returns what meets this duty for the element and recipient in hand, or what is missing."""
    met = r.find(ctx, r, opened)
    if r.rule.not_same_person_as:
        met = by_another(ctx, r, met)
    window = met.window
    if window is not None and window.lo > ctx.now and r.rule.verb not in _MAY_LIE_AHEAD:
        ctx.look_until(window.lo)
        return UNMET  # asked about an earlier day: it had not happened yet
    return met


def finder_of(verb: str) -> Finder:
    """What finds what meets a duty, by the verb of its rule."""
    return _FINDERS.get(verb, by_act)


_FINDERS: dict[str, Finder] = {
    "hold": hold,
    "attend": attend,
    "book": book,
    "write": write,
    "read": do,
    "send": send,
    "tell": tell,
    "invite": invite,
    "answer": answer,
    "do": do,
    "keep": keep,
}
