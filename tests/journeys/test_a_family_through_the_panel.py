"""One family from "due" to the new practitioner, in a browser without scripts, with the refusals on the way."""

from __future__ import annotations

from typing import Any

import pytest
from tests.journeys.people import Person

from baton.store import ticking
from baton.working_time import moment_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def child_of(case: str) -> str:
    """The first child of an awkward case of the made-up world, by its place in the list."""
    from baton.demo.awkward import cases

    number = 1
    for one in cases():
        if one.name == case:
            return f"D{number:04}"
        number += len(one.ages)
    raise LookupError(case)


def test_a_family_goes_through_the_panel_to_the_handover(chromium: Any, site: str, now: Any) -> None:
    child = child_of("due_not_listed")
    penny = Person(chromium, site, "penny.agenda")

    # The list refuses whoever comes without the papers, and says what is lacking.
    penny.go(f"/children/{child}")
    assert "Due since" in penny.reads
    holder = penny.reads.split("Holder ")[1].split(",")[0]
    penny.go(f"/do/{child}?verb=list&word=transfer_panel&alone=1").save()
    assert "You cannot put" in penny.problem and "Transfer summary: not written or not sent." in penny.problem
    assert "BEX-2.1a" in penny.problem

    olu = Person(chromium, site, ".".join(holder.lower().split()))
    olu.go(f"/children/{child}").follow("Send the transfer summary").date("24 11 2026").save()
    assert not olu.problem
    olu.go(f"/children/{child}").follow("How does this change serve the child?")
    olu.page.locator("textarea").first.fill("School and home are in the new locality.")
    olu.save()
    assert not olu.problem
    penny.go(f"/do/{child}?verb=list&word=transfer_panel&alone=1").save()
    assert not penny.problem, penny.problem

    # The panel sits: agreed needs a date, by its clause.
    now("2026-11-25 10:20")
    penny.go("/sittings/transfer_panel/2026-11-25T1000").follow("Record who is here")
    for box in penny.page.locator("input[name=attended]").all():
        box.check()
    penny.press("Save who is here")
    surname = ""
    penny.go(f"/children/{child}")
    surname = penny.page.locator(".baton-identity h1").first.inner_text().split()[-1]
    penny.go("/sittings/transfer_panel/2026-11-25T1000/row/1").follow(f"{surname} family")
    penny.page.locator("select[name=presenter]").select_option(label=holder)
    penny.page.locator("input[value=agreed]").first.check()
    penny.page.locator("textarea[name=reason]").fill("The assessment is complete.")
    penny.click("button[value=decide]")
    assert "Transfer date: not given." in penny.problem and "BEX-2.3b" in penny.problem
    penny.date("30 11 2026", "transfer_date")
    worker = penny.page.locator("select[name=receiving_worker]")
    worker.select_option(index=1)
    receiver = worker.locator("option:checked").inner_text().split(",")[0]
    penny.click("button[value=decide]")
    assert not penny.problem, penny.problem

    # The child stays where they are until the manager says that the record is fit to move.
    now("2026-11-30 09:00")
    ticking.tick(moment_of("2026-11-30 09:00"), ["bexley"])
    olu.go(f"/children/{child}")
    assert f"Holder {holder}" in olu.reads
    olu.click("main a[href*='/transfers/between_services']")
    transfer = olu.page.url
    assert "In the way now" in olu.reads and "Is the record fit to move?" in olu.reads
    manager = olu.reads.split("Is the record fit to move? ")[-1]
    assert manager
    rest_of_the_steps(chromium, site, transfer, child, holder, receiver)


def rest_of_the_steps(chromium: Any, site: str, transfer: str, child: str, holder: str, receiver: str) -> None:
    """Every step still open, done by whoever it is for, until the child has moved and met both workers."""
    people: dict[str, Person] = {}
    for _round in range(40):
        looker = people.setdefault(holder, Person(chromium, site, ".".join(holder.lower().split())))
        looker.page.goto(transfer)
        open_steps = looker.page.locator("ol.baton-steps > li").all()
        done = False
        for step in open_steps:
            what = " ".join(step.locator(".baton-line__what").inner_text().split()).split(" ", 1)[1]
            who = step.locator(".baton-line__who").inner_text()
            state = step.locator(".baton-line__tag").inner_text()
            if state in ("Completed", "Excused", "Cannot start yet"):
                continue
            for name in [n.strip() for part in who.split(",") for n in part.split(" and ")]:
                person = people.setdefault(name, Person(chromium, site, ".".join(name.lower().split())))
                if do_step(person, transfer, what.replace(" (yours)", ""), (holder, receiver)):
                    done = True
                    break
            if done:
                break
        if not done:
            break
    reader = people[holder]
    reader.page.goto(transfer)
    assert "Responsibility moved on" in reader.reads, reader.reads
    reader.go(f"/children/{child}")
    assert f"Holder {receiver}" in reader.reads


def do_step(person: Person, transfer: str, what: str, both: tuple[str, str]) -> bool:
    """Does one step if the page offers it to this person; False where it does not, or it changes nothing."""
    person.page.goto(transfer)
    link = "ol.baton-steps a[href^='/do/']"
    if not person.page.locator(link, has_text=what).count():
        return False
    before = person.reads
    person.click(link, what)
    person.date("30 11 2026")
    for radio in person.page.locator("input[type=radio][value=yes], input[type=radio][value=talking]").all():
        radio.check()
    for box in person.page.locator("input[name=to], input[name=attended]").all():
        box.check()
    for area in person.page.locator("textarea").all():
        area.fill("Said as it is.")
    person.save()
    if person.problem:
        return False
    person.page.goto(transfer)
    return bool(person.reads != before)
