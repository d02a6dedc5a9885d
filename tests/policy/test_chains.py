"""Which acts of a matter wait for one another, read from the rules alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.policy.small import read

from baton.packs_on_disk import load_packs
from baton.policy.chains import chain_of

KINDS = ("ordinary", "transfer", "change")
PACKS = Path(__file__).parents[2] / "packs"


def gate(key: str, must: str, before: str, more: str = "strength: refuse") -> str:
    return (
        f"  - {{key: {key}, clause: NEW-3, for: transfer, who: team_manager, must: {must}, before: {before}, {more}}}\n"
    )


def chain(rules: str, kinds: tuple[str, ...] = KINDS) -> list[tuple[str, list[str]]]:
    result = read(rules)
    assert result.errors == (), [str(error) for error in result.errors]
    assert result.pack is not None
    return [(link.act, [duty.head.key for duty in link.duties]) for link in chain_of(result.pack, kinds)]


ASKED = gate("asked", "answer consent", "send summary")
SENT = gate("sent", "send summary", "answer notes")
NOTED = gate("noted", "answer notes", "move")
COPIED = gate("copied", "do file_copied", "move")


def test_acts_that_wait_for_one_another_are_a_chain_from_the_first_to_the_last() -> None:
    assert chain(COPIED + NOTED + ASKED + SENT) == [
        ("send summary", ["asked"]),
        ("answer notes", ["sent"]),
        ("move", ["copied", "noted"]),
    ]


def test_two_acts_of_which_one_waits_for_the_other_are_none() -> None:
    assert chain(NOTED + SENT) == []
    assert chain(COPIED) == []


def test_a_duty_that_refuses_nothing_is_no_link() -> None:
    assert chain(ASKED + gate("sent", "send summary", "answer notes", "strength: warn") + NOTED) == []


def test_a_matter_has_the_chain_of_what_it_is_a_kind_of_and_no_other() -> None:
    assert chain(ASKED + SENT + NOTED, ("change",)) == []


def test_acts_that_wait_for_one_another_in_a_circle_have_no_end() -> None:
    assert chain(gate("a", "answer consent", "send summary") + gate("b", "send summary", "answer consent")) == []
    circle = gate("back", "answer notes", "answer consent")
    assert [act for act, _duties in chain(ASKED + SENT + NOTED + circle)][-1] == "move"


def test_an_act_stands_behind_everything_that_leads_to_it() -> None:
    """The consent leads to the move at once and by the notes: the notes wait for it, so it is the first."""
    both = gate("asked", "answer consent", "[send summary, move]")
    assert [act for act, _duties in chain(both + SENT + NOTED)] == ["send summary", "answer notes", "move"]


@pytest.mark.parametrize(
    ("authority", "matter", "acts"),
    [
        ("wirral", ("closing",), ["send ready_notice", "answer managers_decision", "answer evidence_checked"]),
        ("sandwell", ("planned", "trust_transfer"), ["answer management_review", "send transfer_note", "move"]),
        ("bexley", ("ordinary",), []),
    ],
)
def test_the_chains_of_the_packs_here(authority: str, matter: tuple[str, ...], acts: list[str]) -> None:
    pack = load_packs(PACKS, authority).editions[-1]
    assert [link.act for link in chain_of(pack, matter)][:3] == acts
