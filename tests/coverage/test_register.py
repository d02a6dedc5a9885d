"""Register = pack = scenarios."""

from pathlib import Path

import pytest

from baton.cli.coverage import coverage
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


def test_a_pack_is_named_by_its_authority_or_its_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "rochdale.yaml").write_text("clauses:\n  - {id: ROC-CORE-17, rule: x}\n")
    assert coverage(["rochdale"], tmp_path, PACKS) == 0
    by_name = capsys.readouterr().out
    assert coverage([str(PACKS / "rochdale")], tmp_path, tmp_path) == 0
    assert by_name == capsys.readouterr().out and by_name.startswith("rochdale: 1 clause")
    assert coverage(["nowhere/rochdale"], tmp_path, PACKS) == 1
    assert "There is no pack nowhere/rochdale." in capsys.readouterr().err
