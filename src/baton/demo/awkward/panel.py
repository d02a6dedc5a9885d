"""Awkward cases around the forum: late, part decided, carried over, refused, past the date, letters out of date."""

from __future__ import annotations

from baton.demo.awkward import case
from baton.demo.days import in_hours, working_day
from baton.demo.doing import do_duties
from baton.demo.moving import (
    clerk,
    decide,
    decider,
    finish,
    go_to_sitting,
    open_matter,
    prepare,
    propose,
    to_the_day,
    who,
)
from baton.demo.people import manager_of, someone_in, team_of, teams_of
from baton.demo.play import Play, window
from baton.demo.stage import ago, assessed_by, decided_at, last_sitting_by, listed_for, sitting, to_the_end
from baton.engine.situation import Duty


def team(play: Play, part: str, number: int) -> str:
    """A team of a part of the authority, by its place in the list; the last where there are fewer."""
    teams = teams_of(play, part)
    return teams[min(number, len(teams)) - 1]


def first_worker(play: Play, part: str, number: int) -> str:
    """The first practitioner of such a team: the one whom the pages' examples speak of."""
    here = [p.person for p in play.setting.world.posts if p.place == team(play, part, number)]
    return here[0] if here else someone_in(play, team(play, part, number))


def meeting_with_family(duty: Duty) -> bool:
    """The meeting without which a move cannot be ended."""
    return duty.verb == "hold" and ("end" in duty.stops or duty.earliest is not None)


def of_the_move(play: Play) -> list[Duty]:
    """The duties of the children's latest moves."""
    return [
        d for c in play.children for d in play.see(c).duties if d.matter == open_matter(play, c).id
    ]  # fmt: skip


def managers_gate(play: Play) -> set[str]:
    """The rules that only the sending manager can satisfy."""
    sender = dict(open_matter(play, play.children[0]).values).get("sending_worker")
    return {
        d.rule for d in of_the_move(play)
        if d.verb == "answer" and "move" in d.stops and sender not in d.who and d.state != "met"
    }  # fmt: skip


@case("past_its_date", 13.4, 9.2, 3.1, surname="Specimen", given=("Ada", "Ben", "Cleo"))
def past_its_date(play: Play) -> None:
    """Agreed for yesterday; the sending manager has not said that the file is fit to move; the meeting is booked."""
    yesterday = ago(play, 1)
    decided_at(play, last_sitting_by(play, ago(play, 6)), move_on=yesterday, worker=first_worker(play, "assessment", 1),
               receiver=first_worker(play, "support", 2), locality=team(play, "support", 2))  # fmt: skip
    play.later(1)
    gate = managers_gate(play)
    handover = {d.rule: d.words[0] for d in of_the_move(play) if meeting_with_family(d)}
    prepare(play, but=gate | set(handover))
    day = working_day(play.setting.calendar, play.setting.today, 3)
    for word in set(handover.values()):
        play.act("booked", word, by=play.holder("D0001"), happened=window(in_hours(play.chance, day, 14, 15)))
    to_the_end(play)


@case("due_not_listed", 7.3)
def due_not_listed(play: Play) -> None:
    """The assessment ended yesterday; nobody has proposed anything yet."""
    assessed_by(play, ago(play, 1), "in_need")
    to_the_end(play)


@case("due_late", 5.1, 2.2)
def due_late(play: Play) -> None:
    """The assessment ended three weeks ago; two sittings have passed and the family was on neither list."""
    assessed_by(play, ago(play, 16), "in_need")
    to_the_end(play)


@case("locality_not_known", 10.6)
def locality_not_known(play: Play) -> None:
    """The assessment ended; where the family lives is not known, so that no team receives."""
    from baton.demo.arriving import arrive, to_assessment
    from baton.demo.assessing import assess_them

    arrive(play, in_hours(play.chance, ago(play, 35)))
    to_assessment(play)
    assess_them(play, working_days=1)
    play.go_to(ago(play, 3), 12)
    play.record("ended", "assessment", by=play.holder(play.children[0]), conclusion="in_need")
    play.record("started", "child_in_need", by=play.holder(play.children[0]))
    to_the_end(play)


@case("listed", 12.2, 8.9)
def listed(play: Play) -> None:
    """On the list of the next sitting, with everything sent."""
    listed_for(play, sitting(play, 1))
    to_the_end(play)


@case("decided", 6.6)
def decided(play: Play) -> None:
    """Agreed at the last sitting; being prepared."""
    decided_at(play, sitting(play, -1), move_on=ago(play, -8))
    to_the_end(play)


@case("siblings_split", 14.2, 11.7, 4.4)
def siblings_split(play: Play) -> None:
    """Three children at one sitting: two agreed, the third deferred with a reason."""
    listed_for(play, sitting(play, -1))
    go_to_sitting(play, play.children[0])
    first, second, third = play.children
    decide(play, in_days=12, children=[first, second])
    decide(play, "deferred", children=[third], reason="The nursery's report is not here yet.")
    play.later(1)
    prepare(play, children=[first, second])
    to_the_end(play)


@case("carried_over", 9.9)
def carried_over(play: Play) -> None:
    """Listed for the last sitting; neither worker nor manager came, so it is carried over to the next."""
    listed_for(play, sitting(play, -1))
    play.go(sitting(play, -1) + 3600)
    matter = open_matter(play, play.children[0]).id
    play.act("carry_over", by=clerk(play), matter=matter, reason="Neither the worker nor the manager came.")
    to_the_end(play)


@case("not_agreed", 15.2)
def not_agreed(play: Play) -> None:
    """The panel did not agree; the child stays where it is."""
    decided_at(play, sitting(play, -2), "not_agreed", reason="The present plan ends in six weeks; finish it first.")
    to_the_end(play)


@case("withdrawn", 3.7)
def withdrawn(play: Play) -> None:
    """Proposed, then withdrawn because the family moves away."""
    assessed_by(play, ago(play, 9), "in_need")
    propose(play)
    play.later(2)
    matter = open_matter(play, play.children[0]).id
    by = who(play, play.children[0], "withdraw", matter=matter)
    play.act("withdraw", by=by, matter=matter, reason="The family moves to another authority next week.")
    to_the_end(play)


@case("meeting_does_not_count", 8.1)
def meeting_does_not_count(play: Play) -> None:
    """Moved; the meeting with the family was held without the new worker: kept, and does not count."""
    decided_at(play, sitting(play, -4), move_on=ago(play, 5))
    play.later(1)
    words = {d.rule: d.words[0] for d in of_the_move(play) if meeting_with_family(d)}
    prepare(play, but=words)
    to_the_day(play, play.children[0], days=1)
    sender = str(dict(open_matter(play, play.children[0]).values)["sending_worker"])
    for word in dict.fromkeys(words.values()):
        play.record("held", word, by=sender, attended=(sender, "family", "child", "parents"),
                    matter=open_matter(play, play.children[0]).id)  # fmt: skip
    to_the_end(play)


@case("letters_out_of_date", 10.1, 6.0)
def letters_out_of_date(play: Play) -> None:
    """Letters were sent; then the date was changed, so that they are out of date and due again."""
    decided_at(play, sitting(play, -3), move_on=ago(play, -3))
    play.later(1)
    prepare(play)
    new = ago(play, -8).isoformat()
    play.later(1)
    for child in play.children:
        matter = open_matter(play, child).id
        by = decider(play, child)
        play.act("change_date", by=by, children=[child], matter=matter, values={"transfer_date": new},
                 reason="The new worker is away on the day agreed.")  # fmt: skip
    to_the_end(play)


@case("against_the_rule", 11.0)
def against_the_rule(play: Play) -> None:
    """Allocated in the case system before the panel had met: recorded as done against the rule, with its reason."""
    assessed_by(play, ago(play, 12), "in_need", locality=team(play, "support", 3))
    propose(play)
    play.later(3)
    worker = first_worker(play, "support", 3)
    matter = open_matter(play, play.children[0]).id
    play.act("move", by=manager_of(play, team_of(play, worker)), matter=matter, against_rule=True,
             values={"kind": "worker", "person": worker, "team": team_of(play, worker)},
             reason="The family moved house that day and would not wait.")  # fmt: skip
    to_the_end(play)


@case("moved_work_left", 6.9, 4.8)
def moved_work_left(play: Play) -> None:
    """Moved last week; letters to professionals are still to go and the family has not been met."""
    decided_at(play, sitting(play, -3), move_on=ago(play, 4))
    play.later(1)
    left = {d.rule for d in of_the_move(play) if d.verb in ("hold", "send") and "move" not in d.stops}
    prepare(play, but=left)
    to_the_end(play)


@case("moved_and_ended", 9.5)
def moved_and_ended(play: Play) -> None:
    """A move as it should be, from summary to the meeting with the family."""
    decided_at(play, sitting(play, -4), move_on=ago(play, 8))
    play.later(1)
    prepare(play)
    to_the_day(play, play.children[0], days=1)
    do_duties(play, meeting_with_family)
    finish(play)
    to_the_end(play)
