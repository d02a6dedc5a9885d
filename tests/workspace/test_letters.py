"""Letters: who gets which, whole or not at all, the reasons why not, and that it was posted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from tests.engine import small_pack
from tests.store import cast

from baton.policy import model as m
from baton.store import procedures
from baton.store.models import Matter, ReadLog, WorkItem
from baton.store.tenancy import as_program

from . import world

TEXT = """# {{ authority_name }}

Dear {{ recipient_name }}

**A new worker for {{ child_first_names }}**

From {{ transfer_date }} {{ receiving_worker }} of {{ receiving_team }} will be your worker.

{{ sending_worker }}\\
{{ sending_phone }}

---
{{ template_name }}, version {{ template_version }}
"""
LETTER = m.Word(
    "letter", "document", "Letter to the family", template="letters/family.md",
    contents=("receiving_worker", "transfer_date"), clause=("TST-letter",),
)  # fmt: skip
TALKED = m.RuleIs("told_before", ("met", "excused"))
RULES = (
    m.Must(
        small_pack.head("letter_to_family", "move_between"), small_pack.WORKER, "send", ("letter",),
        to=(m.Recipient(None, "family"),), channel="letter", by=small_pack.TRANSFER_DATE,
        again_if=("receiving_worker", "transfer_date"),
    ),
    m.Stop(small_pack.head("talk_first", "move_between"), ("send letter",), ("letter_to_family",), until=TALKED),
    m.Stop(
        small_pack.head("names_worker", "move_between"), ("send letter",),
        until=m.All((m.Known("receiving_worker"), m.Known("transfer_date"))),
    ),
)  # fmt: skip


@pytest.fixture
def place(postgres: Any, tmp_path: Path) -> Iterator[world.Town]:
    """A town whose procedure has a letter to the family, after a talk."""
    (tmp_path / "small/letters").mkdir(parents=True)
    (tmp_path / "small/pack.yaml").write_text("")
    (tmp_path / "small/letters/family.md").write_text(TEXT)
    town = make_place(f"l{next(_KEYS)}")
    before, settings.BATON_PACKS = settings.BATON_PACKS, tmp_path
    yield town
    settings.BATON_PACKS = before


_KEYS = iter(range(1000))


def make_place(key: str) -> world.Town:
    town = world.make_town(key)
    pack = small_pack.PACK
    edition = replace(pack.edition, name="")
    with_letter = {**pack.words, "letter": LETTER}
    changed = replace(pack, build="letters-1", words=with_letter, rules=(*pack.rules, *RULES), edition=edition)
    procedures.use("small", procedures.Procedure(m.Packs((changed,)), small_pack.CALENDAR))
    return town


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def decided(town: world.Town, talked: bool = True, worker: bool = True, child: str = "amy") -> str:
    """A child's move to the south, decided for 20 August; the transfer's address."""
    town.child(child)
    cast.done(town.act("2026-08-05 10:00", "ann", "send", "summary", child, to=("clerk",)))
    cast.done(town.act("2026-08-05 11:00", "cy", "list", "panel", child))
    with as_program(town.key):
        key = Matter.objects.get(authority=town.key, child=child).key
    values = {"decision": "agreed", "transfer_date": "2026-08-20"} | ({"receiving_worker": "ben"} if worker else {})
    cast.done(town.act("2026-08-05 12:00", "sid", "decide", "", child, matter=key, values=values))
    if talked:
        cast.done(town.act("2026-08-05 15:00", "ann", "tell", "", child, to=("family",), matter=key))
    return f"/transfers/{key}/letters"


def one_of(browser: Client, address: str) -> str:
    """The address of the first letter in the list."""
    found = re.search(r'href="(/transfers/[^"]+/letters/letter/[^"]+)"', text(browser.get(address)))
    assert found, text(browser.get(address))
    return found[1]


def test_the_list_says_who_gets_which_letter_and_shows_who_has_no_address(place: world.Town) -> None:
    address = decided(place)
    page = text(world.sign_in(place, "ann").get(address))
    assert "Letter to the family" in page and "No address here" in page and "0 of 1 posted" in page
    assert "Still to be written in: telephone number to ring before the change." in page


def test_the_list_says_what_comes_first(place: world.Town) -> None:
    page = text(world.sign_in(place, "ann").get(decided(place, talked=False)))
    assert "Cannot start yet" in page and "First tell: move between services." in page


def test_the_transfer_leads_to_its_letters(place: world.Town) -> None:
    browser = world.sign_in(place, "ann")
    address = decided(place)
    for page in (address.removesuffix("/letters"), address.replace("/letters", "/told")):
        assert f'href="{address}"' in text(browser.get(page))


def test_who_is_asked_to_send_a_letter_is_led_to_where_it_is_written(place: world.Town) -> None:
    browser = world.sign_in(place, "ann")
    address = decided(place)
    with as_program(place.key):
        (item,) = WorkItem.objects.filter(authority=place.key, rule="letter_to_family")
    form = text(browser.get("/do/amy", {"item": item.key}))
    assert f'href="{one_of(browser, address)}"' in form and "Write or print the letter to " in form
    assert "Write or print the letter" not in text(browser.get("/do/amy?verb=send&word=summary"))


def test_no_name_stands_in_an_address_or_in_the_title(place: world.Town) -> None:
    browser = world.sign_in(place, "ann")
    one = one_of(browser, decided(place))
    assert "amy" not in one.lower() and "fictley" not in one.lower() and "child" not in one.rsplit("/", 1)[1]
    assert "<title>Letter – Baton</title>" in text(browser.get(one))


def test_a_letter_is_whole_once_its_writer_adds_whom_to_ring(place: world.Town) -> None:
    browser = world.sign_in(place, "ann")
    one = one_of(browser, decided(place))
    assert "This letter cannot be made yet" in text(browser.get(one)) and "Mark as posted" not in text(browser.get(one))
    page = text(browser.post(one, {"step": "words", "sending_phone": "01632 960001"}))
    assert "From Thursday 20 August 2026 Ben of South will be your worker." in page
    assert "A new worker for Amy" in page and "01632 960001" in page and "family.md, version" in page
    assert "Mark as posted" in page


def test_marking_as_posted_records_what_the_letter_named(place: world.Town) -> None:
    browser = world.sign_in(place, "ann")
    address = decided(place)
    answer = browser.post(one_of(browser, address), {"step": "posted", "sending_phone": "01632 960001"}, follow=True)
    page = text(answer)
    assert answer.redirect_chain[0][0] == address and "marked as posted" in page and "1 of 1 posted" in page
    from baton.store import asking

    entry = asking.journal(place.key, "child", "amy")[-1]
    assert entry.word == "letter" and entry.body["to"] == ["child"] and entry.values["receiving_worker"] == "ben"
    assert entry.values["transfer_date"] == "2026-08-20" and entry.values["channel"] == "letter"
    assert entry.values["template"] == "family.md" and entry.values["template_version"]
    assert "Mark as posted" not in text(browser.get(one_of(browser, address)))


def test_nobody_writes_before_they_have_talked(place: world.Town) -> None:
    browser = world.sign_in(place, "ann")
    answer = browser.post(one_of(browser, decided(place, talked=False)), {"step": "posted", "sending_phone": "1"})
    assert answer.status_code == 409
    assert "You cannot mark this letter as posted yet." in text(answer) and "TST-talk_first" in text(answer)


def test_a_letter_without_a_new_worker_names_what_is_missing_and_whom_to_ask(place: world.Town) -> None:
    browser = world.sign_in(place, "ann")
    one = one_of(browser, decided(place, worker=False))
    page = text(browser.get(one))
    assert "This letter cannot be made." in page and "Amy's new worker is not known yet." in page.replace("&#39;", "'")
    assert "TST-names_worker" in page and "Ask sid" in page and "Mark as posted" not in page
    assert browser.post(one, {"step": "posted", "sending_phone": "1"}).status_code == 409


def test_a_letter_that_names_an_old_date_is_out_of_date(place: world.Town) -> None:
    browser = world.sign_in(place, "ann")
    address = decided(place)
    browser.post(one_of(browser, address), {"step": "posted", "sending_phone": "01632 960001"})
    key = address.split("/")[2]
    changed = place.act("2026-08-06 09:00", "sid", "change_date", "", matter=key,
                        values={"transfer_date": "2026-08-25"}, reason="Ben is away.")  # fmt: skip
    cast.done(changed)
    page = text(browser.get(address))
    assert "Out of date" in page and "0 of 1 posted" in page
    again = text(browser.get(one_of(browser, address)))
    assert "It is owed again: this one says that it takes the place of the first." in again
    assert "This takes the place of our letter of Thursday 6 August 2026: something in it has changed." in again
    assert "Tuesday 25 August 2026" in again and "01632 960001" in again


def test_people_of_other_teams_and_of_other_authorities_get_nothing(
    place: world.Town, sign_in: Callable[..., Client]
) -> None:
    elsewhere = make_place(f"e{next(_KEYS)}")
    address = decided(place, worker=False)
    cast.add(place.key, [cast.entry("team", "west", "opened", service="west", name="West"),
                         cast.entry("worker", "wes", "started", "post", role="social_worker", team="west",
                                    name="Wes")])  # fmt: skip
    one = one_of(sign_in(place, "ann"), address)
    for where, person in ((place, "wes"), (elsewhere, "ann")):
        browser = sign_in(where, person)
        for answer in (browser.get(address), browser.get(one), browser.post(one, {"step": "posted"})):
            assert answer.status_code == 404 and "Amy" not in text(answer)
    assert Client().get(one).status_code == 302


def test_an_auditor_reads_letters_and_posts_none(place: world.Town) -> None:
    address = decided(place)
    one = one_of(world.sign_in(place, "ann"), address)
    browser = world.sign_in(place, "ada", duties=("audit",), post="audit")
    assert browser.get(one).status_code == 200 and "Put it in the letter" not in text(browser.get(one))
    assert browser.post(one, {"step": "posted", "sending_phone": "1"}).status_code == 403


def test_who_read_a_letter_is_recorded(place: world.Town) -> None:
    browser = world.sign_in(place, "ann")
    browser.get(one_of(browser, decided(place)))
    with as_program(place.key):
        pages = set(ReadLog.objects.filter(authority=place.key, person="ann").values_list("child", "page"))
    assert {("amy", "letters"), ("amy", "letter")} <= pages


def test_an_address_that_is_nobodys_letter_is_no_page(place: world.Town) -> None:
    browser = world.sign_in(place, "ann")
    address = decided(place)
    for wrong in ("/letter/0123456789abcdef", "/letter/child", "/summary/x"):
        assert browser.get(address + wrong).status_code == 404


def test_a_letter_is_a_pdf_whose_name_and_title_tell_nobodys_name(place: world.Town) -> None:
    browser = world.sign_in(place, "ann")
    address = decided(place)
    one = one_of(browser, address)
    assert browser.post(one, {"step": "pdf"}).status_code == 409
    answer = browser.post(one, {"step": "pdf", "sending_phone": "01632 960001"})
    assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF-")
    assert answer["Content-Disposition"] == 'inline; filename="letter.pdf"' and b">Letter<" in answer.content
    nothing = browser.get(f"{address}/all.pdf", follow=True)
    assert "No letter is ready to print." in text(nothing)
    elsewhere = world.sign_in(make_place(f"{place.key}-elsewhere"), "ann")
    assert elsewhere.get(f"{address}/all.pdf").status_code == 404
    assert elsewhere.post(one, {"step": "pdf"}).status_code == 404


def test_all_letters_that_are_ready_are_one_pdf(place: world.Town) -> None:
    browser = world.sign_in(place, "ann")
    address = decided(place)
    browser.post(one_of(browser, address), {"step": "posted", "sending_phone": "01632 960001"})
    cast.done(place.act("2026-08-06 09:00", "sid", "change_date", "", matter=address.split("/")[2],
                        values={"transfer_date": "2026-08-25"}, reason="Ben is away."))  # fmt: skip
    assert "Print all 1 that are ready (PDF)" in text(browser.get(address))
    answer = browser.get(f"{address}/all.pdf")
    assert answer["Content-Type"] == "application/pdf" and b"/Count 1" in answer.content
