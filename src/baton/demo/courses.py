"""The ordinary journeys: each a whole course of a family's life with the service, cut where today falls.

A course is a function of a `Play`. `COURSES` gives each its children's ages and how many days ago it may have begun.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from baton.demo.arriving import arrive, front_desk, to_assessment
from baton.demo.asking import occasion
from baton.demo.assessing import assess_them, close_it, conclude, enquire
from baton.demo.caring import first_review, hold_review, into_care, papers, reviews, to_court
from baton.demo.days import in_hours, working_day
from baton.demo.early import begin_early_help, helped
from baton.demo.going_live import known_before, looked_after_before
from baton.demo.growing_up import grow_up
from baton.demo.moving import propose, whole_move
from baton.demo.play import Play
from baton.demo.supporting import protect, support
from baton.working_time import Moment

Run = Callable[[Play], None]


@dataclass(frozen=True, slots=True)
class Course:
    """A kind of journey: what happens, to children of what ages, begun how many days ago, at most how many at once."""

    run: Run
    ages: tuple[float, float]
    began: tuple[int, int]
    most: int = 4


def beginning(play: Play, low: int, high: int) -> Moment:
    """A working time between so many days ago."""
    day = play.setting.today - timedelta(days=play.chance.randint(low, high))
    return in_hours(play.chance, working_day(play.setting.calendar, day))


def contact(play: Play) -> None:
    """A request for service in these last days: waiting, decided, or not for this authority."""
    arrive(play, play.setting.now - play.chance.randint(1, 60) * 3600)
    play.go(play.now + play.chance.randint(2, 40) * 3600)
    if play.chance.random() < 0.3:
        occasion(play, "threshold_not_met")
        play.later(0)
        play.act("close", by=front_desk(play), reason="The threshold is not met; advice was given.")
    else:
        to_assessment(play)


def assessed(play: Play) -> None:
    """Assessed, and then wherever the conclusion leads."""
    arrive(play, beginning(play, *COURSES["assessed"].began))
    to_assessment(play)
    assess_them(play)
    _onward(play, conclude(play))


def _onward(play: Play, conclusion: str) -> None:
    play.later(play.chance.randint(0, 2))
    if conclusion == "no_further_action":
        close_it(play)
    elif conclusion == "early_help":
        occasion(play, "help_of_another_kind", by=play.holder(play.children[0]))
        whole_move(play)
        helped(play)
    else:
        whole_move(play)
        support(play)


def supported(play: Play) -> None:
    """Children in need in a locality team, for months; in the end closed, or stepped down."""
    arrive(play, beginning(play, *COURSES["supported"].began))
    to_assessment(play)
    assess_them(play)
    conclude(play, "in_need")
    play.later(1)
    whole_move(play)
    support(play, play.chance.randint(3, 6))
    worker = play.holder(play.children[0])
    if play.chance.random() < 0.5:
        play.record("ended", "child_in_need", by=worker)
        close_it(play)
        return
    step_down(play)
    helped(play)


def step_down(play: Play) -> None:
    """Needs have lessened: the worker proposes help of another kind, the family agrees, the forum decides."""
    worker = play.holder(play.children[0])
    occasion(play, "step_down_proposed", by=worker)
    play.later(2)
    occasion(play, "step_down_agreed", by=worker)
    play.later(1)
    whole_move(play)


def protected(play: Play) -> None:
    """An enquiry, a conference with a plan, and the plan's work in a locality team."""
    arrive(play, beginning(play, *COURSES["protected"].began))
    to_assessment(play)
    assess_them(play, working_days=12)
    enquire(play)
    play.later(3)
    conclude(play, "protection")
    play.later(1)
    whole_move(play)
    protect(play)


def cared_for(play: Play) -> None:
    """Into care from a locality team, then to the service for looked-after children, at the review or the hearing."""
    arrive(play, beginning(play, *COURSES["cared_for"].began))
    to_assessment(play)
    assess_them(play, working_days=25)
    conclude(play, "in_need")
    play.later(1)
    whole_move(play)
    support(play, play.chance.randint(0, 2))
    if play.chance.random() < 0.6:
        into_care(play)
        play.later(1)
        when = first_review(play)
        propose(play)
        papers(play)
        hold_review(play, when)
    else:
        into_care(play, "interim_care_order")
        to_court(play, order="interim_care")
        propose(play)
        papers(play)
    whole_move(play, proposed=True)
    reviews(play)


def leaving_care(play: Play) -> None:
    """Looked after since before Baton, nearly grown up: notice, adviser, eighteen, support to twenty-five."""
    looked_after_before(play)
    grow_up(play)


def early_help(play: Play) -> None:
    """Early help from the front door; some families need more and are stepped up."""
    play.go(beginning(play, *COURSES["early_help"].began))
    begin_early_help(play)
    helped(play)


def disability(play: Play) -> None:
    """Assessed and helped by the service for disabled children."""
    arrive(play, beginning(play, *COURSES["disability"].began))
    to_assessment(play)
    assess_them(play)
    conclude(play, "disability")
    play.later(1)
    whole_move(play)
    support(play)


def known_long(play: Play) -> None:
    """Helped since before Baton; their first line is what the extract said."""
    known_before(play)
    support(play, 12)


COURSES: dict[str, Course] = {
    "contact": Course(contact, (0.5, 15), (0, 3)),
    "assessed": Course(assessed, (0.5, 16), (4, 110)),
    "supported": Course(supported, (1, 15.5), (90, 390)),
    "protected": Course(protected, (0.3, 14), (20, 330)),
    "cared_for": Course(cared_for, (1, 14), (90, 360), most=2),
    "leaving_care": Course(leaving_care, (16.3, 20), (0, 0), most=1),
    "early_help": Course(early_help, (2, 15), (5, 200)),
    "disability": Course(disability, (3, 14), (70, 260), most=1),
    "known_long": Course(known_long, (3, 15), (0, 0), most=3),
}
