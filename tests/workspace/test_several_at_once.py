"""Brothers and sisters on one form: one answer for all, what came of a meeting, and who can have been there."""

from __future__ import annotations

from dataclasses import replace

from django.http import QueryDict
from tests.engine import small_pack

from baton.journal import Organisation
from baton.policy import model as m
from baton.store.models import Entry
from baton.store.tenancy import in_authority
from baton.workspace.acting import people
from baton.workspace.acting.answers import read_answers
from baton.workspace.acting.field import People
from baton.workspace.acting.fields import fields_for
from baton.workspace.saying import Say

from . import world
from .pages import main, send, when

CONFERENCE = m.Word("conference", "event", "Conference", parts={"outcome": ("plan_made", "no_plan")})


def family(town: world.Town) -> str:
    for name in ("ada", "ben2"):
        town.child(name)
    town.family("ada", "ben2")
    return "/do/ada?verb=answer&word=record_current&with=ben2"


def answers(town: world.Town) -> dict[str, str]:
    with in_authority(town.key):
        found = Entry.objects.filter(authority=town.key, verb="answer", subject_id__in=["ada", "ben2"])
        return {e.subject_id: e.body["with"]["record_current"] for e in found}


def test_one_answer_stands_for_each_child_whose_own_is_empty(town: world.Town) -> None:
    address, browser = family(town), world.sign_in(town, "nora")
    both = {"child": ["ada", "ben2"], "record_current-ada": "yes", "record_current-same": "yes"}
    assert send(browser, address, both).status_code == 302
    assert answers(town) == {"ada": "yes", "ben2": "yes"}


def test_a_child_with_an_answer_of_their_own_keeps_it(town: world.Town) -> None:
    address, browser = family(town), world.sign_in(town, "nora")
    own = {"record_current-ada": "yes", "record_current-ben2": "no", "record_current-same": "yes"}
    assert send(browser, address, {"child": ["ada", "ben2"], **own}).status_code == 302
    assert answers(town) == {"ada": "yes", "ben2": "no"}


def test_nothing_is_said_of_a_child_where_nobody_said_that_it_is_the_same(town: world.Town) -> None:
    address, browser = family(town), world.sign_in(town, "nora")
    assert "The same for each child below whose answer is left empty" in main(browser.get(address))
    refused = send(browser, address, {"child": ["ada", "ben2"], "record_current-ada": "yes"}, "see")
    assert refused.status_code == 400 and "Choose an answer for Ben2" in main(refused)


def test_a_meeting_of_the_family_is_asked_for_with_one_day(town: world.Town) -> None:
    family(town)
    browser = world.sign_in(town, "ann")
    shown = browser.get("/do/ada?verb=held&word=family_handover&with=ben2").content.decode()
    assert 'name="when-same" type="checkbox" value="yes" checked' in shown
    given = {"child": ["ada", "ben2"], **when("5 8 2026", "when-ada"), "when-same": "yes"}
    assert send(browser, "/do/ada?verb=held&word=family_handover&with=ben2", given).status_code == 302
    with in_authority(town.key):
        held = Entry.objects.filter(authority=town.key, verb="held", word="family_handover")
        assert {e.subject_id for e in held} == {"ada", "ben2"}
        assert len({e.happened_from for e in held}) == 1


def test_what_came_of_a_meeting_is_said_or_said_to_be_open() -> None:
    say = Say(
        replace(small_pack.PACK, words={**small_pack.PACK.words, "conference": CONFERENCE}), Organisation({}, (), ())
    )
    fields = fields_for(say, "held", "conference", People(), False)
    outcome = next(f for f in fields if f.name == "outcome")
    assert [text for _, text in outcome.options] == ["Plan made", "No plan", "Not known yet"] and not outcome.optional
    day = "when-day=5&when-month=8&when-year=2026"
    forgotten = read_answers(QueryDict(day), fields, ("amy",), "held")
    assert [e["text"] for e in forgotten.errors] == ["Choose an answer: outcome"]
    still_open = read_answers(QueryDict(f"{day}&outcome=unsaid"), fields, ("amy",), "held")
    assert not still_open.errors and "outcome" not in still_open.values


def test_whoever_fills_it_in_stands_first_then_the_child_then_the_others() -> None:
    listed = people._in_the_room({"zia": "Zia", "al": "Al"}, "zia", {"child": "The child"})
    assert [text for _, text in listed] == ["Zia", "The child", "Al"]
