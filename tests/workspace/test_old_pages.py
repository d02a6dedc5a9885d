"""Pages that grew old: two tabs, the back button, the same form sent twice or at once, somebody else meanwhile.

The answer says what became of it; nothing is doubled, and nothing that was typed is taken for saved.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from tests.store import cast

from baton.journal import Subject
from baton.store.entries import entries_of
from baton.store.models import Entry
from baton.store.tenancy import in_authority
from baton.working_time import BEGINNING, Window

from . import world
from .pages import hidden, main, read, when
from .test_doing import listed
from .test_forum import SITTING, on_the_day  # noqa: F401
from .test_twice import answer, two

HELD = "/do/amy?verb=held&word=family_handover"
ON = {**when("5 8 2026"), "attended": ["ann"]}


def lines(town: world.Town, child: str = "amy", verb: str = "held") -> list[Any]:
    with in_authority(town.key):
        return [e for e in entries_of(town.key, Subject("child", child)) if e.verb == verb]


def form(browser: Client, address: str = HELD, given: dict[str, Any] | None = None) -> dict[str, Any]:
    """The form of an address, filled and ready to be saved."""
    return {**hidden(browser.get(address)), **(given or ON), "step": "save"}


def test_the_same_form_twice_is_one_line(town: world.Town) -> None:
    town.child("amy")
    ann = world.sign_in(town, "ann")
    filled = form(ann)
    assert [ann.post(HELD, filled).status_code for _ in range(3)] == [302, 302, 302]
    assert len(lines(town)) == 1


@pytest.mark.parametrize("change", [when("4 8 2026"), {"attended": []}, {"reason": "and more"}])
def test_a_form_saved_before_and_changed_since_is_not_taken_for_saved(town: world.Town, change: dict[str, Any]) -> None:
    town.child("amy")
    ann = world.sign_in(town, "ann")
    filled = form(ann)
    assert ann.post(HELD, filled).status_code == 302
    again = ann.post(HELD, {**filled, **change})
    assert again.status_code == 409 and "This form was saved before, with other answers" in main(again)
    assert len(lines(town)) == 1


def test_another_child_ticked_after_the_saving_is_not_taken_for_saved(town: world.Town) -> None:
    for child in ("amy", "bob"):
        town.child(child)
    town.family("amy", "bob")
    ann = world.sign_in(town, "ann")
    days = {**when("5 8 2026", "when-amy"), **when("5 8 2026", "when-bob")}
    filled = form(ann, given={**days, "child": ["amy"]})
    assert ann.post(HELD, filled).status_code == 302
    again = ann.post(HELD, {**filled, "child": ["amy", "bob"]})
    assert again.status_code == 409 and "Bob" in main(again)
    assert len(lines(town)) == 1 and not lines(town, "bob")


def test_eight_at_once_are_one_line(town: world.Town) -> None:
    town.child("amy")
    ann = world.sign_in(town, "ann")
    filled = form(ann)

    def press(_: int) -> int:
        try:
            browser = Client()
            browser.cookies = ann.cookies
            return browser.post(HELD, filled).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(press, range(8)))
    assert found == [302] * 8 and len(lines(town)) == 1


def correction(browser: Client, address: str, **given: Any) -> dict[str, Any]:
    return {**hidden(browser.get(address)), "how": "did_not_happen", "why": "another child", "step": "save", **given}


def test_a_correction_sent_twice_is_one_and_says_so(town: world.Town) -> None:
    town.child("amy")
    ann = world.sign_in(town, "ann")
    ann.post(HELD, form(ann))
    address = f"/children/amy/correct/{lines(town)[0].number}"
    filled = correction(ann, address)
    answers = [ann.post(address, filled) for _ in range(2)]
    assert [a.status_code for a in answers] == [302, 302]
    assert "Corrected" in read(ann.get(answers[1]["Location"]))
    assert len(lines(town)) == 2


def test_a_line_that_somebody_corrected_meanwhile_is_not_corrected_again(town: world.Town) -> None:
    town.child("amy")
    ann, nora = world.sign_in(town, "ann"), world.sign_in(town, "nora")
    ann.post(HELD, form(ann))
    first = lines(town)[0].number
    address = f"/children/amy/correct/{first}"
    old_page = correction(ann, address, why="it was on the fourth")
    assert nora.post(address, correction(nora, address)).status_code == 302
    stands = next(e.number for e in lines(town) if e.replaces == first)
    late = ann.post(address, old_page)
    assert late.status_code == 409
    assert "This line was corrected on Thu 6 Aug 2026" in main(late) and "by nora. Nothing was saved now." in main(late)
    assert f"/children/amy/correct/{stands}" in late.content.decode() and "it was on the fourth" in main(late)
    opened = ann.get(address, follow=True)
    assert opened.status_code == 200 and "This line was corrected on" in read(opened)
    assert len(lines(town)) == 2


def test_two_corrections_in_one_moment_are_not_both_kept(town: world.Town) -> None:
    """Both pages were looked at before either was saved: the store says no to the second, under the lock."""
    town.child("amy")
    cast.done(town.act("2026-08-06 09:00", "ann", "held", "family_handover", "amy", attended=("ann",)))
    number = lines(town)[0].number
    more: dict[str, Any] = {"corrects": number, "did_not_happen": True, "reason": "no"}
    cast.done(town.act("2026-08-06 09:10", "ann", "held", "family_handover", "amy", **more))
    said = cast.refused(town.act("2026-08-06 09:10", "nora", "held", "family_handover", "amy", **more)).items[0].says
    assert said == "this line was corrected already" and len(lines(town)) == 2


def test_records_joined_twice_and_parted_twice(town: world.Town) -> None:
    two(town)
    nora = world.sign_in(town, "nora")
    address = "/children/c1/same/c2"
    filled = {**hidden(nora.get(address)), "how": "join", "keep": "c1", "why": "the same birth date", "step": "save"}
    other_tab = {**hidden(nora.get(address)), "how": "join", "keep": "c2", "why": "the other way round", "step": "save"}
    answers = [nora.post(address, one) for one in (filled, filled, other_tab)]
    assert [(a.status_code, a["Location"]) for a in answers] == [(302, "/children/c1")] * 3
    assert "joined already" in read(nora.get("/children/c1"))
    (joined,) = lines(town, "c2", "closed")
    undo = f"/children/c2/correct/{joined.number}"
    old_page = correction(nora, undo)
    assert nora.post(undo, correction(nora, undo)).status_code == 302
    assert nora.post(undo, old_page).status_code == 409
    assert len(lines(town, "c2", "closed")) == 2
    assert answer(nora, "see", how="join", keep="c1").status_code == 200


def test_a_decision_on_a_family_that_was_carried_over_meanwhile(town: world.Town, on_the_day: str) -> None:  # noqa: F811
    cy, hal = world.sign_in(town, "cy"), world.sign_in(town, "hal")
    cy.post(f"{SITTING}/attendance", {"attended": ["nora", "sid"]})
    row = f"{SITTING}/row/1"
    old_page = {**hidden(cy.get(row)), "decision": "agreed", **when("27 8 2026", "transfer_date"), "step": "decide"}
    assert hal.post(row, {**hidden(hal.get(row)), "step": "carry", "why": "no time"}).status_code == 302
    late = cy.post(row, old_page, follow=True)
    said = read(late)
    assert "not on this list any more" in said or "The record changed while you were deciding" in said
    assert not lines(town, on_the_day, "decide")


def test_a_row_is_the_family_that_was_seen_wherever_it_stands_now(town: world.Town) -> None:
    """Another family came before it, or the one before it is gone: the number in the address is not the family."""
    child = listed(town)
    with in_authority(town.key):
        key = Entry.objects.filter(authority=town.key, subject_id=child, verb="list").values_list("matter", flat=True)[
            0
        ]
    cy = world.sign_in(town, "cy")
    town_row = "/sittings/panel/2026-08-12T1000/row"
    page = cy.post(f"{town_row}/7", {"row": key, "step": "decide", "decision": "agreed", f"head-{child}": "junk"})
    assert page.status_code == 409 and "Fictley family" in read(page)
    gone = cy.post(f"{town_row}/1", {"row": "another", "step": "decide", "decision": "agreed"}, follow=True)
    assert "not on this list any more" in read(gone)
    assert not lines(town, child, "decide")


def test_a_line_of_which_no_day_is_known_can_be_corrected_too(town: world.Town) -> None:
    """An extract said it "some time before": the form opens with no day filled in."""
    before = replace(cast.entry("child", "amy", "held", "family_handover"), happened=Window(BEGINNING, world.NOW))
    cast.child(town.key, "amy", before, due=False)
    ann = world.sign_in(town, "ann")
    address = f"/children/amy/correct/{lines(town)[0].number}"
    shown = ann.get(address)
    assert shown.status_code == 200 and "What is wrong with this line?" in main(shown)
    assert ann.post(address, correction(ann, address)).status_code == 302
