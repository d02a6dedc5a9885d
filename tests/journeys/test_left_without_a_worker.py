"""A child whom nobody can be given: the steps on the board, and the Deputy Director's no with its reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.journeys.people import Person

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def card(person: Person, text: str) -> Any:
    """The first child's card on the board that shows this text."""
    return person.go("/unallocated").page.locator("main section", has_text=text).first


def test_the_deputy_director_says_no_and_the_child_is_to_have_a_worker(
    chromium: Any, visit: Callable[[str], str]
) -> None:
    site = visit("wirral")
    dora = Person(chromium, site, "dora.authorise", width=360, scripts=True)
    asked = card(dora, "Do not authorise for")
    steps = " ".join(asked.inner_text().split())
    assert "Authorise: child without a named worker for" in steps and "WIR-6j" in steps and "WIR-6k, WIR-6p" in steps, (
        steps
    )
    assert "nobody named" not in steps and "Waits for the answer: What did the Senior Manager find?" in steps
    name = asked.locator("h2 a").inner_text()
    assert dora.faults() == [] and not dora.too_wide()

    # Without a reason nothing is saved; with one it is kept on the board, and there is no second answer to give.
    dora.click("main a", f"Do not authorise for {name}")
    assert dora.save().problem
    dora.page.locator("textarea[name=not_authorised]").fill("His plan changes this week.")
    dora.save()
    assert not dora.problem, dora.problem
    after = card(dora, name)
    after.locator("summary").first.click()  # the steps, where there is nothing to decide any more
    said = " ".join(after.inner_text().split())
    assert "Must have a worker" in said and "His plan changes this week. (Dora Authorise, " in said, said
    assert f"Authorise for {name}" not in said and "by end of Tue 24 Nov 2026" in said

    # The team manager was told, and it is theirs to name a worker today.
    holder = said.split("Held by ")[1].split(",")[0]
    manager = Person(chromium, site, ".".join(holder.lower().split()), scripts=True)
    theirs = card(manager, name)
    assert theirs.get_by_role("link", name=f"Name a worker for {name}").count()
    assert manager.faults() == [] and not manager.too_wide()
