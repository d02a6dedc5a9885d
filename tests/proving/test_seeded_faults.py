"""Five faults put into a small pack on purpose: each must be caught, with the rule at odds; and the sound pack not."""

from __future__ import annotations

import pytest
from tests.policy.small import MATTERS, OFFICES, WORDS, read

from baton.policy import model as m
from baton.proving import Finding, prove
from baton.proving.prove import read_declared
from baton.stories.on_disk import england
from baton.stories.reader import read_story
from baton.stories.runner import run_story

OPENS = """\
pack:
  authority: newton
  title: Case transfer
  prefix: NEW
  edition: {name: "1", in_force_from: "2026-01-01"}
  calendar: england-and-wales
  late_learnt: 1 working day
  opens: {referral: mash}
"""
SECOND = (
    "  - {key: away_too, clause: NEW-7, for: child, when: has looked_after, "
    "goes: {from: mash, to: away, as: ordinary}, at: first icpc, becomes: due}\n"
)
ANSWERED = (
    "  - {key: one_at_a_time, clause: NEW-8, for: transfer, stop: list, "
    "while: at least 2 routes_due, strength: refuse}\n"
)
LADDER = MATTERS + (
    "  quarrel:\n    about: transfer\n    opened_by: team_manager of sending team\n    meanwhile: waits\n    rungs:\n"
    "      - {who: team_manager of receiving team, within: 1 working day after opened, clause: NEW-5, "
    "late: [offer next rung]}\n"
    "      - {who: service_manager of sending service, clause: NEW-6}\n"
)
CARE_ONLY = OFFICES + "  care_lead: {of: care, above: service_manager}\n"


def proof(rules: str = "", **blocks: str) -> tuple[Finding, ...]:
    """The findings on the small pack with these rules. What `check` says too does not keep it from being proved."""
    found = read(rules, **{"pack": OPENS, **blocks})
    assert found.pack is not None, found.errors
    return prove(found.pack, england()).findings


def refuted(findings: tuple[Finding, ...]) -> dict[str, Finding]:
    return {finding.name: finding for finding in findings if finding.verdict == "refuted"}


def test_the_sound_pack_is_not_refuted() -> None:
    findings = proof()
    assert not refuted(findings)
    assert {"landing", "lines", "opens", "route:to_care", "gates", "pairs"} <= {f.name for f in findings}


def test_a_ladder_with_no_last_word() -> None:
    found = refuted(proof(matters=LADDER))
    assert list(found) == ["ladder:quarrel"]
    assert found["ladder:quarrel"].places[0].startswith("packs/newton/pack.yaml:")


def test_two_routes_for_one_child_with_a_story_that_fails_when_run() -> None:
    found = refuted(proof(SECOND))["two routes:to_care+away_too"]
    assert len(found.places) == 2
    result = read_story("proof.yaml", found.story)
    assert result.story is not None, result.errors
    pack = read(SECOND, pack=OPENS).pack
    assert pack is not None
    run = run_story(result.story, m.Packs((pack,)), england(), lambda settings: pack)
    assert [failure.path.partition("[")[0] for failure in run.failures] == ["not_due"]


def test_two_routes_are_answered_where_a_person_chooses_or_one_is_preferred() -> None:
    slot = WORDS.replace("  closing: {kind: slot}", "  closing: {kind: slot}\n  routes_due: {kind: slot}")
    assert not refuted(proof(SECOND + ANSWERED, words=slot))
    assert not refuted(proof(SECOND.replace("becomes: due", "becomes: due, over: [to_care]")))


@pytest.mark.parametrize(
    "rules",
    [
        # the duty that opens the gate waits for itself, by way of another
        "  - {key: one, clause: NEW-3, for: transfer, who: team_manager of sending team, must: write summary, "
        "before: accept, after: [two], strength: refuse}\n"
        "  - {key: two, clause: NEW-4, for: transfer, who: team_manager of sending team, must: do file_copied, "
        "after: [three], strength: refuse}\n"
        "  - {key: three, clause: NEW-4, for: transfer, who: team_manager of sending team, must: write summary, "
        "counts_if: rule one is met, strength: refuse}\n",
        # what opens it excludes itself
        "  - {key: one, clause: NEW-3, for: transfer, stop: accept, strength: refuse, "
        "until: {all: [decision is agreed, decision is not_agreed]}}\n"
        "  - {key: two, clause: NEW-4, for: transfer, who: panel, may: decide}\n",
    ],
)
def test_a_gate_that_no_one_can_open(rules: str) -> None:
    found = refuted(proof(rules))
    assert {"route:to_care", "never met:one"} & set(found), found


def test_a_route_whose_actor_no_team_has() -> None:
    rule = "  - {key: accepts, clause: NEW-3, for: transfer, who: care_lead of sending team, may: accept}\n"
    found = refuted(proof(rule, offices=CARE_ONLY))["route:to_care"]
    assert "no such office at that end" in found.says
    assert any("rules.yaml" in place and "NEW-3" in place for place in found.places)
    assert not refuted(proof(rule.replace("sending", "receiving"), offices=CARE_ONLY))


@pytest.mark.parametrize(
    ("by", "not_before"),
    [
        ("5 working days before transfer_date", "3 working days before transfer_date"),
        ("1 calendar day after decision", "2 working days after decision"),
    ],
)
def test_a_clock_that_can_never_be_kept(by: str, not_before: str) -> None:
    rule = (
        "  - {key: told, clause: NEW-3, for: transfer, who: team_manager of sending team, must: tell, to: family, "
        f"by: {by}, not_before: {not_before}, strength: warn}}\n"
    )
    (found,) = refuted(proof(rule)).values()
    assert found.name == "clocks:ordinary:told" and "cannot all be kept" in found.says


def test_a_clock_that_can_be_kept_save_over_christmas_says_from_when_it_cannot() -> None:
    rule = (
        "  - {key: told, clause: NEW-3, for: transfer, who: team_manager of sending team, must: tell, to: family, "
        "by: 7 calendar days after decision, not_before: 5 working days after decision, strength: warn}\n"
    )
    (found,) = refuted(proof(rule)).values()
    assert "start dates, for instance" in found.says and "every start date" not in found.says


def test_two_rules_that_never_meet_do_not_contradict_each_other() -> None:
    rules = "".join(
        f"  - {{key: {key}, clause: NEW-3, for: transfer, when: consent is {answer}, "
        f"who: team_manager of sending team, must: tell, to: family, {limit}, strength: warn}}\n"
        for key, answer, limit in (
            ("early", "yes", "not_before: decision, by: 1 working day after decision"),
            ("late", "no", "by: 1 working day before decision, after: [early]"),
        )
    )
    assert not refuted(proof(rules))
    assert refuted(proof(rules.replace("consent is no", "consent is yes")))


def test_a_finding_may_be_declared_with_its_reason() -> None:
    pack = read(SECOND, pack=OPENS).pack
    assert pack is not None
    text = "declared:\n  - {finding: 'two routes:to_care+away_too', because: the paper leaves it open, clause: NEW-7}\n"
    declared, problems = read_declared("proof.yaml", text)
    assert not problems
    found = prove(pack, england(), declared)
    assert not found.of("refuted")
    assert found.of("declared")[0].because == "the paper leaves it open (NEW-7)"
    every = read_declared("proof.yaml", text.replace("to_care+away_too", "*+away_too"))[0]
    assert not prove(pack, england(), every).of("refuted")
    assert read_declared("proof.yaml", "declared:\n  - {because: no name}\n")[1]
