"""Each awkward case is what its name says: the facts that a person looking at its page would see."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from baton.demo.awkward import AWKWARD, cases
from baton.engine import Situation
from baton.engine.situation import Duty, MatterAnswer
from baton.working_time import moment_of, wall_time

from .conftest import NOW, Look, awkward_at

See = Callable[[str], Situation]
DAY = 86_400


def late(s: Situation) -> list[Duty]:
    return [d for d in s.duties if d.state == "late" and d.strength != "count"]


def live(s: Situation) -> MatterAnswer:
    return [m for m in s.matters if m.state in ("open", "decided", "moved") and m.from_team != m.to_team][-1]


def routes(s: Situation) -> dict[str, str]:
    return {r.state: r.to for r in s.routes if r.state != "not_due"}


def going_on(s: Situation) -> set[str]:
    return {b.rule for b in s.breaches if b.ended is None}


def test_each_case_says_in_one_line_what_it_is() -> None:
    assert all(one.about.endswith(".") for one in cases())
    assert len(AWKWARD) == len(cases()) >= 50


def test_the_first_children_are_ada_ben_and_cleo_specimen(look: Look) -> None:
    plan = look.families[0].plan
    assert next((p.id, p.given, p.family) for p in plan.children) == ("D0001", "Ada", "Specimen")
    assert [p.given for p in plan.children] == ["Ada", "Ben", "Cleo"]


def test_past_its_date_only_the_sending_manager_stands_in_the_way(see: See) -> None:
    s = see("past_its_date")
    matter = live(s)
    assert matter.state == "decided" and matter.transfer_date is not None and matter.transfer_date.hi <= NOW
    waiting = {p for d in s.duties if d.rule in {b.rule for b in s.blocks if b.act == "move"} for p in d.who}
    assert len(waiting) == 1 and s.holder is not None and s.holder.person not in waiting


def test_due_and_not_listed_is_due_and_not_late(see: See) -> None:
    s = see("due_not_listed")
    assert "due" in routes(s) and s.matters[-1].state == "ended" and not late(s)


def test_due_and_late_has_missed_its_first_panel(see: See) -> None:
    assert any(d.verb == "list" for d in late(see("due_late")))


def test_a_route_without_an_address_asks_for_it(see: See) -> None:
    s = see("locality_not_known")
    assert s.questions and "" in {r.to for r in s.routes if r.asks}


@pytest.mark.parametrize("name", ["listed", "carried_over", "review_due", "step_up", "step_down_agreed"])
def test_listed_children_are_on_a_list_that_is_still_ahead(see: See, name: str) -> None:
    matter = live(see(name))
    assert matter.state == "open" and matter.sitting is not None and matter.sitting > NOW


def test_decided_children_wait_for_their_date(see: See) -> None:
    matter = live(see("decided"))
    assert matter.state == "decided" and matter.transfer_date is not None and matter.transfer_date.lo > NOW


def test_of_three_at_one_sitting_one_was_deferred(look: Look) -> None:
    first = int(AWKWARD["siblings_split"][1:])
    said = [live(look.see(f"D{first + n:04}")).decision for n in range(3)]
    assert said == ["agreed", "agreed", "deferred"]


def test_the_decision_not_to_agree_leaves_the_child_where_it_was(see: See) -> None:
    s = see("not_agreed")
    matter = live(s)
    assert matter.decision == "not_agreed" and s.holder is not None and s.holder.team == matter.from_team


def test_a_withdrawn_move_is_withdrawn(see: See) -> None:
    assert see("withdrawn").matters[-1].state == "withdrawn"


def test_a_meeting_without_the_new_worker_is_kept_and_does_not_count(see: See) -> None:
    s = see("meeting_does_not_count")
    assert s.holder is not None
    assert any(s.holder.person in missing for _entry, _rule, missing in s.does_not_count)


def test_letters_with_the_old_date_are_due_again(see: See) -> None:
    s = see("letters_out_of_date")
    again = [d for d in s.duties if d.verb == "send" and d.missing == ("transfer_date",)]
    assert again and all(d.state in ("open", "late") for d in again)


def test_what_was_done_against_the_rule_counts(see: See, look: Look) -> None:
    s = see("against_the_rule")
    assert live(s).state == "moved" and live(s).decision == ""
    assert any(e.body.get("against_rule") for e in look.lines(AWKWARD["against_the_rule"]))


def test_work_is_left_after_the_move(see: See) -> None:
    s = see("moved_work_left")
    assert live(s).state == "moved" and late(s)


def test_contacts_in_time_and_late(see: See) -> None:
    assert not late(see("contact_in_time")) and late(see("contact_late"))
    assert any(d.verb == "allocate" for d in late(see("decided_not_allocated")))
    assert see("threshold_not_met").holder is None


def test_inside_three_months_back_to_the_former_service_outside_to_assessment(see: See, look: Look) -> None:
    parts = look.setting.world.parts
    assert live(see("re_referral_inside")).to_service == parts["support"]
    assert live(see("re_referral_outside")).to_service == parts["assessment"]


def test_a_child_not_born_yet_has_an_expected_date(look: Look) -> None:
    words = {e.word for e in look.lines(AWKWARD["unborn"])}
    assert "expected_birth" in words and "birth" not in words


def test_the_review_and_the_hearing_decide_when_care_moves(see: See) -> None:
    assert "late" in routes(see("review_late"))
    assert "due" not in routes(see("review_not_booked"))
    assert "due" in routes(see("hearing_with_order"))
    assert routes(see("hearing_without_order")).keys() == {"forecast"}


def test_half_of_the_papers_stand_in_the_way(see: See) -> None:
    s = see("checklist_part_done")
    lines = {d.rule: d.state for d in s.duties if d.checklist and "move" in d.stops}
    assert set(lines.values()) >= {"met", "open"}


def test_brothers_and_sisters_with_two_services(look: Look) -> None:
    first = AWKWARD["siblings_two_services"]
    other = f"D{int(first[1:]) + 1:04}"
    held = [look.see(c).holder for c in (first, other)]
    parts = look.setting.world.parts
    assert [h.service for h in held if h is not None] == [parts["care"], parts["support"]]


def test_without_a_birth_date_eighteen_is_asked(see: See) -> None:
    assert "birth" in {q.word for q in see("birth_date_missing").questions}


def test_notices_and_advisers_before_eighteen(see: See) -> None:
    assert [d.verb for d in late(see("notice_late"))] == ["send"]
    assert not late(see("notice_due")) and any(d.verb == "send" for d in see("notice_due").duties if d.state == "open")
    assert any(d.verb == "allocate" and d.state == "open" for d in see("adviser_wanted").duties)
    assert any(m.kind == "co_working" and m.state == "open" for m in see("adviser_beside").matters)


def test_eighteen_today_moved_at_the_start_of_the_day(see: See, look: Look) -> None:
    holder = see("eighteen_today").holder
    assert holder is not None and holder.service == look.setting.world.parts["leaving_care"]
    assert holder.start == moment_of("2026-11-24 00:00")


def test_eighteen_without_an_adviser_stays_with_the_social_worker(see: See, look: Look) -> None:
    s = see("eighteen_without_adviser")
    assert s.holder is not None and s.holder.service == look.setting.world.parts["care"]
    assert any(d.verb == "allocate" for d in late(s))


def test_born_on_29_february_eighteen_on_1_march(see: See) -> None:
    holder = see("leap_birthday").holder
    assert holder is not None and (wall_time(holder.start).month, wall_time(holder.start).day) == (3, 1)


def test_early_help_alert_and_harm(see: See, look: Look) -> None:
    parts = look.setting.world.parts
    alert = see("alert_today")
    assert [m.kind for m in alert.matters if m.state == "open"] == [look.setting.world.matters["alert"]]
    harm = see("significant_harm")
    assert harm.holder is not None and (harm.holder.kind, harm.holder.service) == ("office", parts["assessment"])
    assert any(len(missing) == 1 for _entry, _rule, missing in harm.does_not_count)


def test_step_downs_ask_and_a_no_ends_them(see: See) -> None:
    assert see("step_down_agreement_missing").questions
    assert routes(see("step_down_refused")) == {}


def test_who_holds_when_workers_are_away_gone_or_not_named(see: See) -> None:
    gone, manager, nobody = see("worker_gone").holder, see("manager_holds").holder, see("nobody_named").holder
    assert gone is not None and (gone.kind, gone.breach != "") == ("office", True)
    assert manager is not None and manager.kind == "worker"
    assert any(d.rule == "manager_only_as_cover" and d.state == "late" for d in see("manager_holds").duties)
    waiting = see("nobody_for_the_day")
    assert waiting.holder is not None and waiting.holder.kind == "worker"
    assert any(b.rule == "worker_is_there" for b in waiting.blocks)
    assert nobody is not None and nobody.kind == "nobody"
    provisional = see("provisional_worker").holder
    assert provisional is not None and provisional.flag == "provisional"
    away = see("worker_away").holder
    assert away is not None and away.kind == "worker"


def test_two_sources_and_a_move_outside_the_procedure_are_differences(see: See) -> None:
    assert see("two_sources").differences and see("moved_outside").differences


def test_changes_of_worker_inside_a_team(see: See, look: Look) -> None:
    kind = look.setting.world.matters["reallocation"]
    assert [(m.kind, m.state) for m in see("reallocation").matters] == [(kind, "decided")]
    assert [(m.kind, m.state) for m in see("reallocation_proposed").matters] == [(kind, "open")]


def test_a_dispute_keeps_the_child_and_its_last_word_moves_it(see: See) -> None:
    held = see("dispute_open")
    assert {b.rule for b in held.blocks if b.act == "move"} == {"dispute"}
    assert live(see("dispute_settled")).state == "moved"


def test_a_capacity_escalation_is_open(see: See, look: Look) -> None:
    kind = look.setting.world.matters["capacity"]
    assert any(m.kind == kind and m.state == "open" for m in see("capacity").matters)


def test_corrections_and_late_facts(see: See, look: Look) -> None:
    assert any(e.replaces for e in look.lines(AWKWARD["corrected"]))
    assert any(e.body.get("did_not_happen") for e in look.lines(AWKWARD["did_not_happen"]))
    learnt = [b for b in see("learnt_late").breaches if b.known > b.since]
    assert learnt and all(b.known > NOW - 2 * DAY for b in learnt)


OTHER_DAYS = ["2026-11-25 09:00", "2026-12-25 11:00", "2028-02-29 16:40"]


@pytest.mark.parametrize("now", OTHER_DAYS)
def test_on_other_days_every_case_fits_too(now: str) -> None:
    assert [(f.plan.course, f.trouble) for f in awkward_at(moment_of(now)) if f.trouble] == []
