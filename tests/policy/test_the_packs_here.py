"""Every pack of this repository: read without a mistake, laid out, and every rule a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from baton.packs_on_disk import editions_of, load
from baton.policy.wording import sentence

ROOT = Path(__file__).parents[2] / "packs"
FOLDERS = [edition for folder in sorted(ROOT.glob("*/")) for edition in editions_of(folder)]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: str(folder.relative_to(ROOT)))
def test_a_pack_is_read_without_a_mistake(folder: Path) -> None:
    assert [str(error) for error in load(folder, cache=None).errors] == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: str(folder.relative_to(ROOT)))
def test_every_rule_of_a_pack_is_a_sentence_with_its_clause(folder: Path) -> None:
    pack = load(folder, cache=None).pack
    assert pack is not None
    for rule in pack.rules:
        said = sentence(rule, pack)
        assert said[:1].isupper(), said
        assert said.endswith(f"({', '.join(rule.head.clause)})"), said
        assert "_" not in said.replace(rule.head.key, ""), said
