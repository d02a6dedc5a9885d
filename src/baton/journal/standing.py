"""Which entries stand: corrections in the place of what they replace, as it was known at a moment."""

from __future__ import annotations

from collections.abc import Iterable

from baton.journal.entry import Entry
from baton.working_time import END, Moment


def standing_in(entries: Iterable[Entry], known_at: Moment = END) -> list[Entry]:
    """The entries that stood at `known_at`, in the order in which they happened: of each correction the last."""
    known = [e for e in entries if e.recorded_at <= known_at]
    replaced = {(e.subject, e.replaces) for e in known if e.replaces is not None}
    stand = [
        e
        for e in known
        if (e.subject, e.number) not in replaced and not e.body.get("did_not_happen") and not e.body.get("wrong_child")
    ]
    return sorted(stand, key=lambda e: (e.happened.lo, e.subject, e.number))
