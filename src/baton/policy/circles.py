"""What leads back to itself and so has no end: groups of places, people who are part of people, points of routes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from baton.policy import model as m
from baton.policy.joining import walk
from baton.policy.problems import Problem


def circles(pack: m.Pack) -> Iterator[Problem]:
    """Each circle once, where its first member stands."""
    groups = {key: place.members for key, place in pack.places.items() if place.kind == "group"}
    for circle in _circles(groups):
        place = pack.places[circle[0]]
        yield _problem(place.where, place.clause, "The group", circle)
    for circle in _circles({key: word.includes for key, word in pack.words.items() if word.kind == "people"}):
        word = pack.words[circle[0]]
        yield _problem(word.where, word.clause, "The people", circle)
    routes = {rule.head.key: rule for rule in pack.rules if isinstance(rule, m.Goes)}
    points = {key: tuple(p.route for p in walk(rule.at) if isinstance(p, m.PointOf)) for key, rule in routes.items()}
    for circle in _circles(points):
        head = routes[circle[0]].head
        yield _problem(head.where, head.clause, "The point of the route", circle)


def _problem(where: m.Where, clause: m.Clauses, what: str, circle: tuple[str, ...]) -> Problem:
    way = " → ".join((*circle, circle[0]))
    return Problem(
        where.file, where.line, clause[0] if clause else "", f'{what} "{circle[0]}" leads back to itself: {way}.'
    )


def _circles(leads_to: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """The circles among names of which each leads to others, each once and from its first name on."""
    done: set[str] = set()
    for start in leads_to:
        path = [start]
        trail = [iter(leads_to[start])]
        while path:
            following = next(trail[-1], None)
            if following is None:
                done.add(path.pop())
                trail.pop()
            elif following in path:
                circle = path[path.index(following) :]
                if not done & set(circle):
                    yield tuple(circle)
            elif following in leads_to and following not in done:
                path.append(following)
                trail.append(iter(leads_to[following]))
