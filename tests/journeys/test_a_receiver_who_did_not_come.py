"""A pick-up at the conference in a browser: capacity is no bar, the receiver stays away, responsibility passes all the
same, and only the holding manager may send the case on; a demand for workers goes up until two Heads direct another
team; and a case is kept for learning only by both Heads and to a date."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.journeys.people import Person

from baton.store import ticking
from baton.working_time import moment_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AUTHORITY = "rochdale"
CHILDREN = ("D0001", "D0002", "D0003")  # the first family of this world: a conference in six working days


def username(name: str) -> str:
    return ".".join(name.lower().split())


def all_children(person: Person) -> Person:
    for child in CHILDREN:
        box = person.page.locator(f"input[name=child][value={child}]")
        if box.count():
            box.check()
    return person


def for_want_of_capacity(person: Person) -> Person:
    """Gives capacity as what it is about, and says so in words wherever words are asked for."""
    for radio in person.page.locator("input[type=radio][value=capacity]").all():
        radio.check()
    for area in person.page.locator("main textarea").all():
        area.fill("Nobody is free in CP/Court 3.")
    return person


def step(person: Person, transfer: str) -> str:
    """Where the electronic transfer is done, as the page of the transfer offers it."""
    person.page.goto(transfer)
    links = "a[href*='sender_sends_it_on'], a[href*='electronic_by_next_day']"
    return str(person.page.locator(links).first.get_attribute("href"))


def send_it(person: Person, address: str) -> str:
    """Sends the cases on in the case system; returns what stands in the way."""
    all_children(person.go(address))
    for box in person.page.locator("input[name=to]").all():
        box.check()
    person.date("3 12 2026").save()
    return person.problem


def test_the_point_moves_the_children_and_the_holder_sends_them_on(
    chromium: Any, visit: Callable[[str], str], now: Any
) -> None:
    site = visit(AUTHORITY)
    priya = Person(chromium, site, "priya.takeover")

    # The transfer as the receiving manager sees it before the day: the point, and what is asked of her team.
    priya.go("/children/D0001")
    holder = priya.reads.split("Holder ")[1].split(",")[0]
    priya.click("main a[href*='/transfers/pick_up']")
    transfer = priya.page.url
    matter = transfer.rsplit("/", 1)[1]
    assert "First Response Team 3 to CP/Court Team 3" in priya.reads
    assert "Be at the ICPC" in priya.reads and "ROC-ICPC-4a" in priya.reads

    # No worker is free: that is no reason to decline. It opens an escalation about demand; the date of the move stands.
    all_children(priya.go(f"/do/D0001?verb=decline&matter={matter}&with=D0002&with=D0003"))
    for_want_of_capacity(priya).save()
    assert "ROC-CORE-7" in priya.problem, priya.problem
    priya.page.goto(transfer)
    all_children(priya.follow("demand on a service area"))
    for_want_of_capacity(priya).save()
    assert not priya.problem, priya.problem
    priya.page.goto(transfer)
    assert "Became due Wed 2 Dec 2026" in priya.reads

    # The file is not hers to check.
    all_children(priya.go(f"/do/D0001?verb=answer&word=file_quality&matter={matter}"))
    for radio in priya.page.locator("input[type=radio][value=yes]").all():
        radio.check()
    priya.save()
    assert "ROC-CORE-20a" in priya.problem and "Ask Pam Firstpost" in priya.problem

    the_conference(chromium, site, now, holder, matter)
    for child in CHILDREN:
        priya.go(f"/children/{child}")
        assert "Holder Priya Takeover" in priya.reads, priya.reads

    # She was invited and did not come: the case is Pam's to send, alone, by the next working day.
    now("2026-12-03 09:30")
    ticking.tick(moment_of("2026-12-03 09:30"), [AUTHORITY])
    refused = send_it(priya, f"/do/D0001?verb=send&word=electronic_transfer&matter={matter}&with=D0002&with=D0003")
    assert "ROC-CORE-18a" in refused and "Ask Pam Firstpost" in refused
    pam = Person(chromium, site, "pam.firstpost")
    assert not send_it(pam, step(pam, transfer))

    # The receiving manager names the worker, for all three at once.
    all_children(priya.go("/allocate/D0001"))
    priya.page.check("input[name=person][value='nora.incoming']")
    priya.fill("Why this worker?", "Room, and near the school.").save()
    assert not priya.problem, priya.problem
    priya.go("/children/D0003")
    assert "Holder Nora Incoming" in priya.reads

    # Another authority's people see their own child of this number and nothing of these.
    olu = Person(chromium, site, "olu.outgoing")
    olu.go("/children/D0001")
    assert "Ada Specimen" in olu.reads and "Amy" not in olu.reads and "Priya" not in olu.reads


def the_conference(chromium: Any, site: str, now: Any, holder: str, matter: str) -> None:
    """A plan is made and nobody from CP/Court is there; the former worker may not name the next."""
    now("2026-12-02 16:30")
    worker = Person(chromium, site, username(holder))
    all_children(worker.go(f"/do/D0001?verb=held&word=icpc&matter={matter}&with=D0002&with=D0003"))
    for child in CHILDREN:
        worker.page.check(f"input[name=outcome-{child}][value=plan_made]")
    worker.page.check(f"input[name=attended][value='{username(holder)}']")
    worker.page.check("input[name=attended][value=family]")
    worker.date("2 12 2026").save()
    assert not worker.problem, worker.problem
    worker.go("/allocate/D0001")
    assert "You cannot open this page" in worker.reads


RIGHT = "Write an answer: why is this right for the child?"  # asked on the form of the act that waits for it
NO_ROOM = "D0015"  # the receiving team is full; looking inside the service area found nobody
KEPT = "D0011"  # a PLO meeting is booked and the two managers have not talked


def opened(person: Person, child: str, kind: str) -> str:
    """The key of the child's open matter of this kind, by the links of its pages."""
    links = f"main a[href*='{kind}-']"
    person.go(f"/children/{child}")
    if not person.page.locator(links).count():
        person.click("main a[href^='/transfers/']")
    href = str(person.page.locator(links).first.get_attribute("href"))
    return kind + "-" + href.split(f"{kind}-")[1].split("&")[0].split("%")[0].split("/")[0]


def does(person: Person, address: str, day: str = "", name: str = "when", **parts: str) -> str:
    """Does what this page is for, with these parts; returns what stands in the way."""
    person.go(address)
    for key, value in parts.items():
        field = person.page.locator(f"main [name='{key}']").first
        kind = field.evaluate("f => f.tagName + f.type")
        if kind in ("INPUTradio", "INPUTcheckbox"):
            person.page.check(f"main [name='{key}'][value='{value}']")
        elif kind.startswith("SELECT"):
            field.select_option(value)
        else:
            field.fill(value)
    return (person.date(day, name) if day else person).save().problem


def test_a_demand_goes_up_until_two_heads_direct_the_move(chromium: Any, visit: Callable[[str], str], now: Any) -> None:
    site = visit(AUTHORITY)
    ivor, hanna = (
        Person(chromium, site, "ivor.headcourt"),
        Person(chromium, site, "hanna.headfirst", post="head_of_service|frt"),
    )
    demand = opened(ivor, NO_ROOM, "demand")

    # It is with the Head: not further up before the senior managers have talked, and not settled without the child.
    assert "ROC-CORE-12" in does(ivor, f"/do/{NO_ROOM}?verb=refer&matter={demand}", reason="Nobody is free.")
    settled = does(ivor, f"/do/{NO_ROOM}?verb=settle&matter={demand}", reason="CP/Court 2 has room.")
    assert RIGHT in settled and "ROC-CORE-7b" in ivor.reads, settled

    # A manager does not direct, one Head alone moves nothing, and no direction goes without its reason.
    priya = Person(chromium, site, "priya.takeover")
    directs = f"/do/{NO_ROOM}?verb=propose&word=directed"
    refused = does(priya, directs, to_team="cp_2", reason="We are full.")
    assert "ROC-CORE-10" in refused or "You cannot open this page" in priya.reads, refused
    assert does(hanna, directs, to_team="cp_2")
    assert not does(hanna, directs, to_team="cp_2", reason="CP/Court 2 has a worker on the day.")
    directed = opened(hanna, NO_ROOM, "directed")
    agrees = f"/do/{NO_ROOM}?verb=agree&matter={directed}"
    assert RIGHT in does(hanna, agrees) and "ROC-CORE-7b" in hanna.reads
    why = f"/do/{NO_ROOM}?verb=answer&word={{}}&matter={directed}"
    assert not does(hanna, why.format("right_for_child"), right_for_child="A worker from the first day.")
    assert not does(hanna, why.format("why_no_meeting"), why_no_meeting="The conference is weeks away.")
    assert not does(hanna, agrees)
    hanna.go(f"/children/{NO_ROOM}")
    before = hanna.reads.split("Holder ")[1].split(",")[0]
    assert not does(ivor, agrees)
    ivor.go(f"/children/{NO_ROOM}")
    after = ivor.reads.split("Holder ")[1].split(" since")[0]
    assert before not in after and "CP/Court Team 2" in after, after


def test_a_case_is_kept_for_learning_by_both_heads_and_to_a_date(
    chromium: Any, visit: Callable[[str], str], now: Any
) -> None:
    site = visit(AUTHORITY)
    ivor, hanna = (
        Person(chromium, site, "ivor.headcourt"),
        Person(chromium, site, "hanna.headfirst", post="head_of_service|frt"),
    )
    hanna.go(f"/children/{KEPT}")
    worker = Person(chromium, site, username(hanna.reads.split("Holder ")[1].split(",")[0]))
    assert not does(worker, f"/do/{KEPT}?verb=propose&word=retention", to_team="cp_4", reason="A court bundle.")
    kept = opened(hanna, KEPT, "retention")
    until, agrees = f"/do/{KEPT}?verb=answer&word=retained_until&matter={kept}", f"/do/{KEPT}?verb=agree&matter={kept}"
    assert "ROC-CORE-13" in does(hanna, until, "31 12 2026", "retained_until")
    assert not does(hanna, f"/do/{KEPT}?verb=answer&word=right_for_child&matter={kept}", right_for_child="Trust.")
    assert not does(hanna, agrees)
    assert "ROC-CORE-13" in does(hanna, until, "31 12 2026", "retained_until")  # one Head is not both
    assert not does(ivor, agrees)
    assert not does(hanna, until, "31 12 2026", "retained_until")
    hanna.go(f"/children/{KEPT}")
    assert "Thu 31 Dec 2026" in hanna.holds and "Trust." in hanna.holds
