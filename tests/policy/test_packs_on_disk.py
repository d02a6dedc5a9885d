"""Packs in folders: what they stand on, their editions, their build, the cache; and the commands over them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from baton.cli import packs as commands
from baton.cli.explaining import explain
from baton.packs_on_disk import PackErrors, load, load_packs
from baton.policy.new_pack import files_of_a_new_pack
from baton.policy.schema import schema_text

FIELD = """\
pack:
  authority: england
  title: Words of the field
  prefix: ENG
  edition: {name: "2026-11", in_force_from: "2026-11-01"}
  calendar: england-and-wales
  late_learnt: 1 working day
words:
  referral: {kind: event}
  child_in_need: {kind: spell, silence: "no"}
  family: {kind: people}
  reason: {kind: slot}
  transfer_date: {kind: slot}
matters:
  change: {about: child}
  transfer: {is: change}
"""


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    """A folder of packs: the field's words, and a new pack that stands on them."""
    root = tmp_path / "packs"
    (root / "england").mkdir(parents=True)
    (root / "england" / "words.yaml").write_text(FIELD)
    commands.new_pack("newton", root)
    return root


def test_a_new_pack_can_be_read_at_once(packs: Path) -> None:
    result = load(packs / "newton", cache=None)
    assert result.errors == ()
    assert result.pack is not None
    assert (result.pack.authority, result.pack.based_on) == ("newton", "england 2026-11")
    assert result.pack.opens == {"referral": "front_door"}
    assert result.pack.sections == {"packs/newton/section_1.yaml": "Section 1: from the front door"}


def test_a_new_pack_is_laid_out_and_checked(packs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.fmt(["newton"], packs, only_check=True) == 0
    assert commands.check(["newton"], root=packs) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "packs/newton: 4 rules after expansion, no mistakes."


def test_a_mistake_is_shown_with_file_line_and_clause(packs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = packs / "newton" / "section_1.yaml"
    file.write_text(file.read_text().replace("1 working day before", "five before"))
    assert commands.check(["newton"], root=packs) == 1
    line = next(n for n, text in enumerate(file.read_text().splitlines(), 1) if "five" in text)
    assert capsys.readouterr().out.splitlines()[-2] == (
        f'packs/newton/section_1.yaml:{line} (NEW-1.2): "by" needs a number and a unit, such as "5 working days"; '
        'found "five before transfer_date".'
    )


def test_a_pack_that_stands_on_nothing_known_says_so(packs: Path) -> None:
    file = packs / "newton" / "pack.yaml"
    file.write_text(file.read_text().replace("england 2026-11", "england 2027"))
    assert load(packs / "newton", cache=None).errors[-1].message == (
        '"based_on" names "england 2027", and there is no such pack here: write its folder and its edition.'
    )


def test_the_build_changes_with_any_file_it_stands_on(packs: Path) -> None:
    first = load(packs / "newton", cache=None).pack
    (packs / "england" / "words.yaml").write_text(FIELD.replace("Words of", "The words of"))
    second = load(packs / "newton", cache=None).pack
    assert first is not None and second is not None
    assert first.build != second.build


def test_the_cache_gives_the_same_pack_and_is_left_behind_by_a_change(packs: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    first = load(packs / "newton", cache=cache)
    assert load(packs / "newton", cache=cache) == first
    assert len(list(cache.iterdir())) == 1
    file = packs / "newton" / "section_1.yaml"
    file.write_text(file.read_text().replace("strength: refuse", "strength: warn"))
    assert load(packs / "newton", cache=cache) != first


def test_a_broken_cache_only_costs_time(packs: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    first = load(packs / "newton", cache=cache)
    for file in cache.iterdir():
        file.write_bytes(b"nonsense")
    assert load(packs / "newton", cache=cache) == first


def test_editions_stand_in_folders_oldest_first(packs: Path) -> None:
    for name, day in (("b_old", "2020-01-01"), ("a_new", "2027-01-01")):
        folder = packs / "hill" / name
        for file, text in files_of_a_new_pack("hill").items():
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_text(text.replace("2026-11-01", day).replace('"2026"', f'"{name}"'))
    found = load_packs(packs, "hill", cache=None)
    assert [pack.edition.name for pack in found.editions] == ["b_old", "a_new"]
    assert found.on(date(2026, 12, 31)).edition.name == "b_old"


def test_a_pack_with_mistakes_is_not_used(packs: Path) -> None:
    file = packs / "newton" / "section_1.yaml"
    file.write_text(file.read_text().replace("family_told", "Family told"))
    with pytest.raises(PackErrors, match="needs one name in small letters"):
        load_packs(packs, "newton", cache=None)


def test_explain_says_what_a_pack_makes_of_a_clause(packs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert explain("NEW-1.3", root=packs) == 0
    (_, said, pinned) = capsys.readouterr().out.splitlines()
    assert pinned == "No scenario cites it."
    assert said.strip() == (
        'In the matter "move to a long-term team", at acceptance: responsibility moves to the receiving worker '
        "(NEW-1.3)"
    )
    assert explain("NEW-1.33", root=packs) == 1
    assert 'The nearest known name is "NEW-1.3".' in capsys.readouterr().out


def test_the_published_schema_is_the_readers() -> None:
    published = Path(__file__).parents[2] / "docs" / "pack.schema.json"
    assert published.read_text() == schema_text(), "run: baton schema"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[" * 5000 + "]" * 5000, "deeper than anything"),
        ("a: &a [x, x]\nb: [*a, *a]\n", "write out what it stands for"),
        ("a: &a\n  b: *a\n", "write out what it stands for"),
    ],
)
def test_a_file_made_to_fill_the_machine_is_a_mistake_in_a_sentence(packs: Path, text: str, says: str) -> None:
    (packs / "small" / "bomb.yaml").parent.mkdir(parents=True, exist_ok=True)
    (packs / "small" / "bomb.yaml").write_text(text, encoding="utf-8")
    found = load(packs / "small", cache=None)
    assert found.pack is None
    assert any(says in str(error) for error in found.errors)


def test_a_file_that_is_no_text_and_a_folder_named_like_a_file_are_said(packs: Path) -> None:
    folder = packs / "odd"
    (folder / "folder.yaml").mkdir(parents=True)
    (folder / "pack.yaml").write_bytes(b"\xff\xf9\x00pack")
    assert str(load(folder, cache=None).errors[0]).startswith("packs/odd/pack.yaml:1: This line is not UTF-8")


@pytest.mark.parametrize(
    ("raw", "line", "says"),
    [
        (b"words: {}\n# caf\xe9\n", 2, "is not UTF-8: save the file as UTF-8"),
        ("words: {}\n".encode("utf-16"), 1, "is not UTF-8"),
        (b"words: {}\nterms: {}\n# a\x00b\n", 3, "the character U+0000 may not stand in a pack"),
        (b"words: {}\r\n# a\x07b\r\n", 2, "the character U+0007 may not stand in a pack"),
        (b"# " + b"x" * 1_000_001, 1, "holds 1,000,003 letters; Baton reads up to 1,000,000"),
    ],
)
def test_what_no_editor_should_save_is_said_with_file_and_line(packs: Path, raw: bytes, line: int, says: str) -> None:
    folder = packs / "small"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "odd.yaml").write_bytes(raw)
    found = [str(error) for error in load(folder, cache=None).errors]
    assert any(one.startswith(f"packs/small/odd.yaml:{line}:") and says in one for one in found), found


def test_windows_line_ends_and_a_mark_at_the_start_are_no_difference(packs: Path) -> None:
    folder = packs / "england"
    before = load(folder, cache=None)
    for path in folder.glob("*.yaml"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    after = load(folder, cache=None)
    assert before.pack is not None and after.pack is not None
    assert (after.errors, len(after.pack.rules)) == (before.errors, len(before.pack.rules))


def test_packs_that_stand_on_each_other_are_told_so(packs: Path) -> None:
    for name, other in (("one", "two"), ("two", "one")):
        text = FIELD.replace("authority: england", f"authority: {name}\n  based_on: {other}")
        (packs / name).mkdir()
        (packs / name / "pack.yaml").write_text(text, encoding="utf-8")
    for name in ("one", "two"):
        (error,) = load(packs / name, cache=None).errors
        assert str(error).startswith(f"packs/{name}/pack.yaml:3: What this pack is based on is based on this pack")
