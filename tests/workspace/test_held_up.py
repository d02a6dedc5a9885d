"""Lists of work do not send anybody to a form only to hear no, and ask for one letter to several people once."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from tests.engine import small_pack
from tests.store import cast

from baton.engine.situation import Act, InTheWay, Refusal
from baton.journal.organisation import Organisation
from baton.packs_on_disk import load_packs
from baton.platform.places import PACKS
from baton.policy import model as m
from baton.store.gates import Gate
from baton.store.models import Matter, WorkItem
from baton.store.tenancy import in_authority
from baton.working_time import parse_when
from baton.workspace import words
from baton.workspace.acting.refusing import item_said
from baton.workspace.held_up import say_what_holds_up
from baton.workspace.reasons import Line
from baton.workspace.saying import Say
from baton.workspace.several import to_several

from . import world
from .pages import links, main
from .test_doing import decided

DESK: Any = SimpleNamespace(post=SimpleNamespace(person="pru"))


def wirral() -> Say:
    return Say(load_packs(PACKS, "wirral").editions[-1], Organisation(names={"wanda": "Wanda Districk"}))


def row(rule: str, verb: str, *said: str, matter: str = "", to: str = "", element: str = "") -> Any:
    return SimpleNamespace(
        kind="child", subject_id="liam", rule=rule, verb=verb, words=list(said), matter=matter, recipient=to,
        element=element,
    )  # fmt: skip


def line(one: Any, say: Say, tag: words.Tag = words.TO_DO) -> Line:
    return Line(say.duty(one), row=one, href=f"/do/liam?item={one.rule}", tag=tag)


def test_what_would_be_refused_says_what_is_in_the_way_and_whose_it_is() -> None:
    say, matter = wirral(), "between_districts-1"
    listing = line(row("principal_takes_it_to_the_meeting", "list", matter=matter), say)
    say_what_holds_up(DESK, say, [listing], [Gate("liam", "list", "why_another_district", matter, ["wanda"])])
    assert listing.href == "" and listing.tag == words.CANNOT_START
    assert listing.note.startswith("In the way: ") and listing.note.endswith(" (Wanda Districk).")


def test_a_gate_of_another_matter_child_act_or_of_the_duty_itself_is_not_in_the_way() -> None:
    say, matter = wirral(), "between_districts-1"
    others = [
        Gate("liam", "list", "why_another_district", "to_cic-2", []),
        Gate("ben", "list", "why_another_district", matter, []),
        Gate("liam", "accept", "why_another_district", matter, []),
        Gate("liam", "list", "principal_takes_it_to_the_meeting", matter, []),
    ]
    listing = line(row("principal_takes_it_to_the_meeting", "list", matter=matter), say)
    say_what_holds_up(DESK, say, [listing], others)
    assert listing.href and listing.note == "" and listing.tag == words.TO_DO


def test_what_is_late_stays_late_and_says_what_of_mine_comes_first() -> None:
    say = wirral()
    one = line(
        row("authorised_by_the_deputy_director", "authorise", "unallocated", matter="unallocated-1"), say, words.LATE
    )
    say_what_holds_up(DESK, say, [one], [Gate("liam", "authorise unallocated", "not_without_assessment", "", [])])
    assert one.tag == words.LATE and one.href == "" and one.note.startswith("In the way: ")


def test_a_letter_to_several_people_is_one_line_with_all_of_them_ticked() -> None:
    say, matter = wirral(), "unallocated-1"
    rows = [row("agencies_and_family_told", "send", "letter_unallocated", matter=matter, to=to)
            for to in ("Health visitor", "Ms Specimenford", "child")]  # fmt: skip
    found = to_several(say, [line(one, say) for one in rows])
    assert [one.what for one in found] == [
        "Send the letter that no worker is named for now to Health visitor, Ms Specimenford and the child"
    ]
    assert found[0].href.endswith("&to=Health%20visitor&to=Ms%20Specimenford&to=child")


def test_a_talk_with_several_people_names_them_before_what_it_is_about() -> None:
    say = wirral()
    rows = [row("told_of_the_request", "tell", "referral", matter="launch-1", to=to) for to in ("Ms A", "Mr B")]
    found = to_several(say, [line(one, say) for one in rows])
    assert len(found) == 1 and found[0].what.startswith("Tell Ms A and Mr B: ")


def test_another_letter_another_day_and_what_cannot_be_done_stay_lines_of_their_own() -> None:
    say, matter = wirral(), "unallocated-1"
    first = line(row("agencies_and_family_told", "send", "letter_unallocated", matter=matter, to="Ms A"), say)
    later = line(row("agencies_and_family_told", "send", "letter_unallocated", matter=matter, to="Mr B"), say)
    later.when = "by Fri 4 Dec 2026"
    other = line(row("agencies_asked_to_watch", "send", "letter_to_watch", matter=matter, to="Ms A"), say)
    held = line(row("agencies_and_family_told", "send", "letter_unallocated", matter=matter, to="Mx C"), say)
    held.href = ""
    assert len(to_several(say, [first, later, other, held])) == 4


def test_my_day_says_whose_turn_comes_first(town: world.Town) -> None:
    hands_over = m.Must(small_pack.head("hands_over", "move_between"), small_pack.WORKER, "move")
    pack = replace(small_pack.PACK, rules=(*small_pack.PACK.rules, hands_over))
    other = world.make_town(f"{town.key}h", pack, "hands_over")
    child = decided(other)
    browser = world.sign_in(other, "ann")
    page = main(browser.get("/my-day"))
    assert "Hand over responsibility Cannot start yet" in page and "In the way: Give the record current (nora)." in page
    assert not [a for a in links(browser.get("/my-day")) if a.startswith(f"/do/{child}?item=hands_over")]
    other.act("2026-08-06 09:40", "nora", "answer", "record_current", child, values={"record_current": "yes"})
    page = main(browser.get("/my-day"))
    assert "In the way: Give the record current" not in page


def test_who_was_at_a_meeting_that_has_been_held_is_said_by_correcting_its_record(town: world.Town) -> None:
    """A form of its own would record the same meeting twice."""
    word = ("family_handover",)
    there = m.Must(
        small_pack.head("there", "move_between"), small_pack.WORKER, "attend", word, each=m.Each("held", word)
    )
    pack = replace(small_pack.PACK, rules=(*small_pack.PACK.rules, there))
    other = world.make_town(f"{town.key}t", pack, "there")
    child = decided(other)
    with in_authority(other.key):
        matter = Matter.objects.get(authority=other.key, child=child).key
    held = {"attended": ("ben",), "happened": parse_when("2026-08-06 09:35"), "matter": matter}
    cast.done(other.act("2026-08-06 09:40", "ben", "held", "family_handover", child, **held))
    with in_authority(other.key):
        item = WorkItem.objects.get(authority=other.key, subject_id=child, rule="there").key
    browser = world.sign_in(other, "ann")
    answer = browser.get(f"/do/{child}", {"item": item})
    assert answer.status_code == 302 and answer["Location"].startswith(f"/children/{child}/correct/")
    assert "Who was there?" in main(browser.get(answer["Location"]))


def test_the_decision_about_a_child_without_a_worker_says_what_is_decided() -> None:
    say = wirral()
    one = row("authorised_by_the_deputy_director", "authorise", "unallocated", matter="unallocated-1")
    assert say.duty(one) == "Authorise: child without a named worker"


def test_a_refusal_calls_a_paper_by_its_name() -> None:
    way = InTheWay("liam", "", (), "impossible", says="icpc_report cannot have happened in the future")
    refusal = Refusal(Act("written", "icpc_report", ("liam",)), (way,))
    said = item_said(DESK, wirral(), refusal, way, {"liam": "Liam"})
    assert said.why == "Report for the conference cannot have happened in the future."
