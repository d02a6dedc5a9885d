"""The register of clauses: what it lacks, and what the pack does not account for."""

from __future__ import annotations

from tests.policy.small import PACK, TERMS, read

from baton.policy.check import check_register
from baton.policy.citing import cited


def test_every_clause_is_in_a_rule_a_definition_or_guidance() -> None:
    guidance = 'guidance:\n  - {clause: "NEW-0.2", because: says what it is for}\n'
    pack = read("", terms=TERMS + guidance).pack
    assert pack is not None
    assert check_register(pack, ["NEW-0.1", "NEW-0.2", "NEW-1", "NEW-2"], "newton.yaml") == ()


def test_a_clause_that_nobody_cites_is_reported() -> None:
    pack = read("").pack
    assert pack is not None
    (problem,) = check_register(pack, ["NEW-0.1", "NEW-1", "NEW-2", "NEW-7"], "newton.yaml")
    assert str(problem) == (
        "newton.yaml:0 (NEW-7): No rule or definition cites this clause: write its rule, or list it under guidance."
    )


def test_a_clause_that_the_register_lacks_is_reported_with_the_nearest() -> None:
    pack = read("").pack
    assert pack is not None
    (problem,) = check_register(pack, ["NEW-0.1a", "NEW-1", "NEW-2"], "newton.yaml")[:1]
    assert problem.clause == "NEW-0.1"
    assert problem.message == 'The register has no such clause. The nearest known name is "NEW-0.1a".'


def test_clauses_of_exceptions_settings_rungs_and_excuses_count() -> None:
    rules = """\
  - key: k
    clause: NEW-3
    for: transfer
    who: team_manager
    must: move
    by: {setting: s, is: 2 hours after decision, doubt: d, clause: NEW-4}
    strength: warn
    excuse: {who: team_manager, record: [reason], clause: NEW-5}
  - {key: e, clause: NEW-6, for: urgent, except: [k], change: drop}
"""
    head = PACK.replace('in_force_from: "2026-11-01"', 'in_force_from: "2026-11-01", clause: NEW-8')
    pack = read(rules, pack=head).pack
    assert pack is not None
    found = {clause: {c.what for c in citations} for clause, citations in cited(pack).items()}
    assert found["NEW-4"] == {"setting"}
    assert found["NEW-5"] == {"excuse"}
    assert found["NEW-6"] == {"exception"}
    assert found["NEW-8"] == {"edition"}
