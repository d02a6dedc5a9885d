"""The connected set of a family, for locking and listing; who is whose sibling is `baton.journal.kin`'s to say."""

from __future__ import annotations

from collections.abc import Iterable

from baton.journal import Entry
from baton.journal.standing import standing_in


def members(entries: Iterable[Entry]) -> frozenset[str]:
    """Every child that a family's journal names now: in a pair of siblings, or `in` word `member` alone."""
    pairs: set[frozenset[str]] = set()
    single: set[str] = set()
    for e in standing_in(entries):
        about = frozenset(
            str(one) for one in (*(e.body.get("about") or ()), *(e.values.get(k) for k in ("a", "b", "child"))) if one
        )
        if e.verb in ("linked", "in"):
            if len(about) == 2:
                pairs.add(about)
            else:
                single |= about
        elif e.verb in ("unlinked", "out"):
            if len(about) == 2:
                pairs.discard(about)
            else:
                single -= about
                pairs = {pair for pair in pairs if not pair & about}
    return frozenset(single.union(*pairs))
