"""The commands: what they print, and the number they end with."""

import json
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest

from baton.cli.coverage import coverage
from baton.cli.scenarios import scenarios
from baton.cli.situation import situation

FOLDER = Path(__file__).parent
SMALL = FOLDER.parent / "small"
GOOD = SMALL / "conference_recorded_late.yaml"
PACKS = SMALL / "packs"
REAL = FOLDER.parents[1] / "packs"


def test_a_story_that_holds_ends_with_0_and_a_count_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert scenarios([GOOD]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "1 story: 1 passed, 0 failed; 19 expectations."


def test_a_story_that_does_not_hold_ends_with_1_and_says_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text(GOOD.read_text(encoding="utf-8").replace("held_by: priya", "held_by: pam"), encoding="utf-8")
    assert scenarios([bad], PACKS) == 1
    assert "holds[0].held_by: expected pam, got priya (ROC-ICPC-0a" in capsys.readouterr().out


def test_a_misspelt_rule_is_told_with_the_nearest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "bad.yaml"
    text = GOOD.read_text(encoding="utf-8").replace("rule: receiver_invited", "rule: reciever_invited")
    bad.write_text(text, encoding="utf-8")
    assert scenarios([bad], PACKS) == 1
    said = capsys.readouterr().out
    assert 'rule: expected a rule of this pack or story, got "reciever_invited"' in said
    assert 'The nearest known name is "receiver_invited".' in said


def test_a_file_that_cannot_be_read_and_a_pack_that_is_not_there_end_with_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("story: [", encoding="utf-8")
    assert scenarios([broken]) == 1
    assert "This is not YAML" in capsys.readouterr().out
    broken.write_text(GOOD.read_text(encoding="utf-8").replace("pack: rochdale", "pack: nowhere"), encoding="utf-8")
    assert scenarios([broken], PACKS) == 1
    assert 'There is no pack "nowhere"' in capsys.readouterr().out
    assert scenarios([tmp_path / "none"]) == 2


def test_everything_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert scenarios([GOOD], as_json=True) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["counts"] == {
        "stories": 1, "passed": 1, "failed": 0, "unread": 0, "expectations": 19, "failures": 0,
    }  # fmt: skip
    assert told["stories"][0]["cites"][0] == "ROC-ICPC-4b"


def test_the_fixed_world_is_printed_when_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    scenarios([GOOD], full=True)
    assert "practice_manager_of_frt_1 is practice_manager of frt_1" in capsys.readouterr().out


def test_the_situation_on_a_day_as_it_was_known(capsys: pytest.CaptureFixture[str]) -> None:
    assert situation(GOOD, "2026-09-07 18:00", "2026-09-07 18:00") == 0
    assert "held by dev in frt_3" in capsys.readouterr().out
    assert situation(GOOD, "Mon 7 Sep 2026 18:00") == 0
    assert "held by priya, practice_manager of cp_3 (landing holder)" in capsys.readouterr().out


def test_the_situation_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert situation(GOOD, "2026-09-07 18:00", as_json=True) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["amy"]["holder"]["person"] == "priya"
    assert told["amy"]["holder"]["start"] == "Fri 4 Sep 2026 00:00"


def test_coverage_ends_with_1_while_a_clause_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    register = tmp_path / "rochdale.yaml"
    register.write_text("clauses:\n- {id: ROC-CORE-17, says: x}\n- {id: ROC-CORE-99, says: y}\n", encoding="utf-8")
    assert coverage(["rochdale"], tmp_path, PACKS) == 1
    said = capsys.readouterr().out
    assert "rochdale: 2 clauses: 1 enforced, 0 advisory, 0 guidance, 1 missing; 1 without a scenario." in said
    assert "missing: ROC-CORE-99" in said
    register.write_text("clauses:\n- {id: ROC-CORE-17, says: x}\n", encoding="utf-8")
    assert coverage(["rochdale"], tmp_path, PACKS) == 0


def test_changes_that_no_scenario_notices_are_listed_by_clause(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("england", "sandwell"):  # without its scenarios
        copytree(REAL / name, tmp_path / name, ignore=ignore_patterns("scenarios", "demo", ".baton"))
    assert coverage(["sandwell"], None, tmp_path, mutate=True, clause="SAN-11.3b", processes=1) == 1
    said = capsys.readouterr().out
    assert "sandwell: " in said and " 0 noticed (0%)" in said
    assert "conference_is_arranged: removed" in said
