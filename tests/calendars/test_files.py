"""Calendar files, read back with the library: the right London hour on both clock changes, revisions, whole days."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from baton.calendars import Occasion, cancelling, feed, inviting
from baton.working_time import moment_of, parse_when

LONDON = ZoneInfo("Europe/London")
NOW = moment_of("2026-03-01 09:00")


def occasion(when: str, **more: object) -> Occasion:
    window = parse_when(when)
    return Occasion("o1@made-up.example", "Handover meeting", window.lo, window.hi, **more)  # type: ignore[arg-type]


def event(made: bytes) -> object:
    (one,) = Calendar.from_ical(made).walk("VEVENT")
    return one


@pytest.mark.parametrize(
    ("when", "offset"),
    [
        ("2026-03-28 10:00", 0),  # the day before the clocks go forward
        ("2026-03-29 10:00", 1),
        ("2026-10-24 10:00", 1),  # the day before they go back
        ("2026-10-25 10:00", 0),
    ],
)
def test_a_meeting_at_ten_is_at_ten_in_london_on_both_sides_of_the_clock_changes(when: str, offset: int) -> None:
    starts = event(inviting(occasion(when), 0, "b@x.example", "ann@x.example", NOW))["dtstart"].dt  # type: ignore[index]
    assert starts.astimezone(LONDON) == datetime.fromisoformat(when).replace(tzinfo=LONDON)
    assert starts.astimezone(LONDON).hour == 10 and starts.astimezone(LONDON).utcoffset() == timedelta(hours=offset)


def test_the_hour_that_comes_twice_is_told_apart() -> None:
    first = moment_of("2026-10-25 00:30") + 3600  # 1:30 summer time
    for moment, fold in ((first, 0), (first + 3600, 1)):
        one = Occasion("o", "Visit", moment, moment)
        starts = event(feed([one], "Baton", NOW))["dtstart"].dt.astimezone(LONDON)  # type: ignore[index]
        assert (starts.hour, starts.minute, starts.fold) == (1, 30, fold)


def test_a_day_without_a_time_is_a_whole_day_even_when_it_has_23_or_25_hours() -> None:
    for day in ("2026-03-29", "2026-10-25", "2026-08-31"):
        made = event(inviting(occasion(day, whole_days=True), 0, "b@x.example", "a@x.example", NOW))
        assert (made["dtstart"].dt, made["dtend"].dt) == (  # type: ignore[index]
            date.fromisoformat(day),
            date.fromisoformat(day) + timedelta(days=1),
        )


def test_an_invitation_its_revision_and_its_end_are_the_same_occasion() -> None:
    first = inviting(occasion("2026-08-20 14:00"), 0, "b@x.example", "ann@x.example", NOW)
    moved = inviting(occasion("2026-08-21 15:00"), 1, "b@x.example", "ann@x.example", NOW)
    gone = cancelling(occasion("2026-08-21 15:00"), 2, "b@x.example", "ann@x.example", NOW)
    methods = [str(Calendar.from_ical(one)["method"]) for one in (first, moved, gone)]
    events = [event(one) for one in (first, moved, gone)]
    assert methods == ["REQUEST", "REQUEST", "CANCEL"]
    assert [int(e["sequence"]) for e in events] == [0, 1, 2]  # type: ignore[index]
    assert {str(e["uid"]) for e in events} == {"o1@made-up.example"}  # type: ignore[index]
    assert [str(e["status"]) for e in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]  # type: ignore[index]
    assert str(events[0]["attendee"]) == "mailto:ann@x.example"  # type: ignore[index]


def test_a_feed_holds_initials_and_references_and_is_marked_private() -> None:
    one = occasion("2026-08-20 14:00", about=("AF, 1234", "BF, 1235"), where="1 Mock Street; back door, left")
    made = feed([one], "Baton", NOW)
    kept = event(made)
    assert str(kept["summary"]) == "Handover meeting: AF, 1234; BF, 1235"  # type: ignore[index]
    assert str(kept["location"]) == "1 Mock Street; back door, left" and str(kept["class"]) == "PRIVATE"  # type: ignore[index]
    assert kept["dtend"].dt - kept["dtstart"].dt == timedelta(hours=1)  # type: ignore[index]
    assert all(len(line) <= 75 for line in made.split(b"\r\n"))


def test_what_is_kept_of_an_occasion_is_the_occasion() -> None:
    one = occasion("2026-08-20", whole_days=True, about=("AF, 1234",), href="https://baton.example/x")
    assert Occasion.from_json(one.as_json()) == one
