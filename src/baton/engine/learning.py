"""When a breach was first shown: with corrections, the first recording under which the breach already stood."""

from __future__ import annotations

from collections.abc import Callable

from baton.engine.situation import Duty, Situation
from baton.journal.cheap import but
from baton.journal.file import File
from baton.working_time import Moment

MOST_VERSIONS = 5


def first_known(file: File, corrected: bool, duties: list[Duty], again: Callable[[File], Situation]) -> list[Duty]:
    """Returns the duties with `known` taken back to the earliest version of the record that shows the same breach.

    `again` assesses an earlier version of the File at the same moment. Only files that were corrected are looked at.
    """
    if not corrected:
        return duties
    corrections = [e for e in file.entries if e.replaces is not None]
    if not any(d.since is not None and d.known is not None for d in duties):
        return duties
    versions: list[Moment] = sorted({e.recorded_at for e in corrections})[:MOST_VERSIONS]
    known: dict[str, Moment] = {}
    for version in versions:
        earlier = again(file.known_at(version - 1))
        for duty in earlier.duties:
            if duty.since is not None and duty.known is not None:
                known[duty.key] = min(known.get(duty.key, duty.known), duty.known)
    return [
        but(d, known=max(d.since, known[d.key]))
        if d.since is not None and d.known is not None and known.get(d.key, d.known) < d.known
        else d
        for d in duties
    ]
