"""A child who is in no record yet: the record begins where the procedure says, once, and not beside another."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.engine import small_pack

from baton.policy import model as m
from baton.store import procedures
from baton.store.models import Child, ReadLog
from baton.store.tenancy import as_program

from . import world
from .pages import main

_KEYS = iter(range(1000))
REFERRAL = m.Word("referral", "event", "Request for service", parts={"source": ("public", "professional")})
AT = "/children/begin"
ADA = {
    "given_names": "Ada", "family_name": "Mockton", "born-day": "3", "born-month": "4", "born-year": "2016",
    "when-day": "4", "when-month": "8", "when-year": "2026", "when-time": "9am", "source": "public",
}  # fmt: skip


@pytest.fixture
def town(postgres: Any) -> world.Town:
    town = world.make_town(f"bg{next(_KEYS)}")
    words = {**small_pack.PACK.words, "referral": REFERRAL}
    pack = replace(small_pack.PACK, build="begins", words=words, opens={"referral": "north"})
    procedures.use("small", procedures.Procedure(m.Packs((pack,)), small_pack.CALENDAR))
    return town


def form_of(browser: Any, **more: str) -> dict[str, str]:
    page = browser.get(AT, more).content.decode()
    return {"form": page.split('name="form" value="')[1].split('"')[0]}


def rows(town: world.Town) -> dict[str, Child]:
    with as_program(town.key):
        return {c.name: c for c in Child.objects.filter(authority=town.key)}


def test_a_record_begins_with_what_came_in_and_the_procedure_says_who_holds(town: world.Town) -> None:
    browser = world.sign_in(town, "nora")
    assert "Begin a record" in main(browser.get("/children"))
    form = form_of(browser)
    refused = browser.post(AT, form | {"given_names": "Ada"})
    assert refused.status_code == 400 and "Write an answer: family name" in main(refused)
    assert "Give a date: when did it come in?" in main(refused) and 'value="Ada"' in refused.content.decode()
    answer = browser.post(AT, form | ADA, follow=True)
    assert "The record has begun. nora holds the child." in main(answer), main(answer)
    (ada,) = rows(town).values()
    assert (ada.name, str(ada.born), ada.holder_team, ada.holder_person) == (
        "Ada Mockton",
        "2016-04-03",
        "north",
        "nora",
    )
    again = browser.post(AT, form | ADA | {"step": "another"}, follow=True)
    assert again.status_code == 200 and len(rows(town)) == 1  # the same form sent again begins no second record


def test_a_brother_is_linked_to_everybody_of_the_family(town: world.Town) -> None:
    browser = world.sign_in(town, "nora")
    browser.post(AT, form_of(browser) | ADA)
    for given in ("Ben", "Cy"):
        beside = rows(town)["Ada Mockton"].child
        page = browser.get(AT, {"with": beside})
        assert "Brother or sister of" in main(page) and 'value="Mockton"' in page.content.decode()
        posted = form_of(browser) | ADA | {"given_names": given, "born-year": "2018", "same_household": "yes"}
        assert browser.post(f"{AT}?with={beside}", posted).status_code == 302
    found = rows(town)
    assert len(found) == 3 and len({c.family for c in found.values()}) == 1 and found["Ben Mockton"].family
    assert "Ben" in main(browser.get(f"/children/{found['Cy Mockton'].child}"))


def test_a_likely_record_is_shown_first_and_a_person_says_that_it_is_another_child(town: world.Town) -> None:
    browser = world.sign_in(town, "nora")
    browser.post(AT, form_of(browser) | ADA)
    form = form_of(browser) | ADA | {"given_names": "Adah"}
    page = browser.post(AT, form)
    assert "There may be a record of this child already" in main(page) and "Ada Mockton" in main(page)
    assert len(rows(town)) == 1
    assert browser.post(AT, form | {"step": "another"}).status_code == 302
    assert set(rows(town)) == {"Ada Mockton", "Adah Mockton"}


def test_a_record_where_the_post_does_not_reach_is_named_by_its_place_alone(town: world.Town) -> None:
    browser = world.sign_in(town, "nora")
    browser.post(AT, form_of(browser) | ADA | {"case_number": "77123"})
    with as_program(town.key):
        Child.objects.filter(authority=town.key).update(
            holder_team="south", holder_service="south", holder_person="ben"
        )
        ada = Child.objects.get(authority=town.key).child
    assert browser.get(f"/children/{ada}").status_code == 404
    form = form_of(browser) | ADA
    page = browser.post(AT, form)
    assert "kept where your post does not reach: South. Ask there first." in main(page)
    assert ada not in page.content.decode() and "Ben" not in main(page)
    with as_program(town.key):
        assert ReadLog.objects.filter(
            authority=town.key, child=ada, person="nora", page="possibly recorded twice"
        ).exists()
    other = ADA | {"given_names": "Zoë", "born-year": "2012", "case_number": "77123"}
    assert "Ask there first." in main(browser.post(AT, form_of(browser) | other))
    nothing_alike = ADA | {"given_names": "Zoë", "born-year": "2012"}
    assert browser.post(AT, form_of(browser) | nothing_alike).status_code == 302


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"born-year": "2027"}, "This day has not come yet"),
        ({"born-day": "5", "born-month": "8", "born-year": "2026"}, "born after this came in"),
        ({f"expected_birth-{part}": value for part, value in (("day", "1"), ("month", "1"), ("year", "2027"))},
         "one of the two dates"),
        ({"when-year": "2027"}, "This moment has not come yet"),
        ({"born-day": "31", "born-month": "2"}, "“31 2 2016” is not a date"),
    ],
)  # fmt: skip
def test_dates_that_cannot_be_are_said_and_nothing_begins(town: world.Town, given: dict[str, str], said: str) -> None:
    browser = world.sign_in(town, "nora")
    answer = browser.post(AT, form_of(browser) | ADA | given)
    assert answer.status_code in (400, 409) and said in main(answer), main(answer)[:600]
    assert not rows(town)


def test_where_no_record_begins_the_page_says_where_one_does(town: world.Town) -> None:
    browser = world.sign_in(town, "sid")
    assert "Begin a record" not in main(browser.get("/children"))
    assert "Request for service: North" in main(browser.get(AT))
    assert "Request for service: North" in main(browser.post(AT, ADA)) and not rows(town)


def test_a_form_names_no_record_of_its_own(town: world.Town) -> None:
    browser = world.sign_in(town, "nora")
    amy = town.child()
    browser.post(AT, form_of(browser) | ADA | {"child": amy})
    with as_program(town.key):
        assert Child.objects.filter(authority=town.key, child=amy, name="Ada Mockton").count() == 0
        assert Child.objects.filter(authority=town.key).count() == 2
