"""By reachability: for every route somebody may take each step, every gate can be opened, and the move comes.

A fixpoint over what can ever be done in a matter: a duty can be done if somebody may do it and what it waits for can be
done; an act if every gate before it can be opened. Facts of the world are taken as possible: this finds only what no
fact could open.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from baton.policy import model as m
from baton.policy.check import applies, kinds_above
from baton.policy.joining import walk
from baton.policy.labels import label, listing
from baton.policy.saying import say_who
from baton.proving.findings import Finding
from baton.proving.offices import is_somebody

_SLOT_ACT = {"decision": "decide", "transfer_date": "decide"}


@dataclass
class _Reach:
    """What can be done in one matter by one route. `shut` are the gates that stay shut, with what they wait for."""

    pack: m.Pack
    route: m.Goes
    rules: tuple[m.Rule, ...]
    duties: set[str] = field(default_factory=set)
    acts: set[str] = field(default_factory=set)


def reaching(pack: m.Pack) -> Iterator[Finding]:
    """One finding a route: proved, or refuted with the gates that nobody can open."""
    for route in (rule for rule in pack.rules if isinstance(rule, m.Goes)):
        kinds = kinds_above(pack, route.as_)
        reach = _Reach(pack, route, tuple(rule for rule in pack.rules if applies(rule.head, kinds)))
        _fix(reach)
        yield _finding(reach)


def _fix(reach: _Reach) -> None:
    """Grows what can be done until nothing is added."""
    size = -1
    while size != len(reach.duties) + len(reach.acts):
        size = len(reach.duties) + len(reach.acts)
        for act in _acts_of(reach):
            if act not in reach.acts and _opens(reach, act) and _actor(reach, act):
                reach.acts.add(act)
        for rule in reach.rules:
            if isinstance(rule, m.Must) and _can_be_done(reach, rule):
                reach.duties.add(rule.head.key)


def _acts_of(reach: _Reach) -> set[str]:
    found = {"move", "propose"}
    for rule in reach.rules:
        if isinstance(rule, m.May | m.Stop):
            found.update(rule.acts)
        elif isinstance(rule, m.Must):
            found.update(rule.before)
            found.update(part.verb for part in walk(rule) if isinstance(part, m.ActAt))
        elif isinstance(rule, m.Then):
            found.update(part.verb for part in walk(rule) if isinstance(part, m.ActAt))
    return found


def _opens(reach: _Reach, act: str) -> bool:
    """Whether no gate before the act is shut for good."""
    return not any(True for _gate in _shut_gates(reach, act))


def _shut_gates(reach: _Reach, act: str) -> Iterator[m.Stop]:
    for rule in reach.rules:
        if not isinstance(rule, m.Stop) or act not in rule.acts or rule.strength != "refuse":
            continue
        if rule.head.when != m.ALWAYS or (rule.excuse is not None and _somebody(reach, rule.excuse.who)):
            continue
        if (rule.until is not None and not _possible(reach, rule.until)) or rule.while_ == m.ALWAYS:
            yield rule


def _actor(reach: _Reach, act: str) -> bool:
    mays = [rule for rule in reach.rules if isinstance(rule, m.May) and act in rule.acts]
    return not mays or any(_somebody(reach, rule.who) for rule in mays)


def _somebody(reach: _Reach, who: m.Who | None) -> bool:
    return is_somebody(who, reach.pack, reach.route)


def _can_be_done(reach: _Reach, rule: m.Must) -> bool:
    if rule.excuse is not None and _somebody(reach, rule.excuse.who):
        return True
    if not _somebody(reach, rule.who) or (rule.counts_if is not None and not _possible(reach, rule.counts_if)):
        return False
    waits = [stop for stop in reach.rules if isinstance(stop, m.Stop) and rule.head.key in stop.rules]
    hard = [stop for stop in waits if stop.strength == "refuse" and stop.excuse is None and stop.head.when == m.ALWAYS]
    if any(stop.until is not None and not _possible(reach, stop.until) for stop in hard):
        return False
    return rule.verb not in _acts_of(reach) or rule.verb in reach.acts


def _possible(reach: _Reach, condition: m.Condition) -> bool:
    """Whether a condition can come true by what can be done here; facts of the world always can."""
    match condition:
        case m.All(items):
            return all(_possible(reach, item) for item in items)
        case m.Any_(items):
            return any(_possible(reach, item) for item in items)
        case m.Named(_, _, item) | m.Taken(item, _, _):
            return _possible(reach, item)
        case m.RuleIs(key, states):
            own = [rule for rule in reach.rules if rule.head.key == key]
            return not own or key in reach.duties or not {"met", "excused"} & set(states)
        case m.WordIs(word, _) if word in _SLOT_ACT and reach.pack.words.get(word) is not None:
            return _SLOT_ACT[word] in reach.acts
        case m.Attended(who, place, _):
            return who in reach.pack.words or is_somebody(m.OfficeOf(who, place), reach.pack, reach.route)
        case _:
            return True


def _finding(reach: _Reach) -> Finding:
    route = reach.route
    name = f"route:{route.head.key}"
    moves = [r for r in reach.rules if isinstance(r, m.Then) and any(e.kind == "move" for e in r.effects)]
    if "move" in reach.acts and any(_comes(reach, rule) for rule in moves):
        says = f'"{route.head.key}": every gate can be opened by somebody, and responsibility then moves.'
        return Finding("route", name, "proved", says)
    blame = list(_blame(reach))
    said = listing(says for says, _rule in blame) or "no moment that can come moves the child"
    rules = (route, *(rule for _says, rule in blame))
    return Finding("route", name, "refuted", f'"{route.head.key}" has no end: {said}.', rules)


def _comes(reach: _Reach, move: m.Then) -> bool:
    """Whether the acts on which a move happens can be done."""
    acts = {part.verb for part in walk(move.at) if isinstance(part, m.ActAt)}
    slots = {_SLOT_ACT[part.name] for part in walk(move.at) if isinstance(part, m.SlotAt) and part.name in _SLOT_ACT}
    effects = all(_somebody(reach, effect.who) for effect in move.effects if effect.kind == "move")
    return effects and acts <= reach.acts and (slots <= reach.acts or "decide" not in _acts_of(reach))


def _blame(reach: _Reach) -> Iterator[tuple[str, m.Rule]]:
    """The acts nobody can do and the gates that stay shut, each with its rule."""
    pack = reach.pack
    for act in sorted(_acts_of(reach) - reach.acts):
        for rule in reach.rules:
            if isinstance(rule, m.May) and act in rule.acts and not _somebody(reach, rule.who):
                yield f"only {say_who(rule.who, pack)} may {act}, and there is no such office at that end", rule
        for gate in _shut_gates(reach, act):
            yield f'{label(act, pack)} waits for "{gate.head.key}", which nobody can bring about', gate
            for duty in reach.rules:
                if isinstance(duty, m.Must) and duty.head.key == gate.from_rule and not _somebody(reach, duty.who):
                    yield f'"{duty.head.key}" is for {say_who(duty.who, pack)}, and there is no such office', duty
