"""Rules that can never apply, and rules that always give way: what a pack says and nobody will ever meet."""

from __future__ import annotations

from collections.abc import Iterator

from baton.policy import model as m
from baton.policy.joining import all_needed
from baton.policy.problems import Problem

_EMPTY_REASONS = frozenset(
    ("", "todo", "tbc", "tbd", "none", "n/a", "guidance", "guidance only", "not applicable", "no reason", "see above")
)


def dead_rules(pack: m.Pack) -> Iterator[Problem]:
    """Rules whose own conditions contradict each other. What an exception leaves of a rule is told apart: there the
    exception takes everything."""
    alive = {rule.head.key for rule in pack.rules if _contradiction(rule, pack) is None}
    for rule in pack.rules:
        found = _contradiction(rule, pack)
        if found is None or (isinstance(rule, m.Stop) and rule.from_rule):
            continue
        if rule.head.cites and rule.head.key in alive:
            continue  # the changed copy of it lives: the exception holds wherever the rule did, and says so itself
        yield Problem(*rule.head.where, "".join(rule.head.clause[:1]), f'"{rule.head.key}" can never apply: {found}.')


def _contradiction(rule: m.Rule, pack: m.Pack) -> str | None:
    parts = list(all_needed(rule.head.when))
    for number, one in enumerate(parts):
        for other in parts[number + 1 :]:
            said = _against(one, other, pack)
            if said:
                return said
        if isinstance(rule, m.Goes) and isinstance(one, m.Held) and not one.before:
            if not _places(one.place, pack) & _places(rule.from_, pack):
                return f'it goes from "{rule.from_}" and asks that the child is held by "{one.place}"'
    return None


def _against(one: m.Condition, other: m.Condition, pack: m.Pack) -> str:
    if m.Not(one) == other or m.Not(other) == one:
        return "its condition asks for something and for its opposite"
    match one, other:
        case m.WordIs(word, values), m.WordIs(same, others) if word == same and not set(values) & set(others):
            return f'"{word}" would have to be {" or ".join(values)} and {" or ".join(others)} at once'
        case m.Held(place, False), m.Held(elsewhere, False) if not _places(place, pack) & _places(elsewhere, pack):
            return f'the child would have to be held by "{place}" and by "{elsewhere}" at once'
    return ""


def _places(place: str, pack: m.Pack) -> frozenset[str]:
    """A place, its teams or members with theirs, and the service that it belongs to."""
    found, waiting = set(), [place]
    while waiting:
        key = waiting.pop()
        if key in found:
            continue
        found.add(key)
        definition = pack.places.get(key)
        if definition is not None:
            waiting += definition.members
    own = pack.places.get(place)
    if own is not None and own.kind == "team":
        found.add(own.service)
    return frozenset(found)


def shadowed(pack: m.Pack) -> Iterator[Problem]:
    """Routes that another one is always preferred to: it is due wherever and whenever they are."""
    routes = {rule.head.key: rule for rule in pack.rules if isinstance(rule, m.Goes)}
    for rule in routes.values():
        for key in rule.over:
            other = routes.get(key)
            if other is None or not _places(other.from_, pack) <= _places(rule.from_, pack) | {other.from_}:
                continue
            wanted = set(all_needed(rule.head.when)) - {m.Always()}
            if wanted <= set(all_needed(other.head.when)) and rule.at == other.at:
                say = f'"{key}" is never chosen: "{rule.head.key}" is over it, and is due whenever it is.'
                yield Problem(*other.head.where, "".join(other.head.clause[:1]), say)
    yield from _taken_whole(pack)


def _taken_whole(pack: m.Pack) -> Iterator[Problem]:
    """Rules of which an exception leaves nothing, because it holds wherever they do."""
    for rule in pack.rules:
        if rule.head.cites and not isinstance(rule, m.Stop) and _contradiction(rule, pack) is not None:
            by = ", ".join(rule.head.cites)
            say = f'"{rule.head.key}" never applies as it is written: the exception of {by} holds wherever it does.'
            yield Problem(*rule.head.where, "".join(rule.head.clause[:1]), say)


def unsourced(pack: m.Pack) -> Iterator[Problem]:
    """Settings that an authority has made its own without saying who decided it, and guidance that gives no reason."""
    for name, source in pack.local_settings.items():
        if not source:
            say = f'The local setting "{name}" has no source: write {{is: …, source: "who decided it, and when"}}.'
            setting = pack.settings.get(name)
            yield Problem(*(setting.where if setting is not None else m.NOWHERE), "", say)
    for line in pack.guidance:
        if line.because.strip().rstrip(".").lower() in _EMPTY_REASONS or len(line.because.split()) < 3:
            say = f'The guidance gives no reason ("{line.because}"): say why there is nothing to observe.'
            yield Problem(*line.where, "".join(line.clause[:1]), say)
