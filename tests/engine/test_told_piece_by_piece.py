"""A talk that must say several things is done when the last of them was said, whoever said them in whatever order."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from baton.engine import Act, By, Done, assess, attempt
from baton.engine.situation import Duty
from baton.policy import model as m
from baton.working_time import Amount, parse_when

from .small_pack import PACK, Story, moment
from .test_acts import agreed_story

BOTH = ("receiving_worker", "transfer_date")


def packs(**more: Any) -> m.Packs:
    rules = tuple(
        replace(r, about=BOTH, **more) if isinstance(r, m.Must) and r.head.key == "told_before" else r
        for r in PACK.rules
    )
    return m.Packs((replace(PACK, build="pieces", rules=rules),))


PACKS = packs()
NAMED = {"receiving_worker": "ben", "transfer_date": "2026-08-27"}


def tell(story: Story, when: str, *about: str, happened: str = "", **named: str) -> None:
    at = {"happened": parse_when(happened)} if happened else {}
    act = Act("told", "", (story.child,), to=("family",), about=about, values={**NAMED, **named}, **at)
    answer = attempt(PACKS, {story.child: story.file}, act, By("ann"), moment(when), f"t{when}")
    assert isinstance(answer, Done), answer
    story.take(answer.entries)


def duty(story: Story, when: str, packs: m.Packs = PACKS) -> Duty:
    return next(d for d in assess(packs, story.file, moment(when)).duties if d.rule == "told_before")


def test_one_of_two_leaves_the_other_open_and_says_which() -> None:
    story = agreed_story()
    tell(story, "2026-08-13 10:00", "transfer_date")
    found = duty(story, "2026-08-13 11:00")
    assert (found.state, found.missing, found.met_at) == ("open", ("receiving_worker",), None)


def test_it_is_met_at_the_last_piece_even_if_that_was_recorded_first() -> None:
    story = agreed_story()
    tell(story, "2026-08-14 10:00", "transfer_date")
    tell(story, "2026-08-14 11:00", "receiving_worker", happened="2026-08-13 09:00")
    found = duty(story, "2026-08-14 12:00")
    assert (found.state, found.met_at, found.missing) == ("met", moment("2026-08-14 10:00"), ())


def test_the_earliest_whole_telling_counts_though_a_later_one_was_recorded_first() -> None:
    story = agreed_story()
    tell(story, "2026-08-26 10:00", *BOTH)
    tell(story, "2026-08-28 11:00", *BOTH, happened="2026-08-24 09:00")
    assert duty(story, "2026-08-28 12:00").met_at == moment("2026-08-24 09:00")


def test_a_telling_of_which_nobody_said_what_it_said_is_taken_to_say_all() -> None:
    story = agreed_story()
    tell(story, "2026-08-13 10:00")
    assert duty(story, "2026-08-13 11:00").state == "met"


@pytest.mark.parametrize(
    ("again_if", "state", "missing"),
    [
        (("receiving_worker",), "open", ("receiving_worker",)),  # the piece that changed, and it alone
        (("decision",), "open", BOTH),  # it named something else that is no longer so: all of it
        (("transfer_date",), "met", ()),
    ],
)
def test_what_changes_is_told_again_and_what_does_not_is_not(
    again_if: tuple[str, ...], state: str, missing: tuple[str, ...]
) -> None:
    story = agreed_story()
    tell(story, "2026-08-13 10:00", *BOTH, decision="agreed")
    matter = next(e.matter for e in story.entries if e.verb == "decide")
    for word, value in (("receiving_worker", "bea"), ("decision", "agreed once more")):
        entry = story.add("given", word, "2026-08-14 10:00", **{word: value})
        story.entries[-1] = replace(entry, matter=matter)
    found = duty(story, "2026-08-14 11:00", packs(again_if=again_if))
    assert (found.state, found.missing) == (state, missing)


def test_a_piece_told_before_the_earliest_day_does_not_count() -> None:
    early = packs(not_before=m.Shifted(Amount.parse("10 days"), -1, m.SlotAt("transfer_date")))
    story = agreed_story()
    tell(story, "2026-08-13 10:00", "transfer_date")
    tell(story, "2026-08-18 10:00", "receiving_worker")
    assert duty(story, "2026-08-18 11:00").state == "met"
    found = duty(story, "2026-08-18 11:00", early)
    assert (found.state, found.missing) == ("open", ("transfer_date",))
