"""Staff of a made-up world as entries on teams, workers and offices, as `baton.journal.organisation` folds them."""

from __future__ import annotations

from datetime import date, timedelta
from hashlib import sha256

from baton.demo.world import World
from baton.journal import Entry, Subject
from baton.policy.model import Pack
from baton.working_time import Moment, Window, at_time, day_window, local_day

SET_UP = "set-up"
LONG_AGO = timedelta(days=4 * 365)


def staff_entries(world: World, pack: Pack, now: Moment) -> list[Entry]:
    """Every team, post, office and absence of the world, numbered from 1 in each subject's own journal."""
    today = local_day(now)
    since = day_window(today - LONG_AGO)
    pen = _Pen(today - LONG_AGO)
    for team, name in world.teams.items():
        place = pack.places.get(team)
        service = place.service if place is not None and place.kind == "team" else team
        pen.add(Subject("team", team), "opened", "team", since, service=service, name=name)
    for person, name in world.names.items():
        number = f"SW{int(sha256(person.encode()).hexdigest()[:8], 16) % 10**7:07d}"  # made up, as everything here
        pen.add(Subject("worker", person), "started", "worker", since, name=name, number=number)
        digits = int(sha256(f"telephone of {person}".encode()).hexdigest()[:8], 16) % 1000
        # 01632 960 is kept for made-up numbers, ".example" for made-up addresses.
        phone, email = f"01632 960{digits:03d}", f"{person}@made-up.example"
        pen.add(Subject("worker", person), "observed", "reach", since, phone=phone, email=email)
    for post in world.posts:
        pen.add(Subject("worker", post.person), "started", "post", since, role=post.office, team=post.place)
    for held in world.offices:
        subject = Subject("office", f"{held.office}@{held.place}" if held.place else held.office)
        pen.add(subject, "started", "office", since, person=held.person)
    _absences(pen, world, today)
    _leavers(pen, world, today)
    return pen.entries


def _absences(pen: _Pen, world: World, today: date) -> None:
    for person, first, last in world.absences:
        start = today + timedelta(days=first)
        recorded = min(start, today)
        until = (today + timedelta(days=last)).isoformat()
        pen.add(
            Subject("worker", person), "started", "worker_absence", day_window(start), at=at_time(recorded, 8, 30),
            until=until,
        )  # fmt: skip


def _leavers(pen: _Pen, world: World, today: date) -> None:
    for person, last in world.leavers:
        day = today + timedelta(days=last)
        pen.add(
            Subject("worker", person), "end_post", "post", day_window(day + timedelta(days=1)),
            at=at_time(min(day, today) - timedelta(days=20), 10, 0), last_day=day.isoformat(),
        )  # fmt: skip


class _Pen:
    """Writes entries of the set-up, each in its subject's own journal."""

    def __init__(self, day: date) -> None:
        self.entries: list[Entry] = []
        self._last: dict[Subject, int] = {}
        self._at = at_time(day, 8, 0)

    def add(self, subject: Subject, verb: str, word: str, when: Window, at: Moment = 0, **values: str) -> None:
        number = self._last[subject] = self._last.get(subject, 0) + 1
        self.entries.append(
            Entry(
                subject, number, f"{SET_UP}-{subject.kind}-{subject.id}-{number}", verb, word, when, at or self._at,
                SET_UP, SET_UP, body={"with": values},
            )
        )  # fmt: skip
