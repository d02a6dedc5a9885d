"""What is typed is kept when the browser closes in the middle of a form, and a session warns before it ends."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from tests.journeys.people import Person

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FORM = "/do/D0001?verb=held&word=family_handover"


def test_a_form_is_there_again_after_the_browser_was_closed(chromium: Any, site: str) -> None:
    olu = Person(chromium, site, "olu.outgoing", scripts=True)
    olu.go(FORM)
    olu.page.fill("#reason", "they met at the school gate")
    olu.page.close(run_before_unload=False)
    olu.leave()
    again = Person(chromium, site, "olu.outgoing")
    for _ in range(20):
        again.go(FORM)
        if "Not saved as a fact." in again.reads:
            break
        again.page.wait_for_timeout(200)
    assert again.page.input_value("#reason") == "they met at the school gate"
    again.press("Discard the draft")
    assert again.page.input_value("#reason") == ""
    again.leave()


def test_the_end_of_the_session_is_said_before_and_can_be_put_off(chromium: Any, site: str) -> None:
    before = settings.SESSION_COOKIE_AGE
    settings.SESSION_COOKIE_AGE = 200  # within the time of warning
    try:
        olu = Person(chromium, site, "olu.outgoing", scripts=True)
        olu.go(FORM)
        warned = olu.page.get_by_role("alertdialog")
        assert "You will be signed out at" in warned.inner_text()
        assert olu.page.evaluate("document.activeElement.textContent") == "Stay signed in"
        settings.SESSION_COOKIE_AGE = 3600
        olu.page.keyboard.press("Enter")
        warned.wait_for(state="hidden")
        olu.leave()
    finally:
        settings.SESSION_COOKIE_AGE = before
