"""Wokingham's Friday meeting in a browser without scripts: booked, listed, run row by row, minuted, carried over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.journeys.people import Person
from tests.journeys.test_a_case_through_the_friday_meeting import AUTHORITY, child_of

from baton.store import ticking
from baton.working_time import moment_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MEETING = "/sittings/transfer_meeting/2026-11-27T1000"
NEXT = "/sittings/transfer_meeting/2026-12-04T1000"


def test_the_meeting_is_walked_from_the_booking_to_the_minutes(
    chromium: Any, visit: Callable[[str], str], now: Any
) -> None:
    site = visit(AUTHORITY)
    late, listed, done = child_of("need_clear_not_listed"), child_of("on_fridays_list"), child_of("excused_line")
    rita, bea, cora = (Person(chromium, site, name) for name in ("rita.hostwell", "bea.bramble", "cora.pinewood"))
    names = {case: family_of(rita, child_of(case)) for case in ("part_agreed", "late_addition", "transfer_in")}
    family, late_family, done_family = (family_of(rita, child) for child in (listed, late, done))

    now("2026-11-25 09:00")
    the_list_goes_out(rita, bea)

    # The order is that of the clause: a conference ahead comes before need alone (WOK-4l).
    rows = families_on(rita, MEETING)
    assert rows.index(family) < 3 and rows.index(family) < rows.index(names["part_agreed"]), rows

    # What comes after the list has closed needs a reason and is marked; brothers and sisters come together (WOK-4u).
    now("2026-11-26 15:00")
    rita.go(f"/do/{late}?verb=list&word=transfer_meeting&next={MEETING}")
    for box in rita.page.locator("input[name=child]").all():
        box.check()
    rita.save()
    assert "The list is closed" in rita.problem and "WOK-4" in rita.problem
    rita.page.locator("textarea[name=reason]").fill("The need became clear today.")
    assert not rita.save().problem, rita.problem
    assert "Added late on Thu 26 Nov 2026, 3pm" in row_of(rita, MEETING, late_family)

    # Each receiving team's list of who has room is its manager's to bring (WOK-4h).
    brings(bea, "Brambles", "kim.thicket")
    brings(cora, "Conifers", "lou.larch")

    now("2026-11-27 10:10")
    who_is_there(rita)
    row_by_row(rita, bea, cora, family, late_family, names)

    # A decision moves nobody: no request before the audit, and the child stays with R&A (WOK-5.3, WOK-5b).
    assert "WOK-5.3" in rita.go(f"/do/{listed}?verb=request").save().problem
    assert "Referral & Assessment" in rita.go(f"/children/{listed}").reads.split("Holder ")[1][:60]

    # The minutes, within 48 hours: by Sunday at ten, and sent by the host alone (WOK-4r).
    now("2026-11-27 12:00")
    assert family in rita.go(f"{MEETING}/minutes").reads and "Kim Thicket" in rita.reads
    assert "by Sun 29 Nov 2026, 10am" in rita.go(MEETING).reads
    cora.go(f"{MEETING}/send/minutes").press("Send the updated")
    assert "WOK-4r" in cora.problem and "Rita Hostwell" in cora.problem, cora.problem
    rita.go(f"{MEETING}/send/minutes").press("Send the updated")
    assert not rita.problem and "Minutes: sent Fri 27 Nov 2026" in rita.go(MEETING).reads

    the_acceptance_takes_it_off(cora, done, done_family, now)
    on_next = families_on(rita, NEXT)
    assert family in on_next and late_family in on_next and done_family not in on_next, on_next
    # The minutes of the meeting that was held keep those whom midnight moved on, with what was said of them.
    minutes = rita.go(f"{MEETING}/minutes").reads
    assert late_family in minutes and "stays on the list, now that of Fri 4 Dec 2026" in minutes, minutes


def the_list_goes_out(rita: Person, bea: Person) -> None:
    """The host books, when it was planned for, and sends the list to the other teams; nobody else sends it."""
    rita.go(MEETING).follow("Book the case transfer meeting").press("Save")
    assert not rita.problem and state_of(rita, "Book the case transfer meeting") == "Completed"
    bea.go(f"{MEETING}/send/agenda").press("Send the case transfer list")
    assert "WOK-4c" in bea.problem and "Rita Hostwell" in bea.problem, bea.problem
    rita.go(MEETING).follow("Send the case transfer list")
    assert "Cora Pinewood" in rita.reads and "Meg Frontdoor" not in rita.reads
    rita.press("Send the case transfer list")
    assert "sent Wed 25 Nov 2026, 9am by Rita Hostwell" in rita.reads


def brings(manager: Person, team: str, worker: str) -> None:
    """A receiving manager's list of workers with room, to all who sit; and who is on it."""
    what = f"Send the list of {team} workers with room"
    manager.go(MEETING).follow(what).date("26 11 2026").press("Save")
    assert not manager.problem, manager.problem
    assert state_of(manager, what) == "Completed"
    manager.go(f"/about/worker/{worker}/do?verb=started&word=has_room").date("26 11 2026").press("Save")
    assert not manager.problem, manager.problem


def who_is_there(rita: Person) -> None:
    rita.go(f"{MEETING}/attendance")
    for box in rita.page.locator("input[name=attended]").all():
        box.check()
    rita.press("Save who is here")
    assert not rita.problem, rita.problem


def row_by_row(rita: Person, bea: Person, cora: Person, family: str, late_family: str, names: dict[str, str]) -> None:
    """An outcome for each child: a yes is the receiving manager's alone, and names a worker (WOK-4i, WOK-4f)."""
    decides(rita, family, "agreed", "Kim Thicket, Brambles")
    assert "WOK-4i" in rita.problem and "Bea Bramble" in rita.problem, rita.problem
    decides(bea, family, "agreed", ", Brambles")
    assert "WOK-4f" in bea.problem, bea.problem
    assert not decides(bea, family, "agreed", "Kim Thicket, Brambles").problem, bea.problem
    assert not decides(cora, names["part_agreed"], "agreed", "Lou Larch, Conifers").problem, cora.problem
    # Who is not on the list of those with room is named with a reason (WOK-4j).
    assert "WOK-4j" in decides(bea, names["transfer_in"], "agreed", "Kit Berry, Brambles", why="").problem, bea.problem
    assert "On the capacity list: not recorded of Kit Berry." in bea.problem and "not given" not in bea.problem
    known = "Kit knows the family from before."
    assert not decides(bea, names["transfer_in"], "agreed", "Kit Berry, Brambles", why=known).problem, bea.problem
    decides(rita, late_family, "deferred", "", why="")
    assert "WOK-4" in rita.problem, rita.problem
    for later in (late_family, names["late_addition"]):
        assert not decides(rita, later, "deferred", "").problem, rita.problem


def the_acceptance_takes_it_off(cora: Person, child: str, family: str, now: Any) -> None:
    """What the receiving manager accepts is on no list from then on; responsibility moves with it (WOK-4p, WOK-5b)."""
    worker = row_of(cora, MEETING, family).split("waiting to ")[1].split(",")[0]
    cora.go(f"/do/{child}?verb=accept")
    cora.page.locator("select[name^=receiving_worker]").first.select_option(label=f"{worker}, Conifers")
    cora.page.locator("textarea[name=reason]").fill("As agreed at the meeting.")
    assert not cora.save().problem, cora.problem
    assert f"Holder {worker}, Conifers" in cora.go(f"/children/{child}").reads
    now("2026-11-28 00:05")
    ticking.tick(moment_of("2026-11-28 00:05"), [AUTHORITY])


def families_on(person: Person, meeting: str) -> list[str]:
    """The families on a list, in its order."""
    titles = person.go(meeting).page.locator("section.baton-card h3").all_inner_texts()
    return [title.partition(". ")[2] for title in titles]


def row_of(person: Person, meeting: str, family: str) -> str:
    """What the list says of a family."""
    card = person.go(meeting).page.locator("section.baton-card", has_text=family).first
    return " ".join(card.inner_text().split())


def state_of(person: Person, what: str) -> str:
    """The tag of one thing that is asked of the meeting."""
    line = person.go(MEETING).page.locator("li.baton-line", has_text=what).first
    return str(line.locator(".baton-line__tag").inner_text())


def family_of(person: Person, child: str) -> str:
    """How the list calls the child's family, from the child's own page."""
    name = person.go(f"/children/{child}").page.locator(".baton-identity h1").first.inner_text().split()[-1]
    return f"{name} family"


def decides(person: Person, family: str, outcome: str, worker: str, why: str = "There is room.") -> Person:
    """Decides the row of a family, the same for each of its children; stays where that is refused."""
    person.go(f"{MEETING}/row/1").follow(family)
    for radio in person.page.locator(f"input[type=radio][value={outcome}]").all():
        radio.check()
    name, _, team = worker.partition(", ")
    for start, label in (("receiving_team", team), ("receiving_worker", worker if name else "")):
        for field in person.page.locator(f"select[name^={start}]").all():
            if label:
                field.select_option(label=label)
    for area in person.page.locator("textarea[name^=reason], textarea[name^=how_they_meet]").all():
        area.fill(why)
    person.click("button[value=decide]")
    return person
