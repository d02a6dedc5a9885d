"""What the pages on which managers land say of the questions that wait for them, and of a long list of late work."""

from __future__ import annotations

from dataclasses import replace

from tests.engine import small_pack

from baton.journal import Organisation
from baton.policy import model as m
from baton.store.models import Question, QuestionPerson, WorkItem
from baton.store.tenancy import in_authority
from baton.workspace.acting.asked_first import asked_first
from baton.workspace.acting.field import People
from baton.workspace.saying import Say

from . import world
from .pages import links, main


def asked(town: world.Town, child: str, *persons: str) -> None:
    """The question whether the record is current, on these lists."""
    of = {"authority": town.key, "kind": "child", "subject_id": child, "digest": 0}
    with in_authority(town.key):
        Question.objects.create(**of, key="record_current", word="record_current", of=list(persons), since=0,
                                holder_team="north")  # fmt: skip
        for person in persons:
            QuestionPerson.objects.create(**of, key=f"{person}/record_current", person=person, item="record_current",
                                          since=0)  # fmt: skip


def test_a_leader_lands_on_the_questions_that_wait_for_them(town: world.Town) -> None:
    child = town.child(due=False)
    for person, address in (("hal", "/reports"), ("nora", "/team")):
        browser = world.sign_in(town, person)
        assert "Questions for you" not in main(browser.get(address))
    asked(town, child, "hal", "nora")
    for person, address in (("hal", "/reports"), ("nora", "/team")):
        page = world.sign_in(town, person).get(address)
        assert "Questions for you" in main(page)
        assert f"/do/{child}?verb=answer&word=record_current&next={address}" in links(page)
    assert "Questions for you" not in main(world.sign_in(town, "sid").get("/team"))


def test_of_much_late_work_the_first_is_shown_and_the_rest_is_a_press_away(town: world.Town) -> None:
    child = town.child(due=False)
    with in_authority(town.key):
        for n in range(7):
            WorkItem.objects.create(
                authority=town.key, kind="child", subject_id=child, digest=0, key=f"late-{n}", rule="handover",
                verb="hold",
                words=["family_handover"], element=f"{n}", state="late", who=["ann"], holder_team="north", act_by_at=n,
            )  # fmt: skip
    page = main(world.sign_in(town, "nora").get("/team"))
    assert "Late in the team (7)" in page and "2 more that are late" in page


def test_what_settling_waits_for_is_asked_on_its_form() -> None:
    known = m.Known("record_current")
    stop = m.Stop(small_pack.head("why_first", "demand"), ("settle",), until=known, instead="answer record_current")
    say = Say(replace(small_pack.PACK, rules=(*small_pack.RULES, stop)), Organisation({}, (), ()))
    assert [f.name for f in asked_first(say, "demand", "settle", (), (), People())] == ["record_current"]
    for kind, verb, said in (
        ("demand", "settle", ["record_current"]),
        ("other", "settle", []),
        ("demand", "refer", []),
    ):
        assert asked_first(say, kind, verb, said, (), People()) == []


def test_what_agreeing_waits_for_is_asked_of_whom_it_is_asked_anyhow() -> None:
    gate = m.Must(
        small_pack.head("why_first", "retention"), small_pack.SENDER, "answer", ("record_current",), before=("agree",),
        strength="refuse",
    )  # fmt: skip
    say = Say(replace(small_pack.PACK, rules=(*small_pack.RULES, gate)), Organisation({}, (), ()))
    mine = asked_first(say, "retention", "agree", (), ["record_current"], People())
    assert [f.name for f in mine] == ["record_current"]
    assert asked_first(say, "retention", "agree", (), [], People()) == []
