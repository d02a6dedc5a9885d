"""One talk: everything still to be told to one person is one line and one form; what was not said is not done."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import Any

import pytest
from tests.engine import small_pack
from tests.engine.small_pack import WORKER, head, m

from baton.store.models import WorkItem
from baton.store.tenancy import in_authority

from . import world
from .pages import links, main, send, ticked, when
from .test_doing import decided

KEYS = count(1)
FAMILY = (m.Recipient(None, "family"),)


@pytest.fixture
def town(postgres: Any) -> world.Town:
    """The family is told of the move, and besides who comes and on what date."""
    who = m.Must(head("told_who", "move_between"), WORKER, "tell", to=FAMILY, about=("receiving_worker",))
    day = m.Must(head("told_when", "move_between"), WORKER, "tell", to=FAMILY, about=("transfer_date",))
    pack = replace(small_pack.PACK, rules=(*small_pack.RULES, who, day))
    return world.make_town(f"talks{next(KEYS)}", pack, "talks")


def to_tell(town: world.Town, child: str) -> set[str]:
    with in_authority(town.key):
        found = WorkItem.objects.filter(authority=town.key, subject_id=child, verb="tell", state__in=["open", "late"])
        return set(found.values_list("rule", flat=True))


def test_what_one_person_is_to_be_told_is_one_line(town: world.Town) -> None:
    decided(town)
    answer = world.sign_in(town, "ann").get("/my-day")
    page = main(answer)
    assert "Tell the child: transfer date and receiving worker by end of Sun 9 Aug 2026" in page
    assert "TST-told_before , TST-told_when , TST-told_who" in page
    assert len([one for one in links(answer) if one.startswith("/do/") and "told_" in one]) == 1


def test_the_form_asks_for_all_of_it_and_what_was_left_out_is_still_to_be_told(town: world.Town) -> None:
    child = decided(town)
    browser = world.sign_in(town, "ann")
    address = next(one for one in links(browser.get("/my-day")) if one.startswith("/do/") and "told_" in one)
    assert ticked(browser.get(address), "about") == ["receiving_worker", "transfer_date"]
    said = {"to": ["family"], "about": ["receiving_worker"], "channel": "talking", "child": [child], **when("6 8 2026")}
    assert send(browser, address, said).status_code == 302
    assert to_tell(town, child) == {"told_when"}
    assert "Tell the child: transfer date" in main(browser.get("/my-day"))
