"""Recording and acting: what follows first, then saved once; a refusal says why, by which clause, and what instead."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

from django.test import Client
from tests.engine import small_pack

from baton.engine.situation import InTheWay
from baton.journal import Organisation
from baton.policy import model as m
from baton.store.models import Child, Draft, Entry, WorkItem
from baton.store.tenancy import in_authority
from baton.working_time import moment_of
from baton.workspace.acting import refusing
from baton.workspace.acting.follows import follows
from baton.workspace.acting.openings import on_a_child
from baton.workspace.saying import Say

from . import world
from .pages import hidden, main, read, send, when

DESK: Any = SimpleNamespace()
SUMMARY = {**when("6 8 2026"), "to": "cy"}


def entries(town: world.Town, child: str, verb: str) -> int:
    with in_authority(town.key):
        return Entry.objects.filter(authority=town.key, subject_id=child, verb=verb).count()


def sent(town: world.Town, browser: Client, child: str) -> object:
    return send(browser, f"/do/{child}?verb=send&word=summary", {"to": "clerk", **when("6 8 2026")})


def listed(town: world.Town) -> str:
    child = town.child()
    town.act("2026-08-06 09:00", "ann", "send", "summary", child, to=("cy",))
    town.act("2026-08-06 09:10", "cy", "list", "", child)
    return child


def decided(town: world.Town) -> str:
    child = listed(town)
    town.act(
        "2026-08-06 09:30",
        "nora",
        "decide",
        "",
        child,
        values={"decision": "agreed", "transfer_date": "2026-08-10", "receiving_worker": "ben"},
    )
    return child


def test_a_meeting_is_recorded_with_what_follows_shown_first(town: world.Town) -> None:
    child = decided(town)
    browser = world.sign_in(town, "ann")
    address = f"/do/{child}?verb=held&word=family_handover"
    answers = {**when("6 8 2026"), "attended": ["ann", "ben"]}
    seen = send(browser, address, answers, "see")
    assert "What follows, before you save" in main(seen)
    assert "Done: Hold the handover meeting." in main(seen)
    assert entries(town, child, "held") == 0
    saved = send(browser, address, answers)
    assert saved.status_code == 302
    assert "Handover meeting held, for Amy Fictley." in read(browser.get(saved["Location"]))
    assert entries(town, child, "held") == 1


def test_a_letter_is_not_recorded_as_sent_on_a_day_that_has_not_come(town: world.Town) -> None:
    child = town.child()
    browser = world.sign_in(town, "ann")
    answer = send(browser, f"/do/{child}?verb=send&word=summary", {**when("30 12 2026"), "to": "child"}, "see")
    assert "cannot have happened in the future" in main(answer)
    assert entries(town, child, "send") == 0


def test_a_meeting_without_the_receiver_is_kept_and_does_not_count(town: world.Town) -> None:
    child = decided(town)
    browser = world.sign_in(town, "ann")
    address, alone = f"/do/{child}?verb=held&word=family_handover", {**when("6 8 2026"), "attended": ["ann"]}
    assert "Kept, but it does not count for a step. Ben was not there." in main(send(browser, address, alone, "see"))
    page = read(browser.get(send(browser, address, alone)["Location"]))
    assert "Kept, but it does not count for a step. Ben was not there." in page
    assert entries(town, child, "held") == 1


def test_what_lies_in_the_future_cannot_be_recorded_as_held(town: world.Town) -> None:
    child = town.child()
    answer = send(world.sign_in(town, "ann"), f"/do/{child}?verb=held&word=family_handover", when("1 9 2026"))
    assert answer.status_code == 409
    assert "There is a problem" in main(answer) and "cannot have happened in the future" in main(answer)
    assert entries(town, child, "held") == 0
    told = {**when("1 9 2026"), "to": ["family"], "channel": "phone"}
    page = main(send(world.sign_in(town, "ann"), f"/do/{child}?verb=told", told))
    assert "This cannot have happened in the future." in page
    assert "Give the day on which it happened, today or before." in page


def test_listing_without_the_summary_says_what_is_missing_and_by_which_clause(town: world.Town) -> None:
    child = town.child()
    answer = send(world.sign_in(town, "cy"), f"/do/{child}?verb=list&word=panel", {})
    assert answer.status_code == 409
    page = main(answer)
    assert "You cannot put Amy Fictley on the list yet." in page
    assert "Summary: not written or not sent." in page and "TST-send_summary" in page
    assert "Ask Ann: Send the summary to Clerk." in page
    assert entries(town, child, "list") == 0


def test_what_is_somebody_elses_says_whose(town: world.Town) -> None:
    child = decided(town)
    answer = send(world.sign_in(town, "ann"), f"/do/{child}?verb=answer&word=record_current", {"record_current": "yes"})
    assert answer.status_code == 409
    assert "This is for nora" in main(answer) and "Ask nora." in main(answer)


def test_the_last_gate_moves_the_child_and_says_who_holds_now(town: world.Town) -> None:
    child = town.child()
    town.act("2026-08-05 09:00", "ann", "send", "summary", child, to=("cy",))
    town.act("2026-08-05 09:10", "cy", "list", "", child)
    town.act(
        "2026-08-05 09:30",
        "nora",
        "decide",
        "",
        child,
        values={"decision": "agreed", "transfer_date": "2026-08-06", "receiving_worker": "ben"},
    )
    browser = world.sign_in(town, "nora")
    address = f"/do/{child}?verb=answer&word=record_current"
    seen = send(browser, address, {"record_current": "yes"}, "see")
    assert "Ben, South is responsible from Thu 6 Aug 2026, 10am. Ann, North stops at the same moment." in main(seen)
    send(browser, address, {"record_current": "yes"})
    with in_authority(town.key):
        assert Child.objects.get(authority=town.key, child=child).holder_person == "ben"


def test_the_same_form_sent_twice_adds_nothing(town: world.Town) -> None:
    child = town.child()
    browser = world.sign_in(town, "ann")
    address = f"/do/{child}?verb=done&word=visit"
    shown = browser.get(f"/do/{child}?verb=held&word=family_handover")
    data = {**hidden(shown), **when("6 8 2026"), "step": "save"}
    for _ in range(2):
        assert browser.post(f"/do/{child}?verb=held&word=family_handover", data).status_code == 302
    assert entries(town, child, "held") == 1
    assert address


def test_a_stale_form_is_told_what_happened_meanwhile(town: world.Town) -> None:
    child = decided(town)
    browser = world.sign_in(town, "nora")
    address = f"/do/{child}?verb=answer&word=record_current"
    shown = browser.get(address)
    town.act("2026-08-06 09:50", "nora", "withdraw", "", child, reason="moved away")
    answer = browser.post(address, {**hidden(shown), "record_current": "yes", "step": "save"})
    assert answer.status_code in (302, 409)
    if answer.status_code == 409:
        assert "The record changed while you were deciding" in main(answer)
        assert "Withdrawn" in main(answer)


def test_a_draft_is_kept_and_marked_as_no_fact(town: world.Town) -> None:
    child = town.child()
    browser = world.sign_in(town, "ann")
    address = f"/do/{child}?verb=held&word=family_handover"
    browser.post(address, {**hidden(browser.get(address)), "when-day": "6", "reason": "half said", "step": "draft"})
    page = browser.get(address)
    assert "Draft Kept today 10am. Not saved as a fact." in main(page)
    assert "half said" in page.content.decode()
    assert entries(town, child, "held") == 0
    with in_authority(town.key):
        assert Draft.objects.filter(authority=town.key, person="ann").count() == 1


def test_a_refused_form_keeps_what_was_typed(town: world.Town) -> None:
    child = town.child()
    answer = send(
        world.sign_in(town, "ann"),
        f"/do/{child}?verb=held&word=family_handover",
        {**when("1 9 2026"), "reason": "they were all glad"},
    )
    assert "they were all glad" in answer.content.decode()


def test_several_children_have_their_own_answers_and_one_record(town: world.Town) -> None:
    for name in ("ada", "ben2"):
        town.child(name)
    town.family("ada", "ben2")
    browser = world.sign_in(town, "nora")
    page = main(browser.get("/do/ada?verb=answer&word=record_current&with=ben2"))
    assert "Which children is this about?" in page and "Each child has their own answer" in page


def test_one_date_serves_the_children_whose_own_is_left_empty_only_where_that_is_ticked(town: world.Town) -> None:
    for name in ("amy", "bo", "cy"):
        town.child(name, due=False)
    town.family("amy", "bo", "cy")
    browser = world.sign_in(town, "ann")
    address = "/do/amy?verb=held&word=family_handover&with=bo&with=cy"
    days = {**when("6 8 2026", "when-amy"), **when("5 8 2026", "when-cy"), "child": ["amy", "bo", "cy"]}
    assert "Give a date for Bo" in main(send(browser, address, days, "see"))
    seen = main(send(browser, address, {**days, "when-same": "yes"}, "see"))
    assert (seen.count("Thu 6 Aug 2026"), seen.count("Wed 5 Aug 2026")) == (2, 1)


def test_one_answer_serves_the_children_who_have_none_only_where_that_is_ticked(town: world.Town) -> None:
    for name in ("amy", "bo", "cy"):
        town.child(name)
    town.family("amy", "bo", "cy")
    browser = world.sign_in(town, "nora")
    address = "/do/amy?verb=answer&word=record_current&with=bo&with=cy"
    given = {"record_current-amy": "yes", "record_current-cy": "no", "child": ["amy", "bo", "cy"]}
    assert "Choose an answer for Bo" in main(send(browser, address, given, "see"))
    seen = send(browser, address, {**given, "record_current-same": "yes"}, "see").content.decode()
    held = {name: f'name="record_current-{name}" value="{said}"' in seen for name, said in
            (("amy", "yes"), ("bo", "yes"), ("cy", "no"))}  # fmt: skip
    assert held == {"amy": True, "bo": True, "cy": True}


def test_whoever_holds_a_child_ends_the_work_from_the_childs_page_with_a_reason(town: world.Town) -> None:
    child = town.child(due=False)
    link = f'href="/do/{child}?verb=close"'
    assert link in world.sign_in(town, "nora").get(f"/children/{child}").content.decode()
    browser = world.sign_in(town, "ann")
    assert link in browser.get(f"/children/{child}").content.decode()
    assert "Write an answer: why does the work end?" in main(send(browser, f"/do/{child}?verb=close", {}, "see"))
    saved = send(browser, f"/do/{child}?verb=close", {"reason": "Nothing more is needed."})
    assert "Closed, for Amy Fictley." in read(browser.get(saved["Location"], follow=True))
    assert "Nobody here is responsible now." in read(world.sign_in(town, "hal").get(f"/children/{child}"))


def test_one_form_serves_brothers_and_sisters_who_each_have_a_matter_of_their_own(town: world.Town) -> None:
    for name in ("amy", "bo"):
        town.child(name)
        town.act("2026-08-06 09:00", "ann", "send", "summary", name, to=("cy",))
    town.family("amy", "bo")
    with in_authority(town.key):
        mine = WorkItem.objects.get(authority=town.key, subject_id="amy", rule="record_check")
        other = WorkItem.objects.get(authority=town.key, subject_id="bo", rule="record_check")
    assert mine.matter != other.matter
    browser = world.sign_in(town, "nora")
    answers = {"child": ["amy", "bo"], "record_current-amy": "yes", "record_current-bo": "yes"}
    address = f"/do/amy?item={quote(mine.key)}&with=bo"
    seen = main(send(browser, address, answers, "see"))
    assert seen.count("Done: Give the record current") == 2
    send(browser, address, answers)
    with in_authority(town.key):
        said = list(Entry.objects.filter(authority=town.key, word="record_current").values_list("subject_id", "matter"))
    assert set(said) == {("amy", mine.matter), ("bo", other.matter)}


def test_an_answer_that_leaves_its_question_open_says_so_before_it_is_saved(town: world.Town) -> None:
    child = listed(town)
    with in_authority(town.key):
        item = WorkItem.objects.get(authority=town.key, subject_id=child, rule="record_check")
    browser, address = world.sign_in(town, "nora"), f"/do/{child}?item={quote(item.key)}"
    assert "What was asked stays to do." in main(send(browser, address, {"record_current": "no"}, "see"))
    assert "stays to do" not in main(send(browser, address, {"record_current": "yes"}, "see"))


def test_a_kind_of_work_of_which_no_rule_speaks_is_not_offered(town: world.Town) -> None:
    unspoken = m.Matter("closing_case", "Ending the work", about="child")
    spoken = replace(unspoken, key="kept", says="Kept for learning", clause=("TST-9",))
    pack = replace(small_pack.PACK, matters=small_pack.PACK.matters | {"closing_case": unspoken, "kept": spoken})
    offered = on_a_child(Say(pack, Organisation({}, (), ())), "amy")
    assert [text for text, _href in offered] == ["Kept for learning"]


def test_a_wrong_date_is_said_at_its_field(town: world.Town) -> None:
    child = town.child()
    answer = send(world.sign_in(town, "ann"), f"/do/{child}?verb=held&word=family_handover", when("31 2 2026"))
    assert answer.status_code == 400
    assert "“31 2 2026” is not a date. Write it as 27 8 2026" in main(answer)
    assert 'href="#when-day"' in answer.content.decode()


def test_nobody_acts_for_a_child_they_do_not_reach(town: world.Town, other_town: world.Town) -> None:
    child = town.child(due=False)
    for where, person in ((town, "ben"), (other_town, "ann")):
        browser = world.sign_in(where, person)
        for address in (f"/do/{child}?verb=held&word=family_handover", f"/allocate/{child}"):
            assert browser.get(address).status_code in (403, 404)
            assert browser.post(address, {**when("6 8 2026"), "step": "save"}).status_code in (403, 404)
    assert entries(town, child, "held") == 0


def test_nonsense_in_an_address_is_no_crash(town: world.Town) -> None:
    child = town.child()
    browser = world.sign_in(town, "ann")
    for address in (
        f"/do/{child}?verb=fly",
        f"/do/{child}?item=%00",
        f"/do/{quote(child)}?verb=held&word=" + "x" * 500,
        f"/children/{child}/correct/999",
        "/transfers/none",
        "/sittings/none/2026-01-01T1000",
        "/children?page=abc&order=zzz",
        f"/children/{child}/at?on=rubbish",
    ):
        assert browser.get(address).status_code in (200, 400, 403, 404), address


def test_a_correction_shows_before_and_after_and_keeps_the_first_version(town: world.Town) -> None:
    child = decided(town)
    town.act("2026-08-06 09:40", "ann", "held", "family_handover", child, attended=("ann", "ben"))
    browser = world.sign_in(town, "ann")
    with in_authority(town.key):
        number = Entry.objects.filter(authority=town.key, subject_id=child, verb="held").first().number
    address = f"/children/{child}/correct/{number}"
    answers = {"how": "did_not_happen", "why": "the family was ill"}
    seen = send(browser, address, answers, "see")
    assert "Before and after" in main(seen) and "changed" in main(seen)
    assert send(browser, address, answers).status_code == 302
    page = main(browser.get(f"/children/{child}/recorded"))
    assert "(did not happen)" in page and "Corrected by a later line ; this first version stays." in page


def test_a_correction_needs_its_reason(town: world.Town) -> None:
    child = town.child()
    answer = send(world.sign_in(town, "ann"), f"/children/{child}/correct/1", {"how": "did_not_happen"})
    assert answer.status_code == 400 and "Write why you correct it" in main(answer)


def test_what_was_done_elsewhere_is_recorded_as_done_against_the_rule(town: world.Town) -> None:
    child = town.child()
    browser = world.sign_in(town, "nora")
    address = f"/do/{child}?verb=decide&word=panel"
    decision = {"decision": "agreed", **when("27 8 2026", "transfer_date")}
    refused = send(browser, address, {"decision": "agreed"})
    assert refused.status_code == 409
    assert "This was in fact done. Record it as done against the rule" in main(refused)
    done = send(browser, f"{address}&against=1", {**decision, **when("6 8 2026"), "reason": "decided by telephone"})
    assert done.status_code == 302, main(done)
    assert "Done against the rule" in main(browser.get(f"/children/{child}/recorded"))


def test_a_practitioner_is_not_offered_to_record_against_the_rule(town: world.Town) -> None:
    child = town.child()
    answer = send(world.sign_in(town, "ann"), f"/do/{child}?verb=list&word=panel", {})
    assert "against the rule" not in main(answer)


def test_what_follows_is_shown_and_kept_if_the_browser_closes_there(town: world.Town) -> None:
    child = town.child()
    browser = world.sign_in(town, "ann")
    address = f"/do/{child}?verb=held&word=family_handover"
    send(browser, address, {**when("6 8 2026"), "reason": "they met at school"}, "see")
    again = browser.get(address)
    assert "Not saved as a fact." in main(again) and "they met at school" in again.content.decode()
    assert send(browser, address, {**when("6 8 2026"), "reason": "they met at school"}).status_code == 302
    assert "Not saved as a fact." not in main(browser.get(address))


def test_a_form_is_kept_while_it_is_filled_even_one_with_mistakes(town: world.Town) -> None:
    child = town.child()
    browser = world.sign_in(town, "ann")
    for address in (f"/do/{child}?verb=held&word=family_handover", f"/children/{child}/correct/1"):
        half = {"step": "keep", "when-day": "6", "reason": "half a sent", "why": "half a sent"}
        assert browser.post(address, half).status_code == 204
        assert "half a sent" in browser.get(address).content.decode()
        assert "half a sent" not in world.sign_in(town, "nora").get(address).content.decode()
        browser.post(address, {"step": "discard"})
        assert "half a sent" not in browser.get(address).content.decode()


def test_what_stands_in_the_way_of_several_children_is_said_once(town: world.Town) -> None:
    for name in ("ada", "ben2"):
        town.child(name)
    town.family("ada", "ben2")
    shown = world.sign_in(town, "cy")
    page = main(send(shown, "/do/ada?verb=list&word=panel&with=ben2", {"child": ["ada", "ben2"]}))
    assert page.count("Summary: not written or not sent.") == 1
    assert "For Ada and Ben2 Why" in page


def test_before_saving_a_date_is_said_in_words(town: world.Town) -> None:
    child = town.child()
    address = f"/do/{child}?verb=held&word=family_handover"
    seen = main(send(world.sign_in(town, "ann"), address, {**when("6 8 2026"), "when-time": "9am"}, "see"))
    assert "Thu 6 Aug 2026, 9am" in seen


def test_what_is_asked_of_the_person_stands_first_where_things_are_recorded(town: world.Town) -> None:
    child = town.child()
    page = main(world.sign_in(town, "ann").get(f"/children/{child}/record"))
    assert page.index("Asked of you now") < page.index("Meetings, visits and events")
    assert "Asked of you now" not in main(world.sign_in(town, "ben").get(f"/children/{child}/record"))


def test_a_form_of_a_family_is_saved_for_one_of_the_children_too(town: world.Town) -> None:
    for name in ("ada", "ben2"):
        town.child(name)
    town.family("ada", "ben2")
    browser = world.sign_in(town, "nora")
    address = "/do/ada?verb=answer&word=record_current"
    both = {"child": ["ada", "ben2"], "record_current-ada": "yes"}
    assert "Choose an answer for Ben2: " in main(send(browser, address, both, "see"))
    saved = send(browser, address, {"child": ["ada"], "record_current-ada": "yes"})
    assert saved.status_code == 302, main(saved)
    assert entries(town, "ada", "answer") == 1 and entries(town, "ben2", "answer") == 0


def test_what_a_refusal_lacks_is_the_duty_not_the_key_of_its_rule() -> None:
    duty = SimpleNamespace(pack=SimpleNamespace(words={}, offices={}), organisation=SimpleNamespace(names={}))
    duty.rule_of = lambda key: object() if key == "placed_in_tray" else None
    duty.short = lambda key: "Send the request"
    duty.who = lambda key: key
    assert refusing.lacking(duty, "placed_in_tray") == "Not done yet: Send the request."  # type: ignore[arg-type]
    assert refusing.lacking(duty, "somebody") == "Missing: somebody."  # type: ignore[arg-type]


def test_what_an_act_waits_for_is_said_where_its_form_opens(town: world.Town) -> None:
    child = town.child()
    town.act("2026-08-06 09:00", "ann", "send", "summary", child, to=("cy",))
    with in_authority(town.key):
        matter = WorkItem.objects.filter(authority=town.key, subject_id=child).exclude(matter="").first().matter
    town.act("2026-08-06 09:10", "cy", "list", "", child)
    values = {"decision": "agreed", "transfer_date": "2026-08-10"}
    town.act("2026-08-06 09:30", "nora", "decide", "", child, values=values)
    address = f"/do/{child}?verb=move&matter={matter}"
    mine = main(world.sign_in(town, "nora").get(address))
    assert "It is refused until this is done: Give the record current" in mine
    page = main(world.sign_in(town, "ann").get(address))
    assert "It is refused until this is done: Give the record current (nora)" in page
    town.act("2026-08-06 09:40", "nora", "answer", "record_current", child, values={"record_current": "yes"})
    assert "It is refused until" not in main(world.sign_in(town, "nora").get(address))


def test_a_limit_that_changes_says_of_what() -> None:
    say: Any = SimpleNamespace(short=lambda key: {"named": "Name a worker"}[key])
    by = SimpleNamespace(lo=moment_of("2026-08-06 00:00"), hi=moment_of("2026-08-07 00:00"))
    change = SimpleNamespace(child="amy", kind="limit", rule="named", was=None, now=by, clause=("TST-named",))
    (block,) = follows(DESK, say, [change], {"amy": "Amy"})
    text = "New limit for “Name a worker”: by end of Thu 6 Aug 2026 instead of no date."
    assert block == {"name": "Amy", "lines": [(text, ("TST-named",))]}


def test_what_a_rule_wants_of_somebody_who_was_named_is_not_called_not_given() -> None:
    gate = m.Stop(
        small_pack.head("room_first", "move_between"), ("decide",), until=m.HasSpell("has_room", of="receiving_worker")
    )
    named = Organisation({}, (), (), names={"kit": "Kit Berry"})
    say = Say(replace(small_pack.PACK, rules=(gate,)), named)
    asked = InTheWay("amy", "room_first", ("TST-1",), "ask_reason", ("receiving_worker",))
    kit = replace(asked, because=(("word", "receiving_worker"), ("person", "kit")))
    nobody = replace(asked, because=(("word", "receiving_worker"),))
    assert refusing._why(DESK, say, kit, "") == "Has room: not recorded of Kit Berry."
    assert refusing._why(DESK, say, nobody, "").startswith("Missing: ")


def test_what_no_date_and_no_entry_can_be_is_said_and_never_breaks(town: world.Town) -> None:
    """A year of twenty figures, figures that are none, the last day that there is: 400 or 409, and nothing is saved."""
    child = decided(town)
    browser = world.sign_in(town, "ann")
    address = f"/do/{child}?verb=held&word=family_handover"
    shown = browser.get(address)
    kept = entries(town, child, "held")
    for year in ("9" * 20, "9999", "²²", "0", "9" * 5000):
        typed = {**hidden(shown), "when-day": "31", "when-month": "12", "when-year": year, "attended": "ann"}
        typed[f"head-{child}"] = year
        for step in ("see", "save"):
            assert browser.post(address, {**typed, "step": step}).status_code in (400, 409)
    good = {**hidden(shown), **when("6 8 2026"), "attended": "ann", f"head-{child}": "²"}
    assert browser.post(address, {**good, "step": "see"}).status_code in (200, 409)
    assert entries(town, child, "held") == kept


def test_what_stands_in_no_list_of_the_form_cannot_be_chosen(town: world.Town) -> None:
    """A form sent by hand that names a worker whom the page did not offer: nobody who is not there is given a child."""
    child = town.child("amy", due=False)
    browser = world.sign_in(town, "nora")
    shown = browser.get(f"/allocate/{child}")
    for person in ("nobody-here", "ann|ben", "x" * 300):
        typed = {**hidden(shown), "person": person, "reason": "by hand", "step": "save"}
        assert browser.post(f"/allocate/{child}", typed).status_code == 400
    assert entries(town, child, "allocate") == 0


EITHER = m.Must(small_pack.head("either", "move_between"), small_pack.WORKER, "hold", ("family_handover", "home_visit"))
DATED = m.Must(small_pack.head("dated", "move_between"), small_pack.SENDER, "agree", again_if=("transfer_date",))


def asked_town(key: str) -> tuple[world.Town, str, dict[str, str]]:
    """A child whose move asks for one of two meetings and for a date that is agreed; the addresses of both, by rule."""
    visit = m.Word("home_visit", "event", "Home visit")
    pack = replace(
        small_pack.PACK, rules=(*small_pack.RULES, EITHER, DATED), words=small_pack.WORDS | {"home_visit": visit}
    )
    town = world.make_town(key, pack, "small-with-either")
    child = listed(town)
    with in_authority(town.key):
        items = WorkItem.objects.filter(authority=town.key, subject_id=child, rule__in=("either", "dated"))
        return town, child, {i.rule: f"/do/{child}?item={quote(i.key)}" for i in items}


def test_which_of_two_meetings_it_was_is_asked_before_anything_is_recorded(postgres: object) -> None:
    town, child, address = asked_town("either")
    browser = world.sign_in(town, "ann")
    asked = browser.get(address["either"])
    assert "Which of these is it?" in main(asked) and "Handover meeting Home visit" in main(asked)
    chosen = f"{address['either']}&word=home_visit"
    assert chosen.split("?")[1].replace("&", "&amp;") in asked.content.decode()
    assert "Hold the home visit" in main(browser.get(chosen))
    send(browser, chosen, {**when("6 8 2026"), "attended": ["ann"]})
    with in_authority(town.key):
        held = Entry.objects.filter(authority=town.key, subject_id=child, verb="held")
        assert [e.word for e in held] == ["home_visit"]


def test_who_agrees_a_date_says_which(postgres: object) -> None:
    town, child, address = asked_town("dated")
    with in_authority(town.key):
        managers = WorkItem.objects.get(authority=town.key, subject_id=child, rule="dated").who
    browser = world.sign_in(town, managers[0])
    form = main(browser.get(address["dated"]))
    assert "Agree the date of the move" in form and "On what date does responsibility move?" in form
    assert "Give a date: on what date" in main(send(browser, address["dated"], {}, "see"))
    day = {f"transfer_date-{part}": value for part, value in zip(("day", "month", "year"), (10, 8, 2026), strict=True)}
    assert send(browser, address["dated"], day).status_code == 302
    with in_authority(town.key):
        agreed = Entry.objects.get(authority=town.key, subject_id=child, verb="agree")
    assert agreed.body["with"] == {"transfer_date": "2026-08-10"}


def test_a_record_that_no_step_asked_for_is_not_said_to_count_for_none(town: world.Town) -> None:
    child = town.child(due=False)
    browser = world.sign_in(town, "ann")
    saved = send(browser, f"/do/{child}?verb=held&word=family_handover", when("5 8 2026"))
    page = read(browser.get(saved["Location"]))
    assert "Handover meeting held, for Amy Fictley." in page and "does not count" not in page
