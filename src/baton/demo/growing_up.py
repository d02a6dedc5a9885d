"""Young people in care on their way to eighteen and twenty-five: notice, adviser, the move on the birthday, support."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from baton.demo.doing import do_duties
from baton.demo.moving import end_if_free, propose
from baton.demo.play import Play
from baton.engine.situation import Duty
from baton.working_time import add_months

AHEAD = timedelta(days=45)


def born_so_that(play: Play, years: int, months: int, in_days: int) -> None:
    """The birth date with which the family's children are so many years and months old in so many days."""
    day = play.setting.today + timedelta(days=in_days)
    for person in play.people.values():
        person.born = add_months(day, -(12 * years + months))


def birthday(born: date, years: int) -> date:
    """The day on which somebody born then is so many years old; 1 March for 29 February in other years."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def grow_up(play: Play, *, but: Iterable[str] = ()) -> None:
    """What the procedure asks before and after eighteen is done when it is asked, save what is left out, up to today.

    Rules are left out by what they ask: "allocate" leaves the adviser unnamed, "send" the notice unsent.
    """
    left = set(but)
    while True:
        do_duties(play, lambda d: _owed(d) and d.verb not in left)
        for child in play.children:
            _propose_in_time(play, child)
            end_if_free(play, child)
            _care_ends(play, child)
        play.later(play.chance.randint(6, 11))


def _owed(duty: Duty) -> bool:
    return duty.verb != "keep" and (bool(duty.matter) or not duty.stops)


def _propose_in_time(play: Play, child: str) -> None:
    """The worker proposes the move that will be due soon; nothing waits until it is."""
    for route in play.see(child).routes:
        soon = route.at is not None and route.at.first_day - play.day <= AHEAD
        if soon and route.state in ("forecast", "due", "late") and not _waits_for_adviser(play, child):
            named = adviser_of(play, child)
            propose(play, children=[child], **({"receiving_worker": named} if named else {}))
            return


def adviser_of(play: Play, child: str) -> str:
    """The adviser who has been named for the child, or ""."""
    named = [e for e in play.lines(child) if e.verb == "allocate" and e.word]
    return str(named[-1].values.get("person") or "") if named else ""


def _waits_for_adviser(play: Play, child: str) -> bool:
    return any(d.verb == "allocate" and not d.matter and d.state in ("open", "late", "not_yet")
               for d in play.see(child).duties)  # fmt: skip


def _care_ends(play: Play, child: str) -> None:
    """Once the young person is eighteen and has moved on, the adviser writes down that care and its orders ended."""
    born, seen = play.people[child].born, play.see(child)
    if born is None or play.day < birthday(born, 18) or seen.holder is None:
        return
    moved_on = seen.holder.service == play.setting.world.part("leaving_care")
    open_ = {s.word for s in seen.timeline.statuses if s.end is None}
    if not moved_on or "looked_after" not in open_:
        return
    for word in sorted(open_ & {"looked_after", "order"}):
        play.record("ended", word, by=seen.holder.person, children=[child], on=birthday(born, 18))
    play.record("started", "care_leaver", by=seen.holder.person, children=[child], on=birthday(born, 18))
    for matter in seen.matters:
        if matter.kind == "co_working" and matter.state == "open":
            play.try_act("end", by=seen.holder.person, children=[child], matter=matter.id)
