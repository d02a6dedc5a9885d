"""The two front doors on a small procedure: due, listed, decided, refused, moved, late."""

from dataclasses import replace

from baton.engine import Act, By, Done, Refusal, assess, attempt, tick
from baton.engine.situation import Situation
from baton.working_time import parse_when

from .small_pack import PACKS, Story, moment


def act(story: Story, when: str, by: str, verb: str, word: str = "", **more: object) -> Done | Refusal:
    result = attempt(
        PACKS, {story.child: story.file}, Act(verb, word, (story.child,), **more), By(by), moment(when), "n" + when
    )
    if isinstance(result, Done):
        story.take(result.entries)
    return result


def done(result: Done | Refusal) -> Done:
    assert isinstance(result, Done), result
    return result


def refused(result: Done | Refusal) -> Refusal:
    assert isinstance(result, Refusal), result
    return result


def see(story: Story, when: str) -> Situation:
    return assess(PACKS, story.file, moment(when))


def due_story() -> Story:
    story = Story()
    story.add("started", "assessment", "2026-06-10")
    done(act(story, "2026-08-05 16:00", "ann", "ended", "assessment", values={"conclusion": "in_need"}))
    return story


def agreed_story() -> Story:
    story = due_story()
    done(act(story, "2026-08-06 10:00", "ann", "send", "summary", to=("cy",)))
    done(act(story, "2026-08-06 11:00", "cy", "list"))
    done(act(story, "2026-08-12 10:31", "nora", "decide",
             values={"decision": "agreed", "transfer_date": "2026-08-27", "receiving_worker": "ben"}))  # fmt: skip
    return story


def test_an_assessment_that_ends_makes_the_route_due() -> None:
    route = see(due_story(), "2026-08-05 16:01").routes[0]
    assert (route.state, route.to, route.clause) == ("due", "south", ("TST-north_to_south",))


def test_listing_without_the_summary_is_refused_by_its_clause() -> None:
    refusal = refused(act(due_story(), "2026-08-05 16:10", "cy", "list"))
    assert refusal.items[0].clause == ("TST-send_summary.before",)
    assert refusal.items[0].missing == ("summary",)
    assert refusal.items[0].instead == "send summary"


def test_what_is_no_date_is_no_answer_where_a_date_is_asked_for() -> None:
    story = due_story()
    done(act(story, "2026-08-06 10:00", "ann", "send", "summary", to=("cy",)))
    done(act(story, "2026-08-06 11:00", "cy", "list"))
    given = {"decision": "agreed", "transfer_date": "soon", "receiving_worker": "ben"}
    refusal = refused(act(story, "2026-08-12 10:31", "nora", "decide", values=given))
    assert [(i.missing, i.says) for i in refusal.items] == [(("transfer_date",), "transfer_date is not a date")]


def test_a_child_is_given_to_nobody_who_is_a_name_alone() -> None:
    story = due_story()
    done(act(story, "2026-08-06 10:00", "ann", "send", "summary", to=("cy",)))
    done(act(story, "2026-08-06 11:00", "cy", "list"))
    given = {"decision": "agreed", "transfer_date": "2026-08-27", "receiving_worker": "somebody else"}
    for when, by, verb, values in (
        ("2026-08-12 10:31", "nora", "decide", given),
        ("2026-08-12 10:32", "nora", "allocate", {"person": "ben smith"}),
        ("2026-08-12 10:33", "nora", "allocate", {"person": ["ben"]}),
        ("2026-08-12 10:34", "nora", "end_allocation", {"successor": "duty"}),
    ):
        refusal = refused(act(story, when, by, verb, values=values))
        assert [(i.kind, i.says) for i in refusal.items] == [("impossible", "there is no such person here")]
        assert refusal.items[0].needs in (("receiving_worker",), ("person",), ("successor",))
    given = {"person": "somebody else"}
    refusal = refused(act(story, "2026-08-12 10:35", "nora", "done", "allocate", values=given))
    assert refusal.items[0].missing == ("person",)


def test_a_name_that_an_extract_brought_is_somebody() -> None:
    story = due_story()
    assert refused(act(story, "2026-08-06 10:00", "nora", "allocate", values={"person": "j_doe"}))
    story.organisation = replace(story.organisation, names={"j_doe": "J Doe"})
    done(act(story, "2026-08-06 10:01", "nora", "allocate", values={"person": "j_doe"}))


def test_a_child_is_listed_for_the_next_sitting_whose_list_is_open() -> None:
    matter = see(agreed_story(), "2026-08-12 12:00").matters[0]
    assert matter.sitting == moment("2026-08-12 10:00")


def test_agreed_without_a_date_is_refused() -> None:
    story = due_story()
    done(act(story, "2026-08-06 10:00", "ann", "send", "summary", to=("cy",)))
    refusal = refused(act(story, "2026-08-12 10:31", "nora", "decide", values={"decision": "agreed"}))
    assert refusal.items[0].missing == ("transfer_date",)


def test_somebody_without_a_seat_cannot_decide() -> None:
    story = due_story()
    refusal = refused(act(story, "2026-08-12 10:31", "ann", "decide", values={"decision": "agreed"}))
    assert refusal.items[0].kind == "not_yours"
    assert set(refusal.items[0].needs) == {"nora", "sid", "cy"}


def test_the_child_stays_on_the_agreed_date_while_a_gate_is_open() -> None:
    story = agreed_story()
    assert tick(PACKS, story.file, moment("2026-08-27 00:01"), "t") == ()
    situation = see(story, "2026-08-27 00:01")
    assert situation.holder is not None and situation.holder.person == "ann"
    assert [b.rule for b in situation.blocks if b.act == "move"] == ["record_check"]


def test_only_the_sending_manager_can_answer_the_check() -> None:
    refusal = refused(
        act(agreed_story(), "2026-08-27 09:00", "ann", "answer", "record_current", values={"record_current": "yes"})
    )
    assert refusal.items[0].needs == ("nora",)


def test_the_child_moves_at_the_minute_the_last_gate_is_met_after_the_date() -> None:
    story = agreed_story()
    done(act(story, "2026-08-28 09:00", "nora", "answer", "record_current", values={"record_current": "yes"}))
    holder = see(story, "2026-08-28 09:01").holder
    assert holder is not None
    assert (holder.person, holder.team, holder.start) == ("ben", "south", moment("2026-08-28 09:00"))


def test_the_clock_moves_the_child_at_the_start_of_the_agreed_date_once() -> None:
    story = agreed_story()
    done(act(story, "2026-08-20 09:00", "nora", "answer", "record_current", values={"record_current": "yes"}))
    assert see(story, "2026-08-26 23:59").holder.person == "ann"  # type: ignore[union-attr]
    entries = tick(PACKS, story.file, moment("2026-08-27 02:00"), "t")
    story.take(entries)
    assert [e.verb for e in entries] == ["move"]
    assert tick(PACKS, story.file, moment("2026-08-27 02:05"), "t2") == ()
    holder = see(story, "2026-08-27 02:05").holder
    assert holder is not None and holder.start == moment("2026-08-27 00:00")


def test_a_worker_named_after_the_move_is_not_a_second_move() -> None:
    story = agreed_story()
    done(act(story, "2026-08-20 09:00", "nora", "answer", "record_current", values={"record_current": "yes"}))
    story.take(tick(PACKS, story.file, moment("2026-08-27 02:00"), "t"))
    matter = see(story, "2026-08-27 02:05").matters[0]
    done(act(story, "2026-08-31 09:00", "sid", "allocate", matter=matter.id, values={"person": "sid"}))
    after = see(story, "2026-08-31 09:01")
    assert after.holder is not None and (after.holder.person, after.holder.start) == ("sid", moment("2026-08-31 09:00"))
    assert [m.moved_at for m in after.matters if m.id == matter.id] == [moment("2026-08-27 00:00")]


def test_nothing_is_sent_told_or_answered_on_a_day_that_has_not_come() -> None:
    tomorrow = parse_when("2026-08-07")
    for verb, word, more in (
        ("send", "summary", {"to": ("cy",)}),
        ("tell", "", {"to": ("child",)}),
        ("invite", "", {"to": ("cy",)}),
        ("answer", "record_current", {"values": {"record_current": "yes"}}),
    ):
        refusal = refused(act(due_story(), "2026-08-06 10:00", "nora", verb, word, happened=tomorrow, **more))
        assert "cannot have happened in the future" in refusal.items[0].says, verb


def test_the_handover_window_is_open_on_its_last_day_and_late_the_day_after() -> None:
    story = agreed_story()
    duty = next(d for d in see(story, "2026-09-04 23:59").duties if d.rule == "handover")
    assert duty.state == "open"
    assert duty.earliest == moment("2026-08-20 00:00")
    duty = next(d for d in see(story, "2026-09-05 00:00").duties if d.rule == "handover")
    assert (duty.state, duty.since) == ("late", moment("2026-09-05 00:00"))


def test_a_meeting_without_the_receiver_is_kept_and_does_not_count() -> None:
    story = agreed_story()
    result = done(act(story, "2026-08-26 15:00", "ann", "held", "family_handover", attended=("ann", "family")))
    assert not result.counts
    assert result.because[0].missing == ("ben",)


def test_the_answer_is_the_same_up_to_next_change() -> None:
    story = agreed_story()
    now = moment("2026-08-12 12:00")
    for _step in range(12):
        situation = see_at(story, now)
        if situation.next_change >= moment("2027-01-01 00:00"):
            break
        before = see_at(story, situation.next_change - 1)
        assert [(d.key, d.state) for d in before.duties] == [(d.key, d.state) for d in situation.duties]
        now = situation.next_change


def see_at(story: Story, now: int) -> Situation:
    return assess(PACKS, story.file, now)
