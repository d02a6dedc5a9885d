"""Awkward cases of children looked after: past the review, the hearing with and without an order, papers part done."""

from __future__ import annotations

from datetime import timedelta

from baton.demo.awkward import case
from baton.demo.awkward.panel import team
from baton.demo.caring import first_review, hold_review, into_care, papers, to_court
from baton.demo.going_live import brought_in, first_day, known_before
from baton.demo.moving import decide, go_to_sitting, list_it, make_ready, prepare, propose, whole_move
from baton.demo.people import someone_in
from baton.demo.play import Play
from baton.demo.stage import after_the_last, ago, sitting, to_the_end
from baton.demo.supporting import support


def into_care_on(play: Play, working_days_ago: int, basis: str = "section_20") -> None:
    """Known to a locality team since before Baton; into care on this working day before today."""
    known_before(play)
    play.go_to(ago(play, working_days_ago), 11)
    into_care(play, basis)


@case("review_due", 8.7)
def review_due(play: Play) -> None:
    """Looked after, the first review was two days ago, still with family support; listed for the next sitting."""
    into_care_on(play, 24)
    when = first_review(play, 28)
    hold_review(play, when)
    propose(play)
    papers(play)
    make_ready(play)
    list_it(play)
    to_the_end(play)


@case("review_late", 4.9, 2.4)
def review_late(play: Play) -> None:
    """The first review was four weeks ago; nobody has proposed the move, and the window round the review is over."""
    into_care_on(play, 42)
    hold_review(play, first_review(play, 28))
    to_the_end(play)


@case("review_not_booked", 1.3)
def review_not_booked(play: Play) -> None:
    """Looked after for a week, and no review is booked: a date is needed, not a guess."""
    into_care_on(play, 6)
    to_the_end(play)


@case("hearing_with_order", 2.9)
def hearing_with_order(play: Play) -> None:
    """An interim care order was made at the first hearing, three days ago: the move is due."""
    into_care_on(play, 15)
    to_court(play, order="interim_care", in_days=16)
    to_the_end(play)


@case("hearing_without_order", 6.2)
def hearing_without_order(play: Play) -> None:
    """The first hearing was held and no order made: the hearing's point is not due, the review's comes back."""
    into_care_on(play, 15)
    first_review(play, 30)
    to_court(play, order="none", in_days=16)
    to_the_end(play)


@case("checklist_part_done", 7.1)
def checklist_part_done(play: Play) -> None:
    """Agreed at the last sitting; half of the papers for the move into care are there."""
    into_care_on(play, 34)
    when = first_review(play, 28)
    propose(play)
    papers(play, leave=("placement_information", "personal_education_plan", "birth_certificate", "order_scan"))
    hold_review(play, when)
    make_ready(play)
    after_the_last(play, sitting(play, -1))
    list_it(play)
    go_to_sitting(play, play.children[0])
    decide(play, in_days=9)
    play.later(1)
    rules = {d.rule for d in play.see(play.children[0]).duties if d.checklist}
    prepare(play, but=rules)
    to_the_end(play)


@case("siblings_two_services", 12.8, 7.5)
def siblings_two_services(play: Play) -> None:
    """Two brothers or sisters: the elder moved to the service for children in care, the younger is in need at home."""
    known_before(play)
    elder = play.children[:1]
    play.go_to(ago(play, 75), 10)
    into_care(play, children=elder)
    when = first_review(play, 20, children=elder)
    propose(play, children=elder)
    papers(play, children=elder)
    hold_review(play, when, children=elder)
    whole_move(play, children=elder, proposed=True)
    to_the_end(play)


@case("court_is_near", 3.3)
def court_is_near(play: Play) -> None:
    """Pre-proceedings have begun: the papers for court are to be seen and agreed by the other service first."""
    into_care_on(play, 12)
    play.record("started", "pre_proceedings", by=play.holder(play.children[0]))
    to_the_end(play)


@case("birth_date_missing", 15.5)
def birth_date_missing(play: Play) -> None:
    """Looked after since before Baton; the extract had no birth date, so nothing about eighteen can be told."""
    play.people[play.children[0]].born = None
    where = team(play, "care", 2)
    began = first_day(play) - timedelta(days=700)
    brought_in(play, someone_in(play, where), where, [
        ("looked_after", began, {"basis": "care_order"}), ("order", began, {"type": "care"})])  # fmt: skip
    to_the_end(play)


@case("unaccompanied", 16.4)
def unaccompanied(play: Play) -> None:
    """Came to this country alone; looked after since then, in the service for children in care."""
    where = team(play, "care", 3)
    brought_in(play, someone_in(play, where), where, [
        ("looked_after", first_day(play) - timedelta(days=60), {"basis": "section_20"}),
        ("unaccompanied", first_day(play) - timedelta(days=60), {})])  # fmt: skip
    to_the_end(play)


@case("home_again", 10.8)
def home_again(play: Play) -> None:
    """No longer looked after, still held by the service for children in care: no move follows by itself."""
    where = team(play, "care", 1)
    brought_in(play, someone_in(play, where), where, [
        ("looked_after", first_day(play) - timedelta(days=300), {"basis": "section_20"})])  # fmt: skip
    play.go_to(ago(play, 15), 14)
    worker = play.holder(play.children[0])
    play.record("ended", "looked_after", by=worker)
    play.record("started", "child_in_need", by=worker)
    support(play, 1)
    to_the_end(play)
