"""Register = pack = scenarios."""

from pathlib import Path

from baton.coverage.register import coverage_of
from baton.packs_on_disk import load

PACKS = Path(__file__).parents[1] / "small" / "packs"


def test_each_clause_is_enforced_guidance_or_missing_and_tried_or_not() -> None:
    pack = load(PACKS / "rochdale", cache=None).pack
    assert pack is not None
    register = ["ROC-CORE-17", "ROC-CORE-19a", "ROC-CORE-5", "ROC-CORE-99"]
    found = coverage_of(pack, register, {"one": ["ROC-CORE-17", "ROC-CORE-98"]})
    assert [(c.id, c.state, c.by, c.untried) for c in found.clauses] == [
        ("ROC-CORE-17", "enforced", ("receiver_invited",), False),
        ("ROC-CORE-19a", "enforced", ("electronic_by_next_day",), True),
        ("ROC-CORE-5", "enforced", ("cp_court",), True),
        ("ROC-CORE-99", "missing", (), False),
    ]
    assert ("ROC-CORE-4a", "never_without_an_allocation") in found.unknown
    assert ("ROC-CORE-98", "scenario one") in found.unknown
