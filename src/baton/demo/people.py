"""Who works where in a made-up world, and who takes what on: by team and role, never by a name written in Python."""

from __future__ import annotations

from collections.abc import Sequence

from baton.demo.play import Play
from baton.policy.model import Pack
from baton.working_time import local_day


def pack_now(play: Play) -> Pack:
    """The edition in force on the day it is."""
    return play.setting.packs.on(local_day(play.now))


def teams_of(play: Play, part: str) -> tuple[str, ...]:
    """The teams of a part of the authority: those of its service, or the service itself where it has none."""
    key = play.setting.world.part(part)
    place = pack_now(play).places.get(key)
    return place.members if place is not None and place.members else (key,)


def in_office(play: Play, office: str, place: str = "") -> str:
    """Who holds this office in a place, or in the service that the place belongs to; "" where nobody does."""
    pack = pack_now(play)
    known = pack.places.get(place)
    keys = {place, known.service} if known is not None and known.kind == "team" else {place}
    held = play.setting.world.offices
    here = [h.person for h in held if h.office == office and (h.place in keys or not place)]
    return here[0] if here else ""


def manager_of(play: Play, team: str) -> str:
    """Whoever takes children on for a team: its manager, or the landing holder of its service."""
    found = in_office(play, play.setting.world.roles["manager"], team)
    return found or in_office(play, landing_office(play, team), team)


def landing_office(play: Play, team: str) -> str:
    """The office that holds by name in a team or service until a worker is named."""
    pack = pack_now(play)
    for key in (team, pack.places[team].service if team in pack.places else ""):
        place = pack.places.get(key)
        if place is not None and place.landing_holder:
            return place.landing_holder
    return play.setting.world.roles["manager"]


def workers_in(play: Play, team: str) -> list[str]:
    """The practitioners of a team who are neither away nor about to leave."""
    world = play.setting.world
    roles = {world.roles.get(role, "") for role in ("worker", "adviser", "key_worker")}
    away = {person for person, *_days in (*world.absences, *world.leavers)}
    return [p.person for p in world.posts if p.place == team and p.office in roles and p.person not in away]


def someone_in(play: Play, team: str) -> str:
    """One of a team's practitioners, whoever's turn it is; its manager where there is none."""
    there = workers_in(play, team)
    return in_turn(play, team, there) if there else manager_of(play, team)


def somewhere_in(play: Play, part: str) -> str:
    """One of the teams of a part of the authority, whichever's turn it is."""
    return in_turn(play, part, teams_of(play, part))


def in_turn(play: Play, of: str, among: Sequence[str]) -> str:
    """The next of these for this family: families, which are numbered, go round all of them, and the same family asking
    again gets the one after. By chance some would carry three times as much as others, which managers see to."""
    first = play.turns.setdefault(of, int("".join(c for c in play.family if c.isdigit())) + sum(map(ord, of)))
    play.turns[of] += 1
    return among[first % len(among)]


def team_of(play: Play, person: str) -> str:
    """The team in which somebody has a post."""
    return next((p.place for p in play.setting.world.posts if p.person == person), "")


def team_of_office(play: Play, person: str) -> str:
    """The team in which somebody holds an office, or has a post."""
    teams = play.setting.world.teams
    return next(
        (h.place for h in play.setting.world.offices if h.person == person and h.place in teams), ""
    ) or team_of(play, person)
