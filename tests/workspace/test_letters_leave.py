"""Letters that leave by themselves, their forms, where somebody is written to, and several at once."""

from __future__ import annotations

import base64
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.engine import small_pack
from tests.store import cast

from baton.policy import model as m
from baton.sending.book import Book
from baton.sending.carriers import Carriers
from baton.sending.leaving import send
from baton.sending.models import Message
from baton.store import asking, procedures
from baton.store.models import WorkItem
from baton.store.tenancy import as_program
from baton.working_time import END, Amount
from baton.workspace.letters.owed import audiences

from . import world
from .test_letters import LETTER, RULES, TEXT, decided, one_of, text

_KEYS = iter(range(1000))
CHECKED = m.Word("letter_checked", "task", "Letter looked at")
LOOK = (
    m.Must(small_pack.head("look", "move_between"), small_pack.SENDER, "do", ("letter_checked",), strength="refuse"),
    m.Stop(
        small_pack.head("look.before", "move_between"), ("send letter",), until=m.RuleIs("look", ("met", "excused"))
    ),
)
MADE_UP = Path(__file__).parents[1] / "letters/made_up"
PHONE = {"sending_phone": "01632 960001"}


class Taken:
    """A carrier that keeps what it is given."""

    name, ways = "taken", frozenset({"email", "post"})

    def __init__(self) -> None:
        self.parcels: list[Any] = []

    def hand_over(self, parcel: Any, about_to: Any) -> str:
        about_to()
        self.parcels.append(parcel)
        return "r1"

    def taken(self, key: str) -> str | None:
        return None

    def became(self, reference: str) -> str:
        return ""


@pytest.fixture
def carrier(monkeypatch: pytest.MonkeyPatch) -> Taken:
    one = Taken()
    for room in ("leaving", "outgoing"):
        monkeypatch.setattr(f"baton.workspace.letters.{room}.carriers", lambda: Carriers([one]))
    return one


@pytest.fixture
def folder(postgres: Any, tmp_path: Path) -> Iterator[Path]:
    (tmp_path / "small/letters").mkdir(parents=True)
    (tmp_path / "small/pack.yaml").write_text("")
    (tmp_path / "small/letters/family.md").write_text(TEXT)
    before, settings.BATON_PACKS = settings.BATON_PACKS, tmp_path
    yield tmp_path / "small/letters"
    settings.BATON_PACKS = before


def town_with(by_email: bool = False, look: bool = False, young: str = "") -> world.Town:
    town = world.make_town(f"ll{next(_KEYS)}")
    pack = small_pack.PACK
    words = {**pack.words, "letter": replace(LETTER, by_email=by_email), "letter_checked": CHECKED}
    rules = (*pack.rules, *RULES, *(LOOK if look else ()))
    edition = replace(pack.edition, name="")
    young_from = Amount.parse(young) if young else None
    build = f"leave-{by_email}-{look}-{young}"
    changed = replace(pack, build=build, words=words, rules=rules, edition=edition, young_from=young_from)
    procedures.use("small", procedures.Procedure(m.Packs((changed,)), small_pack.CALENDAR))
    return town


def row(town: world.Town) -> Message:
    with as_program(town.key):
        return Message.objects.get(authority=town.key)


def with_address(browser: Any, one: str, **more: str) -> None:
    answer = browser.post(f"{one}/address", {"address": "1 Mock Street\nAnywhere", "language": "en", **more})
    assert answer.status_code == 302, text(answer)


def test_an_email_leaves_to_the_address_on_record_and_then_the_duty_is_done(
    folder: Path, carrier: Taken, tmp_path: Path
) -> None:
    town = town_with(by_email=True)
    browser, address = world.sign_in(town, "ann"), decided(town)
    one = one_of(browser, address)
    with_address(browser, one, email="family@made-up.example")
    answer = browser.post(one, {"step": "email", **PHONE}, follow=True)
    assert "it leaves within minutes." in text(answer) and "0 of 1 posted" in text(answer)
    assert "Waits to leave" in text(browser.get(one)) and "Mark as posted" not in text(browser.get(one))
    assert send(town.key, world.NOW, Carriers([carrier]), Book(town.key, tmp_path)).left == 1
    parcel = carrier.parcels[0]
    assert parcel.to == "family@made-up.example" and parcel.letter.startswith(b"%PDF")
    assert "amy" not in (parcel.subject + parcel.text).lower() and "fictley" not in parcel.text.lower()
    entry = asking.journal(town.key, "child", "amy")[-1]
    assert (entry.verb, entry.values["channel"], entry.values["way"]) == (
        "sent",
        "letter",
        "email",
    ) and entry.done_by == "ann"
    assert "1 of 1 posted" in text(browser.get(address))


def test_a_letter_goes_by_email_only_where_the_procedure_or_the_setting_says_so(folder: Path, carrier: Taken) -> None:
    town = town_with()
    browser, address = world.sign_in(town, "ann"), decided(town)
    one = one_of(browser, address)
    with_address(browser, one, email="family@made-up.example")
    assert "Send by e-mail" not in text(browser.post(one, {"step": "words", **PHONE}))
    refused = browser.post(one, {"step": "email", **PHONE})
    assert refused.status_code == 409 and "Print it instead." in text(refused)
    settings.BATON_LETTERS_BY_EMAIL = True
    try:
        assert "Send by e-mail to family@made-up.example" in text(browser.get(one))
    finally:
        settings.BATON_LETTERS_BY_EMAIL = False


def test_without_an_address_on_record_nothing_leaves(folder: Path, carrier: Taken) -> None:
    town = town_with(by_email=True)
    browser = world.sign_in(town, "ann")
    one = one_of(browser, decided(town))
    for step, what in (("email", "No e-mail address is on record."), ("post", "No address is on record.")):
        answer = browser.post(one, {"step": step, "email": "made.up@elsewhere.example", **PHONE})
        assert answer.status_code == 409 and what in text(answer)
    with as_program(town.key):
        assert not Message.objects.filter(authority=town.key, state="queued").exists()


def test_what_the_procedure_forbids_is_refused_before_it_is_in_the_queue(folder: Path, carrier: Taken) -> None:
    town = town_with(by_email=True)
    browser = world.sign_in(town, "ann")
    one = one_of(browser, decided(town, talked=False))
    with_address(browser, one, email="family@made-up.example")
    answer = browser.post(one, {"step": "email", **PHONE})
    assert answer.status_code == 409 and "TST-talk_first" in text(answer)


def test_a_letter_that_has_to_be_looked_at_waits_for_it_and_again_when_it_was_written_anew(
    folder: Path, carrier: Taken
) -> None:
    town = town_with(look=True)
    browser = world.sign_in(town, "ann")
    one = one_of(browser, decided(town))
    assert "First:" in text(browser.get(one)) and "TST-look" in text(browser.get(one))
    assert browser.post(one, {"step": "posted", **PHONE}).status_code == 409
    cast.done(town.act("2026-08-06 09:00", "nora", "done", "letter_checked", matter=one.split("/")[2]))
    browser.post(one, {"step": "words", "own_words": "Written after it was looked at.", **PHONE})
    assert "Written anew since:" in text(browser.get(one))
    again = browser.post(one, {"step": "posted", **PHONE})
    assert again.status_code == 409 and "It has to be done again." in text(again)


def test_own_words_are_kept_and_stand_before_the_name(folder: Path) -> None:
    town = town_with()
    browser = world.sign_in(town, "ann")
    one = one_of(browser, decided(town))
    browser.post(one, {"step": "words", "own_words": "I enjoyed our walks.\n<b>Goodbye</b> {{ 1 + 1 }}", **PHONE})
    page = text(browser.get(one))
    body = page[page.index("<article") :]
    assert body.index("will be your worker.") < body.index("I enjoyed our walks.") < body.index("01632 960001")
    assert "&lt;b&gt;Goodbye&lt;/b&gt; {{ 1 + 1 }}" in body


def test_a_language_without_a_template_falls_back_and_says_so_and_one_with_a_template_is_used(folder: Path) -> None:
    town = town_with()
    browser = world.sign_in(town, "ann")
    one = one_of(browser, decided(town))
    page = text(browser.post(one, {"step": "words", "language": "pl", **PHONE}))
    assert "no template of this letter in Polish: this is the English one." in page
    assert 'aria-label="The letter">' in page
    shutil.copytree(MADE_UP, folder, dirs_exist_ok=True)
    page = text(browser.post(one, {"step": "words", "language": "pl", **PHONE}))
    assert 'lang="pl"' in page and "Dzień dobry" in page and "no template" not in page
    assert "Od dnia: czwartek, 20 sierpnia 2026 pracownikiem" in page  # the day, in the language of the letter
    assert "says of itself: needs checking: made up for tests" in page


def test_who_wants_urdu_gets_it_from_right_to_left_on_the_page_in_word_and_in_the_pdf(folder: Path) -> None:
    shutil.copytree(MADE_UP, folder, dirs_exist_ok=True)
    town = town_with()
    browser = world.sign_in(town, "ann")
    one = one_of(browser, decided(town))
    with_address(browser, one, language="ur")
    page = text(browser.post(one, {"step": "words", **PHONE}))
    assert (
        'lang="ur" dir="rtl"' in page and "جمعرات، 20 اگست، 2026" in page and "no letters for this language" not in page
    )
    assert b"/Lang(ur)" in browser.post(one, {"step": "pdf", **PHONE}).content
    file = docx.Document(BytesIO(browser.post(one, {"step": "docx", **PHONE}).content))
    assert all(p._p.pPr.find(docx.oxml.ns.qn("w:bidi")) is not None for p in file.paragraphs if p.text)
    browser.post(one, {"step": "posted", **PHONE})
    assert asking.journal(town.key, "child", "amy")[-1].values["language"] == "ur"


def test_a_letter_in_large_print_as_word(folder: Path) -> None:
    town = town_with()
    browser = world.sign_in(town, "ann")
    one = one_of(browser, decided(town))
    with_address(browser, one, large_print="yes")
    answer = browser.post(one, {"step": "docx", **PHONE})
    assert answer["Content-Disposition"] == 'attachment; filename="letter.docx"'
    made = docx.Document(BytesIO(answer.content))
    said = [p.text for p in made.paragraphs]
    assert "1 Mock Street\nAnywhere" in said and "A new worker for Amy" in said
    assert {r.font.size.pt for p in made.paragraphs for r in p.runs} == {18.0}
    assert made.core_properties.title == "Letter" and "Amy" not in str(made.core_properties.subject)


def test_several_are_printed_and_then_marked_as_posted_and_one_that_cannot_be_stops_no_other(folder: Path) -> None:
    town = town_with()
    browser, address = world.sign_in(town, "ann"), decided(town)
    browser.post(one_of(browser, address), {"step": "words", **PHONE})
    keys = re.findall(r'name="letter" id="[^"]+" value="([^"]+)"', text(browser.get(address)))
    assert len(keys) == 1
    assert browser.post(address, {"step": "print", "letter": keys})["Content-Type"] == "application/pdf"
    assert "Printed, Thursday 6 August 2026, 10am." in text(browser.get(address)).replace(
        "Thu 6 Aug", "Thursday 6 August"
    )
    done = browser.post(address, {"step": "posted", "letter": [*keys, "nobodys"]}, follow=True)
    assert "1 letter marked as posted." in text(done) and "1 of 1 posted" in text(done)
    assert row(town).state == "left" and row(town).way == "print"


def test_letters_to_send_are_on_one_page_and_can_be_done_from_there(folder: Path) -> None:
    town = town_with()
    browser, address = world.sign_in(town, "ann"), decided(town)
    page = text(browser.get("/letters"))
    assert "Due within two weeks (1)" in page
    assert "to Amy" in page and "1 address missing." in page
    assert "No letter is like that." in text(browser.get("/letters?stands=ready"))
    assert "to Amy" in text(browser.get("/letters?stands=address&order=to"))
    one = one_of(browser, address)
    browser.post(one, {"step": "words", **PHONE})
    assert 'name="letter"' in text(browser.get("/letters")) and " checked>" not in text(browser.get("/letters"))
    with_address(browser, one)
    assert " checked>" in text(browser.get("/letters"))
    keys = re.findall(r'name="letter" id="[^"]+" value="([^"]+)"', text(browser.get("/letters")))
    browser.post("/letters", {"step": "posted", "letter": keys})
    assert "Due within two weeks (0)" in text(browser.get("/letters"))
    assert "Amy" not in text(world.sign_in(town_with(), "ann").get("/letters"))


def test_letters_without_a_date_are_found_from_the_page_of_those_that_are_due(folder: Path) -> None:
    town = town_with()
    browser = world.sign_in(town, "ann")
    address = decided(town)
    with as_program(town.key):
        WorkItem.objects.filter(authority=town.key, verb="send").update(act_by_at=END)
    page = browser.get("/letters").content.decode()
    assert "Due within two weeks (0)" in page and 'href="/letters?due=all"' in page
    assert "Letters of 1 transfer are due later, or have no date" in page
    everything = text(browser.get("/letters?due=all"))
    assert "All that are owed (1)" in everything and "to Amy" in everything
    browser.post(one_of(browser, address), {"step": "words", **PHONE})
    keys = re.findall(r'name="letter" id="[^"]+" value="([^"]+)"', text(browser.get("/letters?due=all")))
    assert "1 letter marked as posted." in text(
        browser.post("/letters?due=all", {"step": "posted", "letter": keys}, follow=True)
    )


def test_the_letters_of_many_transfers_are_read_in_as_few_messages_as_those_of_one(folder: Path) -> None:
    town = town_with()
    browser = world.sign_in(town, "ann")

    def messages() -> int:
        browser.get("/letters")
        with CaptureQueriesContext(connection) as asked:
            page = text(browser.get("/letters"))
        assert f"Due within two weeks ({len(made)})" in page
        return len(asked)

    made = [decided(town)]
    of_one = messages()
    made += [decided(town, child=name) for name in ("bob", "cat", "dan")]
    assert messages() == of_one


def test_one_in_doubt_is_shown_and_a_person_says_whether_it_arrived(
    folder: Path, carrier: Taken, tmp_path: Path
) -> None:
    town = town_with(by_email=True)
    browser, address = world.sign_in(town, "ann"), decided(town)
    one = one_of(browser, address)
    with_address(browser, one, email="family@made-up.example")
    browser.post(one, {"step": "email", **PHONE})
    with as_program(town.key):
        Message.objects.filter(authority=town.key).update(state="in_doubt", leaving_at=world.NOW)
    assert "In doubt: letter to" in text(browser.get("/letters")) and "It did not: send it again" in text(
        browser.get(one)
    )
    browser.post(one, {"step": "arrived"})
    send(town.key, world.NOW + 60, Carriers([carrier]), Book(town.key, tmp_path))
    assert "1 of 1 posted" in text(browser.get(address)) and not carrier.parcels


def test_what_leaves_holds_the_letter_as_it_was_when_it_was_queued(folder: Path, carrier: Taken) -> None:
    town = town_with(by_email=True)
    browser = world.sign_in(town, "ann")
    one = one_of(browser, decided(town))
    with_address(browser, one, email="family@made-up.example")
    browser.post(one, {"step": "email", **PHONE})
    kept = row(town)
    assert (
        base64.b64decode(kept.content["letter"]).startswith(b"%PDF") and kept.named["amy"]["receiving_worker"] == "ben"
    )
    again = browser.post(one, {"step": "email", **PHONE}, follow=True)
    assert "it is on its way already." in text(again) and row(town).act == kept.act


@pytest.mark.parametrize("email", ["family", "a@b", "a b@made-up.example", "a@made-up.example\nBcc: x@y.example"])
def test_an_address_that_is_none_is_not_kept(folder: Path, email: str) -> None:
    town = town_with()
    browser = world.sign_in(town, "ann")
    one = one_of(browser, decided(town))
    answer = browser.post(f"{one}/address", {"address": "", "language": "en", "email": email})
    assert answer.status_code == 400 and "like name@example.com" in text(answer)


def test_an_audience_has_a_template_of_its_own_where_the_pack_has_one(folder: Path) -> None:
    town = town_with()
    browser, address = world.sign_in(town, "ann"), decided(town)
    assert "family.md, version" in text(browser.post(one_of(browser, address), {"step": "words", **PHONE}))
    (folder / "family.child.md").write_text(TEXT.replace("Dear", "Hello"))
    page = text(browser.get(one_of(browser, address)))
    assert "Hello Amy" in page and "family.child.md, version" in page


def test_what_a_recipient_is_to_the_child() -> None:
    entries = [cast.entry("child", "amy", "in", "carers"), cast.entry("child", "amy", "in", "parents")]
    named = [replace(e, body={"to": ["Mr Fictley"]}) for e in entries]
    assert audiences("Mr Fictley", named) == ("Mr Fictley", "parents", "carers")
    assert audiences("reviewing_officer of north", []) == ("reviewing_officer",)


@pytest.mark.parametrize(
    ("young", "template"),
    [("10 years", "young_person.md"), ("10 years 5 months", "young_person.md"), ("10 years 6 months", "child.md"),
     ("12 years", "child.md"), ("", "child.md")],
)  # fmt: skip
def test_from_which_age_a_letter_is_written_to_a_young_person_is_the_packs_to_say(
    folder: Path, young: str, template: str
) -> None:
    """Amy was born on 3 March 2016 and is ten years and five months old."""
    for name in ("child.md", "young_person.md"):
        (folder / name).write_text(TEXT)
    town = town_with(young=young)
    browser = world.sign_in(town, "ann")
    page = text(browser.post(one_of(browser, decided(town)), {"step": "words", **PHONE}))
    assert f"{template}, version" in page
    assert ("Mark as read and given" in page) == (template == "child.md")
