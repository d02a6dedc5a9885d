"""Any past moment, as it stood and as it was known then: by leaving out what came later."""

from __future__ import annotations

from dataclasses import replace

from baton.engine import assess
from baton.engine.situation import Situation
from baton.journal import Entry, File, Subject
from baton.store.files import file_of
from baton.store.reading import read
from baton.store.surroundings import surroundings_of
from baton.store.tenancy import as_program
from baton.working_time import Moment


def as_at(authority: str, child: str, as_at: Moment, known_at: Moment | None = None) -> Situation:
    """The child's Situation at `as_at`, from what had been recorded by `known_at` (as it stands in the journal now if
    not given). Facts learnt later about an earlier time count; what happened or was done after `as_at` does not.
    """
    with as_program(authority) as raw:
        subject = Subject("child", child)
        journals = read(raw, authority, [subject])
        around = surroundings_of(raw, journals)
        if known_at is not None:
            around = around.known_at(known_at)
            for journal in journals.by_subject.values():
                journal.entries = tuple(e for e in journal.entries if e.recorded_at <= known_at)
        file = file_of(journals, around, subject)
    return assess(around.packs, file_as_at(file, as_at), as_at)


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
