"""A sixth procedure, made up, that needs no code: what only the wider field needs, in a pack and its stories."""

from pathlib import Path

import pytest

from baton.coverage.mutants import mutants_of
from baton.coverage.trials import Trial, judge, prepared
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


def test_every_rule_is_missed_when_it_is_taken_out() -> None:
    """Each rule of the pack is removed in turn: some story that cites its clause must fail without it."""
    trials = _trials()
    pack = trials[0].state.packs.editions[-1]
    removed = [mutant for mutant in mutants_of(pack) if mutant.operator == "removed"]
    assert len(removed) >= 30
    unnoticed = [mutant.name for index, mutant in enumerate(removed) if not judge(index, mutant, trials).killed_by]
    assert unnoticed == []


def _trials() -> list[Trial]:
    trials = []
    for path in FILES:
        story = read_file(path).story
        assert story is not None
        trials.append(prepared(story, pack_of(story), england()))
    return trials
