"""A pick-up at the conference in a browser: capacity is no bar, the receiver stays away, responsibility passes all the
same, and only the holding manager may send the case on."""

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
    priya.page.locator("main a[href*='/transfers/pick_up']").first.click()
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
