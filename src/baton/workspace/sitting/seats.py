"""Who sits, and who keeps the list: the holders of a forum's seats and of its administration at this moment."""

from __future__ import annotations

from baton.accounts.desk import Desk
from baton.policy.model import Forum
from baton.workspace.saying import Say


def seats(desk: Desk, say: Say, forum: Forum) -> list[tuple[str, str]]:
    """The people who sit: each seat's holders now, with their office and place."""
    found: dict[str, list[str]] = {}
    for seat in forum.seats:
        for o in desk.around.organisation.offices:
            if o.office == seat.office and o.start <= desk.now < o.end and is_of(desk, o.place, seat.place):
                said = say.office(o.office) + (f", {say.place(o.place)}" if o.place else "")
                if said not in found.setdefault(o.person, []):
                    found[o.person].append(said)
    said_of = [(p, f"{say.person(p)} ({'; '.join(offices)})") for p, offices in found.items()]
    return sorted(said_of, key=lambda pair: pair[1])


def is_of(desk: Desk, place: str, seat: str) -> bool:
    """Whether an office in this place has the seat: that of a named service or team, else that of every place."""
    if seat not in desk.pack.places or not place:
        return True
    team = desk.around.organisation.teams.get(place)
    return seat in (place, team.service if team is not None else "")


def keepers(desk: Desk, forum: Forum) -> list[str]:
    """Who keeps this forum's list now: its administrator, in the place whose forum it is."""
    office, place, there = forum.administrator, forum.administrator_of, desk.around.organisation
    of = {"", place, *(key for key, team in there.teams.items() if team.service == place)}
    now = [o for o in there.offices if o.office == office and o.start <= desk.now < o.end]
    return list(dict.fromkeys(o.person for o in now if not place or o.place in of))
