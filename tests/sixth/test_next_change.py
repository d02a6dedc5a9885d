"""Up to `next_change` nothing changes: held after every line of every story of the made-up procedure."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from baton.coverage.trials import moments_of, prepared
from baton.engine import assess
from baton.engine.situation import Situation
from baton.journal import File
from baton.policy.model import Packs
from baton.stories.on_disk import england, pack_of, read_file, story_files
from baton.working_time import Moment

FILES = list(story_files([Path(__file__).parent / "packs" / "northbank" / "scenarios"]))
FAR = 400 * 86400


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_nothing_changes_before_next_change(path: Path) -> None:
    story = read_file(path).story
    assert story is not None
    trial = prepared(story, pack_of(story), england())
    for one in moments_of(story, trial.state):
        for file in one.journals.files().values():
            for moment in changes_too_late(one.packs, file, one.now):
                raise AssertionError(f"{file.subject.id} at {one.now}: different at {moment}")


def changes_too_late(packs: Packs, file: File, now: Moment) -> Iterator[Moment]:
    """The moments, among some before `next_change`, at which the answers are others already."""
    situation = assess(packs, file, now)
    until = min(situation.next_change, now + FAR)
    assert until > now
    midnight = until - until % 86400
    for between in (now + 1, now + (until - now) // 3, (now + until) // 2, midnight - 86400 + 3600, until - 1):
        if now < between < until and answers(assess(packs, file, between)) != answers(situation):
            yield between


def answers(situation: Situation) -> Situation:
    """The situation without the moment it was asked for."""
    return replace(situation, now=0, questions=tuple(q._replace(since=0) for q in situation.questions))
