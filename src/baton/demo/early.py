"""Families helped early, without a statutory service: how they begin, and how some need more."""

from __future__ import annotations

from baton.demo.arriving import introduce
from baton.demo.assessing import at_home, close_it
from baton.demo.people import in_office, landing_office, someone_in, teams_of
from baton.demo.play import Play
from baton.demo.supporting import meet


def early_help_manager(play: Play) -> str:
    """Who holds the early-help service by name."""
    place = play.setting.world.part("early_help")
    return in_office(play, landing_office(play, place), place)


def begin_early_help(play: Play, worker: str = "") -> None:
    """A partner asks for help; the manager takes the family on and names who works with them."""
    manager = early_help_manager(play)
    if not play.lines(play.children[0]):
        introduce(play, manager)
    play.record("started", "early_help", by=manager)
    play.later(1)
    worker = worker or someone_in(play, teams_of(play, "early_help")[0])
    play.act("allocate", by=manager, values={"person": worker, "receiving_worker": worker})
    at_home(play, worker)


def helped(play: Play, months: int = 5) -> None:
    """Early help for some months, with a meeting of the team around the family each month; then it ends."""
    for _ in range(months):
        meet(play, "cin_meeting", play.chance.randint(28, 40))
    play.record("ended", "early_help", by=play.holder(play.children[0]))
    close_it(play)
