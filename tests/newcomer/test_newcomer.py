"""A pack that somebody wrote who had read the documents and nothing else; what stopped them stays mended."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from baton.packs_on_disk import load
from baton.policy.check import check
from baton.policy.model import May
from baton.stories.on_disk import england, pack_of, read_file, story_files
from baton.stories.reader import read_story
from baton.stories.runner import run_story

PACK = Path(__file__).parent / "packs" / "midshire"
FILES = list(story_files([PACK / "scenarios"]))


def test_the_pack_has_no_mistakes() -> None:
    assert load(PACK, cache=None).errors == ()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_its_stories_pass(path: Path) -> None:
    story = read_file(path).story
    assert story is not None
    found = pack_of(story)
    assert found.packs is not None, found.errors
    run = run_story(story, found.packs, england(), found.with_settings)
    assert run.passed, run.failures


def test_a_forum_that_must_decide_and_that_anybody_may_decide_for_is_told() -> None:
    pack = load(PACK, cache=None).pack
    assert pack is not None
    without = tuple(r for r in pack.rules if not (isinstance(r, May) and "decide" in r.acts))
    (problem,) = (one for one in check(replace(pack, rules=without)) if "anybody may" in one.message)
    assert problem.clause == "MID-4.3" and 'write "who: transfer_meeting", "may: decide"' in problem.message


def test_what_a_duty_asks_for_in_the_world_is_a_record_and_the_message_says_so() -> None:
    text = FILES[0].read_text(encoding="utf-8").replace("record: cin_meeting held", "act: hold cin_meeting")
    (error,) = read_story("one.yaml", text).errors
    assert 'so it is recorded: "record: cin_meeting held"' in error.message
