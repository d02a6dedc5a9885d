"""The packs of this repository: nothing is refuted that is not declared, and most routes are followed by the engine."""

from __future__ import annotations

from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from baton.packs_on_disk import load_packs
from baton.proving import prove
from baton.proving.prove import DECLARED, read_declared
from baton.stories.on_disk import england

PACKS = sorted(path.parent for path in Path("packs").glob("*/pack.yaml") if path.parent.name != "england")


@pytest.mark.parametrize("folder", PACKS, ids=lambda path: path.name)
def test_a_pack_is_proved_or_says_why_not(folder: Path) -> None:
    pack = load_packs(folder.parent, folder.name).editions[-1]
    file = folder / "scenarios" / DECLARED
    declared, problems = read_declared(str(file), file.read_text(encoding="utf-8")) if file.is_file() else ({}, ())
    assert not problems
    proof = prove(pack, england(), declared)
    assert not proof.of("refuted"), [finding.says for finding in proof.of("refuted")]
    found = [finding.name for finding in proof.of("declared")]
    unused = [name for name in declared if not any(fnmatchcase(one, name) for one in found)]
    assert not unused, "declared, and no longer found: take it out"
