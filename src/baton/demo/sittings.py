"""The forum's sittings before and after today: agenda sent, who came, minutes sent, one moved; from what was decided.

A sitting has a journal of its own. What is on its list and what was decided stands in the children's journals.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from random import Random

from baton.demo.days import working_day
from baton.demo.setting import Setting
from baton.demo.world import World
from baton.engine.sittings import cut_off_of, sittings_between
from baton.journal import Entry, File, Sitting, Subject
from baton.journal.sittings import sitting_id
from baton.policy.model import Forum, Pack
from baton.working_time import Calendar, Moment, Window, at, at_time, local_day, wall_time

WEEKS = 3
BOOKED_BEFORE = 40  # working days


def entered(world: World, pack: Pack, calendar: Calendar, today: date) -> tuple[Sitting, ...]:
    """The sittings whose dates somebody enters, as the world has them; none for a forum that keeps a cadence."""
    forum = next((f for f in pack.forums.values() if f.sits.kind == "entered"), None)
    if forum is None:
        return ()
    days = dict.fromkeys(working_day(calendar, today + timedelta(days=ahead)) for ahead in world.sits)
    return tuple(Sitting(forum.key, at_time(day, 10, 0), at_time(day, 10, 0)) for day in days)


def sitting_entries(setting: Setting, journals: Iterable[tuple[Entry, ...]], seed: str) -> list[Entry]:
    """The journals of the sittings three weeks before and after today, and of older ones that decided something."""
    forum = next(iter(setting.packs.on(setting.today).forums.values()), None)
    if forum is None:
        return []
    decided, oldest = _decided(journals)
    first = min(setting.today - timedelta(weeks=WEEKS), local_day(oldest)) if oldest else setting.today
    subject = Subject("authority", setting.world.authority)
    file = File(subject, (), setting.calendar, setting.organisation, sittings=setting.sittings)
    pen = _Pen(setting, forum, Random(f"{seed}/sittings"))
    found = sittings_between(forum, file, first, setting.today + timedelta(weeks=WEEKS + 1))
    for one in found:
        if setting.sittings:
            pen.books(one)
        if not one.cancelled:
            pen.sitting(one, decided.get(_day(one.at), ()))
    ahead = [one for one in found if one.at > setting.now]
    if len(ahead) > 2:
        pen.moves(ahead[2])
    return pen.entries


def _day(moment: Moment) -> str:
    return f"{wall_time(moment):%Y-%m-%d}"


def _decided(journals: Iterable[tuple[Entry, ...]]) -> tuple[Mapping[str, tuple[str, ...]], Moment]:
    """By day, the services between which something was decided at a forum; and the first such moment."""
    found: dict[str, set[str]] = {}
    oldest: Moment = 0
    for lines in journals:
        ends = {e.matter: e.body["opens"] for e in lines if "opens" in e.body}
        listed = {e.matter for e in lines if e.verb in ("list", "carry_over")}
        for e in lines:
            if e.verb == "decide" and e.matter in listed:
                opens = ends.get(e.matter, {})
                services = {str(opens.get("from_service", "")), str(opens.get("to_service", ""))}
                found.setdefault(_day(e.happened.lo), set()).update(services - {""})
                oldest = min(oldest or e.happened.lo, e.happened.lo)
    return {day: tuple(sorted(services)) for day, services in found.items()}, oldest


class _Pen:
    def __init__(self, setting: Setting, forum: Forum, chance: Random) -> None:
        self.entries: list[Entry] = []
        self._setting, self._forum, self._chance = setting, forum, chance
        self._last: dict[Subject, int] = {}
        offices = setting.world.offices
        seats = {seat.office for seat in forum.seats}
        self._seats = [held for held in offices if held.office in seats]
        clerk = forum.administrator or setting.world.roles.get("clerk", "")
        self._clerk = next((held.person for held in offices if held.office == clerk), "")

    def sitting(self, sitting: Sitting, services: tuple[str, ...]) -> None:
        """What was done about one sitting up to now: its agenda, the sitting itself, its minutes."""
        now, everybody = self._setting.now, tuple(dict.fromkeys(held.person for held in self._seats))
        sent = cut_off_of(self._forum, sitting, self._setting.calendar) + 3600
        if sent <= now:
            self._add(sitting, "send", self._paper("agenda"), at(sent), sent, to=everybody)
        written = sitting.at + 2 * 3600
        if written > now:
            return
        there = self._who_came(everybody, services)
        self._add(sitting, "held", self._forum.key, at(sitting.at), written, attended=(*there, self._clerk))
        minutes = at_time(working_day(self._setting.calendar, local_day(sitting.at), 1), 11, 0)
        if minutes <= now:
            self._add(sitting, "send", self._paper("minutes"), at(minutes), minutes, to=everybody)

    def _paper(self, name: str) -> str:
        """What this procedure calls the agenda or the minutes."""
        return self._setting.world.papers.get(name, name)

    def books(self, sitting: Sitting) -> None:
        """A date that is entered, two months ahead."""
        day = working_day(self._setting.calendar, local_day(sitting.at), -BOOKED_BEFORE)
        when = min(at_time(day, 11, 0), self._setting.now)
        self._add(sitting, "booked", self._forum.key, at(sitting.at), when)

    def _who_came(self, everybody: tuple[str, ...], services: tuple[str, ...]) -> tuple[str, ...]:
        """Everybody with a seat save one by chance, never one whose service something was decided for."""
        needed = {held.person for held in self._seats if held.place in services}
        others = [person for person in everybody if person not in needed]
        away = self._chance.choice(others) if others and self._chance.random() < 0.6 else ""
        return tuple(person for person in everybody if person != away)

    def moves(self, sitting: Sitting) -> None:
        """A sitting some weeks ahead is moved to the next working day."""
        setting = self._setting
        told = at_time(working_day(setting.calendar, setting.today, -2), 15, 30)
        day = working_day(setting.calendar, local_day(sitting.at), 1)
        moment = wall_time(sitting.at)
        self._add(sitting, "moved", self._forum.key, at(at_time(day, moment.hour, moment.minute)), told,
                  reason="The room is taken that day.")  # fmt: skip

    def _add(
        self, sitting: Sitting, verb: str, word: str, when: Window, recorded: Moment, *, to: tuple[str, ...] = (),
        attended: tuple[str, ...] = (), reason: str = "",
    ) -> None:  # fmt: skip
        subject = Subject("sitting", sitting_id(self._forum.key, sitting.nominal))
        number = self._last[subject] = self._last.get(subject, 0) + 1
        body: dict[str, object] = {}
        if to:
            body["to"] = list(to)
        if attended:
            body["attended"] = list(attended)
        if reason:
            body["reason"] = reason
        act = f"{self._chance.getrandbits(128):032x}"
        self.entries.append(
            Entry(subject, number, act, verb, word, when, recorded, self._clerk, self._clerk, body=body)
        )
