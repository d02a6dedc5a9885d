"""The last word of a dispute is the transfer's decision, with the reason given for it and no earlier one's."""

from __future__ import annotations

from dataclasses import replace

from baton.journal import Subject
from baton.platform.places import ROOT
from baton.stories.on_disk import england, pack_of, read_file
from baton.stories.runner import Run, after_all, begin


def test_the_reason_goes_with_the_decision() -> None:
    read = read_file(ROOT / "packs/bexley/scenarios/bex_5d_disputes.yaml").story
    assert read is not None
    story = replace(read, lines=(*read.lines, *read.branches["clock_runs_out"]))
    found = pack_of(story)
    assert found.packs is not None
    run = Run(story)
    state = after_all(story, begin(story, found.packs, england(), found.with_settings, run), run)
    decided = [e for e in state.journals.entries(Subject("child", "ben")) if e.body.get("settled")]
    assert [(e.verb, e.body.get("reason")) for e in decided] == [("decide", "he starts school there")]
