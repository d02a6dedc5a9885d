"""A File as it was at a moment: by leaving out what was done or happened later."""

from __future__ import annotations

from dataclasses import replace

from baton.journal.entry import Entry
from baton.journal.file import File
from baton.working_time import Moment


def file_as_at(file: File, moment: Moment) -> File:
    """The File without what was done or happened after the moment."""
    kin = tuple(k if k.file is None else replace(k, file=file_as_at(k.file, moment)) for k in file.kin)
    return replace(file, entries=entries_as_at(file.entries, moment), kin=kin)


def entries_as_at(entries: tuple[Entry, ...], moment: Moment) -> tuple[Entry, ...]:
    """Entries recorded by the moment, and later ones about a time before it.

    A corrected entry stays or goes with the last correction of it: where that moved the fact to after the moment, it
    had not happened yet.
    """
    later = {e.replaces: e for e in entries if e.replaces is not None}

    def stands(e: Entry) -> bool:
        seen = {e.number}
        while e.number in later and later[e.number].number not in seen:
            e = later[e.number]
            seen.add(e.number)
        return e.recorded_at <= moment or e.happened.lo <= moment

    return tuple(e for e in entries if stands(e))
