"""What the procedure wants seen (`show … where`) stands at the place that it names; a forum lists what it says."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import Any

import pytest
from django.conf import settings
from tests.engine import small_pack

from baton.policy import model as m
from baton.store.models import Matter
from baton.store.tenancy import in_authority
from baton.working_time import moment_of

from . import world
from .pages import main

KEYS = count()
SITTING = "/sittings/panel/2026-08-12T1000"
PRESENTER = m.Measure("word", "presenter")


def shows(key: str, *places: str) -> m.Show:
    return m.Show(small_pack.head(key, "move_between"), (PRESENTER.word,), places, (PRESENTER,))


SHOWS = (
    shows("row_shows", "panel_item"), shows("minutes_show", "minutes"), shows("dispute_shows", "dispute"),
    shows("in_the_tray", "tray"),
)  # fmt: skip
PACK = replace(
    small_pack.PACK, rules=(*small_pack.PACK.rules, *SHOWS), build="",
    words={**small_pack.PACK.words, "presenter": m.Word("presenter", "slot", "Presented by")},
    forums={"panel": replace(small_pack.PACK.forums["panel"], item="child")},
)  # fmt: skip


@pytest.fixture
def town(postgres: Any) -> world.Town:
    """Ada and Bo are on the list of 12 August, presented by Ann."""
    town = world.make_town(f"shown{next(KEYS)}", PACK, "shown")
    for name in ("ada", "bo"):
        town.child(name)
    town.family("ada", "bo")
    town.act("2026-08-06 08:00", "ann", "send", "summary", "ada", "bo", to=("cy",))
    town.act("2026-08-06 08:10", "cy", "list", "panel", "ada", "bo", values={"presenter": "ann"})
    settings.BATON_NOW = moment_of("2026-08-12 10:30")
    return town


def test_a_row_of_the_list_shows_what_the_procedure_wants_seen_there(town: world.Town) -> None:
    browser = world.sign_in(town, "cy")
    for address, rule in (("", "row_shows"), ("/row/1", "row_shows"), ("/minutes", "minutes_show")):
        if address == "/row/1":
            browser.post(f"{SITTING}/attendance", {"attended": ["nora", "sid"]})
        page = main(browser.get(f"{SITTING}{address}"))
        assert "Presented by: Ann" in page and f"TST-{rule}" in page, page
        assert sum(f"TST-{other}" in page for other in ("row_shows", "minutes_show", "dispute_shows")) == 1


def test_a_forum_that_lists_children_has_a_row_for_each(town: world.Town) -> None:
    page = main(world.sign_in(town, "cy").get(SITTING))
    assert "1. Ada Fictley" in page and "2. Bo Fictley" in page and "Fictley family" not in page
    assert "2 children" in main(world.sign_in(town, "cy").get("/sittings"))


def test_a_dispute_shows_what_the_procedure_wants_seen_there(town: world.Town) -> None:
    with in_authority(town.key):
        key = Matter.objects.filter(authority=town.key, child="ada").values_list("key", flat=True).get()
    page = main(world.sign_in(town, "nora").get(f"/disputes/{key}"))
    assert "TST-dispute_shows" in page and "Presented by, Ada Fictley and Bo Fictley: Ann" in page, page


def test_what_has_no_page_of_its_own_stands_among_the_reports(town: world.Town) -> None:
    browser = world.sign_in(town, "nora")
    page = main(browser.get("/reports/wanted"))
    assert "Presented by TST-in_the_tray 2 children" in page, page
