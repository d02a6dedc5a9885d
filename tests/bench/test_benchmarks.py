"""Each benchmark runs and reports a ratio; what it measures is what it says. Nothing here is timed."""

from __future__ import annotations

import json

import pytest

from baton.bench.__main__ import first_pack
from baton.bench.report import Asked, Report, as_table, as_text, as_values

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
def test_pages_by_people_at_work(asked: Asked, here: None) -> None:
    from baton.bench.pages import run

    report = run(asked)
    assert report.sizes["people at once"] == 8 and report.ratio > 0
    assert [bar.what.split(",")[0] for bar in report.bars] == ["95 of 100 answers within", "as sent"]


@pytest.mark.slow
def test_load_in_one_large_authority(asked: Asked, here: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from baton.bench import largest, pages

    monkeypatch.setattr(pages, "measured", lambda *_: None)  # people at work are the test before this one
    sizes = largest.run(asked).sizes
    assert sizes["open"] >= 30 and sizes["closed"] >= 600 and sizes["in post"] >= 15


@pytest.mark.slow
def test_search(asked: Asked, here: None) -> None:
    from baton.bench.searching import run

    report = run(asked)
    holds(report, "search")
    assert report.sizes["children"] > report.sizes["in the largest"] > 0
    assert sum("half within" in figure.what and not figure.peer for figure in report.figures) == 20


@pytest.mark.slow
def test_packs(asked: Asked) -> None:
    from baton.bench.reading import run

    report = run(asked)
    assert report.ratio > 1 and [bar.what for bar in report.bars] == ["all packs at start-up"]


def test_the_packs_side_by_side() -> None:
    one, other = (Report("assess", sizes={"pack": pack}) for pack in ("here", "there"))
    one.bar("children a second", 4000, 3000)
    other.bar("children a second", 2000, 3000)
    lines = as_table([one, other]).splitlines()
    assert lines[1].split() == ["here", "there"]
    assert lines[2].split()[-3:] == ["4,000", "2,000", "!"]


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


@pytest.mark.slow
def test_what_is_over_has_no_row() -> None:
    """A child has the same rows whether what was over when a matter ended is judged or not: docs/decisions/0013."""
    from dataclasses import replace

    from baton.bench.children import children, setting_of
    from baton.engine import assess
    from baton.store.persons import person_of
    from baton.store.rows import rows_of

    pack = first_pack()
    packs = setting_of(pack).packs
    looks = 0
    for child in children(pack, 2):
        ends = [e.number for e in child.file.entries if "left" in e.body]
        last = child.file.entries[-1].number
        for cut in {*ends, *range(min(ends, default=last), last + 1, 5)}:
            file = replace(child.file, entries=tuple(e for e in child.file.entries if e.number <= cut))
            for days in (0, 5, 60):
                now = file.entries[-1].recorded_at + days * 86400
                whole, short = (assess(packs, file, now, whole) for whole in (True, False))
                person = person_of(file.entries)
                assert rows_of(whole, person, file.family) == rows_of(short, person, file.family)
                assert whole.next_change == short.next_change
                looks += bool(ends)
    assert looks > 20
