"""Children looked after: how they come into care, reviews, hearings and orders, the papers that a move asks for."""

from __future__ import annotations

from collections.abc import Iterable

from baton.demo.doing import do_duties
from baton.demo.play import Play
from baton.demo.supporting import book, hold, meet
from baton.working_time import Moment


def into_care(play: Play, basis: str = "section_20", *, children: Iterable[str] | None = None) -> None:
    """The children become looked after, on this basis."""
    chosen = tuple(children) if children is not None else play.children
    play.record("started", "looked_after", by=play.holder(chosen[0]), children=chosen, basis=basis)


def first_review(play: Play, in_days: int = 19, *, children: Iterable[str] | None = None) -> Moment:
    """The first looked-after review is booked; returns when it will be."""
    return book(play, "cla_review", in_days, children=children)


def hold_review(play: Play, when: Moment, *, children: Iterable[str] | None = None) -> None:
    """The review that was booked is held."""
    hold(play, "cla_review", when, children=children)


def to_court(play: Play, *, order: str, in_days: int = 14, children: Iterable[str] | None = None) -> None:
    """Proceedings are issued and the first hearing is held, with an order of this type or with none."""
    chosen = tuple(children) if children is not None else play.children
    play.record("started", "care_proceedings", by=play.holder(chosen[0]), children=chosen)
    meet(play, "hearing", in_days, children=chosen, order_made=order, adjourned="no")
    if order != "none":
        play.record("started", "order", by=play.holder(chosen[0]), children=chosen, type=order)


def papers(play: Play, *, leave: Iterable[str] = (), children: Iterable[str] | None = None) -> None:
    """The checklist's lines, save those left open (by the word that would close them)."""
    left = set(leave)
    do_duties(play, lambda d: bool(d.checklist) and not left & set(d.words), children=children, slowly=True)


def reviews(play: Play, times: int = 4) -> None:
    """Later reviews, about every six months."""
    for _ in range(times):
        meet(play, "cla_review", play.chance.randint(160, 182))
