"""Bringing a family to a wanted stage by a wanted day: assessments that end then, sittings counted from today."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from baton.demo.arriving import arrive, to_assessment
from baton.demo.assessing import assess_them, conclude
from baton.demo.days import in_hours, working_day
from baton.demo.moving import decide, forum_here, go_to_sitting, list_it, make_ready, propose
from baton.demo.play import Play, Today
from baton.engine.sittings import sittings_between
from baton.working_time import Moment, local_day

WEEKS = timedelta(weeks=12)


def ago(play: Play, working_days: int) -> date:
    """The working day this many working days before today; a working day ahead where negative."""
    return working_day(play.setting.calendar, play.setting.today, -working_days)


def sitting(play: Play, number: int) -> Moment:
    """A sitting counted from the world's now: -1 the last one, 1 the next."""
    today = play.setting.today
    found = sittings_between(forum_here(play), play.file(play.children[0]), today - WEEKS, today + WEEKS)
    held = [s.at for s in found if not s.cancelled]
    before = [at for at in held if at <= play.setting.now - 2 * 3600]
    return before[number] if number < 0 else [at for at in held if at > play.setting.now][number - 1]


def last_sitting_by(play: Play, day: date) -> Moment:
    """The last sitting on or before this day."""
    return next(at for at in (sitting(play, -n) for n in range(1, 9)) if local_day(at) <= day)


def assessed_by(
    play: Play, day: date, conclusion: str, *, worker: str = "", locality: str = "",
    children: Iterable[str] | None = None,
) -> None:  # fmt: skip
    """The family arrived some seven weeks before; its assessment ends on this day with this conclusion."""
    began = working_day(play.setting.calendar, day, -play.chance.randint(30, 40))
    arrive(play, in_hours(play.chance, began, 9, 12))
    to_assessment(play, worker=worker)
    assess_them(play, working_days=1)
    play.go_to(day, 11)
    conclude(play, conclusion, locality=locality, children=children)


def listed_for(
    play: Play, when: Moment, conclusion: str = "in_need", *, worker: str = "", locality: str = "",
    children: Iterable[str] | None = None,
) -> None:  # fmt: skip
    """Assessed, proposed, made ready, and on the list of this sitting."""
    assessed_by(play, working_day(play.setting.calendar, local_day(when), -8), conclusion, worker=worker,
                locality=locality)  # fmt: skip
    chosen = tuple(children) if children is not None else play.children
    play.later(1)
    propose(play, children=chosen)
    make_ready(play, children=chosen)
    after_the_last(play, when)
    list_it(play, children=chosen)


def after_the_last(play: Play, when: Moment) -> None:
    """Waits until the sitting before this one is over, so that the next list that is open is this one's."""
    play.go(min(when - 7 * 86400 + 1800, play.setting.now - 60))


def decided_at(
    play: Play, when: Moment, outcome: str = "agreed", *, move_on: date | None = None, worker: str = "",
    receiver: str = "", nobody: bool = False, locality: str = "", conclusion: str = "in_need", reason: str = "",
) -> None:  # fmt: skip
    """The same, and decided at this sitting; the move is on a day, or ten working days on."""
    listed_for(play, when, conclusion, worker=worker, locality=locality)
    go_to_sitting(play, play.children[0])
    days = 10
    if move_on is not None:
        days = play.setting.calendar.working_days_between(local_day(when), move_on)
    decide(play, outcome, in_days=days, worker=receiver, nobody=nobody, reason=reason)


def to_the_end(play: Play) -> None:
    """Time passes up to the world's now."""
    try:
        play.go(play.setting.now)
    except Today:
        return
