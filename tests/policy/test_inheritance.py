"""A pack that stands on another: what it takes, restates and drops."""

from __future__ import annotations

from tests.policy import small
from tests.policy.small import mistakes, read

BASE = {
    "packs/field/words.yaml": """\
pack:
  authority: field
  title: Words of the field
  prefix: FIE
  edition: {name: "1", in_force_from: "2026-11-01"}
  calendar: england-and-wales
  late_learnt: 1 working day
words:
  plan: {kind: spell, says: Plan, silence: "no", parts: {type: [one, two]}}
rules:
  - {key: promised, clause: FIE-1, for: transfer, who: team_manager, must: move, by: decision, strength: warn}
guidance:
  - {clause: FIE-0, because: only words}
"""
}


def test_words_and_rules_are_taken_over() -> None:
    result = read("", BASE)
    assert result.errors == ()
    assert result.pack is not None
    assert result.pack.words["plan"].parts == {"type": ("one", "two")}
    (rule,) = [rule for rule in result.pack.rules if rule.head.key == "promised"]
    assert (rule.head.where.file, rule.head.where.line) == ("packs/field/words.yaml", 11)


def test_a_repeated_word_keeps_what_it_does_not_restate() -> None:
    pack = read("", BASE, words=small.WORDS + "  plan: {says: Plan for the child}\n").pack
    assert pack is not None
    plan = pack.words["plan"]
    assert (plan.says, plan.kind, plan.parts) == ("Plan for the child", "spell", {"type": ("one", "two")})


def test_a_dropped_rule_is_gone_and_its_clause_accounted_for() -> None:
    drop = "  drop: [{rule: promised, clause: NEW-9, because: the local rule is stricter}]\n"
    pack = read("", BASE, pack=small.PACK + drop).pack
    assert pack is not None
    assert not [rule for rule in pack.rules if rule.head.key == "promised"]
    assert [line.clause for line in pack.guidance] == [("NEW-9",)]


def test_an_inherited_rule_is_not_edited() -> None:
    again = '  - {key: promised, clause: "NEW-3", for: transfer, who: team_manager, must: move, strength: warn}\n'
    assert mistakes(again, BASE)[0] == (
        '4: The rule "promised" is inherited: drop it under "pack: drop" and give yours another key, or except it.'
    )


def test_a_drop_that_hits_nothing_names_the_nearest() -> None:
    drop = "  drop: [{rule: promisd, clause: NEW-9, because: why}]\n"
    assert mistakes("", BASE, pack=small.PACK + drop) == [
        '8: "drop" names "promisd", which is no inherited rule. The nearest known name is "promised".'
    ]
