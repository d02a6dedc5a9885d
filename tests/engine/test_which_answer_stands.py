"""An answer given in a matter stands there until a newer one is given, in it or for the child outside any matter."""

from __future__ import annotations

from baton.engine.facts import facts_of
from baton.journal.entry import Entry, Subject
from baton.working_time import at


def entry(number: int, verb: str, matter: str, **body: object) -> Entry:
    return Entry(Subject("child", "amy"), number, str(number), verb, "agreement", at(number), number, "ann", "ann",
                 "own office", "person", matter, None, body)  # fmt: skip


OPENED = entry(1, "propose", "one-1", opens={"kind": "transfer", "route": ""})


def agreement(*entries: Entry) -> object:
    return facts_of((OPENED, *entries)).matters["one-1"].slots.get("agreement")


def test_what_the_child_s_family_took_back_outside_the_matter_is_not_a_yes_in_it() -> None:
    yes = entry(2, "given", "one-1", **{"with": {"agreement": "yes"}})
    no = entry(3, "given", "", **{"with": {"agreement": "no"}})
    assert agreement(yes, no) == "no"


def test_an_older_answer_of_the_child_does_not_undo_the_matter_s_own() -> None:
    no = entry(2, "given", "", **{"with": {"agreement": "no"}})
    yes = entry(3, "given", "one-1", **{"with": {"agreement": "yes"}})
    assert agreement(no, yes) == "yes"


def test_another_matter_s_answer_is_that_matter_s() -> None:
    yes = entry(2, "given", "one-1", **{"with": {"agreement": "yes"}})
    other = entry(3, "propose", "two-2", opens={"kind": "transfer", "route": ""})
    no = entry(4, "given", "two-2", **{"with": {"agreement": "no"}})
    assert agreement(yes, other, no) == "yes"


def test_what_the_matter_never_asked_is_not_put_into_it() -> None:
    assert agreement(entry(2, "given", "", **{"with": {"agreement": "yes"}})) is None
