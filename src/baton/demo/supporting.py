"""Work with a family in between: meetings, conferences and reviews at their usual distances."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from baton.demo.days import in_hours, working_day
from baton.demo.doing import do_duties
from baton.demo.play import Play, window
from baton.working_time import Moment


def booked_in(play: Play, days: int) -> Moment:
    """A time on the working day nearest after so many days from now."""
    return in_hours(play.chance, working_day(play.setting.calendar, play.day + timedelta(days=days)), 10, 15)


def meet(
    play: Play, word: str, in_days: int, *, children: Iterable[str] | None = None, late_note: int = 0, **parts: str
) -> None:
    """A meeting is booked, the day comes, it is held, and it is written down (some working days later)."""
    chosen = tuple(children) if children is not None else play.children
    when = book(play, word, in_days, children=chosen)
    hold(play, word, when, children=chosen, late_note=late_note, **parts)


def book(play: Play, word: str, in_days: int, *, children: Iterable[str] | None = None) -> Moment:
    """A meeting is booked; what its booking asks for (an invitation, a question to the child) is done."""
    chosen = tuple(children) if children is not None else play.children
    when = booked_in(play, in_days)
    play.act("booked", word, by=play.holder(chosen[0]), children=chosen, happened=window(when))
    do_duties(play, lambda d: not d.matter and d.verb in ("invite", "answer") and d.by is not None, children=chosen)
    return when


def hold(
    play: Play, word: str, when: Moment, *, children: Iterable[str] | None = None, late_note: int = 0, **parts: str
) -> None:
    """The meeting that was booked is held and written down."""
    chosen = tuple(children) if children is not None else play.children
    play.go(when + 3600)
    if late_note:
        play.later(late_note)
    worker = play.holder(chosen[0])
    play.record("held", word, by=worker, children=chosen, on=when, attended=(worker, "child", "parents"), **parts)


def support(play: Play, times: int = 6) -> None:
    """Help in need: a meeting about every six weeks."""
    for _ in range(times):
        meet(play, "cin_meeting", play.chance.randint(38, 46))


def protect(play: Play, times: int = 8) -> None:
    """Work under a protection plan: core groups, and a conference after three and then every six months."""
    for number in range(1, times + 1):
        meet(play, "core_group", play.chance.randint(26, 40))
        if number in (3, 8):
            meet(play, "cp_conference", 10)
