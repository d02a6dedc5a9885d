"""A contact in a team's tray with its 24 hours, decided and allocated; a move through the district meeting in its two
parts; two weeks in which nobody is named, and the move by default: in a browser, with the refusals on the way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.journeys.people import Person

from baton.store import ticking
from baton.working_time import moment_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AUTHORITY = "wirral"
CONTACT = "D0003"  # in the tray of First Response since this morning, checked and talked through
GOES = "D0024"  # adoption is the plan; on the list of the next district meeting
COURT = "D0027"  # in proceedings; agreed weeks ago and nobody named
STEPS_DOWN = "D0046"
SITTING = "/sittings/district_meeting/2026-12-03T1000"


def choose(person: Person, name: str, value: str) -> Person:
    person.page.check(f"input[name={name}][value='{value}']")
    return person


def clock(now: Any, text: str) -> None:
    """It is later; what happens by itself has happened."""
    now(text)
    ticking.tick(moment_of(text), [AUTHORITY])


def name_of(person: Person, child: str) -> str:
    person.go(f"/children/{child}")
    return str(person.page.locator("h1").inner_text()).strip()


def family(person: Person, child: str) -> str:
    address = person.page.url
    name = name_of(person, child).split()[-1]
    person.page.goto(address)
    return name


def holder(person: Person, child: str) -> str:
    """The user name of the worker who holds the child."""
    person.go(f"/children/{child}")
    return ".".join(person.reads.split("Holder ")[1].split(",")[0].lower().split())


def matter_of(person: Person, child: str, says: str) -> str:
    """The key of the open matter of this name."""
    person.go(f"/children/{child}")
    link = person.page.locator("main a[href^='/transfers/']", has_text=says).first
    return str(link.get_attribute("href")).rsplit("/", 1)[1]


def name_a_worker(person: Person, child: str, worker: str, matter: str = "") -> str:
    person.go(f"/allocate/{child}" + (f"?matter={matter}" if matter else ""))
    person.page.check(f"input[name=person][value='{worker}']")
    person.fill("Why this worker?", "Room, and knows the estate.")
    return person.save().problem


def decides(person: Person, outcome: str) -> bool:
    """Gives this outcome in the form of a decision; whether it could be saved."""
    for radio in person.page.locator(f"input[type=radio][value={outcome}]").all():
        radio.check()
    for box in person.page.locator("main textarea, main input[name=plan]").all():
        box.fill("Written.")
    person.date("17 12 2026", "transfer_date")
    return not person.save().problem


def answer(person: Person, child: str, word: str, value: str, matter: str = "") -> str:
    """Answers a question of the procedure; returns what stands in the way."""
    person.go(f"/do/{child}?verb=answer&word={word}" + (f"&matter={matter}" if matter else ""))
    radio = person.page.locator(f"input[name={word}][value='{value}']")
    if radio.count():
        radio.check()
    else:
        person.page.fill(f"[name={word}]", value)
    return person.save().problem


def test_a_contact_is_decided_by_the_manager_in_a_day_and_given_to_a_worker(
    chromium: Any, visit: Callable[[str], str], now: Any
) -> None:
    site = visit(AUTHORITY)
    morag = Person(chromium, site, "morag.launch")
    morag.go("/team")
    assert (
        "What action does this contact need? by Wed 25 Nov 2026, 9:50am" in morag.reads
    )  # 24 hours, through the night

    # A practitioner does not decide; the page says who does, and by which clause.
    ashby = Person(chromium, site, "ashby.firstlook")
    refused = answer(ashby, CONTACT, "contact_action", "allocate")
    assert "Ask Morag Launch" in refused and "WIR-1aa" in refused, refused

    # Decided in time; a worker is not named before the reasons are on record, and the worker hears of it first.
    assert not answer(morag, CONTACT, "contact_action", "allocate")
    refused = name_a_worker(morag, CONTACT, "ashby.firstlook")
    assert "WIR-1ak" in refused and "WIR-1ac" in refused, refused
    assert not answer(morag, CONTACT, "contact_rationale", "A visit is needed this week.")
    assert not answer(morag, CONTACT, "allocation_grounds", "Eleven children, no leave ahead.")
    assert not name_a_worker(morag, CONTACT, "ashby.firstlook")
    morag.go(f"/children/{CONTACT}")
    assert "Holder Ashby Firstlook, First Response Team" in morag.reads
    morag.go(f"/children/{CONTACT}/recorded")
    assert "Told Ashby Firstlook" in morag.reads

    # Another authority's people see their own child of this number and nothing of this one.
    olu = Person(chromium, site, "olu.outgoing")
    olu.go(f"/children/{CONTACT}")
    assert "Morag" not in olu.reads and "Ashby Firstlook" not in olu.reads


def test_the_meeting_in_two_parts_two_weeks_and_the_move_by_default(
    chromium: Any, visit: Callable[[str], str], now: Any
) -> None:
    site = visit(AUTHORITY)
    tessa = Person(chromium, site, "tessa.westall")

    # Stepping down is talked about in the second part, moves between social work teams in the first.
    step_down = matter_of(tessa, STEPS_DOWN, "Step down")
    tessa.go(f"/do/{STEPS_DOWN}?verb=list&word=district_meeting&matter={step_down}").save()
    assert not tessa.problem, tessa.problem
    tessa.go(SITTING)
    first, second = tessa.reads.split("Part 1:")[1].split("Part 2:")
    assert family(tessa, GOES) in first and "Testwood" not in first
    assert "Testwood" in second.split("Who sits")[0]

    # The meeting decides, not one of its people alone and not without the plan and the date.
    into_care = matter_of(tessa, GOES, "CIN/CP to Children in Care")
    worker = Person(chromium, site, holder(tessa, GOES))
    worker.go(f"/do/{GOES}?verb=decide&matter={into_care}")
    assert not decides(worker, "agreed") or "WIR-3" in worker.problem
    assert "WIR-3ak" in worker.problem, worker.problem
    cassie = Person(chromium, site, "cassie.carehold")
    cassie.go(f"/do/{GOES}?verb=accept&matter={into_care}")
    for one in cassie.page.locator("main form[data-keep] select").all():
        one.select_option(index=1)
    cassie.fill("Why this worker?", "Room.").save()
    assert "WIR-3ah" in cassie.problem, cassie.problem
    the_meeting(tessa, now)

    # Two weeks from the day after: the record is audited, nobody is named in Children in Care.
    assert not answer(tessa, GOES, "file_audit", "yes", into_care)
    tessa.go(f"/transfers/{into_care}")
    assert "by end of Thu 17 Dec 2026" in tessa.holds and "WIR-3av" in tessa.holds

    # On the day after the two weeks the child is the receiving manager's, by name, and unallocated.
    clock(now, "2026-12-18 00:05")
    cassie.go(f"/children/{GOES}")
    assert "Holder Cassie Carehold, Team Manager, Children in Care Team" in cassie.reads
    assert "since Fri 18 Dec 2026 WIR-3bd" in cassie.reads
    name = name_of(cassie, GOES)
    board = cassie.go("/unallocated").reads
    assert name in board and "Held by Cassie Carehold" in board.split(name)[1], board
    gideon = Person(chromium, site, "gideon.groupcare")
    gideon.go(f"/children/{GOES}/recorded")
    assert "Told Gideon Groupcare" in gideon.reads, gideon.reads[:900]

    # A child in proceedings is never moved so: the worker stays, and both ends were told.
    tessa.go(f"/children/{COURT}")
    bert = Person(chromium, site, "bert.districtman")
    bert.go(f"/children/{COURT}")
    assert "Manager holding" not in bert.reads
    assert not name_a_worker(cassie, GOES, "nia.longstay")
    cassie.go(f"/children/{GOES}")
    assert "Holder Nia Longstay" in cassie.reads


def the_meeting(tessa: Person, now: Any) -> None:
    """Goes through the list: refused without the plan, then agreed with plan and date."""
    now("2026-12-03 10:20")
    tessa.go(f"{SITTING}/attendance")
    for box in tessa.page.locator("input[name=attended]").all():
        box.check()
    tessa.click("main form button.govuk-button")
    tessa.go(f"{SITTING}/row/1")
    assert family(tessa, GOES) in tessa.reads.split("The list")[0]
    tessa.page.check("input[name^=decision][value=agreed]")
    tessa.press("Save")
    assert "plan" in tessa.problem.lower(), tessa.problem  # agreed needs the plan and the day (WIR-3br)
    tessa.page.check("input[name^=decision][value=agreed]")
    tessa.page.locator("[name^=plan]").first.fill("The move on 17 December; contact and school as now.")
    tessa.date("17 12 2026", "transfer_date").press("Save")
    assert not tessa.problem, tessa.problem
    tessa.go(SITTING)
    assert "1 decided" in tessa.reads


@pytest.mark.parametrize("width", [360, 1280])
def test_the_pages_of_this_procedure_at_two_widths(chromium: Any, visit: Callable[[str], str], width: int) -> None:
    tessa = Person(chromium, visit(AUTHORITY), "tessa.westall", width=width, scripts=True)
    step_down = matter_of(tessa, STEPS_DOWN, "Step down")
    of_it = f"/transfers/{step_down}"
    for address in (f"/children/{STEPS_DOWN}", "/team", "/workers/wes.awayman", SITTING,
                    "/unallocated", "/unallocated/report",
                    of_it, f"{of_it}/answers", f"{of_it}/answers/sheet"):  # fmt: skip
        tessa.go(address)
        assert not tessa.too_wide(), address
        assert tessa.faults() == [], address
