"""How long records are kept: as stated and by which paper; review is proposed, and a legal hold stops it."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client
from tests.store import cast

from baton.store import asking, retention
from baton.store.models import Child, LegalHold, Status
from baton.store.tenancy import as_program, in_authority

from . import world
from .pages import main


@pytest.fixture
def root(town: world.Town) -> Client:
    return world.sign_in(town, "root", duties=("set up",), post="set up")


def state(root: Client, years: int, counted_from: str, status: str = "") -> str:
    given = {
        "status": status,
        "years": str(years),
        "counted_from": counted_from,
        "source": "Schedule 7",
        "reason": "new",
    }
    return main(root.post("/set-up/keep-for", {**given, "step": "save"}, follow=True))


def closed(town: world.Town, child: str, day: int, born: date | None) -> None:
    """The row of a child whose record was closed so many seconds after 1970: what the page reads."""
    with as_program(town.key), in_authority(town.key):
        given = {"closed": day, "born": born, "holder_kind": "", "reference": f"R-{child}"}
        Child.objects.filter(authority=town.key, child=child).update(**given)


def test_nothing_comes_up_before_somebody_states_a_period_and_says_by_what(town: world.Town, root: Client) -> None:
    closed(town, town.child(), 86400, date(1930, 3, 1))
    page = main(root.get("/set-up/retention"))
    assert (
        "No period is stated, so every record is kept" in page and "1 closed record is under no stated period" in page
    )
    assert "Which law or schedule" in main(root.get("/set-up/keep-for"))
    state(root, 3, "closing")
    entry = asking.journal(town.key, "authority", town.key)[-1]
    assert entry.word == "retention" and entry.values["source"] == "Schedule 7" and entry.done_by == "root"
    page = main(root.get("/set-up/retention"))
    assert "3 years from the day on which the record was closed" in page and "Schedule 7" in page
    assert "R-amy" in page and "Tue 2 Jan 1973 Due" in page and "Amy" not in page and "Fictley" not in page
    state(root, 0, "closing")
    assert "No period is stated" in main(root.get("/set-up/retention"))


def test_the_last_of_its_periods_governs_and_a_birth_date_not_known_is_said(town: world.Town, root: Client) -> None:
    for child, born in (("amy", date(1990, 2, 28)), ("ben", None)):
        town.child(child)
        closed(town, child, 1_000_000_000, born)
    with as_program(town.key), in_authority(town.key):
        for child in ("amy", "ben"):
            Status.objects.create(
                authority=town.key, child=child, key="s", digest=0, word="looked_after", start_from=1, start_to=1
            )
    for years, since, status in ((3, "closing", ""), (75, "birth", "looked_after"), (10, "closing", "in_need")):
        observed = {"status": status, "years": years, "counted_from": since, "source": "Schedule 7"}
        cast.add(town.key, [cast.entry("authority", town.key, "observed", retention.WORD, **observed)])
    with as_program(town.key), in_authority(town.key):
        periods = retention.stated(list(asking.journal(town.key, "authority", town.key)))
        far = retention.due(town.key, periods, date(2070, 1, 1), 10)
        assert [(d.child, d.review_on, d.status) for d in far] == [
            ("amy", date(2065, 2, 28), "looked_after"),
            ("ben", None, "looked_after"),
        ]
    page = main(root.get("/set-up/retention"))
    assert "R-amy" not in page and "R-ben" in page and "not known: no birth date on record" in page


def test_a_hold_is_placed_by_number_shown_and_released_and_stays_on_record(town: world.Town, root: Client) -> None:
    closed(town, town.child(), 86400, date(1930, 3, 1))
    state(root, 3, "closing")
    assert "no record of this number" in main(root.post("/set-up/retention/hold", {"reference": "X", "reason": "y"}))
    root.post("/set-up/retention/hold", {"reference": "R-amy", "reason": "A claim."})
    page = main(root.get("/set-up/retention"))
    assert "Legal hold" in page and "R-amy: placed" in page and "A claim." in page
    with as_program(town.key):
        row = LegalHold.objects.get(authority=town.key)
    address = re.findall(r"/set-up/retention/\w+/release", root.get("/set-up/retention").content.decode())[0]
    root.post(address, {"reason": "Settled."})
    assert "No hold stands." in main(root.get("/set-up/retention"))
    with as_program(town.key):
        row.refresh_from_db()
    assert row.released_by == "root" and row.reason == "A claim. Released because: Settled."


def test_another_authority_and_other_posts_see_none_of_it(
    town: world.Town, other_town: world.Town, root: Client
) -> None:
    closed(town, town.child(), 86400, date(1930, 3, 1))
    state(root, 3, "closing")
    assert world.sign_in(town, "ann").get("/set-up/retention").status_code == 403
    elsewhere = world.sign_in(other_town, "root", duties=("set up",), post="set up")
    assert "R-amy" not in main(elsewhere.get("/set-up/retention"))
