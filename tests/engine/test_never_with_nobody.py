"""No act leaves an open child with nobody, whatever the act is and whatever the procedure says of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.engine.small_pack import ORGANISATION, Story, moment
from tests.engine.test_acts import act, agreed_story, done, refused, see

from baton.working_time import parse_when

GONE = parse_when("2026-08-20").lo
NOBODY_HERE = replace(ORGANISATION, offices=(), ended={"ben": GONE, "ann": GONE})


def with_leavers(story: Story, *who: str, gone: int = GONE) -> Story:
    """These people have left, on 20 August."""
    story.organisation = replace(ORGANISATION, ended=dict.fromkeys(who, gone))
    return story


def test_taking_a_worker_off_without_saying_who_holds_then_is_refused() -> None:
    story = Story()
    refusal = refused(act(story, "2026-08-06 10:00", "nora", "end_allocation"))
    assert [(i.rule, i.clause, i.kind, i.missing, i.says, i.instead) for i in refusal.items] == [
        ("never", ("TST-never",), "refuse", ("allocated_worker",), "nobody would hold from 2026-08-06",
         "name who takes over, or who covers, from that day")
    ]  # fmt: skip


def test_whoever_is_named_as_the_successor_holds_from_that_instant() -> None:
    story = Story()
    done(act(story, "2026-08-06 10:00", "nora", "end_allocation", values={"successor": "ben"}))
    holder = see(story, "2026-08-06 10:00").holder
    assert holder is not None and (holder.kind, holder.person) == ("worker", "ben")
    assert see(story, "2026-08-06 09:59").holder.person == "ann"  # type: ignore[union-attr]


@pytest.mark.parametrize("verb", ["allocate", "end_allocation"])
def test_a_child_is_not_given_to_a_worker_who_has_left(verb: str) -> None:
    story = with_leavers(Story(), "ben")
    refusal = refused(act(story, "2026-08-20 10:00", "nora", verb, values={"person": "ben"}))
    assert [(i.rule, i.says) for i in refusal.items] == [("never", "nobody would hold from 2026-08-20")]
    done(act(with_leavers(Story(), "ben"), "2026-08-19 10:00", "nora", verb, values={"person": "ben"}))


def test_a_move_is_not_taken_back_to_a_worker_who_has_left() -> None:
    story = agreed_story()
    done(act(story, "2026-08-28 09:00", "nora", "answer", "record_current", values={"record_current": "yes"}))
    assert see(story, "2026-08-28 09:00").holder.person == "ben"  # type: ignore[union-attr]
    with_leavers(story, "ann", gone=moment("2026-08-28 09:30"))
    refusal = refused(act(story, "2026-08-28 10:00", "sid", "reverse", "moves"))
    assert [i.rule for i in refusal.items] == ["never"]
    done(act(with_leavers(story), "2026-08-28 10:00", "sid", "reverse", "moves"))


def test_a_move_by_hand_and_an_opening_again_say_it_in_the_same_words() -> None:
    story = Story()
    story.organisation = NOBODY_HERE
    moved = refused(act(story, "2026-08-20 10:00", "sid", "move", values={"team": "south"}))
    assert [i.says for i in moved.items] == ["nobody would hold from 2026-08-20"]
    done(act(story, "2026-08-19 10:00", "nora", "close"))
    again = refused(act(story, "2026-08-20 11:00", "sid", "reopen"))
    assert [(i.says, i.instead) for i in again.items] == [(i.says, i.instead) for i in moved.items]
