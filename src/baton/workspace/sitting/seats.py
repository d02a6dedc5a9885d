"""Who sits: the holders of a forum's seats at this moment."""

from __future__ import annotations

from baton.accounts.desk import Desk
from baton.workspace.saying import Say
from baton.workspace.sitting import planned


def seats(desk: Desk, say: Say, one: planned.Planned) -> list[tuple[str, str]]:
    """The people who sit: each seat's holders now, with their office and place."""
    found: dict[str, str] = {}
    for seat in one.forum.seats:
        for o in desk.around.organisation.offices:
            if o.office == seat.office and o.start <= desk.now < o.end:
                place = say.place(o.place) if o.place else ""
                said = f"{say.person(o.person)}, {say.office(o.office)}" + (f", {place}" if place else "")
                found[o.person] = f"{found[o.person]}; {place}" if o.person in found and place else said
    return sorted(found.items(), key=lambda pair: pair[1])
