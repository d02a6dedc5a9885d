"""Acts about workers, offices, teams, sittings, families: refused where children would be left, told to who relies."""

from __future__ import annotations

import threading
from typing import Any

from django.db import connection
from tests.store.cast import act, child, done, family, refused

from baton.engine.situation import Act, By, Done, Refusal
from baton.journal import Subject
from baton.journal.sittings import sitting_id
from baton.store import acting
from baton.store.asking import around, journal
from baton.store.models import Child, Holding, ReliesOn, WorkItem
from baton.store.models import Subject as SubjectRow
from baton.store.rebuilding import rebuild
from baton.store.tenancy import in_authority
from baton.store.ticking import tick
from baton.working_time import moment_of, parse_when

WHEN = "2026-08-10 09:00"
AGREED = {"decision": "agreed", "transfer_date": "2026-08-10", "receiving_worker": "ben"}


def about(
    authority: str, subject: Subject, verb: str, word: str = "", by: str = "nora", when: str = WHEN, **more: Any
) -> object:
    return acting.act(authority, Act(verb, word, subject=subject, **more), By(by), moment_of(when))


def test_ending_the_post_of_who_holds_children_is_refused_child_by_child(authority: str) -> None:
    for name in ("amy", "bob"):
        child(authority, name)
    answer = refused(about(authority, Subject("worker", "ann"), "end_post", "post", happened=parse_when("2026-09-01"),
                           values={"team": "north"}))  # fmt: skip
    assert {item.child for item in answer.items} == {"amy", "bob"}
    assert len(journal(authority, "worker", "ann")) == 1


def test_that_somebody_left_in_fact_is_kept_and_the_landing_holder_holds(authority: str) -> None:
    child(authority)
    done(about(authority, Subject("worker", "ann"), "ended", "worker", happened=parse_when("2026-08-10")))
    with in_authority(authority):
        amy = Child.objects.get(authority=authority)
        assert (amy.holder_kind, amy.holder_person, amy.holder_office) != ("worker", "ann", "")
        assert not SubjectRow.objects.filter(authority=authority, stale_since__isnull=False).exists()
    assert rebuild(authority, moment_of(WHEN), check=True).different == []


def test_a_new_holder_of_an_office_comes_onto_the_lists_of_the_children(authority: str) -> None:
    child(authority)
    with in_authority(authority):
        assert ReliesOn.objects.filter(authority=authority, on_kind="office", on_id="team_manager@north").exists()
    done(about(authority, Subject("office", "team_manager@north"), "name_holder", by="hal", values={"person": "nick"}))
    with in_authority(authority):
        asked = [w for item in WorkItem.objects.filter(authority=authority) for w in item.who]
        assert "nick" in asked
        assert "nora" not in asked
    assert rebuild(authority, moment_of(WHEN), check=True).different == []


def test_a_sitting_that_moves_is_in_the_surroundings_of_every_child(authority: str) -> None:
    child(authority)
    nominal = moment_of("2026-08-12 10:00")
    sitting = Subject("sitting", sitting_id("panel", nominal))
    done(about(authority, sitting, "moved", happened=parse_when("2026-08-13 14:00"), reason="room flooded"))
    (moved,) = around(authority).sittings
    assert (moved.forum, moved.nominal, moved.at) == ("panel", nominal, moment_of("2026-08-13 14:00"))


def test_a_sitting_held_in_the_future_cannot_be(authority: str) -> None:
    sitting = Subject("sitting", sitting_id("panel", moment_of("2026-08-12 10:00")))
    answer = about(authority, sitting, "held", happened=parse_when("2026-08-12 10:00"))
    assert isinstance(answer, Refusal)
    assert answer.items[0].kind == "impossible"


def test_siblings_linked_by_a_record_rely_on_each_other(authority: str) -> None:
    for name in ("amy", "bob"):
        child(authority, name)
    link = Act("linked", "sibling", ("amy", "bob"), subject=Subject("family", "f"), values={"a": "amy", "b": "bob"})
    done(acting.record(authority, link, By("ann"), moment_of(WHEN)))
    with in_authority(authority):
        rows = SubjectRow.objects.filter(authority=authority, kind="child")
        assert {(r.subject_id, r.family, r.stale_since) for r in rows} == {("amy", "f", None), ("bob", "f", None)}
        relied = ReliesOn.objects.filter(authority=authority, on_kind="child").values_list("subject_id", "on_id")
        assert set(relied) == {("amy", "bob"), ("bob", "amy")}


def test_an_act_on_one_sibling_reaches_the_others(authority: str) -> None:
    for name in ("amy", "bob"):
        child(authority, name)
    family(authority, "amy", "bob")
    done(act(authority, "2026-08-10 10:00", "ann", "given", "note", "amy", values={"note": "x"}))
    with in_authority(authority):
        assert not SubjectRow.objects.filter(authority=authority, stale_since__isnull=False).exists()
    assert rebuild(authority, moment_of(WHEN), check=True).different == []


def test_a_worker_ends_while_children_are_being_given_to_them(authority: str) -> None:
    """Whichever comes first, no child is left with a worker who has gone and nobody told."""
    names = [f"c{n}" for n in range(6)]
    for name in names:
        child(authority, name)
    answers: list[object] = []

    def give() -> None:
        try:
            for name in names:
                answers.append(
                    act(authority, "2026-08-10 09:00", "nora", "allocate", "", name, values={"person": "ben"})
                )
        finally:
            connection.close()

    def end() -> None:
        try:
            answers.append(
                about(authority, Subject("worker", "ben"), "ended", "worker", happened=parse_when("2026-08-10"))
            )
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for one in (give, end)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert any(isinstance(a, Done) for a in answers)
    with in_authority(authority):
        assert not SubjectRow.objects.filter(authority=authority, stale_since__isnull=False).exists()
    assert rebuild(authority, moment_of(WHEN), check=True).different == []


def test_the_clock_moves_nobody_to_an_office_that_is_empty_and_moves_when_somebody_is_there(authority: str) -> None:
    """The receiving worker has gone and every office up the line is empty: the child stays with Ann, to the day on
    which somebody takes the office up, and what was does not become otherwise."""
    child(authority)
    for when, by, verb, word, more in (
        ("2026-08-06 09:00", "ann", "send", "summary", {"to": ("cy",)}),
        ("2026-08-06 09:10", "cy", "list", "", {}),
        ("2026-08-06 09:20", "nora", "decide", "", {"values": AGREED}),
        ("2026-08-06 09:30", "nora", "answer", "record_current", {"values": {"record_current": "yes"}}),
    ):
        done(act(authority, when, by, verb, word, **more))
    gone = parse_when("2026-08-07")
    for office, person in (("team_manager@south", "sid"), ("team_manager@north", "nora"), ("head", "hal")):
        done(about(authority, Subject("office", office), "ended", by="hal", when="2026-08-07 09:00", happened=gone,
                   values={"person": person}))  # fmt: skip
    done(
        about(authority, Subject("worker", "ben"), "ended", "worker", by="hal", when="2026-08-07 09:00", happened=gone)
    )
    tick(moment_of("2026-08-11 09:00"), [authority])
    assert holders(authority) == [("worker", "ann")]
    done(about(authority, Subject("office", "team_manager@south"), "started", by="hal", when="2026-08-12 09:00",
               happened=parse_when("2026-08-20"), values={"person": "sue"}))  # fmt: skip
    tick(moment_of("2026-08-19 23:00"), [authority])
    assert holders(authority) == [("worker", "ann")]
    tick(moment_of("2026-08-20 00:00"), [authority])
    assert holders(authority) == [("worker", "ann"), ("office", "sue")]
    assert rebuild(authority, moment_of("2026-08-20 00:00"), check=True).different == []


def holders(authority: str) -> list[tuple[str, str]]:
    with in_authority(authority):
        rows = Holding.objects.filter(authority=authority, child="amy").order_by("during")
        return [(row.kind, row.person) for row in rows]


def test_opening_again_without_saying_who_holds_is_refused(authority: str) -> None:
    child(authority)
    done(act(authority, "2026-08-07 09:00", "nora", "close", reason="done"))
    answer = refused(act(authority, "2026-08-12 09:00", "hal", "reopen", reason="more to do"))
    assert [item.instead for item in answer.items] == ["name who takes over, or who covers, from that day"]
    done(act(authority, "2026-08-12 09:05", "hal", "reopen", values={"person": "ann", "team": "north"}, reason="more"))
    assert holders(authority)[-1] == ("worker", "ann")
