"""By solver: no child is due by two routes to two places at once, and no two routes send a child to and fro.

A candidate that the solver finds is tried on the real engine, as a story; only what the engine follows is refuted.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

from baton.policy import model as m
from baton.policy.joining import leaves
from baton.policy.wording import destination_name
from baton.proving.encoding import Encoding
from baton.proving.findings import Finding
from baton.proving.offices import services_of
from baton.proving.witness import Witness, try_two_routes, witness_of


def two_routes(pack: m.Pack) -> Iterator[Finding]:
    """One finding for all pairs that exclude each other, and one for each pair that does not."""
    routes = [rule for rule in pack.rules if isinstance(rule, m.Goes) and rule.becomes == "due"]
    proved = 0
    for one, other in combinations(routes, 2):
        if not _meet(one, other, pack):
            continue
        finding = _pair(one, other, pack)
        if finding is None:
            proved += 1
        else:
            yield finding
    yield Finding("two destinations", "pairs", "proved", f"{proved} pairs of routes from one service never meet.")


def _meet(one: m.Goes, other: m.Goes, pack: m.Pack) -> bool:
    """Whether two routes leave one service for two places, and neither is preferred to the other."""
    if one.to == other.to or one.head.key == other.head.key:
        return False
    if other.head.key in one.over or one.head.key in other.over:
        return False
    return bool(services_of(one.from_, pack) & services_of(other.from_, pack))


def due(encoding: Encoding, route: m.Goes) -> list[Any]:
    """The formulas that together say that a route is due now."""
    yes, no = encoding.judge(route.head.when)
    fall = route.head.not_known
    if fall == "yes":
        yes = encoding.or_not_known(yes, no)
    formulas = [yes]
    if route.at is not None:
        there, at = encoding.moment(route.at)
        formulas += [there, at <= encoding.now]
    for stop in encoding.pack.rules:
        if isinstance(stop, m.Stop) and f"goes {route.head.key}" in stop.acts and stop.while_ is not None:
            when, _ = encoding.judge(stop.head.when)
            held, _ = encoding.judge(stop.while_)
            formulas.append(encoding.not_both(when, held))
    return formulas


def _pair(one: m.Goes, other: m.Goes, pack: m.Pack) -> Finding | None:
    """What stands against two routes excluding each other, by the gravest of the services that both leave; or None."""
    name = f"two routes:{one.head.key}+{other.head.key}"
    both = (
        f'"{one.head.key}" to {destination_name(one.to, pack)} and "{other.head.key}" to '
        f"{destination_name(other.to, pack)}"
    )
    open_ = ""
    for service in sorted(services_of(one.from_, pack) & services_of(other.from_, pack)):
        encoding = Encoding(pack)
        held = encoding.held_by(service)
        found = encoding.ask(held, *due(encoding, one), *due(encoding, other))
        if found == "?":
            open_ = open_ or f"{both}: the solver did not finish."
        elif found is not None:
            witness = witness_of(encoding, found, service)
            if try_two_routes(witness, (one, other)):
                return _both_due(name, both, (one, other), witness, pack)
            open_ = open_ or f"{both}: not excluded by the solver, and its candidate was not followed by the engine."
    return Finding("two destinations", name, "explored", open_, (one, other)) if open_ else None


def _both_due(name: str, both: str, rules: tuple[m.Goes, m.Goes], witness: Witness, pack: m.Pack) -> Finding:
    asked = _asks_a_person(pack)
    if asked is not None:
        says = f"{both} can be due for one child at once; {asked.head.key} then asks a person to choose."
        return Finding("two destinations", name, "proved", says, (*rules, asked))
    says = f"{both} can be due for one child at once, and nothing says which comes first."
    return Finding("two destinations", name, "refuted", says, rules, story=witness.story(rules))


def _asks_a_person(pack: m.Pack) -> m.Stop | None:
    """The rule, if there is one, by which nothing goes on while two routes are due: a person chooses."""
    for rule in pack.rules:
        if isinstance(rule, m.Stop) and rule.while_ is not None:
            if any(isinstance(leaf, m.Count) and leaf.word == "routes_due" for leaf in leaves(rule.while_)):
                return rule
    return None
