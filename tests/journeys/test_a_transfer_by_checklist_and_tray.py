"""A transfer from manager to manager in a browser: the review before the notice, the checklist's lines by clause, the
case note to the tray; the worker named by the receiving manager, and the conference at which responsibility moves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.journeys.people import Person

from baton.store import ticking
from baton.working_time import moment_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AUTHORITY = "sandwell"
CHILDREN = ("D0001", "D0002", "D0003")  # the first family of this world: a conference in three weeks
IN_THE_TRAY = "D0004"  # the notice has been sent and nobody has picked it up; the conference is on the 7th
SIBLINGS = "&with=D0002&with=D0003"
NOTE = {
    "overview": "Three children; the worry is the nights.",
    "family_informed": "yes",
    "case_status": "child protection",
    "meeting_at": "10 December, 10am",
}


def transfer_of(person: Person, child: str) -> str:
    """The key of the child's transfer, with its page left open."""
    person.go(f"/children/{child}")
    person.click("main a[href*='/transfers/planned']")
    return person.page.url.rsplit("/", 1)[1]


def holder_of(person: Person, child: str) -> str:
    person.go(f"/children/{child}")
    return person.reads.split("Holder ")[1].split(",")[0]


def username(name: str) -> str:
    return ".".join(name.lower().split())


def fill(person: Person, day: str = "", **parts: str) -> Person:
    """Ticks every child and whoever it goes to, and gives these parts: a choice, a date or words."""
    page = person.page
    for box in page.locator("main input[name=child]").all():
        box.check()
    if not page.locator("main input[name=to]:checked").count():
        for box in page.locator("main input[name=to]").all():
            box.check()
    for name, value in parts.items():
        for field in page.locator(f"main [name='{name}'], main [name^='{name}-D0']").all():
            kind = field.get_attribute("type")
            if field.evaluate("f => f.tagName") == "SELECT":
                field.select_option(value)
            elif kind not in ("radio", "checkbox"):
                field.fill(value)
            elif field.get_attribute("value") == value:
                field.check()
    return person.date(day) if day else person


def does(person: Person, address: str, day: str = "", **parts: str) -> str:
    """Does what this page is for; returns what stands in the way."""
    return fill(person.go(address), day, **parts).save().problem


def on_a_day(person: Person, address: str, question: str, day: str, **parts: str) -> str:
    """The same where a day is what is asked for."""
    fill(person.go(address), **parts).date(day, question)
    return person.save().problem


def was_there(person: Person, address: str, day: str, *present: str, **parts: str) -> str:
    person.go(address)
    for one in present:
        person.page.check(f"main input[name=attended][value='{one}']")
    return fill(person, day, **parts).save().problem


def later(now: Any, moment: str) -> None:
    """It is later; what happens by itself has happened."""
    now(moment)
    ticking.tick(moment_of(moment), [AUTHORITY])


def names(person: Person, matter: str, worker: str) -> str:
    """Chooses this worker; returns what stands in the way."""
    person.go(f"/allocate/{IN_THE_TRAY}?matter={matter}")
    person.page.check(f"input[name=receiving_worker][value='{worker}']")
    return person.fill("Why this worker?", "Room, and near the school.").save().problem


def test_refusals_by_clause_on_the_way_to_the_tray(chromium: Any, visit: Callable[[str], str], now: Any) -> None:
    site = visit(AUTHORITY)
    tim = Person(chromium, site, "tim.sendwell")

    # The transfer as the sending manager sees it: both ends, what is open, what stands in the way, each by its clause.
    holder = holder_of(tim, "D0001")
    matter = transfer_of(tim, "D0001")
    assert "A&I Tipton and Rowley 1 to Court Tipton and Rowley 1" in tim.reads
    page = tim.page.content()  # the lines of the checklist stand closed, with their number
    assert "SAN-4.7a" in page and "SAN-A1.3" in page and "lines still open" in page
    the_lines(tim, matter)

    # No finding while lines are open and nobody has agreed by when they are done.
    review = f"/do/D0001?verb=answer&word=management_review&matter={matter}{SIBLINGS}"
    assert "SAN-4.7" in does(tim, review, management_review="fit")

    # The note waits for the review and for the family to be told; telling stays with the worker who holds the child.
    note = f"/do/D0001?item=notice_to_the_tray%7C{matter}%7C%7Cteam_manager%20of%20receiving%20team{SIBLINGS}"
    refused = does(tim, note, "24 11 2026", venue="The Made-up Centre", **NOTE)
    assert "SAN-4.10b" in refused and "SAN-3.1i1" in refused, refused
    cath = Person(chromium, site, "cath.receivewell")
    telling = f"/do/D0001?verb=tell&about=receiving_team&matter={matter}{SIBLINGS}"
    assert "SAN-3.1i3" in does(cath, telling, "24 11 2026", channel="talking")
    worker = Person(chromium, site, username(holder))
    assert not does(worker, telling, "24 11 2026", channel="talking")
    the_review(tim, worker, holder, matter)
    assert not does(tim, review, management_review="fit")

    # A note without the venue is no note; with all five it lies in the receiving manager's tray.
    assert "SAN-4.10d" in does(tim, note, "24 11 2026", venue="", **NOTE)
    assert not does(tim, note, "24 11 2026", venue="The Made-up Centre", **NOTE)
    cath.go("/team")
    assert "Specimen" in cath.reads and "Workflow task picked up" in cath.holds

    # Seven days from the note: the 30th is too early to agree to.
    sooner = f"/do/D0001?verb=change_date&matter={matter}{SIBLINGS}"
    assert "SAN-4.11a" in on_a_day(tim, sooner, "transfer_date", "30 11 2026", reason="A room is free.")

    # The child stays where the child is, and another authority sees nothing of it.
    worker.go("/children/D0001")
    assert f"Holder {holder}" in worker.reads
    olu = Person(chromium, site, "olu.outgoing")
    olu.go("/children/D0001")
    assert "Amy" not in olu.reads and "Tim Sendwell" not in olu.reads


def the_lines(tim: Person, matter: str) -> None:
    """Every line says what it waits for, or why it does not apply; one date per child where it is each child's own."""
    tim.go(f"/transfers/{matter}/readiness")
    for line in ("Line 3: Address up to date", "Line 12: Exploitation screening tool", "Line 13: Care plan chronology"):
        assert line in tim.holds, line
    assert "Does not apply" in tim.holds and "Is a human rights assessment required?" in tim.holds


def the_review(tim: Person, worker: Person, holder: str, matter: str) -> None:
    """Manager and worker sit down over the open lines; they are finished no later than the day of the transfer."""
    there = f"/do/D0001?verb=held&word=review_meeting&matter={matter}{SIBLINGS}"
    assert not was_there(tim, there, "24 11 2026", "tim.sendwell", username(holder))
    finish = f"/do/D0001?verb=answer&word=finish_on&matter={matter}{SIBLINGS}"
    assert "SAN-4.7c" in on_a_day(tim, finish, "finish_on", "11 12 2026")
    assert not on_a_day(tim, finish, "finish_on", "8 12 2026")
    tasks = f"/do/D0001?verb=written&word=outstanding_tasks&matter={matter}{SIBLINGS}"
    fill(worker.go(tasks), "24 11 2026", lines="3, 9, 11, 13 to 16", owner=holder).date("8 12 2026", "finish_on")
    assert not worker.save().problem


def test_from_the_tray_to_the_move_at_the_conference(chromium: Any, visit: Callable[[str], str], now: Any) -> None:
    site = visit(AUTHORITY)
    bea = Person(chromium, site, "bea.courtlead")
    matter = transfer_of(bea, IN_THE_TRAY)
    holder = holder_of(bea, IN_THE_TRAY)
    worker, abi = Person(chromium, site, username(holder)), Person(chromium, site, "abi.assessmanage")

    def at(verb: str, word: str) -> str:
        return f"/do/{IN_THE_TRAY}?verb={verb}&word={word}&matter={matter}"

    # She takes it from her tray and names a worker of her own team, who is told what to do first.
    assert not does(bea, at("done", "picked_up"), "24 11 2026")
    assert not does(bea, at("done", "record_viewed"), "24 11 2026")
    refused = names(bea, matter, "isha.safeplan")
    assert "SAN-4.16b" in refused and "SAN-4.16c" in refused
    assert not does(bea, at("answer", "smart_actions"), smart_actions="Core group by 14 December.")
    assert not does(bea, at("answer", "team_involvement"), team_involvement="Visits every fortnight.")
    assert "SAN-4.16a" in names(abi, matter, "isha.safeplan")
    assert not names(bea, matter, "isha.safeplan")

    the_file(Person(chromium, site, "bill.filewell"), abi, worker, at)
    the_family(worker, holder, at, now)

    # At the conference both workers are there and a plan is made; it moves when her manager has said yes to it.
    later(now, "2026-12-07 15:00")
    both = (username(holder), "isha.safeplan", "family")
    assert not was_there(worker, at("held", "icpc"), "7 12 2026", *both, outcome="plan_made")
    assert holder_of(bea, IN_THE_TRAY) == holder
    assert "SAN-6.3d2" in does(bea, f"/do/{IN_THE_TRAY}?verb=move&matter={matter}")
    assert not does(bea, at("answer", "ct_manager_agrees"), ct_manager_agrees="yes")
    assert holder_of(bea, IN_THE_TRAY) == "Isha Safeplan"
    worker.go(f"/allocate/{IN_THE_TRAY}")
    assert "You cannot open this page" in worker.reads or "There is no page here" in worker.reads


def the_file(bill: Person, abi: Person, worker: Person, at: Callable[[str, str], str]) -> None:
    """The administrator's papers before the last line; the manager signs when every line is dated or does not apply."""
    assert "SAN-A1.17" in does(abi, at("answer", "manager_sign_off"), manager_sign_off="yes")
    uploaded, visits = at("written", "all_documents_uploaded"), at("written", "statutory_visits_current")
    assert not does(worker, uploaded, "24 11 2026")
    assert "does not count" in worker.page.locator("body").inner_text()  # papers are still in the folder: SAN-4.13b
    for task in ("h_drive_checked", "papers_scanned"):
        assert not does(bill, at("done", task), "24 11 2026")
    assert not does(worker, uploaded, "24 11 2026")
    assert "does not count" not in worker.page.locator("body").inner_text()
    assert not does(worker, visits, "23 11 2026")
    assert not does(abi, at("answer", "human_rights_needed"), human_rights_needed="no")
    assert not does(abi, at("answer", "manager_sign_off"), manager_sign_off="yes")


def the_family(worker: Person, holder: str, at: Callable[[str, str], str], now: Any) -> None:
    """They are told the name, and meet both workers together; a visit by one of them alone does not count."""
    assert not does(worker, at("tell", "&about=receiving_worker"), "24 11 2026", channel="phone")
    assert not does(worker, at("done", "workers_in_contact"), "24 11 2026")
    now("2026-12-01 17:00")
    visit = at("held", "joint_visit")
    page = "/transfers/" + visit.rsplit("matter=", 1)[1]
    for present, still in (((), True), (("isha.safeplan",), False)):
        there = (username(holder), "child", *present)
        assert not was_there(worker, visit, "1 12 2026", *there, plan_discussed="yes")
        in_the_way = worker.go(page).reads.split("Steps, edition")[0]
        assert ("Hold the joint visit" in in_the_way) is still, in_the_way


@pytest.mark.parametrize("width", [390, 1280])
def test_the_pages_of_this_procedure_at_two_widths(chromium: Any, visit: Callable[[str], str], width: int) -> None:
    tim = Person(chromium, visit(AUTHORITY), "tim.sendwell", width=width, scripts=True)
    for address in ("/", "/children/D0001", "/team"):
        tim.go(address)
        assert not tim.too_wide(), address
        assert tim.faults() == [], address
