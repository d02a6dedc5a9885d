"""Any past moment, as it stood and as it was known then: by leaving out what came later."""

from __future__ import annotations

from baton.engine import assess
from baton.engine.situation import Situation
from baton.journal import Subject
from baton.journal.past import file_as_at
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
