"""Occasions as iCalendar files, by the icalendar library."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event, vCalAddress, vText

from baton.calendars.occasion import Occasion
from baton.working_time import Moment, local_day

MAKER = "-//Baton//Case transfers//EN"
A_MEETING = 3600  # seconds that one is shown to last where nobody said how long


def inviting(one: Occasion, sequence: int, organiser: str, attendee: str, now: Moment) -> bytes:
    """An invitation, or its next revision: programs that hold an earlier one change it in place."""
    return _mail("REQUEST", _invited(one, sequence, organiser, attendee, now, "CONFIRMED"))


def cancelling(one: Occasion, sequence: int, organiser: str, attendee: str, now: Moment) -> bytes:
    """It does not take place, or not with this person: programs take it out."""
    return _mail("CANCEL", _invited(one, sequence, organiser, attendee, now, "CANCELLED"))


def feed(occasions: Iterable[Occasion], name: str, now: Moment) -> bytes:
    """A calendar to subscribe to, the earliest occasion first."""
    calendar = _empty()
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", "Europe/London")
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    for one in sorted(occasions, key=lambda o: (o.starts, o.uid)):
        calendar.add_component(_event(one, now))
    made: bytes = calendar.to_ical()
    return made


def _empty() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    return calendar


def _mail(method: str, event: Event) -> bytes:
    calendar = _empty()
    calendar.add("method", method)
    calendar.add_component(event)
    made: bytes = calendar.to_ical()
    return made


def _invited(one: Occasion, sequence: int, organiser: str, attendee: str, now: Moment, status: str) -> Event:
    event = _event(one, now)
    event.add("sequence", sequence)
    event["status"] = vText(status)
    event.add("organizer", vCalAddress(f"mailto:{organiser}"))
    who = vCalAddress(f"mailto:{attendee}")
    who.params["role"], who.params["partstat"], who.params["rsvp"] = "REQ-PARTICIPANT", "NEEDS-ACTION", "FALSE"
    event.add("attendee", who)
    return event


def _event(one: Occasion, now: Moment) -> Event:
    event = Event()
    event.add("uid", one.uid)
    event.add("dtstamp", _utc(now))
    if one.whole_days:
        first, last = local_day(one.starts), local_day(max(one.starts, one.ends - 1))
        event.add("dtstart", first)
        event.add("dtend", last + timedelta(days=1))
    else:
        event.add("dtstart", _utc(one.starts))
        event.add("dtend", _utc(one.ends if one.ends > one.starts else one.starts + A_MEETING))
    event.add("summary", ": ".join(part for part in (one.title, "; ".join(one.about)) if part))
    if one.where:
        event.add("location", one.where)
    if one.href:
        event.add("url", one.href)
        event.add("description", f"Open it in Baton: {one.href}")
    event.add("class", "PRIVATE")
    event.add("status", "CONFIRMED")
    return event


def _utc(moment: Moment) -> datetime:
    return datetime.fromtimestamp(moment, UTC)
