"""Every place, at a desk and on a phone: axe finds nothing, nothing scrolls sideways, one green button, soon loaded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.journeys.people import AXE, Person

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HEAVIEST = 150_000  # bytes as they are sent, styles and scripts included, nothing kept from before

PLACES = {
    "olu.outgoing": ("/", "/children", "/children/D0001", "/children/D0001/recorded", "/children/D0001/record",
                     "/questions", "/my-day/duties?order=-child", "/procedure", "/procedure/BEX-2.8b", "/sittings",
                     "/letters?stands=address&order=to", "/settings", "/notices", "/children/D0001/told",
                     "/your-password", "/tour",
                     "/do/D0001?verb=held&word=family_handover", "/do/D0001?verb=told&word=transfer_date"),
    "mo.sender": ("/unallocated?order=name", "/unallocated/report", "/workers/olu.outgoing",
                  "/workers/olu.outgoing/children", "/workers/olu.outgoing/away", "/about/worker/olu.outgoing",
                  "/about/authority/bexley", "/team", "/team/board?way=out", "/team/board?way=in",
                  "/team/duties?stands=late", "/questions?whose=team&order=child",
                  "/allocate/D0001", "/disputes?order=-raised", "/reports",
                  "/children/D0001/at?on=2026-11-01", "/children/D0001/correct/3",
                  "/children/D0001/whole-record"),
    "penny.agenda": ("/sittings/transfer_panel/2026-11-25T1000/send/agenda", "/sittings/transfer_panel/new",
                     "/sittings/transfer_panel/2026-12-02T1000/change",
                     "/sittings/transfer_panel/2026-11-25T1000", "/sittings/transfer_panel/2026-11-18T1000/row/1",
                     "/sittings/transfer_panel/2026-11-18T1000/minutes",
                     "/sittings/transfer_panel/2026-11-18T1000/attendance"),
    "dee.deputy": ("/reports", "/reports/waiting", "/reports/rules?long=7&order=2", "/import", "/disputes", "/team",
                   "/reports/moving", "/reports/changes?figure=1", "/reports/flows?months=24", "/reports/lateness",
                   "/reports/carrying", "/reports/telling", "/reports/disputes", "/reports/siblings",
                   "/reports/audit?child=D0001&on=2026-11-10", "/children?q=specimen&open=all", "/children?q=spesimen",
                   "/children/recorded-twice", "/children/begin", "/children/D0001/same",
                   "/exports", "/exports/ssda903-social-worker"),
    "bill.post": ("/",),
    "sid.setup": ("/set-up?q=manager", "/set-up/person", "/set-up/office",
                  "/set-up/closure-day", "/import", "/choose-post", "/children/D0001", "/set-up/tokens",
                  "/set-up/accounts/1/token", "/set-up/keep-for", "/set-up/retention", "/set-up/retention/hold"),
    "audra.audit": ("/reports/reads", "/children/D0001", "/accessibility", "/help", "/nowhere"),
}  # fmt: skip


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("name", sorted(PLACES))
def test_a_place_is_clean_and_fits(chromium: Any, site: str, name: str, width: int) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: ./baton start brings it")
    person = Person(chromium, site, name, width, scripts=True)
    troubles = []
    for address in PLACES[name]:
        person.go(address)
        troubles += [f"{address}: {fault}" for fault in person.faults()]
        if person.too_wide():
            troubles.append(f"{address}: scrolls sideways at {width}")
        troubles += [f"{address}: “{caption}” is not to be seen at {width}" for caption in person.tables_not_seen()]
        if person.page.locator("h1").count() != 1:
            troubles.append(f"{address}: {person.page.locator('h1').count()} h1")
        if person.weight() > HEAVIEST:
            troubles.append(f"{address}: {person.weight() // 1000} kB with its styles and scripts")
        main = person.page.locator("main .govuk-button:not(.govuk-button--secondary)").count()
        if main > 1:
            troubles.append(f"{address}: {main} green buttons")
    person.leave()
    assert not troubles, "\n".join(troubles)


def test_a_letter_and_its_sentences_are_clean_and_fit_a_phone(chromium: Any, site: str) -> None:
    """The letter, its paragraphs in boxes, and the letter again with what differs from the template."""
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: ./baton start brings it")
    person = Person(chromium, site, "bill.post", 320, scripts=True)
    person.go("/letters")
    letters = person.page.locator('main a[href*="/letters/"]')
    addresses = [letters.nth(n).get_attribute("href") for n in range(letters.count())]
    troubles, seen = [], 0
    for address in (str(one).removesuffix("/address") for one in addresses[:15]):
        person.go(f"{address}/sentences")
        if person.page.url.endswith("/sentences"):  # else it lacks something, and its page was shown instead
            seen += 1
            troubles += [f"sentences: {fault}" for fault in person.faults()]
            troubles += ["sentences scroll sideways"] if person.too_wide() else []
            person.page.locator("textarea").last.fill("With kind regards")
            person.click("main .govuk-button")
            troubles += [f"letter: {fault}" for fault in person.faults()]
            assert person.page.get_by_text("What differs from the template").count() == 1
            break
    person.leave()
    assert seen and not troubles, (addresses, troubles)


ROCHDALE = {
    "pam.firstpost": ("/team", "/team/borders", "/team/board?way=out", "/children/D0017", "/sittings", "/my-day",
                      "/do/D0001?verb=propose&word=retention", "/do/D0001?verb=propose&word=directed"),
    "priya.takeover": ("/team", "/children/D0001", "/disputes", "/unallocated"),
}  # fmt: skip


@pytest.mark.parametrize("width", [320, 1280])
def test_where_no_panel_sits_the_places_are_clean_and_fit_too(
    chromium: Any, visit: Callable[[str], str], width: int
) -> None:
    """Pick-up points, children held elsewhere, what is kept, what is directed; the transfer and its plan to print."""
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: ./baton start brings it")
    site, troubles = visit("rochdale"), []
    for name, addresses in ROCHDALE.items():
        person = Person(chromium, site, name, width, scripts=True)
        person.go("/children/D0001").click("main a[href*='/transfers/pick_up']")
        transfer = person.page.url
        for address in (transfer, f"{transfer}/plan", *addresses):
            person.go(address)
            troubles += [f"{address}: {fault}" for fault in person.faults()]
            if person.too_wide():
                troubles.append(f"{address}: scrolls sideways at {width}")
        person.leave()
    assert not troubles, "\n".join(troubles)


def test_the_keyboard_alone_reaches_the_content_and_the_form(chromium: Any, site: str) -> None:
    person = Person(chromium, site, "olu.outgoing", scripts=True)
    person.go("/do/D0001?verb=held&word=family_handover")
    person.page.keyboard.press("Tab")
    assert person.page.evaluate("document.activeElement.textContent") == "Skip to main content"
    person.page.keyboard.press("Enter")
    reached = set()
    for _ in range(80):
        person.page.keyboard.press("Tab")
        reached.add(person.page.evaluate("document.activeElement.name || ''"))
    assert {"attended", "step"} <= reached and any(name.endswith("-day") for name in reached)
    person.leave()
