"""A letter's own sentences: written anew before it goes, kept with who and when, put right after it went."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from django.conf import settings
from django.test import Client

from baton.journal import Entry
from baton.store import asking

from . import world
from .test_letters import TEXT, decided, one_of, place, text  # noqa: F401  (the fixture)
from .test_letters_leave import PHONE

NAMES = "From Thursday 20 August 2026 Ben of South will be your worker."


@pytest.fixture
def browser(place: world.Town) -> Client:  # noqa: F811
    return world.sign_in(place, "ann")


@pytest.fixture
def one(place: world.Town, browser: Client) -> str:  # noqa: F811
    found = one_of(browser, decided(place))
    browser.post(found, {"step": "words", **PHONE})
    return found


def boxes(browser: Client, one: str) -> dict[str, str]:
    """What the page has in its boxes, by their names."""
    page = browser.get(f"{one}/sentences").content.decode()
    return dict(re.findall(r'<textarea[^>]*name="(part-\d+)"[^>]*>([^<]*)</textarea>', page))


def write(browser: Client, one: str, was: str, text: str, why: str = "") -> Any:
    given = boxes(browser, one)
    name = next(name for name, had in given.items() if was in had)
    return browser.post(f"{one}/sentences", given | {name: text, name.replace("part", "why"): why}, follow=True)


def sent(town: world.Town) -> Entry:
    return asking.journal(town.key, "child", "amy")[-1]


def test_a_sentence_written_anew_is_in_every_form_and_in_the_record_with_who_and_when(
    place: world.Town,  # noqa: F811
    browser: Client,
    one: str,
) -> None:
    page = text(write(browser, one, "will be your worker", "Ben from South comes to you on Thursday 20 August 2026."))
    assert "1 paragraph differs" in page and "Ben from South comes to you on Thursday 20 August 2026." in page
    assert (
        f"The template says: “{NAMES}”" in page and "Written by Ann" in page and NAMES not in page.split("<article")[1]
    )
    file = docx.Document(BytesIO(browser.post(one, {"step": "docx", **PHONE}).content))
    assert any(p.text.startswith("Ben from South comes") for p in file.paragraphs)
    assert browser.post(one, {"step": "pdf", "large_print": "yes", **PHONE}).content.startswith(b"%PDF-")
    assert "marked as posted" in text(browser.post(one, {"step": "posted", **PHONE}, follow=True))
    (change,) = sent(place).values["changed_sentences"]
    assert change["says"] == "⟦receiving_worker⟧ from ⟦receiving_team⟧ comes to you on ⟦transfer_date⟧."
    assert (
        change["by"] == "ann" and change["at"].startswith("2026-") and sent(place).values["receiving_worker"] == "ben"
    )
    page = text(browser.get(one))
    assert "As it was sent" in page and "Ben from South comes to you on Thursday 20 August 2026." in page
    assert "Change its sentences" not in page


def test_what_the_procedure_wants_in_it_is_not_taken_out_without_a_reason(
    place: world.Town,  # noqa: F811
    browser: Client,
    one: str,
) -> None:
    page = text(write(browser, one, "will be your worker", "Somebody will come."))
    assert "There is a problem" in page and "wants new worker and first day with the new worker" in page
    assert "TST-names_worker" in page and "Somebody will come." in page  # nothing typed is lost
    assert NAMES in text(browser.get(one))
    page = text(write(browser, one, "will be your worker", "Somebody will come.", "Ms Fictley asked not to be told."))
    assert "Somebody will come." in page and "It does not name the new worker and first day" in page
    answer = browser.post(one, {"step": "posted", **PHONE})  # the reason is kept; the procedure still has its say
    assert answer.status_code == 409 and "TST-names_worker" in text(answer)


def test_a_paragraph_that_a_clause_wants_goes_out_only_with_its_reason_and_the_record_has_it(
    place: world.Town,  # noqa: F811
    browser: Client,
    one: str,
) -> None:
    template = Path(settings.BATON_PACKS) / "small/letters/family.md"
    template.write_text(TEXT.replace("{{ sending_worker }}", "§ TST-7d\nDo ring us.\n\n{{ sending_worker }}"))
    page = text(write(browser, one, "Do ring us.", ""))
    assert "wants this paragraph in this letter (TST-7d)" in page
    assert "Left out: “Do ring us.”" in text(write(browser, one, "Do ring us.", "", "She has no telephone."))
    browser.post(one, {"step": "posted", **PHONE})
    (change,) = sent(place).values["changed_sentences"]
    assert change["says"] == "" and change["why"] == "She has no telephone." and change["clause"] == ["TST-7d"]
    assert "Left out: “Do ring us.”" in text(browser.get(one))


def test_a_fact_that_changes_is_the_new_one_in_a_sentence_written_anew(
    place: world.Town,  # noqa: F811
    browser: Client,
    one: str,
) -> None:
    write(browser, one, "will be your worker", "Ben from South comes to you on Thursday 20 August 2026.")
    key = one.split("/")[2]
    place.act("2026-08-05 16:00", "sid", "change_date", "", matter=key, values={"transfer_date": "2026-08-25"})
    assert "Ben from South comes to you on Tuesday 25 August 2026." in text(browser.get(one))


def test_a_page_that_shows_old_sentences_marks_nothing(browser: Client, one: str) -> None:
    page = browser.get(one).content.decode()
    seen = re.findall(r'name="sentences" value="(\w+)"', page)[0]
    write(browser, one, "A new worker", "Somebody new for Amy")
    answer = browser.post(one, {"step": "posted", "sentences": seen, **PHONE})
    assert answer.status_code == 409 and "changed while this page was open" in text(answer)


def test_after_it_went_a_further_letter_puts_it_right(place: world.Town, browser: Client, one: str) -> None:  # noqa: F811
    browser.post(one, {"step": "posted", **PHONE})
    first = sent(place)
    assert browser.get(f"{one}/sentences").status_code == 302
    assert "Say what the letter that was sent has wrong" in text(browser.post(one, {"step": "further"}))
    page = text(browser.post(one, {"step": "further", "why_again": "The greeting was wrong."}, follow=True))
    assert "Being put right" in page and "This takes the place of our letter of" in page and "01632 960001" in page
    write(browser, one, "Dear Amy", "Dear Amy Fictley")
    assert "marked as posted" in text(browser.post(one, {"step": "posted", **PHONE}, follow=True))
    second = sent(place)
    assert second.values["puts_right"] == first.number and second.values["why_again"] == "The greeting was wrong."
    assert second.number > first.number and "Is something in it wrong?" in text(browser.get(one))


def test_only_who_may_write_letters_changes_them(place: world.Town, one: str) -> None:  # noqa: F811
    assert world.sign_in(place, "sid", ("audit",), "audit").get(f"{one}/sentences").status_code == 403
