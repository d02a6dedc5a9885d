"""Set up: who is in which post and office, which offices nobody holds, which accounts sit where."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from baton.accounts import permissions
from baton.accounts.desk import Desk, desk_of
from baton.accounts.doors import allow
from baton.accounts.models import Seat
from baton.working_time import END
from baton.workspace import tables, words
from baton.workspace.page import say_of, show
from baton.workspace.saying import Say
from baton.workspace.setup.changes import CHANGES


@allow(permissions.may_set_up)
def overview(request: HttpRequest) -> HttpResponse:
    """Teams with their people, offices with their holders, holes, absences, accounts."""
    desk = desk_of(request)
    say = say_of(desk)
    organisation, now = desk.around.organisation, desk.now
    teams = [
        {
            "name": say.place(key),
            "service": say.place(team.service),
            "people": [
                f"{say.person(p.person)}, {say.office(p.role)}" + (f", until {words.day(p.end)}" if p.end < END else "")
                for p in organisation.posts
                if p.team == key and p.start <= now < p.end
            ],
        }
        for key, team in sorted(organisation.teams.items(), key=lambda t: say.place(t[0]))
    ]
    offices = [
        {
            "office": say.office(o.office),
            "place": say.place(o.place),
            "who": say.person(o.person),
            "capacity": o.capacity,
            "until": words.day(o.end) if o.end < END else "",
        }
        for o in sorted(organisation.offices, key=lambda o: (o.office, o.place))
        if o.start <= now < o.end
    ]
    wanted = request.GET.get("q", "").strip()
    if wanted:
        teams = _people_like(teams, wanted.casefold())
        offices = [o for o in offices if wanted.casefold() in " ".join(map(str, o.values())).casefold()]
    if tables.wanted(request):
        headings = ("Office", "Place", "Held by", "Capacity", "Until")
        lines = [tuple(map(str, office.values())) for office in offices]
        return tables.file(request, desk, tables.table("Offices and who holds them", headings, lines))
    return show(
        request,
        "setup/overview.html",
        "Set up",
        at="setup",
        changes=[(c.key, c.title) for c in CHANGES.values()],
        closures=[words.day(d) for d in sorted(desk.around.calendar.closures)] if desk.around.calendar else [],
        last_day=desk.around.calendar.last_day if desk.around.calendar else None,
        q=wanted,
        teams=teams,
        offices=offices,
        files=tables.links(request),
        holes=_holes(desk, say),
        seats=Seat.objects.filter(authority=desk.authority).count(),
        away=[
            {"name": say.person(p), "from": words.day(a), "to": words.day(b - 1) if b < END else "no return date"}
            for p, a, b in organisation.absences
            if a <= now + 28 * words.DAY and b > now
        ],
    )


def _people_like(teams: list[dict[str, Any]], wanted: str) -> list[dict[str, Any]]:
    """The teams so called with everybody in them; of the others the people so called, or in a post so called."""
    found = []
    for team in teams:
        here = wanted in f"{team['name']} {team['service']}".casefold()
        people = [p for p in team["people"] if here or wanted in p.casefold()]
        if here or people:
            found.append({**team, "people": people})
    return found


def _holes(desk: Desk, say: Say) -> list[dict[str, Any]]:
    """The offices that the procedure names and nobody holds, place by place."""
    organisation, pack, now = desk.around.organisation, desk.pack, desk.now
    held = {(o.office, o.place) for o in organisation.offices if o.start <= now < o.end}
    held |= {(p.role, p.team) for p in organisation.posts if p.start <= now < p.end}
    found = []
    for key, place in pack.places.items():
        if place.kind == "service" and place.landing_holder:
            teams = [t for t, one in organisation.teams.items() if one.service == key] or [key]
            for team in teams:
                if (place.landing_holder, team) not in held and (place.landing_holder, key) not in held:
                    found.append(
                        {
                            "office": say.office(place.landing_holder),
                            "place": say.place(team),
                            "clause": place.clause,
                            "why": "children who arrive there would be held by the office above",
                        }
                    )
    for key, office in pack.offices.items():
        if office.of == "authority" and not office.slot and not any(o == key for o, _ in held):
            found.append(
                {
                    "office": say.office(key),
                    "place": "",
                    "clause": office.clause,
                    "why": "what the procedure asks of it stops there",
                }
            )
    return found
