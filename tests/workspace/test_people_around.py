"""Who the people around a child are: said by name, once, on a form; the letter that waited for it can then be made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from tests.engine import small_pack

from baton.policy import model as m
from baton.store import asking, procedures

from . import test_letters, world
from .pages import links, main, read, send

PARENTS = m.Word("parents", "people", "Parents and carers")
TO_PARENTS = replace(test_letters.RULES[0], to=(m.Recipient(None, "parents"),))


@pytest.fixture
def place(postgres: Any, tmp_path: Path) -> Iterator[world.Town]:
    """A town whose procedure has a letter to the parents."""
    (tmp_path / "small/letters").mkdir(parents=True)
    (tmp_path / "small/pack.yaml").write_text("")
    (tmp_path / "small/letters/family.md").write_text(test_letters.TEXT)
    town = world.make_town(f"pa{next(_KEYS)}")
    pack = small_pack.PACK
    words = {**pack.words, "letter": test_letters.LETTER, "parents": PARENTS}
    edition = replace(pack.edition, name="")
    changed = replace(pack, build="parents-1", words=words, rules=(*pack.rules, TO_PARENTS), edition=edition)
    procedures.use("small", procedures.Procedure(m.Packs((changed,)), small_pack.CALENDAR))
    before, settings.BATON_PACKS = settings.BATON_PACKS, tmp_path
    yield town
    settings.BATON_PACKS = before


_KEYS = iter(range(1000))


def test_what_is_recorded_leads_to_the_people_around_the_child(place: world.Town) -> None:
    child = place.child()
    page = world.sign_in(place, "ann").get(f"/children/{child}/record")
    assert "People around the child (1)" in main(page)
    assert f"/do/{child}?verb=in&word=parents" in links(page)


def test_a_parent_is_named_and_kept_with_the_child(place: world.Town) -> None:
    child = place.child()
    browser, address = world.sign_in(place, "ann"), f"/do/{child}?verb=in&word=parents"
    assert "Write an answer: what is their name?" in main(send(browser, address, {"named": " "}, "see"))
    assert send(browser, address, {"named": "Ms  Fictley"}).status_code == 302
    entry = asking.journal(place.key, "child", child)[-1]
    assert (entry.verb, entry.word, entry.body["to"]) == ("in", "parents", ["Ms Fictley"])


def test_a_letter_to_nobody_by_name_leads_to_saying_who_they_are(place: world.Town) -> None:
    browser = world.sign_in(place, "ann")
    address = test_letters.decided(place)
    one = test_letters.one_of(browser, address)
    page = browser.get(one)
    assert "Nobody is on record by name as Amy's parents and carers." in read(page)
    form = next(href for href in links(page) if "verb=in" in href)
    saved = send(browser, form, {"named": "Ms Fictley"})
    assert saved["Location"] == address
    assert "Ms Fictley" in main(browser.get(address))
    assert "Dear Ms Fictley" in read(
        browser.post(test_letters.one_of(browser, address), {"step": "words", "sending_phone": "01632 960001"})
    )
