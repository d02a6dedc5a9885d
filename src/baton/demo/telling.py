"""Whom and what a told line means: "practice_manager of receiving team", "worker of frt_2", "in 10 working days"."""

from __future__ import annotations

import re
from typing import Any

from baton.demo.days import working_day
from baton.demo.people import in_office, in_turn, manager_of, pack_now, someone_in
from baton.demo.play import Play, Unexpected
from baton.demo.world import person_id

GROUPS = frozenset(("family", "child", "parents", "professionals", "everyone"))
_AHEAD = re.compile(r"in (-?[0-9]+) (working|calendar) days?")


def team_meant(play: Play, place: str) -> str:
    """A team: the one named, or one of the service named, whichever's turn it is."""
    known = pack_now_or_first(play).places.get(place)
    if known is None:
        raise Unexpected(f"there is no place {place}")
    return in_turn(play, place, known.members) if known.members else place


def pack_now_or_first(play: Play) -> Any:
    """The edition in force on the day it is; on the world's own day before anything has happened."""
    return pack_now(play) if play.now else play.setting.packs.on(play.setting.today)


def person_meant(play: Play, child: str, text: str) -> str:
    """The person (or group of people) that a line names. Unexpected where nobody is meant."""
    if text in GROUPS:
        return text
    if text == "holder":
        return play.holder(child)
    if text == "receiving_worker":
        return _receiving_worker(play, child)
    office, joined, place = text.partition(" of ")
    if not joined:
        known = play.setting.world.names
        found = text if text in known else person_id(text)
        return found if found in known else text
    team = _place(play, child, place)
    if office == "worker":
        return someone_in(play, team)
    found = in_office(play, office, team) or (manager_of(play, team) if office == "manager" else "")
    if not found:
        raise Unexpected(f"nobody is {text} ({team or 'no team'})")
    return found


def _receiving_worker(play: Play, child: str) -> str:
    """The worker named at the receiving end of the child's latest move."""
    named = [m.receiving_worker for m in play.see(child).matters if m.receiving_worker]
    if not named:
        raise Unexpected(f"nobody is named to receive {child}")
    return named[-1]


def _place(play: Play, child: str, place: str) -> str:
    side, _, level = place.partition(" ")
    if level not in ("team", "service"):
        return place
    matters = [m for m in play.see(child).matters if m.to_service or m.to_team]
    if side == "holding":
        return play.team(child)
    if matters:
        last = matters[-1]
        return (last.from_team if side == "sending" else last.to_team or last.to_service) or play.team(child)
    ahead = [r.to for r in play.see(child).routes if r.to and r.state in ("due", "late", "forecast", "offered")]
    return ahead[0] if side == "receiving" and ahead else play.team(child)


def value_meant(play: Play, child: str, value: Any) -> Any:
    """A value as the entry holds it: dates counted from the line's day, teams and people by what they are here."""
    text = str(value)
    ahead = _AHEAD.fullmatch(text)
    if ahead:
        count = int(ahead[1])
        if ahead[2] == "working":
            return working_day(play.setting.calendar, play.day, count).isoformat()
        return type(play.day).fromordinal(play.day.toordinal() + count).isoformat()
    if text.endswith((" team", " service")) and text.partition(" ")[0] in ("holding", "sending", "receiving"):
        return _place(play, child, text)
    if text.startswith("a team of "):
        return team_meant(play, text.removeprefix("a team of "))
    if text == "receiving_worker" or text.startswith("worker of "):
        return person_meant(play, child, text)
    return value
