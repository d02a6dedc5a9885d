"""Whether a who can be anybody for a route: the office exists, and has a place at that end of the move."""

from __future__ import annotations

from baton.policy import model as m

# The offices that the matter itself fills, and those that every place has.
_ALWAYS = frozenset({"holder", "sending_worker", "receiving_worker", "former_worker", "presenter"})
_PLAIN = frozenset({"worker", "co_worker", "team_member", "landing_holder"})


def is_somebody(who: m.Who | None, pack: m.Pack, route: m.Goes | None = None) -> bool:
    """Whether at least one office of a who exists where it is looked for; with a route, at that route's two ends."""
    if who is None:
        return True
    if isinstance(who, m.OfficeOf):
        return _is_office(who, pack, route)
    if isinstance(who, m.EachOf):
        return all(is_somebody(item, pack, route) for item in who.items)
    return any(is_somebody(item, pack, route) for item in who.items)


def _is_office(who: m.OfficeOf, pack: m.Pack, route: m.Goes | None) -> bool:
    if who.office in _ALWAYS or who.office in _PLAIN or who.office in pack.forums:
        return True
    office = pack.offices.get(who.office)
    if office is None:
        return False
    if office.slot or office.of in ("authority", "service", "team", "outside", "") or office.of not in pack.places:
        return True
    places = _looked_in(who.place, pack, route)
    return not places or bool(places & services_of(office.of, pack))


def _looked_in(place: str, pack: m.Pack, route: m.Goes | None) -> frozenset[str]:
    """The services that a place phrase can mean; empty for any."""
    if place in pack.places:
        return services_of(place, pack)
    if route is not None and place.startswith("sending"):
        return services_of(route.from_, pack)
    if route is not None and place.startswith("receiving") and route.to.place:
        return services_of(route.to.place, pack)
    return frozenset()


def services_of(key: str, pack: m.Pack) -> frozenset[str]:
    """The services that a place, team or group of places is or has."""
    place = pack.places.get(key)
    if place is None:
        return frozenset()
    if place.kind == "group":
        return frozenset(service for member in place.members for service in services_of(member, pack))
    return frozenset({place.service or key})


def holders_in(key: str, pack: m.Pack) -> tuple[str, ...]:
    """Where a child held by a place can be: a team itself; a service itself, or a team of it."""
    place = pack.places.get(key)
    if place is None:
        return ()
    if place.kind == "group":
        return tuple(sorted({holder for member in place.members for holder in holders_in(member, pack)}))
    return (*place.members, key) if place.kind == "service" else (key,)
