"""Sittings of a forum: the cadence, what the journal of a sitting changed, the cut-off, and the next one still open."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from baton.journal.file import File, Sitting
from baton.policy import model as m
from baton.working_time import (
    Calendar,
    Fortnightly,
    Moment,
    Monthly,
    Weekly,
    Window,
    at_time,
    local_day,
    moment_of,
    roll,
    shift,
    sittings,
)
from baton.working_time.sittings import Break, Cadence

REACH = timedelta(days=60)


def cadence_of(sits: m.Cadence) -> Cadence:
    """The cadence in the terms of working time."""
    if sits.kind == "monthly":
        return Monthly(sits.nth, sits.weekday)
    if sits.every == 2 and sits.anchor is not None:
        return Fortnightly(sits.anchor)
    return Weekly(sits.weekday)


@lru_cache(maxsize=4096)
def _planned(forum: str, sits: m.Cadence, closed: str, breaks: tuple[Break, ...], first: date, last: date,
             calendar: Calendar) -> tuple[Sitting, ...]:  # fmt: skip
    found = sittings(cadence_of(sits), sits.hour, sits.minute, first, last, calendar, closed, breaks)  # type: ignore[arg-type]
    planned = []
    for sitting in found:
        nominal = at_time(sitting.nominal, sits.hour, sits.minute)
        planned.append(
            Sitting(
                forum, nominal, sitting.at if sitting.at is not None else nominal, sitting.because, sitting.at is None
            )
        )
    return tuple(planned)


def sittings_between(forum: m.Forum, file: File, first: date, last: date) -> tuple[Sitting, ...]:
    """The sittings of a forum from `first` to `last`, in order, with what their own journals changed.

    Raises CalendarEnded past the known holiday list.
    """
    if forum.sits.kind == "entered":
        planned: tuple[Sitting, ...] = ()
    else:
        planned = _planned(forum.key, forum.sits, forum.closed_day, forum.breaks, first, last, file.calendar)
    changed = {s.nominal: s for s in file.sittings if s.forum == forum.key}
    if not changed:
        return planned
    result = [_as_changed(s, changed.pop(s.nominal, None)) for s in planned]
    result += [s for s in changed.values() if first <= local_day(s.at) <= last]
    return tuple(sorted(result, key=lambda s: s.at))


def cut_off_of(forum: m.Forum, sitting: Sitting, calendar: Calendar) -> Moment:
    """Until when a case may be put on the list of this sitting; the sitting itself where the pack says no cut-off."""
    if forum.cut_off is None:
        return sitting.at
    found = _cut_off(forum.cut_off, Window(sitting.at, sitting.at), calendar)
    return roll(found, forum.roll, calendar).lo  # type: ignore[arg-type]


@lru_cache(maxsize=4096)
def _cut_off(moment: m.MomentOf, sitting: Window, calendar: Calendar) -> Window:
    if isinstance(moment, m.SlotAt):
        return sitting
    if isinstance(moment, m.Shifted):
        return shift(_cut_off(moment.of, sitting, calendar), moment.amount, moment.sign, calendar)
    if isinstance(moment, m.TimeOn):
        of = _cut_off(moment.of, sitting, calendar)
        when = at_time(local_day(of.lo), moment.hour, moment.minute)
        return Window(when, when)
    if isinstance(moment, m.EdgeOfDay):
        of = _cut_off(moment.of, sitting, calendar)
        return Window(of.lo, of.lo) if moment.edge == "start" else Window(of.hi, of.hi)
    raise TypeError(f"a cut-off is counted from the sitting; found {type(moment).__name__}")


def own_sitting(forum: m.Forum, file: File) -> Sitting | None:
    """The sitting that is the File's subject as it stands now, if anything was recorded of it."""
    key, _, text = file.subject.id.partition("@")
    if file.subject.kind != "sitting" or not text:
        return None
    nominal = moment_of(text.replace("T", " "))
    recorded = any(s.forum == key and s.nominal == nominal for s in file.sittings)
    return current_sitting(forum, file, nominal, file.subject.id) if recorded else None


def current_sitting(forum: m.Forum, file: File, planned: Moment, id_: str = "") -> Sitting:
    """The sitting a case was listed for, as it stands now: it may have moved since. `planned` is when it was to be."""
    nominal = planned
    if id_:
        nominal = moment_of(id_.partition("@")[2].replace("T", " "))
    else:
        day = local_day(planned)
        around = _around(forum, file, day)
        nominal = next((s.nominal for s in around if planned in (s.at, s.nominal)), planned)
    planned_now = next(
        (s for s in _around(forum, file, local_day(nominal)) if s.nominal == nominal),
        Sitting(forum.key, nominal, planned),
    )
    changed = next((s for s in file.sittings if s.forum == forum.key and s.nominal == nominal), None)
    return _as_changed(planned_now, changed)


def _as_changed(planned: Sitting, changed: Sitting | None) -> Sitting:
    """A planned sitting with what its own journal says; one that nobody moved keeps the planned moment."""
    if changed is None:
        return planned
    if changed.at == changed.nominal:
        return replace(changed, at=planned.at, moved_because=planned.moved_because)
    return changed


def _around(forum: m.Forum, file: File, day: date) -> tuple[Sitting, ...]:
    if forum.sits.kind == "entered":
        return ()
    days = timedelta(days=7)
    if forum.closed_day == "next same weekday":
        days += max((until - since for since, until in forum.breaks), default=timedelta(0)) + timedelta(days=14)
    return _planned(forum.key, forum.sits, forum.closed_day, forum.breaks, day - days, day + days, file.calendar)


def next_open_sitting(forum: m.Forum, file: File, after: Moment) -> Sitting:
    """The first sitting whose list is still open at `after`. Raises CalendarEnded past the known holiday list."""
    day = local_day(after)
    for sitting in sittings_between(forum, file, day, day + REACH):
        if not sitting.cancelled and cut_off_of(forum, sitting, file.calendar) >= after:
            return sitting
    raise LookupError(f"no sitting of {forum.key} is planned within 60 days of {day.isoformat()}")


def next_sitting_at(forum: m.Forum, file: File, after: Moment) -> Sitting:
    """The first sitting at or after a moment, whether its list is open or not."""
    day = local_day(after)
    for sitting in sittings_between(forum, file, day, day + REACH):
        if not sitting.cancelled and sitting.at >= after:
            return sitting
    raise LookupError(f"no sitting of {forum.key} is planned within 60 days of {day.isoformat()}")
