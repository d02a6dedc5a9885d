"""Since when a question is asked: never before anything about the child was on record."""

from __future__ import annotations

from dataclasses import replace

from baton.engine import assess
from baton.policy import model as m
from baton.working_time import BEGINNING, moment_of

from .small_pack import PACK, Story, head

NEEDED = m.Must(
    head("needed", "child", m.WordIs("record_current", ("yes",))),
    m.OfficeOf("team_manager", "holding team"),
    "write",
    ("summary",),
)
ASKING = m.Packs((replace(PACK, build="", rules=(*PACK.rules, NEEDED)),))


def test_what_began_before_the_records_is_not_asked_for_longer_than_they_go_back() -> None:
    story = Story()
    story.add("started", "assessment", "2026-06-10")
    first = story.entries[0]
    story.entries[0] = replace(first, happened=first.happened._replace(lo=BEGINNING + 3600))
    asked = assess(ASKING, story.file, moment_of("2026-08-03 09:00")).questions
    assert asked and all(q.since >= first.recorded_at for q in asked)
