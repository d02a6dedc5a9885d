"""Each benchmark runs and reports a ratio; what it measures is what it says. Nothing here is timed."""

from __future__ import annotations

import json

import pytest

from baton.bench.__main__ import first_pack
from baton.bench.report import Asked, Report, as_text, as_values

TINY = 0.05


@pytest.fixture
def asked() -> Asked:
    return Asked(first_pack(), quick=True, scale=TINY)


def holds(report: Report, name: str) -> None:
    assert report.name == name
    assert report.ratio > 0
    assert report.bars and all(bar.found > 0 for bar in report.bars)
    assert any(figure.peer for figure in report.figures) and any(not figure.peer for figure in report.figures)
    assert json.dumps(as_values([report], {}))
    assert name in as_text(report)


@pytest.mark.slow
def test_assess(asked: Asked, peers: None) -> None:
    from baton.bench.assess import run

    report = run(asked)
    holds(report, "assess")
    assert report.sizes["kinds"] > 3


@pytest.mark.slow
def test_act(asked: Asked, here: None, peers: None) -> None:
    from baton.bench.act import run

    report = run(asked)
    holds(report, "act")
    assert report.sizes["acts, one child"] > report.sizes["refused, one child"]
    assert report.sizes["entries, a family of six"] > report.sizes["acts, a family of six"]


@pytest.mark.slow
def test_nightly(asked: Asked, here: None) -> None:
    from baton.bench.nightly import run

    report = run(asked)
    holds(report, "nightly")
    assert report.sizes["looked at"] == report.sizes["change today"] == report.sizes["looked at, two processes"] > 0


@pytest.mark.slow
def test_work_list(asked: Asked, here: None) -> None:
    from baton.bench.work_list import run

    report = run(asked)
    holds(report, "work-list")
    assert report.sizes["rows of work on the page"] > 0


@pytest.mark.slow
def test_remembering_changes_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the engine remembers within one judging is what it would have worked out again."""
    from dataclasses import replace

    from baton.bench.children import children, setting_of
    from baton.engine import assess, remembering
    from baton.policy.model import Packs

    pack = first_pack()
    packs = setting_of(pack).packs
    those = children(pack, 2)
    found = [assess(packs, child.file, child.now) for child in those]
    monkeypatch.setattr(remembering, "WORTH_IT", ())
    again = Packs(tuple(replace(one, build=f"{one.build}-forgetful") for one in packs.editions))
    for child, before in zip(those, found, strict=True):
        after = assess(again, child.file, child.now)
        assert replace(after, build=before.build) == before
