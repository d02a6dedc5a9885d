"""Who came to an event: the office is whoever held it, in one place or in a group of them."""

from __future__ import annotations

from dataclasses import replace

from baton.engine import assess
from baton.journal import Entry, Office, Organisation, Subject
from baton.policy import model as m
from baton.working_time import moment_of, parse_when

from .small_pack import ORGANISATION, PACK, Story, head

EITHER = m.Place("either", "North and South", "group", members=("north", "south"))
SEEN = m.Must(
    head("seen", "child"), m.OfficeOf("holder"), "hold", ("family_handover",),
    counts_if=m.Attended("team_manager", "either", None),
)  # fmt: skip
COMES = m.Must(head("comes", "child"), m.OfficeOf("team_manager", "north"), "attend", ("family_handover",))
PACKS = m.Packs((replace(PACK, build="", rules=(*PACK.rules, SEEN, COMES), places={**PACK.places, "either": EITHER}),))


def state_on(day: str, came: str, organisation: Organisation = ORGANISATION, rule: str = "seen") -> str:
    story = Story()
    held = parse_when("2026-08-05 10:00")
    story.take((Entry(Subject("child", "amy"), 2, "b", "held", "family_handover", held, held.lo,
                      body={"attended": [came]}),))  # fmt: skip
    file = replace(story.file, organisation=organisation)
    return next(d.state for d in assess(PACKS, file, moment_of(day)).duties if d.rule == rule)


def test_an_office_of_a_group_is_that_of_each_of_its_services() -> None:
    assert state_on("2026-08-05 12:00", "nora") == "met"
    assert state_on("2026-08-05 12:00", "sid") == "met"
    assert state_on("2026-08-05 12:00", "hal") == "open"


def test_who_was_there_in_an_office_has_been_there_when_they_leave_it_later() -> None:
    left, came = moment_of("2026-08-10 00:00"), moment_of("2026-08-10 00:00")
    rest = tuple(o for o in ORGANISATION.offices if o.person != "nora")
    then = Office("team_manager", "north", "nora", end=left)
    after = Office("team_manager", "north", "nel", start=came)
    changed = replace(ORGANISATION, offices=(*rest, then, after))
    assert state_on("2026-08-20 12:00", "nora", changed) == "met"
    assert state_on("2026-08-09 12:00", "ann", changed) == "open"
    assert state_on("2026-08-20 12:00", "nora", changed, "comes") == "met"
    assert state_on("2026-08-20 12:00", "sid", changed, "comes") == "late"


def test_who_was_not_there_is_named_by_the_office_and_its_place() -> None:
    only_south = replace(SEEN, counts_if=m.Attended("team_manager", "south", None))
    packs = m.Packs((replace(PACK, build="", rules=(*PACK.rules, only_south)),))
    held = parse_when("2026-08-05 10:00")
    story = Story()
    story.take((Entry(Subject("child", "amy"), 2, "b", "held", "family_handover", held, held.lo,
                      body={"attended": ["nora"]}),))  # fmt: skip
    seen = next(d for d in assess(packs, story.file, moment_of("2026-08-06 09:00")).duties if d.rule == "seen")
    assert (seen.state, seen.missing) == ("open", ("sid",))
