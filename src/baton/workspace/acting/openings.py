"""Which matters a person can open: every one of the pack, save those that a clock, a spell or another matter opens."""

from __future__ import annotations

from urllib.parse import urlencode

from baton.policy.model import Goes, Pack, SpellEdge
from baton.policy.model.definitions import Matter
from baton.policy.model.who import AnyOf, EachOf, InOrder, OfficeOf
from baton.workspace.said_rules import kind_of
from baton.workspace.saying import Say

PEOPLE = (OfficeOf, AnyOf, EachOf, InOrder)
Links = list[tuple[str, str]]


def _by_a_person(matter: Matter) -> bool:
    return matter.opened_by is None or isinstance(matter.opened_by, PEOPLE)


def _by_a_route(pack: Pack) -> set[str]:
    """The moves that a route opens: they are proposed where the route is due."""
    return {rule.as_ for rule in pack.rules if isinstance(rule, Goes)}


def _kinds_of_kinds(say: Say) -> set[str]:
    """The matters that others are a kind of: nobody opens those themselves."""
    return {parent for key in say.pack.matters for parent in say.kinds(key)[1:]}


def _does_nothing(pack: Pack, key: str) -> bool:
    """A matter of the field's words that no rule of this pack speaks of: nothing would follow from opening it."""
    return not pack.matters[key].clause and not any(
        key == rule.head.for_ or key in getattr(rule, "words", ()) or f"raise {key}" in getattr(rule, "acts", ())
        for rule in pack.rules
    )


def on_a_transfer(say: Say, child: str, matter: str) -> Links:
    """What can be raised about a transfer: its disputes, escalations, repairs; those of this kind of transfer too."""
    general, here = _kinds_of_kinds(say), {"transfer", "change", *say.kinds(kind_of(matter))}
    found = []
    for key, one in say.pack.matters.items():
        kinds = say.kinds(key)
        ladder = bool(one.rungs) or "escalation" in kinds or "dispute" in kinds
        about_it = one.about in here and "transfer" not in kinds and "change" not in kinds
        if _by_a_person(one) and key not in general and (about_it or (ladder and one.about in here)):
            query = urlencode({"matter": matter, "verb": "raise", "word": key})
            found.append((f"Raise: {say.lower(key)}", f"/do/{child}?{query}"))
    return found


def on_a_child(say: Say, child: str) -> Links:
    """What can be opened about a child: moves without a route, working together, what is kept or found."""
    general, routes = _kinds_of_kinds(say), _by_a_route(say.pack)
    found = []
    for key, one in say.pack.matters.items():
        kinds = say.kinds(key)
        if not _by_a_person(one) or key in general or key in routes or isinstance(one.opened_by, SpellEdge):
            continue
        if _does_nothing(say.pack, key):
            continue
        if "transfer" in kinds or one.about == "child":
            verb = "raise" if one.rungs else "propose"
            found.append((say.word(key), f"/do/{child}?{urlencode({'verb': verb, 'word': key})}"))
    return sorted(found)


def when_nobody_can(say: Say, child: str) -> Links:
    """What is raised about a child for whom no worker can be named: the pack's escalations about the child itself."""
    found = []
    for key, one in say.pack.matters.items():
        if _by_a_person(one) and one.about == "child" and one.rungs and "escalation" in say.kinds(key):
            found.append((say.word(key), f"/do/{child}?{urlencode({'verb': 'raise', 'word': key})}"))
    return found
