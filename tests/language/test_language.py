"""What the language can say and no real procedure here uses yet, tried on made-up ones: one story a construct."""

from pathlib import Path

import pytest

from baton.coverage.mutants import mutants_of
from baton.coverage.trials import Trial, judge, prepared
from baton.policy.check import check
from baton.policy.wording import sentences
from baton.stories.on_disk import england, pack_of, read_file, story_files
from baton.stories.runner import run_story

FOLDER = Path(__file__).parent
FILES = list(story_files([FOLDER]))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_story(path: Path) -> None:
    result = read_file(path)
    assert result.story is not None, "\n".join(map(str, result.errors))
    found = pack_of(result.story)
    assert found.packs is not None, "\n".join(map(str, found.errors))
    assert not check(found.packs.editions[-1]), "\n".join(map(str, check(found.packs.editions[-1])))
    run = run_story(result.story, found.packs, england(), found.with_settings)
    assert not run.failures, "\n".join(map(str, run.failures))


def test_every_rule_is_missed_when_it_is_taken_out() -> None:
    """Each rule is removed in turn: some story that cites its clause must fail without it."""
    trials: list[Trial] = []
    for path in FILES:
        story = read_file(path).story
        assert story is not None
        trials.append(prepared(story, pack_of(story), england()))
    removed = [one for one in mutants_of(trials[0].state.packs.editions[-1]) if one.operator == "removed"]
    assert len(removed) >= 30
    assert [one.name for index, one in enumerate(removed) if not judge(index, one, trials).killed_by] == []


def test_what_is_new_reads_as_a_sentence() -> None:
    found = pack_of(read_file(FOLDER / "groups.yaml").story).packs  # type: ignore[arg-type]
    assert found is not None
    pack = found.editions[-1]
    said = {
        key: " ".join(sentences(key, pack)) for key in ("longest_stay", "departure", "bays_route", "silence_agrees")
    }
    assert "set aside for 4 weeks by the group manager of the holding service, 2 times at most" in said["longest_stay"]
    assert 'may set "visit weekly" or "no move in proceedings" aside for one child' in said["departure"]
    assert "the team of Bays whose remit the child meets" in said["bays_route"]
    assert "the decision is taken to be agreed, by silence" in said["silence_agrees"]
