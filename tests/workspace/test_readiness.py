"""The readiness grid: lines by children, what does not apply and why, dates typed in, one failure stops nothing."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

import pytest
from tests.engine import small_pack

from baton.policy import model as m
from baton.store.models import Entry, Matter
from baton.store.tenancy import in_authority

from . import world
from .pages import hidden, main

KEYS = count(1)
LOOKED_AFTER = m.Named("in_care", ("TST-care",), m.HasSpell("looked_after"))


def line(key: str, word: str, when: m.Condition) -> m.Must:
    head = small_pack.head(key, "move_between", when, "no")
    return m.Must(head, small_pack.WORKER, "write", (word,), checklist="move_list")


ALL = m.HasSpell("assessment", True, (("conclusion", ("in_need",)),))  # what the whole list is for
LINES = (
    line("line_1", "chronology", ALL),
    line("line_2", "care_plan", m.All((ALL, LOOKED_AFTER))),
    m.Must(small_pack.head("signed", "move_between"), small_pack.SENDER, "answer", ("record_current",),
           after=("line_1",), counts_if=m.WordIs("record_current", ("yes",))),
)  # fmt: skip
WORDS = small_pack.WORDS | {
    w.key: w
    for w in (
        m.Word("chronology", "document", "Chronology"),
        m.Word("care_plan", "document", "Care plan"),
        m.Word("looked_after", "spell", "Looked after", silence="no"),
    )
}
PACK = replace(small_pack.PACK, rules=(*small_pack.RULES, *LINES), words=WORDS)


@pytest.fixture
def listed(postgres: object) -> tuple[world.Town, str]:
    """Ada and Ben on the list of the panel, in a town whose procedure has a checklist; and their transfer."""
    town = world.make_town(f"r{next(KEYS)}", PACK, "small-with-a-list")
    for name in ("ada", "ben2"):
        town.child(name)
    town.family("ada", "ben2")
    town.act("2026-08-06 09:00", "ann", "send", "summary", "ada", "ben2", to=("cy",))
    town.act("2026-08-06 09:10", "cy", "list", "", "ada", "ben2")
    with in_authority(town.key):
        return town, Matter.objects.filter(authority=town.key, child="ada").get().key


def test_each_line_says_for_each_child_whether_it_applies_and_why_not(listed: tuple[world.Town, str]) -> None:
    town, key = listed
    browser = world.sign_in(town, "ann")
    assert f'href="/transfers/{key}/readiness"' in browser.get(f"/transfers/{key}").content.decode()
    page = main(browser.get(f"/transfers/{key}/readiness"))
    assert "0 of 2 dated. 2 open. 2 do not apply." in page
    assert "Care plan Does not apply: only if in care Does not apply: only if in care TST-line_2" in page
    assert "Last, when the lines are done" in page and "First: Write the chronology." in page


def test_dates_are_typed_in_and_one_that_fails_stops_no_other(listed: tuple[world.Town, str]) -> None:
    town, key = listed
    browser = world.sign_in(town, "ann")
    form = browser.get(f"/transfers/{key}/readiness?fill=1")
    dates = {"on-line_1-ada": "3 8 2026", "on-line_1-ben2": "1 9 2026"}
    answer = browser.post(f"/transfers/{key}/readiness?fill=1", {**hidden(form), **dates})
    page = main(answer)
    assert answer.status_code == 400 and "Chronology, Ben2: " in page and "cannot have happened in the future" in page
    assert "1 of 2 dated. 1 open." in page and "Chronology Mon 3 Aug 2026 Ann Tick" in page
    assert 'value="1 9 2026"' in answer.content.decode()
    assert "is not a date" in main(browser.post(f"/transfers/{key}/readiness", {"on-line_1-ben2": "soon"}))
    saved = browser.post(f"/transfers/{key}/readiness", {"on-line_1-ben2": "5/8/2026"}, follow=True)
    assert "1 line recorded." in main(saved) and "2 of 2 dated. 0 open." in main(saved)
    assert "Mon 3 Aug 2026 Ann Wed 5 Aug 2026 Ann" in main(saved)
    with in_authority(town.key):
        assert Entry.objects.filter(authority=town.key, verb="written", word="chronology").count() == 2


def test_what_is_ticked_is_dated_with_one_day(listed: tuple[world.Town, str]) -> None:
    town, key = listed
    browser = world.sign_in(town, "ann")
    form = browser.get(f"/transfers/{key}/readiness?fill=1")
    assert 'name="tick-day" value="6 8 2026"' in form.content.decode()
    answers = {"tick": ["on-line_1-ada", "on-line_1-ben2"], "tick-day": "4 8 2026", "on-line_1-ben2": "5 8 2026"}
    saved = browser.post(f"/transfers/{key}/readiness?fill=1", {**hidden(form), **answers}, follow=True)
    assert "2 lines recorded." in main(saved)
    assert "Chronology Tue 4 Aug 2026 Ann Wed 5 Aug 2026 Ann" in main(saved)  # the date of its own wins
    unticked = browser.post(f"/transfers/{key}/readiness", {"tick-day": "5 8 2026"}, follow=True)
    assert "recorded." not in main(unticked)


def test_a_line_that_does_not_count_says_which_answer_it_lacks(postgres: object) -> None:
    address = m.Word("home_address", "answer", "Address", question="What is the child's address?")
    wants = replace(LINES[0], counts_if=m.WordIs("home_address", ("known",)))
    pack = replace(small_pack.PACK, rules=(*small_pack.RULES, wants), words=WORDS | {"home_address": address})
    town = world.make_town(f"r{next(KEYS)}", pack, "small-with-an-address")
    town.child("ada")
    town.act("2026-08-06 09:00", "ann", "send", "summary", "ada", to=("cy",))
    town.act("2026-08-06 09:10", "cy", "list", "", "ada")
    with in_authority(town.key):
        key = Matter.objects.filter(authority=town.key, child="ada").get().key
    browser = world.sign_in(town, "ann")
    saved = browser.post(f"/transfers/{key}/readiness", {"on-line_1-ada": "3 8 2026"}, follow=True)
    assert "1 line recorded. 1 line of them not counted yet: the line says what for." in main(saved)
    assert "does not count. It counts when this is answered: What is the child's address?" in main(saved)
    assert f"/do/ada?verb=answer&amp;word=home_address&amp;next=/transfers/{key}/readiness" in saved.content.decode()


def test_the_grid_is_for_those_who_reach_the_children(listed: tuple[world.Town, str], other_town: world.Town) -> None:
    town, key = listed
    for browser in (world.sign_in(other_town, "ann"), world.sign_in(other_town, "hal")):
        assert browser.get(f"/transfers/{key}/readiness").status_code == 404
        assert browser.post(f"/transfers/{key}/readiness", {"on-line_1-ada": "3 8 2026"}).status_code == 404
    auditor = world.sign_in(town, "audra", duties=("audit",), post="audit")
    assert auditor.get(f"/transfers/{key}/readiness").status_code == 200
    assert auditor.post(f"/transfers/{key}/readiness", {"on-line_1-ada": "3 8 2026"}).status_code == 403
