"""The sittings of a forum with their cut-offs, for pages: the cadence, and what the sittings' own journals changed."""

from __future__ import annotations

from datetime import date

from baton.engine.sittings import cut_off_of, sittings_between
from baton.journal import File, Sitting, Subject
from baton.policy.model import Forum
from baton.store.surroundings import Surroundings
from baton.working_time import CalendarEnded, Moment


def sittings_of(around: Surroundings, forum: Forum, first: date, last: date) -> list[tuple[Sitting, Moment]]:
    """The sittings from one day to another, each with the moment at which its list closes; [] past the end of the known
    holidays."""
    assert around.calendar is not None
    subject = Subject("authority", around.authority)
    file = File(subject, (), around.calendar, around.organisation, (), around.sittings)
    try:
        found = sittings_between(forum, file, first, last)
        return [(sitting, cut_off_of(forum, sitting, file.calendar)) for sitting in found]
    except CalendarEnded:
        return []
