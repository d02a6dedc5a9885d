"""The sittings of a forum around today: planned by its cadence, moved or cancelled by its own journal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import Http404

from baton.accounts.desk import Desk
from baton.journal import Sitting, Subject
from baton.journal.sittings import sitting_id
from baton.policy.model import Forum
from baton.store.sittings import sittings_of
from baton.working_time import Moment, local_day, moment_of, wall_time

BACK, AHEAD = timedelta(days=29), timedelta(days=29)


@dataclass(frozen=True, slots=True)
class Planned:
    """One sitting with its forum, its cut-off and its address."""

    forum: Forum
    sitting: Sitting
    cut_off: Moment

    @property
    def subject(self) -> Subject:
        return Subject("sitting", sitting_id(self.forum.key, self.sitting.nominal))

    @property
    def href(self) -> str:
        return f"/sittings/{self.forum.key}/{wall_time(self.sitting.nominal):%Y-%m-%dT%H%M}"

    @property
    def at(self) -> Moment:
        return self.sitting.at


def between(desk: Desk, forum: Forum, first: date, last: date) -> list[Planned]:
    """The sittings from one day to another; fewer past the end of the known holidays."""
    return [Planned(forum, s, cut_off) for s, cut_off in sittings_of(desk.around, forum, first, last)]


def around_today(desk: Desk, forum: Forum) -> list[Planned]:
    """Four weeks back and four ahead."""
    today = local_day(desk.now)
    return between(desk, forum, today - BACK, today + AHEAD)


def named(desk: Desk, forum: str, when: str) -> Planned:
    """The sitting of an address. 404 where the forum does not sit then."""
    found = desk.pack.forums.get(forum)
    try:
        nominal = moment_of(f"{when[:10]} {when[11:13]}:{when[13:15]}")
    except (ValueError, IndexError):
        raise Http404 from None
    if found is not None:
        day = local_day(nominal)
        for one in between(desk, found, day - timedelta(days=7), day + timedelta(days=7)):
            if one.sitting.nominal == nominal:
                return one
    raise Http404
