"""Which acts and records may pass a desk at all, whatever page or program brings them.

Most acts are the procedure's to judge, under the lock. What is kept here is what no procedure speaks of: who may change
staff, teams and offices, what is in force, who may see a record, which two records are one child, who are brothers and
sisters, and that nobody writes down by hand who holds a child: that follows from acts, or from an extract.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from baton.accounts import permissions
from baton.accounts.posts import Post
from baton.engine.situation import Act
from baton.policy.model import Pack

BY_TWO_PERSONS: Final = frozenset({"put_in_force", "seal"})  # they have doors of their own
ORGANISATION: Final = frozenset({"worker", "team", "office", "authority"})
OF_A_RECORD: Final[Mapping[str, Callable[[Post], bool]]] = {
    "restricted": permissions.may_restrict,
    "same_child": permissions.may_allocate,
}
WHO_HOLDS: Final = frozenset({"opened", "closed", "observed"})  # records that say it, never written by hand
# What can be said with a word of the procedure about a worker, a team or the authority.
SAID: Final = frozenset(
    {
        *("started", "ended", "booked", "moved", "cancelled", "held", "given", "answer", "withdrawn", "written"),
        *("send", "sent", "read", "received", "done", "tell", "told", "invite", "invited"),
    }
)
SAYS_WHO_IS_WHO: Final = frozenset({"name", "service", "place"})  # values that change the organisation by themselves
ABSENCE, POST = "worker_absence", "post"


def may_do(post: Post, pack: Pack, act: Act) -> bool:
    """Whether this post may bring this act to the store. About whom it may is asked apart (`children_of`, `about`)."""
    if act.verb in BY_TWO_PERSONS:
        return False
    kind = act.subject.kind if act.subject is not None else "child"
    if permissions.may_set_up(post):
        return kind in ORGANISATION
    if not permissions.may_record(post):
        return False
    if kind == "child":
        return _may_for_a_child(post, pack, act)
    if kind == "family":
        return (act.verb, act.word) == ("linked", "sibling")
    if kind == "sitting":
        calendar = act.verb in ("book_sitting", "moved", "cancelled")
        return permissions.may_run_forum(post) if calendar else permissions.may_see_forum(post)
    return _may_about(post, pack, act, kind)


def _may_for_a_child(post: Post, pack: Pack, act: Act) -> bool:
    if act.word in OF_A_RECORD:
        return OF_A_RECORD[act.word](post)
    if act.verb == "open":
        return act.word in pack.matters
    if act.verb in WHO_HOLDS:
        return act.corrects is not None and permissions.may_allocate(post)
    return True


def _may_about(post: Post, pack: Pack, act: Act, kind: str) -> bool:
    """Staff, teams and the authority: what the procedure's own words say of them; a manager also says who is away and
    who leaves. Who is who is said by whoever keeps the set-up."""
    if (act.verb, act.word) == ("end_post", POST):
        return permissions.may_allocate(post) and kind == "worker"
    word = pack.words.get(act.word)
    about = kind == "worker" if act.word == ABSENCE else word is not None and word.about == kind
    return about and act.verb in SAID and not SAYS_WHO_IS_WHO & set(act.values)
