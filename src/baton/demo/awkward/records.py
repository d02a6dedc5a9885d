"""Awkward cases of the record itself: restricted, corrected, learnt late, about another child."""

from __future__ import annotations

from baton.demo.awkward import case
from baton.demo.caring import first_review, into_care
from baton.demo.days import in_hours
from baton.demo.going_live import known_before
from baton.demo.play import Play, window
from baton.demo.stage import ago, assessed_by, decided_at, listed_for, sitting, to_the_end
from baton.demo.supporting import book, hold, support


@case("restricted", 8.5)
def restricted(play: Play) -> None:
    """A restricted record: somebody who works here is a relative. Only those cleared may know of it."""
    known_before(play)
    play.go_to(ago(play, 30), 9)
    play.act("given", "restricted", by=play.holder(play.children[0]), values={"restricted": "yes"},
             reason="A relative works in this service.")  # fmt: skip
    support(play, 2)
    to_the_end(play)


@case("sibling_restricted", 11.2, 6.4)
def sibling_restricted(play: Play) -> None:
    """Of two children on the list of the next sitting the younger one's record is restricted."""
    listed_for(play, sitting(play, 1))
    younger = play.children[1:]
    play.act("given", "restricted", by=play.holder(play.children[1]), children=younger,
             values={"restricted": "yes"}, reason="The father may not know where the child lives.")  # fmt: skip
    to_the_end(play)


@case("corrected", 5.3)
def corrected(play: Play) -> None:
    """The end of the assessment was written down with a wrong day, and corrected: the route's date moved with it."""
    assessed_by(play, ago(play, 6), "in_need")
    wrong = next(e for e in reversed(play.lines(play.children[0])) if e.verb == "ended" and e.word == "assessment")
    play.later(2)
    signed = window(in_hours(play.chance, ago(play, 8)))
    play.act("ended", "assessment", by=play.holder(play.children[0]), happened=signed, values=dict(wrong.values),
             corrects=wrong.number, reason="The report was signed two days earlier.")  # fmt: skip
    to_the_end(play)


@case("did_not_happen", 9.8)
def did_not_happen(play: Play) -> None:
    """A meeting was written down that had been put off: corrected as not having happened."""
    known_before(play)
    play.go_to(ago(play, 25), 10)
    when = book(play, "cin_meeting", 5)
    hold(play, "cin_meeting", when)
    held = play.lines(play.children[0])[-1]
    play.later(1)
    play.act("held", "cin_meeting", by=play.holder(play.children[0]), corrects=held.number, did_not_happen=True,
             happened=held.happened, reason="The family was ill; it was put off.")  # fmt: skip
    to_the_end(play)


@case("learnt_late", 3.8)
def learnt_late(play: Play) -> None:
    """Taken into care by night nine days ago; written down only yesterday, so what was due then is late-learnt."""
    known_before(play)
    play.go_to(ago(play, 1), 10)
    play.record("started", "looked_after", by=play.holder(play.children[0]), on=ago(play, 7),
                basis="police_protection")  # fmt: skip
    to_the_end(play)


@case("review_written_late", 6.1)
def review_written_late(play: Play) -> None:
    """The first review was held three weeks ago and written down yesterday: the move was due all the time."""
    known_before(play)
    play.go_to(ago(play, 40), 11)
    into_care(play)
    when = first_review(play, 34)
    play.go_to(ago(play, 1), 15)
    play.record("held", "cla_review", by=play.holder(play.children[0]), on=when, plan_made="yes")
    to_the_end(play)


@case("information_missing", 7.6)
def information_missing(play: Play) -> None:
    """The receiving worker says that something is missing; both managers see it until it is answered."""
    decided_at(play, sitting(play, -1), move_on=ago(play, -5))
    play.later(1)
    if "information" in play.setting.world.occasions:
        from baton.demo.asking import occasion
        from baton.demo.moving import open_matter

        occasion(play, "information", by=open_matter(play, play.children[0]).receiving_worker)
    to_the_end(play)
