"""Which rule of one pack answers to which of another: by key in two versions, by what it brings about otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from baton.policy import model as m
from baton.policy.diff.values import aspects
from baton.policy.joining import walk

_ENOUGH = 0.5


class Match(NamedTuple):
    """Rules that answer to each other, those only before, and those only after."""

    pairs: tuple[tuple[m.Rule, m.Rule], ...]
    gone: tuple[m.Rule, ...]
    added: tuple[m.Rule, ...]


def by_key(before: m.Pack, after: m.Pack) -> Match:
    """Matches two versions: the same key, then (where a key was changed) the same meaning in everything."""
    pairs: list[tuple[m.Rule, m.Rule]] = []
    gone: list[m.Rule] = []
    left = list(after.rules)
    for rule in before.rules:
        found = _nearest(rule, [other for other in left if other.head.key == rule.head.key])
        if found is None:
            gone.append(rule)
        else:
            pairs.append((rule, found))
            left.remove(found)
    for rule in list(gone):
        found = next((other for other in left if type(other) is type(rule) and aspects(other) == aspects(rule)), None)
        if found is not None:
            pairs.append((rule, found))
            gone.remove(rule)
            left.remove(found)
    return Match(tuple(pairs), tuple(gone), tuple(left))


def _nearest(rule: m.Rule, others: Sequence[m.Rule]) -> m.Rule | None:
    """Of the copies that exceptions split, the one with the fewest differences, and of the same verb."""
    same = [other for other in others if type(other) is type(rule)]
    return min(same, key=lambda other: _differences(rule, other), default=None)


def _differences(one: m.Rule, other: m.Rule) -> int:
    ours, theirs = aspects(one), aspects(other)
    return sum(ours.get(name) != theirs.get(name) for name in {*ours, *theirs})


def by_meaning(before: m.Pack, after: m.Pack) -> Match:
    """Matches two authorities: rules of one verb that speak of the same things, the likest first, each once."""
    ours = {index: _topic(rule) for index, rule in enumerate(before.rules)}
    theirs = {index: _topic(rule) for index, rule in enumerate(after.rules)}
    likeness = sorted(
        (
            (_likeness(topic, other), -index, -at)
            for index, topic in ours.items()
            for at, other in theirs.items()
            if topic[0] == other[0] and topic[1] & other[1]
        ),
        reverse=True,
    )
    taken: dict[int, int] = {}
    used: set[int] = set()
    for like, minus_index, minus_at in likeness:
        if like >= _ENOUGH and -minus_index not in taken and -minus_at not in used:
            taken[-minus_index] = -minus_at
            used.add(-minus_at)
    return Match(
        tuple((before.rules[index], after.rules[at]) for index, at in sorted(taken.items())),
        tuple(rule for index, rule in enumerate(before.rules) if index not in taken),
        tuple(rule for index, rule in enumerate(after.rules) if index not in used),
    )


_Topic = tuple[object, frozenset[str], frozenset[str]]


def _topic(rule: m.Rule) -> _Topic:
    """The kind of rule; what it is mainly about; and everything it speaks of."""
    match rule:
        case m.Must():
            main = [f"{rule.verb} {word}" for word in rule.words or ("",)]
        case m.May():
            main = list(rule.acts)
        case m.Stop():
            main = [*rule.acts, *rule.rules]
        case m.Then():
            main = [effect.kind for effect in rule.effects]
        case m.Show():
            main = list(rule.measures)
        case m.Goes():
            main = [f"goes {rule.becomes}"]
    return type(rule), frozenset(main), frozenset({*main, *_spoken_of(rule)})


def _spoken_of(rule: m.Rule) -> set[str]:
    found: set[str] = set()
    for part in walk(rule):
        for name in ("word", "office", "people", "verb", "name", "edge"):
            value = getattr(part, name, None)
            if isinstance(value, str) and value:
                found.add(value)
    return found


def _likeness(one: _Topic, other: _Topic) -> float:
    return len(one[2] & other[2]) / len(one[2] | other[2]) + 0.25 * len(one[1] & other[1]) / len(one[1] | other[1])
