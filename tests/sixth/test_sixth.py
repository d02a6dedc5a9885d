"""A sixth procedure, made up, that needs no code: what only the wider field needs, in a pack and its stories."""

from pathlib import Path

import pytest

from baton.packs_on_disk import load_packs
from baton.stories.on_disk import england, pack_of, read_file, story_files
from baton.stories.runner import run_story

FOLDER = Path(__file__).parent
FILES = list(story_files([FOLDER / "packs" / "northbank" / "scenarios"]))


def test_the_pack_has_no_mistakes() -> None:
    assert load_packs(FOLDER / "packs", "northbank").editions


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_story(path: Path) -> None:
    result = read_file(path)
    assert result.story is not None, "\n".join(map(str, result.errors))
    found = pack_of(result.story)
    assert found.packs is not None, "\n".join(map(str, found.errors))
    run = run_story(result.story, found.packs, england(), found.with_settings)
    assert not run.failures, "\n".join(map(str, run.failures))
