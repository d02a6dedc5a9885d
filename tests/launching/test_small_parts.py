"""The launcher's small parts, each alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path

import pytest
import typer

from baton.cli.groups import GROUPS, is_there
from baton.platform import install, places, processes, serving
from baton.platform.places import ROOT, Trouble


def test_a_process_is_known_again_and_not_mistaken_for_another_with_its_number() -> None:
    with subprocess.Popen(["/bin/sleep", "60"]) as one:
        marked = processes.mark(one.pid)
        assert processes.alive(marked) == one.pid
        assert processes.alive({**marked, "born": "1"}) is None
        assert processes.end(marked)
    assert processes.alive(marked) is None
    assert not processes.end(marked)


def test_workers_of_a_killed_server_are_ended_too() -> None:
    code = "import os, time; os.fork(); print(flush=True); time.sleep(60)"
    leader = subprocess.Popen([sys.executable, "-c", code], start_new_session=True, stdout=subprocess.PIPE)
    assert leader.stdout is not None
    leader.stdout.readline()
    leader.stdout.readline()
    marked = processes.mark(leader.pid)
    leader.kill()
    leader.wait()
    assert processes.end(marked)
    time.sleep(0.1)
    assert not processes.end(marked)
    leader.stdout.close()


def test_what_is_remembered_is_read_again_and_damage_counts_as_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "STATE", tmp_path)
    places.remember("thing", {"a": 1})
    assert places.remembered("thing") == {"a": 1}
    assert (tmp_path / "thing.json").stat().st_mode & 0o777 == 0o600
    (tmp_path / "thing.json").write_text("{half")
    assert places.remembered("thing") == {}
    first = places.secret("word")
    assert places.secret("word") == first
    assert len(first) > 30


def test_one_package_is_cut_out_of_a_lock_with_its_hashes() -> None:
    cut = install._part_of(install.LOCKS["run"], "uv")
    assert cut.startswith("uv==")
    assert cut.count("==") == 1
    assert "--hash=sha256:" in cut


def test_rules_of_the_crown_go_and_the_rest_stays() -> None:
    css = "a{b:c}.x-crown{d:e}@media print{.y-crest,.z{f:g}.z{h:i}}"
    assert install._without_crown(css) == "a{b:c}@media print{.z{h:i}}"


@pytest.mark.parametrize("lock", sorted(ROOT.glob("requirements*.lock")), ids=lambda p: p.name)
def test_python_locks_carry_hashes_and_no_address(lock: Path) -> None:
    text = lock.read_text()
    pinned = [line for line in text.splitlines() if "==" in line and not line.lstrip().startswith("#")]
    assert pinned
    assert "--hash=sha256:" in text
    assert "://" not in text
    assert "index" not in text.replace("index-", "")


def test_the_page_lock_carries_hashes_and_no_address() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    for name, package in packages.items():
        assert "resolved" not in package, name
        assert not name or "integrity" in package, name


def test_the_tests_list_holds_the_whole_of_the_products() -> None:
    def pins(name: str) -> set[str]:
        lines = (ROOT / name).read_text().splitlines()
        return {line.split(" ")[0] for line in lines if line[:1].isalpha() and "==" in line}

    assert pins("requirements.lock") <= pins("requirements-dev.lock")


def test_every_command_belongs_to_one_group() -> None:
    commands = [command for commands in GROUPS.values() for command in commands]
    assert len(commands) == len(set(commands))


@pytest.mark.parametrize("group", [one for one in GROUPS if is_there(one)])
def test_a_group_is_listed_with_all_its_commands(group: str) -> None:
    app = typer.Typer()
    import_module(f"baton.cli.{group}").register(app)
    names = {command.name for command in app.registered_commands} | {one.name for one in app.registered_groups}
    assert names == set(GROUPS[group])


def test_pages_are_served_by_as_many_processes_as_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BATON_WORKERS", "3")
    assert serving.workers() == 3
    monkeypatch.delenv("BATON_WORKERS")
    assert 1 <= serving.workers() <= 4


@pytest.mark.parametrize("given", ["0", "many", "-1", "1.5", "65"])
def test_another_number_of_processes_is_named(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("BATON_WORKERS", given)
    with pytest.raises(Trouble, match=r"BATON_WORKERS is .*; a whole number from 1 to 64 is expected"):
        serving.workers()


def test_ci_runs_exactly_the_tests() -> None:
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    assert (ROOT / ".ci" / "run").read_text().splitlines()[-1].endswith("exec ./baton test")
