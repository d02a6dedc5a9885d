"""Sittings of forums that have a journal of their own: moved, cancelled, held, who came. A sitting that keeps to its
cadence and of which nothing was recorded has none.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from baton.journal.entry import Entry, Subject
from baton.journal.file import Sitting
from baton.journal.standing import standing_in
from baton.working_time import BEGINNING, END, Moment, moment_of, wall_time


def sitting_id(forum: str, nominal: Moment) -> str:
    """The id of the sitting that a forum's cadence puts at this moment: "panel@2026-08-12T10:00"."""
    return f"{forum}@{wall_time(nominal):%Y-%m-%dT%H:%M}"


def sittings_from(entries: Iterable[Entry], known_at: Moment = END) -> tuple[Sitting, ...]:
    """The sittings that have a journal of their own, as their entries left them, by forum and moment."""
    found: dict[Subject, Sitting] = {}
    for e in sorted(standing_in(entries, known_at), key=lambda e: (e.subject, e.number)):
        if e.subject.kind == "sitting":
            sitting = found.get(e.subject) or _planned(e.subject)
            if sitting is not None:
                found[e.subject] = _changed(sitting, e)
    return tuple(sorted(found.values(), key=lambda s: (s.forum, s.nominal)))


def _planned(subject: Subject) -> Sitting | None:
    forum, _, text = subject.id.replace("/", "@").partition("@")
    try:
        nominal = moment_of(text.replace("T", " "))
    except ValueError:
        return None
    return Sitting(forum, nominal, nominal, known_at=BEGINNING)


def _changed(s: Sitting, e: Entry) -> Sitting:
    s = replace(s, known_at=max(s.known_at, e.recorded_at))
    reason = str(e.body.get("reason") or "")
    if e.verb in ("moved", "booked", "book_sitting"):
        return replace(s, at=e.happened.lo, moved_because=reason, cancelled=False)
    if e.verb == "cancelled":
        return replace(s, cancelled=True, moved_because=reason)
    if e.verb == "held":
        return replace(s, held=True, attended=tuple(str(one) for one in e.body.get("attended") or ()))
    return s
