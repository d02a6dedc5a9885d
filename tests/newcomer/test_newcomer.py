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


def failures_of(text: str) -> list[str]:
    story = read_story(str(FILES[0]), text).story
    assert story is not None
    found = pack_of(story)
    assert found.packs is not None
    return [str(one) for one in run_story(story, found.packs, england(), found.with_settings).failures]


def test_what_is_given_with_a_line_must_be_known_and_the_message_names_the_nearest() -> None:
    line = "    with: {outcom: plan_made, rubbish: yes}\n    for: amy\n"
    text = FILES[0].read_text(encoding="utf-8").replace("    for: amy\n", line, 1)
    said = [one for one in failures_of(text) if ", with:" in one]
    assert len(said) == 2 and '"outcom"' in said[0] and '"outcome"' in said[0], said
    assert '"rubbish"' in said[1]


def test_all_that_should_not_be_there_is_named() -> None:
    text = (PACK / "scenarios" / "conference.yaml").read_text(encoding="utf-8")
    text += "  - {at: Fri 1 Jan 2027 09:00, clock: true, expect: {nothing: [open]}}\n"
    (said,) = [one for one in failures_of(text) if "nothing.open" in one]
    assert said.count("; ") > 1 and " more" not in said, said


def test_a_rule_that_does_not_apply_is_told_in_words() -> None:
    text = (PACK / "scenarios" / "file_not_ready.yaml").read_text(encoding="utf-8")
    text += "  - {at: Fri 1 Jan 2027 09:00, clock: true, expect: {late: [{child: amy, rule: care_plan_ready}]}}\n"
    said = next(one for one in failures_of(text) if "care_plan_ready" in one)
    assert "care_plan_ready of amy does not apply: it is asked only when" in said, said
