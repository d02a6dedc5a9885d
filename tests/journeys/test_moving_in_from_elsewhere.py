"""Children on another authority's plan in a browser: that authority stays responsible, by name, until a conference here
has been held within fifteen working days of its request; then a manager here holds them and names the worker."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.journeys.people import Person
from tests.journeys.test_a_transfer_by_checklist_and_tray import does, later, was_there

from baton.store.recalculating import recalculate
from baton.working_time import moment_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AUTHORITY = "sandwell"
TUESDAY = "2026-11-24 10:00"  # when the site of all journeys begins
CHILD = "D0041"  # with a younger sibling; asked on Friday 13 November, the conference is booked for 1 December
BOTH = "&with=D0042"
ELSEWHERE = "Otherplace Council (made up)"


def allocates(person: Person, worker: str, matter: str) -> str:
    person.go(f"/allocate/{CHILD}?matter={matter}{BOTH}")
    chosen = person.page.locator(f"main input[type=radio][value='{worker}']")
    if not chosen.count():
        return person.holds
    chosen.check()
    for box in person.page.locator("main input[name=child]").all():
        box.check()
    return person.fill("Why this worker?", "Room, and knows the school.").save().problem


def test_the_other_authority_keeps_them_until_the_conference_is_held(
    chromium: Any, visit: Callable[[str], str], now: Any
) -> None:
    site = visit(AUTHORITY)
    uma, brin = Person(chromium, site, "uma.safeguardly"), Person(chromium, site, "brin.courtlead")

    # Another journey of this world may have gone further in time: these two are worked out for this one's moment.
    for child in (CHILD, "D0042"):
        recalculate(AUTHORITY, child, moment_of(TUESDAY))

    # Who holds them is said by name; what is due here is the conference, fifteen working days from the request.
    uma.go(f"/children/{CHILD}")
    assert ELSEWHERE in uma.reads.split("Holder ")[1][:80] and "Kim Placeholder" in uma.reads
    assert "by end of Fri 4 Dec 2026" in uma.reads and "SAN-11.3b" in uma.page.content()

    # The Unit opens the move for the team that will receive; nobody is named here before the conference.
    proposes = f"/do/{CHILD}?verb=propose&word=border_cp{BOTH}"
    assert not does(uma, proposes, to_team="ctcp_so_1", reason="They are to stay for good.")
    brin.go(f"/children/{CHILD}").click("main a[href*='/transfers/border_cp']")
    matter = brin.page.url.rsplit("/", 1)[1]
    assert "SAN-10.1" in brin.holds and "SAN-9.1a" in allocates(brin, "kofi.safeplan", matter)
    assert "SAN-11.2" in does(brin, f"/do/{CHILD}?verb=withdraw&matter={matter}{BOTH}", reason="No room.")

    # Cancelled, and booked for a day too late: they are still the other authority's, and the page says that it is late.
    at = f"/do/{CHILD}?verb={{}}&word=transfer_in_conference{BOTH}"
    assert not does(uma, at.format("cancelled"), "24 11 2026", reason="The chair is ill.")
    assert not does(uma, at.format("booked"), "8 12 2026")
    later(now, "2026-12-07 10:00")
    uma.go(f"/children/{CHILD}")
    assert ELSEWHERE in uma.reads.split("Holder ")[1][:80]
    assert "was due Fri 4 Dec 2026" in uma.reads

    # Held: from then they are Sandwell's, by the manager's name until there is a worker.
    later(now, "2026-12-08 16:00")
    assert not was_there(uma, at.format("held"), "8 12 2026", "family", outcome="plan_made")
    for child in (CHILD, "D0042"):
        brin.go(f"/children/{child}")
        assert "Holder Brin Courtlead" in brin.reads, brin.reads[:400]
    assert not allocates(brin, "kofi.safeplan", matter)
    brin.go(f"/children/{CHILD}")
    assert "Holder Kofi Safeplan" in brin.reads
