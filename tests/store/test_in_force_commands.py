"""`put-in-force`, `take-back` and `in-force`: what they print, and when they end with 1."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.conf import settings
from tests.store.cast import NOW, child
from tests.store.test_acting import agreed
from tests.store.test_approving import FIRST, texts

from baton.cli import in_force
from baton.store import proposing
from baton.store.asking import packs_of


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The files of a second edition; the clock stands at the cast's moment."""
    monkeypatch.setattr(settings, "BATON_NOW", NOW, raising=False)
    for name, text in texts("2")[0].items():
        (tmp_path / Path(name).name).write_text(text)
    return tmp_path


def names(authority: str) -> list[str]:
    return [one.edition.name for one in packs_of(authority).editions]


def test_a_preview_says_what_would_change_and_changes_nothing(
    authority: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    child(authority)
    agreed(authority)
    assert in_force.put(folder, authority, "", "", FIRST, 0, True, False) == 0
    said = capsys.readouterr().out
    assert "amy: opens told_by_the_day" in said or "amy: late told_by_the_day" in said
    assert "stays with edition 1" in said and "1 children would be different." in said
    assert in_force.put(folder, authority, "", "", FIRST, 0, True, True) == 0
    (one,) = json.loads(capsys.readouterr().out)["foreseen"]
    assert one["child"] == "amy" and one["matters"][0]["editions"] == ["1", "1"]
    assert names(authority) == ["1"]


def test_what_is_put_into_force_is_listed_and_taken_back(
    authority: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    child(authority)
    assert in_force.put(folder, authority, "hal", "the board agreed", FIRST, 0, False, False) == 0
    number = capsys.readouterr().out.split("as entry ")[1].split()[0]
    assert names(authority) == ["1", "2"]
    assert in_force.take_back(int(number), authority, "hal", "a mistake", True, True) == 0
    assert names(authority) == ["1", "2"] and "foreseen" in capsys.readouterr().out
    assert in_force.take_back(int(number), authority, "hal", "a mistake") == 0
    assert names(authority) == ["1"]
    assert in_force.take_back(int(number), authority, "hal", "again") == 1
    assert "was taken back already" in capsys.readouterr().err
    assert in_force.listed(authority) == 0
    listed = capsys.readouterr().out
    assert f"entry {number}: 2 2026-08-20, edition put into force by hal: the board agreed" in listed
    assert f"entry {number}, taken back by hal: a mistake" in listed


def test_a_proposal_is_approved_by_another_person_only(
    authority: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    child(authority)
    number = proposing.propose(authority, texts("2"), FIRST, "polly", "the board agreed", NOW)
    with pytest.raises(proposing.CannotBePut, match="wait for approval already"):
        proposing.propose(authority, texts("2"), FIRST, "polly", "again", NOW)
    assert in_force.put(None, authority, "polly", "mine", None, number, False, False) == 1
    assert "Who proposed it cannot approve it" in capsys.readouterr().err
    assert names(authority) == ["1"]
    assert in_force.put(None, authority, "hal", "as agreed", None, number, False, False) == 0
    assert names(authority) == ["1", "2"]
    assert in_force.put(None, authority, "hal", "again", None, number, False, False) == 1
    assert f"Proposal {number} was answered already: in force." in capsys.readouterr().err
    (one,) = proposing.proposals(authority)
    assert (one.state, one.entry.done_by, one.answer.done_by if one.answer else "") == ("in force", "polly", "hal")


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"folder": None}, "There is no pack in no folder"),
        ({"proposal": 99}, "Entry 99 proposes nothing."),
        ({"by": "", "reason": ""}, "Say who decides it.\nSay why."),
        ({"from_": None}, "name the day"),
    ],
)
def test_what_cannot_be_put_is_said_with_1(
    authority: str, folder: Path, given: dict[str, object], why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    all_ = {"folder": folder, "authority": authority, "by": "hal", "reason": "x", "from_": FIRST, "proposal": 0,
            "preview": False, "json_": False} | given  # fmt: skip
    assert in_force.put(**all_) == 1  # type: ignore[arg-type]
    assert why in capsys.readouterr().err
    assert names(authority) == ["1"]
