"""Rules as sentences."""

from __future__ import annotations

import pytest
from tests.policy.small import ROUTE, read

from baton.policy.wording import sentences

SENTENCES = {
    "who: team_manager of sending team, must: write summary, before: move, strength: refuse": (
        'In the matter "transfer", the team manager of the sending team must write the summary before the move of '
        "responsibility. Without it the act is refused. (NEW-3)"
    ),
    "who: {each: [sending_worker, receiving_worker]}, must: hold cla_review, strength: warn, "
    "by: 5 working days either side of transfer_date, late: [tell team_manager of sending team]": (
        'In the matter "transfer", each of the sending worker and the receiving worker must hold the review within '
        "5 working days either side of the transfer date. Without it this is shown as a breach. Late: the team manager "
        "of the sending team is told. (NEW-3)"
    ),
    "who: holder, must: tell, to: [family, {people: siblings, when: 12th birthday has come}], about: [transfer_date], "
    "channel: spoken, by: 1 calendar day before transfer_date, strength: count, "
    "excuse: {who: team_manager, record: [reason]}": (
        'In the matter "transfer", the holder must tell child and parents and brothers and sisters (when the 12th '
        "birthday has come) about transfer date in person or by telephone by 1 calendar day before the transfer date. "
        "It is only counted. It may be set aside by the team manager, who must record: reason. (NEW-3)"
    ),
    "stop: move, while: {all: [has looked_after, {not: has looked_after with basis remand}]}, strength: ask_reason, "
    "instead: raise urgent": (
        'In the matter "transfer", the move of responsibility is asked a reason while "looked after" is in force and '
        '"looked after" (basis: remand) is not in force; instead: raise urgent move (NEW-3)'
    ),
    "who: holder, must: hold cla_review, every: second Thursday of the month from decision, roll: on to working day, "
    "paused_while: has looked_after, again_if: [transfer_date], strength: count, counts_if: it is on or after opened": (
        'In the matter "transfer", the holder must hold the review on the second Thursday of each month from the '
        "decision; it counts if that event is on or after the opening of this matter; a limit on a closed day goes on "
        'to a working day; its clock stands as long as "looked after" is in force; due again when transfer date '
        "changes. It is only counted. (NEW-3)"
    ),
    "stop: answer notes, while: notes says the same as reason, not_known: as no, strength: refuse": (
        'In the matter "transfer", the act "answer notes" is refused while the answer to "What is to be known?" '
        "says the same as the reason (NEW-3)"
    ),
    "who: panel, may: [decide, authorise urgent], stand_in: none": (
        'In the matter "transfer", only the panel may decide or authorise urgent move in person, without a stand-in '
        "(NEW-3)"
    ),
    "at: end of day of decision, when: consent is yes, not_known: ask, then: [open urgent, tell panel], "
    "lapses: 10 working days after decision": (
        'In the matter "transfer", when the answer to "Do they agree?" is yes, at the end of the day of the decision: '
        "open urgent move and the panel is told; after 10 working days after the decision a person is asked instead; "
        "while that is not known, it is asked (NEW-3)"
    ),
}


@pytest.mark.parametrize("written", SENTENCES)
def test_a_rule_is_a_sentence(written: str) -> None:
    pack = read(f"  - {{key: k, clause: NEW-3, for: transfer, {written}}}\n").pack
    assert pack is not None
    assert sentences("k", pack) == (SENTENCES[written],)


def test_a_route_is_a_sentence() -> None:
    pack = read("").pack
    assert pack is not None and "to_care" in ROUTE
    assert sentences("to_care", pack) == ("The child goes from MASH to Care at the first initial conference (NEW-1)",)


def test_a_route_that_comes_before_another_says_so() -> None:
    second = "  - {key: at_once, clause: NEW-2, for: child, goes: {from: mash, to: care, as: transfer}, "
    pack = read(f"{second}at: first icpc, becomes: due, over: to_care}}\n").pack
    assert pack is not None
    (said,) = sentences("at_once", pack)
    assert said.endswith('; where both are due it comes before the route "to care" (NEW-2)')
