"""The tour: every stop of every post leads to a page that this post may open."""

from __future__ import annotations

import pytest

from . import world
from .pages import main

POSTS = [("ann", ()), ("nora", ()), ("hal", ()), ("cy", ()), ("root", ("set up",)), ("audra", ("audit",)),
         ("polly", ("procedure",))]  # fmt: skip


@pytest.mark.parametrize(("person", "duties"), POSTS)
def test_every_stop_of_the_tour_opens(town: world.Town, person: str, duties: tuple[str, ...]) -> None:
    town.child()
    browser = world.sign_in(town, person, duties=duties, post=duties[0] if duties else "")
    page = browser.get("/tour")
    assert "A tour of five minutes" in main(page) and "Here everybody is invented" in main(page)
    stops = [part.split('"')[0] for part in page.content.decode().split('class="baton-tour"')[-1].split('href="')[1:]]
    stops = [s for s in stops if s.startswith("/") and not s.startswith(("/static", "/accessibility", "/privacy"))]
    assert stops
    shut = {stop: browser.get(stop, follow=True).status_code for stop in stops}
    assert set(shut.values()) == {200}, shut
