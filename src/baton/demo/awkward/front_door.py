"""Awkward cases at the front door: clocks of hours, thresholds, children who come back."""

from __future__ import annotations

from datetime import timedelta

from baton.demo.arriving import allocate, arrive, front_desk, front_desk_finishes, settle_in, to_assessment
from baton.demo.asking import occasion
from baton.demo.assessing import assess_them, close_it, conclude
from baton.demo.awkward import case
from baton.demo.days import in_hours, working_day
from baton.demo.moving import whole_move
from baton.demo.people import someone_in, somewhere_in
from baton.demo.play import Play
from baton.demo.stage import ago, to_the_end
from baton.working_time import add_months

HOUR = 3600


@case("contact_in_time", 4.2, 2.8)
def contact_in_time(play: Play) -> None:
    """A request for service some five hours old, not decided yet."""
    arrive(play, play.setting.now - 5 * HOUR)
    to_the_end(play)


@case("contact_late", 7.7)
def contact_late(play: Play) -> None:
    """A request for service thirty hours old; nobody has decided."""
    arrive(play, play.setting.now - 30 * HOUR)
    to_the_end(play)


@case("decided_not_allocated", 13.0, 12.1)
def decided_not_allocated(play: Play) -> None:
    """The threshold was met twenty-six hours ago; no social worker has been named yet."""
    arrive(play, play.setting.now - 40 * HOUR)
    play.go(play.setting.now - 26 * HOUR)
    occasion(play, "threshold_met")
    front_desk_finishes(play)
    to_the_end(play)


@case("threshold_not_met", 9.0)
def threshold_not_met(play: Play) -> None:
    """Not for this authority: the threshold is not met, and the contact is closed."""
    arrive(play, in_hours(play.chance, ago(play, 2)))
    play.later(0)
    occasion(play, "threshold_not_met")
    play.later(0)
    play.act("close", by=front_desk(play), reason="The threshold is not met; the family was told whom to ask.")
    to_the_end(play)


def _closed_before(play: Play, months: int, days: int) -> None:
    """Helped in a locality team once, and closed so many months and days before yesterday."""
    day = add_months(play.setting.today - timedelta(days=1), -months) - timedelta(days=days)
    day = working_day(play.setting.calendar, day)
    arrive(play, in_hours(play.chance, working_day(play.setting.calendar, day, -90)))
    to_assessment(play)
    assess_them(play, working_days=15)
    conclude(play, "in_need")
    play.later(1)
    whole_move(play)
    play.go_to(day, 10)
    play.record("ended", "child_in_need", by=play.holder(play.children[0]))
    close_it(play)


@case("re_referral_inside", 10.4)
def re_referral_inside(play: Play) -> None:
    """Closed not quite three months ago, asked for again yesterday: back to the service that had the child."""
    _closed_before(play, 3, -12)
    arrive_again(play, hours=18)


@case("re_referral_outside", 12.9)
def re_referral_outside(play: Play) -> None:
    """Closed more than three months ago: to assessment, like anybody."""
    _closed_before(play, 3, 9)
    arrive_again(play, hours=20)


def arrive_again(play: Play, hours: int) -> None:
    """A new request for service about a child known before; the front door decides after two hours."""
    when = play.setting.now - hours * HOUR
    play.go(when)
    play.record("held", "referral", by=front_desk(play), on=when, source="professional")
    play.go(when + 2 * HOUR)
    occasion(play, "threshold_met")
    front_desk_finishes(play)
    to_the_end(play)


@case("returned_to_another_worker", 8.4)
def returned_to_another_worker(play: Play) -> None:
    """Came back inside three months and was given to another worker than before, with a reason."""
    _closed_before(play, 2, 20)
    former = play.see(play.children[0]).timeline.holdings[-1]
    when = in_hours(play.chance, ago(play, 6))
    play.go(when)
    play.record("held", "referral", by=front_desk(play), on=when, source="public")
    play.later(0)
    occasion(play, "threshold_met")
    play.later(0)
    others = [w for w in (someone_in(play, former.team) for _ in range(12)) if w != former.person]
    allocate(play, others[0], reason="The former worker's list is full until the new year.")
    play.later(1)
    settle_in(play)
    to_the_end(play)


@case("unborn", 0.0)
def unborn(play: Play) -> None:
    """Not born yet: an expected date, and an assessment before birth."""
    child = play.children[0]
    play.people[child].born = None
    expected = (play.setting.today + timedelta(days=48)).isoformat()
    arrive(play, in_hours(play.chance, ago(play, 25)))
    play.act("given", "expected_birth", by=front_desk(play), values={"expected_birth": expected, "day": expected})
    to_assessment(play, team=somewhere_in(play, "assessment"))
    to_the_end(play)
