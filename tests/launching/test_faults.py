"""What goes wrong outside the program is one sentence and a status that is not 0; a defect keeps its whole story."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.db.utils import OperationalError

from baton.bench import __main__ as bench
from baton.platform.faults import in_a_sentence
from baton.platform.places import ROOT


def test_a_full_disk_says_so_whether_a_file_or_the_database_met_it() -> None:
    file = in_a_sentence(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/copies/baton.dump"))
    assert file is not None and file.startswith("The disk is full: /copies/baton.dump")
    wrapped = OperationalError("could not extend file")
    wrapped.__cause__ = psycopg.errors.DiskFull("could not extend file: No space left on device")
    told = in_a_sentence(wrapped)
    assert told is not None and told.startswith("The disk is full:")


def test_a_database_that_is_not_there_says_what_to_do() -> None:
    with pytest.raises(psycopg.OperationalError) as met:
        psycopg.connect("host=/nowhere dbname=baton connect_timeout=1")
    told = in_a_sentence(met.value)
    assert told is not None and told.startswith("The database does not answer:") and "./baton start" in told


def test_an_address_that_is_none_is_a_sentence_and_is_not_repeated() -> None:
    with pytest.raises(psycopg.Error) as met:
        psycopg.connect("secret-nonsense")
    told = in_a_sentence(met.value)
    assert told is not None and "postgresql://" in told and "secret" not in told


def test_a_defect_is_no_sentence() -> None:
    assert in_a_sentence(KeyError("amy")) is None


def test_benchmarks_end_with_the_sentence(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def full(*_: object) -> None:
        raise psycopg.errors.DiskFull("could not extend file")

    monkeypatch.setattr(bench, "_run", full)
    assert bench.main(["packs", "--pack", "bexley"]) == 1
    assert "The disk is full" in capsys.readouterr().err


@pytest.mark.parametrize("words", [("fmt", "nowhere"), ("check", "nowhere"), ("new-pack", "x", "--packs", "/dev/null")])
def test_a_command_that_cannot_be_done_fails_in_a_sentence(words: tuple[str, ...], tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "baton.cli", *words], cwd=tmp_path, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )  # fmt: skip
    assert told.returncode != 0
    assert (told.stdout + told.stderr).strip() and "Traceback" not in told.stderr
