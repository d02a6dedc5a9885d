"""A team that closes while a move goes to it: the move waits, and somebody is asked for another destination."""

from __future__ import annotations

from dataclasses import replace

from tests.engine.small_pack import ORGANISATION, PACKS, moment
from tests.engine.test_acts import Story, act, agreed_story, done, due_story, refused, see

from baton.engine import tick
from baton.journal import Entry, Subject, Team
from baton.journal.organisation import organisation_from
from baton.working_time import END, parse_when


def closing(story: Story, day: str = "2026-08-20", team: str = "south") -> Story:
    teams = {**ORGANISATION.teams, team: Team(team, team, closed=moment(f"{day} 00:00")), "east": Team("east", "south")}
    story.organisation = replace(ORGANISATION, teams=teams)
    return story


def ready() -> Story:
    """The panel has agreed, the record is checked: the move is on 27 August."""
    story = agreed_story()
    done(act(story, "2026-08-19 09:00", "nora", "answer", "record_current", values={"record_current": "yes"}))
    return story


def test_the_journal_of_a_team_says_when_it_closed() -> None:
    def entry(number: int, verb: str, when: str) -> Entry:
        return Entry(Subject("team", "south"), number, "a", verb, "team", parse_when(when), moment("2026-08-01 09:00"),
                     body={"with": {"service": "south"}})  # fmt: skip

    opened = entry(1, "opened", "2020-01-01")
    assert organisation_from([opened]).teams["south"].closed == END
    after = organisation_from([opened, entry(2, "closed", "2026-08-20")])
    assert (after.teams["south"].service, after.teams["south"].closed) == ("south", moment("2026-08-20 00:00"))
    assert organisation_from([opened, entry(2, "closed", "2026-08-20"), entry(3, "opened", "2026-09-01")]).teams[
        "south"
    ].closed == END  # fmt: skip


def test_the_move_waits_and_the_due_list_says_that_the_team_has_closed() -> None:
    story = closing(ready())
    before = see(story, "2026-08-19 23:59")
    assert (before.blocks, before.questions) == ((), ()) and before.next_change == moment("2026-08-20 00:00")
    after = see(story, "2026-08-20 00:00")
    assert [(b.act, b.rule, b.missing, b.strength, b.clause) for b in after.blocks] == [
        ("move", "moves", ("receiving_team",), "refuse", ("TST-moves",))
    ]
    assert [(q.word, q.of, q.waits, q.since) for q in after.questions] == [
        ("receiving_team", ("ann",), ("moves",), moment("2026-08-20 00:00"))
    ]
    assert tick(PACKS, story.file, moment("2026-08-27 00:01"), "t") == ()
    refusal = refused(act(story, "2026-08-27 09:00", "sid", "move"))
    assert [(i.rule, i.missing, i.says) for i in refusal.items] == [
        ("moves", ("receiving_team",), "the team it goes to closed on 2026-08-20")
    ]


def test_another_destination_lets_it_go_on() -> None:
    story = closing(ready())
    done(act(story, "2026-08-21 09:00", "ann", "answer", "receiving_team", values={"receiving_team": "north"}))
    after = see(story, "2026-08-21 09:00")
    assert after.questions == () and after.matters[0].to_team == "north"


def test_nobody_proposes_a_move_to_a_team_that_has_closed() -> None:
    story = closing(due_story(), "2026-08-05")
    refusal = refused(act(story, "2026-08-06 09:00", "ann", "propose"))
    assert [i.says for i in refusal.items] == ["the team it goes to closed on 2026-08-05"]
