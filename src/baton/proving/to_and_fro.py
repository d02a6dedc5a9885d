"""By solver and by the engine: no child is sent back by the very facts that sent it there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from baton.policy import model as m
from baton.policy.labels import listing
from baton.policy.wording import destination_name
from baton.proving.encoding import Encoding
from baton.proving.findings import Finding
from baton.proving.offices import services_of
from baton.proving.two_routes import due
from baton.proving.witness import LIVE, NOW, Witness, witness_of

DEPTH: Final = 4


def to_and_fro(pack: m.Pack) -> Iterator[Finding]:
    """For each route that the engine follows: where the child would go next by the same facts, up to DEPTH moves."""
    routes = {rule.head.key: rule for rule in pack.rules if isinstance(rule, m.Goes) and rule.becomes == "due"}
    followed = 0
    lost: list[m.Goes] = []
    for route in routes.values():
        for service in _starts(route, pack):
            encoding = Encoding(pack)
            held = encoding.held_by(service)
            found = encoding.ask(held, *due(encoding, route))
            if found is None or found == "?":
                continue
            witness = witness_of(encoding, found, service)
            if not witness.followed(route):
                lost.append(route)
                continue
            followed += 1
            path = _path(witness, route, routes, pack)
            if path:
                keys = " → ".join(one.head.key for one in path)
                says = f"The same facts send a child on and back again: {keys} ({destination_name(path[-1].to, pack)})."
                name = f"to and fro:{'+'.join(sorted({one.head.key for one in path}))}"
                yield Finding("to and fro", name, "refuted", says, path)
    says = f"{followed} children, one for each route and service, were followed by the engine for up to {DEPTH} moves."
    if lost:
        names = listing(dict.fromkeys(f'"{route.head.key}"' for route in lost))
        says += f" Of {names} no child was found whom the engine follows too, so nothing is said of them."
        says += " To pin each, write a story in which it becomes due and the child then stays."
    yield Finding("to and fro", "to and fro", "explored", says)


def _path(start: Witness, route: m.Goes, routes: dict[str, m.Goes], pack: m.Pack) -> tuple[m.Goes, ...]:
    """The routes that lead back to where the child began; () if none does."""
    been, path, witness = [start.service], [route], start
    for _move in range(DEPTH):
        target = _arrives(path[-1], pack)
        if not target:
            return ()
        if target in been:
            return tuple(path)
        been.append(target)
        witness = witness.held_by(target, NOW - timedelta(minutes=1))
        states = witness.routes()
        following = next((routes[key] for key, state in states.items() if state in LIVE and key in routes), None)
        if following is None:
            return ()
        path.append(following)
    return ()


def _starts(route: m.Goes, pack: m.Pack) -> tuple[str, ...]:
    """The places a route leaves: the team that it names, or each service."""
    place = pack.places.get(route.from_)
    return (
        (route.from_,) if place is not None and place.kind == "team" else tuple(sorted(services_of(route.from_, pack)))
    )


def _arrives(route: m.Goes, pack: m.Pack) -> str:
    place = pack.places.get(route.to.place)
    if place is not None and place.kind == "team":
        return route.to.place
    found = services_of(route.to.place, pack)
    return next(iter(found)) if len(found) == 1 else ""
