"""The small fixed world: what a story does not state is supplied, the same each time."""

from pathlib import Path

from baton.journal import Subject
from baton.stories.on_disk import england, pack_of
from baton.stories.reader import read_story
from baton.stories.runner import Run, begin
from baton.stories.world import said_of
from baton.working_time import moment_of, parse_when

HERE = Path(__file__).parent
TEXT = """story: One child
pack: wirral
cites: ["WIR-6f"]
cast:
  people: {tess: team_manager of west}
  children:
    bo: {holder: social_worker_of_west}
    cal: {born: Wed 1 Jul 2026, holder: tess, has: [cp_plan]}
  families: {green: {children: [bo, cal], half: [[bo, cal]], household: [bo, cal]}}
  open:
    - {child: bo, matter: to_cic, sent: west, receiver: cic, opened: Tue 25 Aug 2026, done: [meeting_decides, audit]}
    - {child: cal, matter: to_cic, sent: west, receiver: cic, opened: Tue 25 Aug 2026, done: [worker_named_twice]}
lines:
  - {at: Mon 7 Sep 2026 10:00, clock: true}
"""


def world(text: str = TEXT) -> tuple[Run, dict[str, object]]:
    story = read_story(str(HERE / "a.yaml"), text).story
    assert story is not None
    found = pack_of(story)
    assert found.packs is not None
    run = Run(story)
    state = begin(story, found.packs, england(), found.with_settings, run)
    return run, {"journals": state.journals, "packs": found.packs}


def test_every_office_of_every_team_is_filled_and_the_cast_comes_first() -> None:
    run, _state = world()
    assert run.world is not None
    assert run.world.in_office("team_manager", "west") == "tess"
    assert run.world.in_office("team_manager", "south") == "team_manager_of_south"
    assert run.world.in_office("group_manager", "cic") == "group_manager_of_cic"
    assert run.world.in_office("deputy_director", "") == "deputy_director"
    assert "social_worker_of_birkenhead is social_worker of birkenhead" in said_of(run.world)


def test_a_child_is_held_for_a_year_before_the_story_or_since_its_birth() -> None:
    _run, state = world()
    opened = {
        c: next(e for e in state["journals"].entries(Subject("child", c)) if e.verb == "open") for c in ("bo", "cal")
    }  # type: ignore[attr-defined]
    assert opened["bo"].happened.lo == moment_of("2025-09-07 00:00")
    assert opened["cal"].happened.lo == parse_when("2026-07-01").lo
    assert opened["bo"].values["kind"] == "worker"
    assert opened["cal"].values["kind"] == "office"  # Tess holds by her office


def test_siblings_know_each_other() -> None:
    _run, state = world()
    file = state["journals"].file(Subject("child", "bo"))  # type: ignore[attr-defined]
    assert [(k.child, k.relation, k.same_household) for k in file.kin] == [("cal", "half", True)]


def test_rules_that_are_done_are_met_by_entries_and_what_cannot_be_is_told() -> None:
    run, state = world()
    verbs = [e.verb for e in state["journals"].entries(Subject("child", "bo")) if e.matter]  # type: ignore[attr-defined]
    assert verbs == ["propose", "decide", "answer"]
    assert [f.got for f in run.failures] == ['"done" names "worker_named_twice", which is no rule of this pack.']
