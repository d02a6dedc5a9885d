"""A sitting run by single keys: off until turned on, never while typing."""

from __future__ import annotations

from typing import Any

import pytest
from tests.journeys.people import Person

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROW = "/sittings/transfer_panel/2026-11-18T1000/row/1"


def test_single_keys_are_off_until_somebody_turns_them_on(chromium: Any, site: str) -> None:
    penny = Person(chromium, site, "penny.agenda", scripts=True)
    penny.go(ROW)
    chosen = penny.page.locator("input[name^=decision]:checked")
    before = chosen.evaluate_all("found => found.map(f => f.value)")
    penny.page.locator("h1").click()
    penny.page.keyboard.press("d")
    assert chosen.evaluate_all("found => found.map(f => f.value)") == before
    penny.page.get_by_label("Use single keys on this page").check()
    penny.page.keyboard.press("d")
    assert (
        penny.page.locator("input[name^=decision]").first.evaluate(
            "f => document.querySelector(`input[name=${f.name}]:checked`).value"
        )
        == "deferred"
    )
    penny.page.locator("textarea").first.focus()
    penny.page.keyboard.type("adn")
    assert penny.page.locator("textarea").first.input_value().endswith("adn")
    penny.page.locator("summary").first.focus()
    penny.page.keyboard.press("n")
    penny.page.wait_for_url("**/row/2")
    assert penny.page.evaluate("document.activeElement.tagName") == "H1"
    penny.page.keyboard.press("p")
    penny.page.wait_for_url("**/row/1")
    penny.leave()
