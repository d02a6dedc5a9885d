"""Awkward cases on the way out of care: notices, advisers, eighteen, 29 February, twenty-five, a no to support."""

from __future__ import annotations

from datetime import date, timedelta

from baton.demo.awkward import case
from baton.demo.awkward.panel import team
from baton.demo.going_live import brought_in, first_day, looked_after_before
from baton.demo.growing_up import born_so_that, grow_up
from baton.demo.people import someone_in
from baton.demo.play import Play
from baton.demo.stage import ago, to_the_end


@case("notice_due", 17.4)
def notice_due(play: Play) -> None:
    """Seventeen and a half in nine days: the notice to the leaving care manager is to be sent."""
    born_so_that(play, 17, 6, 9)
    looked_after_before(play)
    grow_up(play, but=("send",))


@case("notice_late", 17.6)
def notice_late(play: Play) -> None:
    """Seventeen and a half three weeks ago, and no notice has been sent."""
    born_so_that(play, 17, 6, -21)
    looked_after_before(play)
    grow_up(play, but=("send",))


@case("adviser_wanted", 17.7)
def adviser_wanted(play: Play) -> None:
    """The notice was sent five weeks ago; no adviser has been named."""
    born_so_that(play, 17, 6, -30)
    looked_after_before(play)
    grow_up(play, but=("allocate",))


@case("adviser_beside", 17.8)
def adviser_beside(play: Play) -> None:
    """Eighteen in two months; the adviser works beside the social worker."""
    born_so_that(play, 18, 0, 63)
    looked_after_before(play)
    grow_up(play)


@case("eighteen_today", 18.0)
def eighteen_today(play: Play) -> None:
    """Eighteen today: responsibility passed at the start of the day."""
    born_so_that(play, 18, 0, 0)
    looked_after_before(play)
    grow_up(play)


@case("eighteen_without_adviser", 18.0)
def eighteen_without_adviser(play: Play) -> None:
    """Eighteen five days ago and no adviser named: the social worker stays."""
    born_so_that(play, 18, 0, -5)
    looked_after_before(play)
    grow_up(play, but=("allocate",))


@case("leap_birthday", 17.0)
def leap_birthday(play: Play) -> None:
    """Born on a 29 February: eighteen on 1 March in a year that has none."""
    year = play.setting.today.year - 16
    while not _is_leap(year):
        year -= 1
    play.people[play.children[0]].born = date(year, 2, 29)
    looked_after_before(play)
    grow_up(play)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _leaver(play: Play, worker: str) -> None:
    """A care leaver held by an adviser since before Baton."""
    where = team(play, "leaving_care", 1)
    began = first_day(play) - timedelta(days=500)
    brought_in(play, worker or someone_in(play, where), where, [("care_leaver", began, {})])


@case("twenty_five_soon", 24.9)
def twenty_five_soon(play: Play) -> None:
    """Twenty-five in two weeks: support ends the day before."""
    born_so_that(play, 25, 0, 14)
    _leaver(play, "")
    play.go_to(ago(play, 200), 11)
    grow_up(play)


@case("support_declined", 19.3)
def support_declined(play: Play) -> None:
    """Said no to support; a named contact stays, and the way back is open."""
    _leaver(play, "")
    play.go_to(ago(play, 20), 15)
    word = next((d.words[0] for d in play.see(play.children[0]).duties if d.verb == "answer" and not d.matter), "")
    if word:
        last = play.setting.packs.on(play.day).words[word].answers[-1]
        play.act("answer", word, by=play.holder(play.children[0]), values={word: last})
    to_the_end(play)
