"""Every authority that has a made-up world is loaded side by side, listed in a table, and blind to the others."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from baton.cli import demo, side_by_side
from baton.demo import sign_ins
from baton.platform import places

WORLD = """\
authority: {{key: {key}, name: {key} (made-up world)}}
parts: {{front_door: door}}
roles: {{worker: social_worker, manager: team_manager}}
teams: {{door: Door}}
offices: [{{office: team_manager, place: door, person: {person}}}]
posts: []
surnames: {{whole: [Madeup], beginnings: [], endings: []}}
given: [Ada]
people: {{}}
answers: {{}}
sign_ins: [{{role: Manager, person: {person}}}]
"""


@pytest.fixture
def packs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for key, person in (("one", "Una Oneley"), ("two", "Tom Twoham")):
        (tmp_path / key / "demo").mkdir(parents=True)
        (tmp_path / key / "demo" / "world.yaml").write_text(WORLD.format(key=key, person=person), encoding="utf-8")
    monkeypatch.setattr(demo, "PACKS", tmp_path)
    monkeypatch.setattr(places, "STATE", tmp_path)
    return tmp_path


def told_to_run(monkeypatch: pytest.MonkeyPatch, loaded: set[str]) -> list[tuple[str, ...]]:
    """What would have been run side by side; each run succeeds."""
    ran: list[tuple[str, ...]] = []

    def run(commands: dict[str, tuple[str, ...]], at_once: int, say: object) -> dict[str, int]:
        ran.extend(commands.values())
        return dict.fromkeys(commands, 0)

    monkeypatch.setattr(demo, "run_side_by_side", run)
    monkeypatch.setattr("baton.demo.loading.is_loaded", lambda key: key in loaded)
    return ran


def test_all_worlds_that_are_missing_are_made_at_once(packs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = told_to_run(monkeypatch, set())
    assert demo.load_demo(if_empty=True, authority="") == 0
    assert [words[2] for words in ran] == ["one", "two"]
    assert all(words[-2:] == ("--processes", "1") for words in ran)


def test_what_is_there_is_left_alone(packs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = told_to_run(monkeypatch, {"one", "two"})
    made: list[str] = []
    monkeypatch.setattr(sign_ins, "make_accounts", lambda world: made.append(world.authority) or 0)
    assert demo.load_demo(if_empty=True, authority="") == 0
    assert not ran and made == ["one", "two"]
    for one in made:
        sign_ins.listing(packs, one)
    assert demo.load_demo(if_empty=True, authority="") == 0
    assert made == ["one", "two"]  # listed once, and not looked at again while the file is the same
    assert demo.load_demo(if_empty=False, authority="one") == 1


def test_the_sign_ins_stand_in_a_table_an_authority(
    packs: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told_to_run(monkeypatch, {"one", "two"})
    assert demo.demo_sign_ins("") == 0
    said = capsys.readouterr().out
    assert said.index("one (made-up world)") < said.index("una.oneley  Manager  Una Oneley")
    assert said.index("una.oneley") < said.index("two (made-up world)") < said.index("tom.twoham")
    assert said.count("Password of all of them") == 1


def test_a_changed_world_is_listed_anew(packs: Path) -> None:
    assert [a.username for a in sign_ins.listing(packs, "one").accounts] == ["una.oneley"]
    file = packs / "one" / "demo" / "world.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("Una Oneley", "Ulf Onewick"), encoding="utf-8")
    assert not sign_ins.is_listed(packs, "one")
    assert [a.username for a in sign_ins.listing(packs, "one").accounts] == ["ulf.onewick"]


def test_several_commands_at_once_say_whose_line_it_is_and_how_each_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    real = side_by_side.subprocess.Popen

    def popen(words: list[str], **more: object) -> object:
        return real([sys.executable, "-c", f"import sys; print('here', {words[3]!r}); sys.exit({words[4]})"], **more)  # type: ignore[call-overload]

    monkeypatch.setattr(
        side_by_side, "subprocess", SimpleNamespace(**{**vars(side_by_side.subprocess), "Popen": popen})
    )
    said: list[str] = []
    assert side_by_side.run_side_by_side({"a": ("x", "0"), "b": ("y", "3")}, 2, said.append) == {"a": 0, "b": 3}
    assert sorted(said) == ["  a: here x", "  b: here y"]
