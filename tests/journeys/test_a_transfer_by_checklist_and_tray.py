"""A transfer from manager to manager in a browser: the review before the notice, the checklist's lines by clause,
and telling the family, which stays with the worker who holds the child."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.journeys.people import Person

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AUTHORITY = "sandwell"
CHILDREN = ("D0001", "D0002", "D0003")  # the first family of this world: a conference in three weeks


def username(name: str) -> str:
    return ".".join(name.lower().split())


def all_children(person: Person) -> Person:
    for child in CHILDREN:
        box = person.page.locator(f"input[name=child][value={child}]")
        if box.count():
            box.check()
    return person


def test_refusals_by_clause_on_the_way_to_the_forum(chromium: Any, visit: Callable[[str], str], now: Any) -> None:
    site = visit(AUTHORITY)
    tim = Person(chromium, site, "tim.sendwell")

    # The transfer as the sending manager sees it: both ends, what is open, what stands in the way, each by its clause.
    tim.go("/children/D0001")
    holder = tim.reads.split("Holder ")[1].split(",")[0]
    tim.page.locator("main a[href*='/transfers/planned']").first.click()
    transfer = tim.page.url
    matter = transfer.rsplit("/", 1)[1]
    assert "A&I Tipton and Rowley 1 to Court Tipton and Rowley 1" in tim.reads
    page = tim.page.content()  # the lines of the checklist stand closed, with their number
    assert "SAN-4.7a" in page and "SAN-A1.3" in page and "lines still open" in page

    # No finding while lines are open and nobody has said by when they are done.
    review = f"/do/D0001?verb=answer&word=management_review&matter={matter}"
    all_children(tim.go(review))
    for radio in tim.page.locator("input[type=radio][value=fit]").all():
        radio.check()
    tim.save()
    assert "SAN-4.7" in tim.problem, tim.problem

    # The note waits for the review and for the family to be told.
    cath = Person(chromium, site, "cath.receivewell")
    note = f"/do/D0001?verb=send&word=transfer_note&matter={matter}"
    all_children(tim.go(note))
    for box in tim.page.locator("input[name=to]").all():
        box.check()
    tim.date("24 11 2026").save()
    assert "SAN-4.10b" in tim.problem or "SAN-3.1i1" in tim.problem, tim.problem

    # The receiving manager may not tell the family: that stays with the worker who holds the child.
    all_children(cath.go(f"/do/D0001?verb=tell&about=receiving_team&matter={matter}"))
    for box in cath.page.locator("input[name=to]").all():
        box.check()
    cath.date("24 11 2026").save()
    assert "SAN-3.1i3" in cath.problem, cath.problem
    worker = Person(chromium, site, username(holder))
    all_children(worker.go(f"/do/D0001?verb=tell&about=receiving_team&matter={matter}"))
    for box in worker.page.locator("input[name=to]").all():
        box.check()
    worker.date("24 11 2026").save()
    assert not worker.problem, worker.problem

    # The child stays where the child is, and another authority sees nothing of it.
    worker.go("/children/D0001")
    assert f"Holder {holder}" in worker.reads
    olu = Person(chromium, site, "olu.outgoing")
    olu.go("/children/D0001")
    assert "Amy" not in olu.reads and "Tim Sendwell" not in olu.reads


@pytest.mark.parametrize("width", [390, 1280])
def test_the_pages_of_this_procedure_at_two_widths(chromium: Any, visit: Callable[[str], str], width: int) -> None:
    tim = Person(chromium, visit(AUTHORITY), "tim.sendwell", width=width, scripts=True)
    for address in ("/", "/children/D0001", "/team"):
        tim.go(address)
        assert not tim.too_wide(), address
        assert tim.faults() == [], address
