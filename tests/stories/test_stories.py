"""The fourteen stories to write before the first line of engine (DESIGN 17), on fragments of five procedures."""

from pathlib import Path

import pytest

from baton.stories.on_disk import england, pack_of, read_file, story_files
from baton.stories.runner import run_story

FOLDER = Path(__file__).parent
FILES = list(story_files([FOLDER]))


def test_there_are_fourteen() -> None:
    assert len(FILES) == 14


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_story(path: Path) -> None:
    result = read_file(path)
    assert result.story is not None, "\n".join(map(str, result.errors))
    found = pack_of(result.story)
    assert found.packs is not None, "\n".join(map(str, found.errors))
    run = run_story(result.story, found.packs, england(), found.with_settings)
    assert not run.failures, "\n".join(map(str, run.failures))
