"""What a team does once a journey's own lines are told: what is owed is done before its limit, in most families.

An ordinary family is kept up with week by week until today. In one of `LEFT` nobody gets round to it, so that some
work is late in every team, as it is anywhere.
"""

from __future__ import annotations

from collections import Counter
from random import Random

from baton.demo.days import working_day
from baton.demo.doing import LIVE, do_duties
from baton.demo.play import Play
from baton.engine.situation import Duty
from baton.working_time import Moment, at_time, local_day

LEFT = 12  # of so many families one is left as its journey ended
ROUNDS = 30  # at most so many times somebody looks at what is owed
TRIES = 3  # what cannot be done after so many looks is left
AT_THE_DESK = frozenset(("tell", "send", "write", "allocate", "do", "read"))
AHEAD = 2  # working days before a limit on which the work is done


def is_left(play: Play) -> bool:
    """Whether this is the one family of so many for whom nobody gets round to it."""
    return Random(f"left/{play.family}").randrange(LEFT) == 0


def desk_work(play: Play, until: Moment) -> None:
    """What is owed by a moment and needs nobody's meeting or decision: done before time goes on to it."""
    meanwhile, play.meanwhile = play.meanwhile, None
    do_duties(play, lambda d: d.verb in AT_THE_DESK and _is_owed(d) and d.by is not None and d.by.hi <= until)
    play.meanwhile = meanwhile


def keep_up(play: Play) -> None:
    """Does what has a limit before that limit, and soon what has none, until the world's now. Raises Today there."""
    tried: Counter[str] = Counter()
    for _ in range(ROUNDS):
        owed = [d for child in play.children for d in play.see(child).duties if _is_owed(d) and tried[d.key] < TRIES]
        if not owed:
            moment = min((play.see(child).next_change for child in play.children), default=play.setting.now)
        else:
            moment = min(_when(play, d) for d in owed)
        play.go(max(moment, play.now))
        near = {d.key for d in owed if _when(play, d) <= play.now}
        tried.update(near)
        do_duties(play, lambda d, near=near: d.key in near, slowly=True)  # type: ignore[misc]


def _is_owed(duty: Duty) -> bool:
    return duty.state in LIVE and not duty.waits_for and bool(duty.who)


def _when(play: Play, duty: Duty) -> Moment:
    """The moment at which somebody gets round to it: a little before its limit, at once where that has passed."""
    first = duty.earliest or play.now
    if duty.by is None or duty.state == "late":
        return max(play.now, first)
    day = working_day(play.setting.calendar, local_day(duty.by.hi - 1), -AHEAD)
    return max(play.now, first, at_time(day, 10, 0))
