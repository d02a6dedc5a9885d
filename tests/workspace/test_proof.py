"""Proof of telling: who, what, when, how, or the reason why not, each person's own, and refused where it is lacking."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import quote

import pytest
from tests.engine import small_pack
from tests.store import cast

from baton.journal import Subject
from baton.policy import model as m
from baton.sending.models import Message
from baton.store import asking, procedures
from baton.store.models import WorkItem
from baton.store.tenancy import as_program
from baton.workspace.journal import entries_of

from . import world
from .pages import hidden, main, read, ticked, when
from .test_letters import decided

_KEYS = iter(range(1000))


@pytest.fixture
def place(postgres: Any) -> world.Town:
    """A town whose procedure wants the child and the parents told; the worker may leave one out, with a reason."""
    town = world.make_town(f"p{next(_KEYS)}")
    pack = small_pack.PACK
    rules = [
        replace(
            rule,
            to=(m.Recipient(None, "child"), m.Recipient(None, "parents")),
            about=("receiving_team", "transfer_date"),
            excuse=m.Excuse(small_pack.WORKER, clause=("TST-harm",)),
        )
        if isinstance(rule, m.Must) and rule.head.key == "told_before"
        else rule
        for rule in pack.rules
    ]
    words = {**pack.words, "parents": m.Word("parents", "people", "Parents")}
    changed = replace(pack, build="proof-1", words=words, rules=tuple(rules))
    procedures.use("small", procedures.Procedure(m.Packs((changed,)), small_pack.CALENDAR))
    return town


def key_of(town: world.Town) -> str:
    address = decided(town, talked=False)
    cast.done(town.act("2026-08-05 13:00", "ann", "in", "parents", to=("Ms Fictley",)))
    return address.split("/")[2]


def test_the_table_says_who_told_whom_when_and_how_and_what_is_owed(place: world.Town) -> None:
    key = key_of(place)
    browser = world.sign_in(place, "ann")
    page = main(browser.get(f"/transfers/{key}/told"))
    assert "0 of 3 told." in page or "1 of 3 told." in page, page
    cast.done(
        place.act("2026-08-05 15:00", "ann", "told", "", to=("Ms Fictley",), matter=key, values={"channel": "phone"})
    )
    page = main(browser.get(f"/transfers/{key}/told"))
    assert "Wed 5 Aug 2026, Ann, by telephone" in page and "Amy Fictley (the child)" in page


def test_what_a_talk_left_out_is_still_owed_and_alone_is_ticked_next_time(place: world.Town) -> None:
    key = key_of(place)
    browser = world.sign_in(place, "ann")
    address = f"/do/amy?item={quote(f'told_before|{key}||Ms Fictley')}"
    form = browser.get(address)
    assert "What were they told?" in main(form) and ticked(form, "about") == ["receiving_team", "transfer_date"]
    talk = {**when("6 8 2026"), "to": ["Ms Fictley"], "channel": "phone", "step": "save"}
    assert "Tick at least one: what were they told?" in main(browser.post(address, {**hidden(form), **talk}))
    saved = browser.post(address, {**hidden(form), **talk, "about": ["transfer_date"]})
    assert "Kept, but something is still to be said. Missing: receiving team." in main(browser.get(saved["Location"]))
    assert "Lacking: receiving team" in main(browser.get(f"/transfers/{key}/told"))
    assert "Told in part" in main(browser.get("/children/amy/recorded"))
    form = browser.get(address)
    assert ticked(form, "about") == ["receiving_team"]
    assert browser.post(address, {**hidden(form), **talk, "about": ["receiving_team"]}).status_code == 302
    assert {i.recipient: i.state for i in _items(place)}["Ms Fictley"] == "met"
    assert "Told in part" not in main(browser.get("/children/amy/recorded"))


def test_a_correction_can_say_that_less_was_told(place: world.Town) -> None:
    key = key_of(place)
    both = ("receiving_team", "transfer_date")
    cast.done(place.act("2026-08-05 15:00", "ann", "told", "", to=("Ms Fictley",), about=both, matter=key))
    browser = world.sign_in(place, "ann")
    with as_program(place.key):
        number = entries_of(place.key, Subject("child", "amy"))[-1].number
    address = f"/children/amy/correct/{number}"
    form = browser.get(address)
    assert ticked(form, "about") == list(both)
    answers = {**hidden(form), **when("5 8 2026"), "how": "different", "why": "the team was not said", "step": "save"}
    answers |= {"to": ["Ms Fictley"], "about": ["transfer_date"], "channel": "phone"}
    assert browser.post(address, answers).status_code == 302
    (item,) = [i for i in _items(place) if i.recipient == "Ms Fictley"]
    assert (item.state, item.missing) == ("open", ["receiving_team"])


def test_somebody_is_left_out_with_a_reason_of_their_own_and_the_others_are_still_owed_it(place: world.Town) -> None:
    key = key_of(place)
    browser = world.sign_in(place, "ann")
    address = f"/do/amy?verb=excuse&excuses=told_before&matter={key}"
    form = browser.get(f"{address}&to=child")
    assert "Who is not told?" in read(form) and 'value="child" checked' in form.content.decode()
    answers = {**hidden(form), "to": ["child"], "step": "save"}
    assert "Why is it left out?" in read(browser.post(address, {**answers, "reason": ""}))
    assert browser.post(address, {**answers, "reason": ""}).status_code == 400
    nobody = {k: v for k, v in answers.items() if k != "to"}
    assert browser.post(address, {**nobody, "reason": "could be hurt"}).status_code == 400
    assert browser.post(address, {**answers, "reason": "could be hurt"}).status_code == 302
    page = main(browser.get(f"/transfers/{key}/told"))
    assert "could be hurt; Ann, Thu 6 Aug 2026" in page and "1 not, for a reason" in page
    rows = {i.recipient: i.state for i in _items(place)}
    assert rows["child"] == "excused" and rows["Ms Fictley"] == "open"


def _items(town: world.Town) -> list[Any]:
    with as_program(town.key):
        return list(WorkItem.objects.filter(authority=town.key, rule="told_before"))


def test_withholding_without_a_reason_is_refused_by_whatever_door(place: world.Town) -> None:
    key = key_of(place)
    refused = cast.refused(
        place.act("2026-08-06 09:00", "ann", "excuse", "", matter=key, excuses="told_before", to=("child",))
    )
    assert [(i.kind, i.missing) for i in refused.items] == [("refuse", ("reason",))]
    assert not [e for e in asking.journal(place.key, "child", "amy") if e.verb == "excuse"]


def test_the_child_has_one_page_of_all_tellings_and_says_how_a_letter_went(place: world.Town) -> None:
    key = key_of(place)
    cast.done(place.act("2026-08-05 16:00", "ann", "sent", "summary", to=("Ms Fictley",), matter=key, number="a1",
                        values={"channel": "letter", "way": "email"}))  # fmt: skip
    with as_program(place.key):
        Message.objects.create(authority=place.key, key="m1", kind="letter", children=["amy"],
                               state="left", written_at=0, way="email", act="a1", arrived="delivered")  # fmt: skip
    browser = world.sign_in(place, "ann")
    page = main(browser.get("/children/amy/told"))
    assert "Wed 5 Aug 2026, Ann, by e-mail, delivered" in page
    assert '/children/amy/told"' in browser.get("/children/amy").content.decode()
    assert world.sign_in(world.make_town(f"{place.key}-x"), "ann").get("/children/amy/told").status_code == 404
