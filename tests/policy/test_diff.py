"""Two packs compared by meaning: what a change of one rule is called, and what is no difference."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.policy.small import PACK, read

from baton.coverage.mutants import mutants_of
from baton.policy import model as m
from baton.policy.diff import AspectChange, as_json, compare, lines

TELL = (
    "  - {key: told, clause: NEW-3, for: transfer, who: team_manager of sending team, must: tell, to: family, "
    "by: 5 working days after accept, strength: warn}\n"
)


def pack(rules: str = TELL, **blocks: str) -> m.Pack:
    found = read(rules, **blocks)
    assert found.pack is not None, found.errors
    return found.pack


def changes(before: m.Pack, after: m.Pack) -> dict[str, AspectChange]:
    (change,) = compare(before, after).changed
    return {aspect.aspect: aspect for aspect in change.aspects}


def test_a_pack_means_the_same_as_itself_wherever_its_rules_stand() -> None:
    found = compare(pack(), pack("\n\n" + TELL))
    assert found.is_empty and found.same == 3
    assert list(lines(found))[1] == "They mean the same: 3 rules, no difference."


def test_a_limit_says_from_how_much_to_how_much() -> None:
    found = changes(pack(), pack(TELL.replace("5 working", "7 working")))
    assert found == {
        "limit": AspectChange(
            "limit", "5 working days after acceptance", "7 working days after acceptance",
            "5 working days → 7 working days",
        )
    }  # fmt: skip


@pytest.mark.parametrize(
    ("was", "is_", "aspect"),
    [
        ("strength: warn", "strength: count", "strength"),
        ("who: team_manager of sending", "who: team_manager of receiving", "actor"),
        ("to: family", "to: siblings", "to whom"),
        ("strength: warn", "strength: refuse, before: accept", "order: before"),
        ("for: transfer", "for: urgent", "about"),
        ("clause: NEW-3", 'clause: "NEW-3.1"', "clause"),
        ("by:", "when: has looked_after, by:", "condition"),
    ],
)
def test_each_kind_of_change_has_its_name(was: str, is_: str, aspect: str) -> None:
    found = compare(pack(), pack(TELL.replace(was, is_)))
    assert aspect in {one.aspect for change in found.changed for one in change.aspects}


def test_a_condition_more_is_said_alone() -> None:
    two = TELL.replace("by:", "when: {all: [has looked_after, icpc is held]}, by:")
    found = changes(pack(TELL.replace("by:", "when: has looked_after, by:")), pack(two))
    assert found["condition"].shortly == "now also: the initial conference has been held"


def test_a_term_under_another_name_is_no_difference() -> None:
    rule = TELL.replace("by:", "when: at_home, by:")
    other = {"terms": 'terms:\n  not_away: {clause: "NEW-0.1", is: {not: has looked_after}}\n'}
    found = compare(pack(rule), pack(rule.replace("at_home", "not_away"), **other))
    assert not found.changed
    assert {(one.key, one.became) for one in found.definitions} == {("at_home", "gone"), ("not_away", "new")}


def test_rules_that_come_and_go_are_sentences_and_a_new_key_is_no_new_rule() -> None:
    found = compare(pack(), pack(""))
    assert [rule.head.key for rule in found.gone] == ["told"]
    assert any("told: In the matter" in line for line in lines(found))
    (change,) = compare(pack(), pack(TELL.replace("key: told", "key: family_told"))).changed
    assert change.aspects == (AspectChange("key", "told", "family_told"),)


def test_two_authorities_are_matched_by_what_a_rule_brings_about() -> None:
    other = pack(
        TELL.replace("key: told", "key: family_informed").replace("NEW", "OLD").replace("5 working", "2 working"),
        pack=PACK.replace("newton", "oldham").replace("NEW", "OLD"),
    )
    found = compare(pack(), other)
    (change,) = found.changed
    assert (change.before.head.key, change.after.head.key) == ("told", "family_informed")
    assert [one.shortly for one in change.aspects] == ["5 working days → 2 working days"]
    assert as_json(found)["changed"][0]["was"] == "told"


def test_every_mutant_of_a_rule_is_a_difference() -> None:
    """The mutator knows every small change that matters; the comparison must see each."""
    true = pack(TELL.replace("by:", "when: {all: [has looked_after, icpc is held]}, by:"))
    tried = 0
    for mutant in mutants_of(true):
        changed = mutant.make(true)
        tried += 1
        assert not compare(true, replace(changed, build="other")).is_empty, mutant.name
    assert tried > 10
