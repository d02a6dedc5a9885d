"""What a pack that can be read may still get wrong: ladders, lines, moves, circles, facts left open, clauses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from baton.policy import model as m
from baton.policy.circles import circles
from baton.policy.citing import cited
from baton.policy.dead import dead_rules, shadowed, unsourced
from baton.policy.joining import asked_words, leaves, walk
from baton.policy.problems import Problem, listed, nearest


def check(pack: m.Pack) -> tuple[Problem, ...]:
    """Everything that can be told without the register of clauses, by file and line."""
    found: list[Problem] = []
    for part in (_left_open, _matters, _moves, _offices, _after, _deciders, _places, _sames, _its, _targets,
                 circles, dead_rules, shadowed, unsourced):  # fmt: skip
        found += part(pack)
    return tuple(sorted(set(found)))


def check_register(pack: m.Pack, clauses: Iterable[str], file: str) -> tuple[Problem, ...]:
    """Clauses that the pack cites and the register lacks, and clauses that the pack does not account for."""
    known = dict.fromkeys(clauses)
    own = f"{pack.prefix}-"
    by_clause = cited(pack)
    found = [
        Problem(c.where.file or file, c.where.line, clause, f"The register has no such clause.{nearest(clause, known)}")
        for clause, citations in by_clause.items()
        for c in citations[:1]
        if clause.startswith(own) and clause not in known
    ]
    found += [
        Problem(file, 0, clause, "No rule or definition cites this clause: write its rule, or list it under guidance.")
        for clause in known
        if clause.startswith(own) and clause not in by_clause
    ]
    return tuple(sorted(found))


def _problem(head: m.Head, message: str) -> Problem:
    return Problem(head.where.file, head.where.line, head.clause[0] if head.clause else "", message)


def _left_open(pack: m.Pack) -> Iterator[Problem]:
    """Asked facts in positions where the rule must say which way not known falls."""
    for rule in pack.rules:
        if rule.head.not_known is not None:
            continue
        condition, where = _open_position(rule)
        words = asked_words(condition, pack.words)
        if words:
            say = 'say which way it falls, "not_known: ask", "as yes", "as no" or "as no from MOMENT".'
            yield _problem(rule.head, f"{where} uses {listed(words, 'and')}, which may be not known: {say}")


def _open_position(rule: m.Rule) -> tuple[m.Condition, str]:
    if isinstance(rule, m.Goes):
        return rule.head.when, 'A route\'s "when"'
    if isinstance(rule, m.Then):
        return rule.head.when, 'The "when" of a "then"'
    if isinstance(rule, m.Stop) and not rule.from_rule:
        if rule.while_ is not None:
            return m.All((rule.head.when, rule.while_)), 'A stop\'s "while"'
        return rule.head.when, 'A stop\'s "when"'
    return m.Always(), ""


def _matters(pack: m.Pack) -> Iterator[Problem]:
    for matter in pack.matters.values():
        clause = matter.clause[0] if matter.clause else ""
        finals = [rung.final for rung in matter.rungs]
        if finals and not finals[-1]:
            say = f'The ladder of "{matter.key}" has no last word: its last rung needs "final: true".'
            yield Problem(*matter.where, clause, say)


def kinds_above(pack: m.Pack, key: str) -> tuple[str, ...]:
    """A matter and the matters it is a kind of, nearest first."""
    found: list[str] = []
    while key in pack.matters and key not in found:
        found.append(key)
        key = pack.matters[key].is_
    return tuple(found)


def applies(head: m.Head, kinds: tuple[str, ...]) -> bool:
    """Whether a rule is about a matter of these kinds."""
    return head.for_ in kinds and not set(head.not_for) & set(kinds[: kinds.index(head.for_)])


def _moves(pack: m.Pack) -> Iterator[Problem]:
    used: dict[str, m.Goes] = {}
    for rule in pack.rules:
        if isinstance(rule, m.Goes):
            used.setdefault(rule.as_, rule)
    for key, route in used.items():
        kinds = kinds_above(pack, key)
        moves = [
            rule.head.key
            for rule in pack.rules
            if isinstance(rule, m.Then) and not rule.default_for and applies(rule.head, kinds)
            if any(effect.kind == "move" for effect in rule.effects)
        ]
        moves = list(dict.fromkeys(moves))
        if not moves and "co_working" not in kinds:  # working together moves nobody
            say = 'no rule moves the child in such a matter: it needs one "then: [move to …]".'
            yield _problem(route.head, f'The route goes as "{key}", and {say}')
        if len(moves) > 1:
            say = f'{listed(moves, "and")} both move the child: all but one need "default_for".'
            yield _problem(route.head, f'The route goes as "{key}", in which {say}')


def _offices(pack: m.Pack) -> Iterator[Problem]:
    for office in pack.offices.values():
        line, key = [office.key], office.above
        while key in pack.offices and key not in line:
            line.append(key)
            key = pack.offices[key].above
        if key and key in line:
            yield Problem(*office.where, "", f'The line above "{office.key}" has no end: {" → ".join((*line, key))}.')


def _after(pack: m.Pack) -> Iterator[Problem]:
    after = {rule.head.key: rule.after for rule in pack.rules if isinstance(rule, m.Must) and rule.after}
    for rule in pack.rules:
        if isinstance(rule, m.Must) and rule.head.key in after:
            path = _circle(rule.head.key, after)
            if path and path[0] == min(path):
                yield _problem(rule.head, f'"after" leads back to itself: {" → ".join((*path, path[0]))}.')


def _circle(start: str, after: Mapping[str, tuple[str, ...]]) -> list[str]:
    """The keys from `start` back to `start`, or []."""
    waiting: list[list[str]] = [[start]]
    seen: set[str] = set()
    while waiting:
        path = waiting.pop()
        for key in after.get(path[-1], ()):
            if key == start:
                return path
            if key not in seen:
                seen.add(key)
                waiting.append([*path, key])
    return []


def _deciders(pack: m.Pack) -> Iterator[Problem]:
    """A matter in which the move waits for a decision that nobody may take."""
    for key in dict.fromkeys(rule.as_ for rule in pack.rules if isinstance(rule, m.Goes)):
        kinds = kinds_above(pack, key)
        here = [rule for rule in pack.rules if applies(rule.head, kinds)]
        if any(isinstance(rule, m.May) and "decide" in rule.acts for rule in here):
            continue
        yield from _anybody_decides(here, pack)
        if any(isinstance(rule, m.Must) and (rule.verb == "decide" or "decision" in rule.words) for rule in here):
            continue
        for rule in here:
            if isinstance(rule, m.Stop) and rule.strength == "refuse" and rule.excuse is None and _waits(rule):
                acts = listed(rule.acts or rule.rules)
                say = 'waits for a decision, and nobody may decide there: write a "may: decide".'
                yield _problem(rule.head, f'In "{key}" {acts} {say}')


def _anybody_decides(here: list[m.Rule], pack: m.Pack) -> Iterator[Problem]:
    """A forum that must decide where nothing says that only it may."""
    for rule in here:
        if isinstance(rule, m.Must) and rule.verb == "decide" and getattr(rule.who, "office", "") in pack.forums:
            forum = rule.who.office  # type: ignore[union-attr]
            only = f'write "who: {forum}", "may: decide"'
            say = f'"{forum}" must decide, and nothing says that only it may, so anybody may: {only}.'
            yield _problem(rule.head, say)


def _waits(rule: m.Stop) -> bool:
    return rule.until is not None and _needs_decision(rule.until)


def _needs_decision(condition: m.Condition) -> bool:
    if isinstance(condition, m.Any_):
        return all(_needs_decision(item) for item in condition.items)
    return any(isinstance(leaf, m.WordIs) and leaf.word == "decision" for leaf in leaves(condition))


def _places(pack: m.Pack) -> Iterator[Problem]:
    for rule in pack.rules:
        if isinstance(rule, m.Goes) and rule.to.kind == "place":
            place = pack.places.get(rule.to.place)
            if place is not None and place.kind == "group":
                say = f'Name a service, or "team in {place.key} chosen by FORUM".'
                yield _problem(rule.head, f'The route goes to "{place.key}", a group, which holds nobody. {say}')


def _sames(pack: m.Pack) -> Iterator[Problem]:
    for rule in pack.rules:
        for part in ("when", "while_", "until", "counts_if"):
            condition = getattr(rule, part, None) or (rule.head.when if part == "when" else None)
            if isinstance(condition, m.Condition):
                yield from (_problem(rule.head, message) for message in _same_outside(condition))


def _same_outside(condition: m.Condition) -> Iterator[str]:
    if isinstance(condition, m.Same) and condition.word not in ("former_worker", "pair"):
        yield f'"same {condition.word}" has a meaning only inside "some" or "every": with whom is it the same?'
    elif isinstance(condition, m.All | m.Any_):
        for item in condition.items:
            yield from _same_outside(item)
    elif isinstance(condition, m.Not | m.At | m.Taken | m.Named):
        yield from _same_outside(condition.item)


def _its(pack: m.Pack) -> Iterator[Problem]:
    """The word "it" where no element or event is at hand."""
    for rule in pack.rules:
        inside = list(walk(rule))
        elements = getattr(rule, "each", None) is not None
        meets = isinstance(rule, m.Must) and rule.verb in ("hold", "attend")
        if m.SlotAt("it") in inside and not (elements or meets):
            yield _problem(rule.head, '"it" has a meaning only in a rule with "each", or where it is held: what is it?')
        asked_once = list(walk(rule.head.when))
        if isinstance(rule, m.Must) and any(part == m.SlotAt("it") or isinstance(part, m.ItHas) for part in asked_once):
            yield _problem(rule.head, '"it" is not at hand in "when", which is asked once for all of them: say it in '
                           '"by", "counts_if" or "until".')  # fmt: skip
        yield from _parts_of_it(pack, rule, [part for part in inside if isinstance(part, m.ItHas)], meets)
        if any(isinstance(part, m.Attended) and part.event is None for part in inside) and not (meets or elements):
            yield _problem(rule.head, '"attended it" has a meaning only where the duty is to hold or attend something.')


def _parts_of_it(pack: m.Pack, rule: m.Rule, its: list[m.ItHas], meets: bool) -> Iterator[Problem]:
    """Parts that what the rule is about does not have, and values that they cannot have."""
    each = getattr(rule, "each", None)
    words = each.words if each is not None else rule.words if meets and isinstance(rule, m.Must) else ()
    known = {part: values for word in words if word in pack.words for part, values in pack.words[word].parts.items()}
    for part, values in (one for it in its for one in it.parts):
        if part not in known:
            say = (
                f'"it has {part}", but {listed(words, "or") or "nothing here"} has no such part.{nearest(part, known)}'
            )
            yield _problem(rule.head, say)
            continue
        allowed = known[part]
        for value in values if len(allowed) > 1 else ():
            if value not in allowed:
                yield _problem(rule.head, f'"it has {part} {value}": it is one of {", ".join(allowed)}.')


def _targets(pack: m.Pack) -> Iterator[Problem]:
    """Rules that other rules name, but of a verb that cannot be meant."""
    verbs: dict[str, type[Any]] = {rule.head.key: type(rule) for rule in pack.rules}
    for rule in pack.rules:
        if isinstance(rule, m.Stop):
            for key in rule.rules:
                if verbs.get(key) is not m.Must:
                    say = f'"stop" names the rule "{key}", which is no duty: only a "must" can wait.'
                    yield _problem(rule.head, say)
            if rule.strength != "refuse" and any(act.startswith("goes ") for act in rule.acts):
                say = (
                    f'A route becomes due by itself and asks nobody for a reason: say "refuse", not "{rule.strength}".'
                )
                yield _problem(rule.head, say)
        if isinstance(rule, m.Must) and rule.verb == "answer" and not rule.to:
            own = [word for word in rule.words if pack.words[word].each_person]
            if own:
                yield _problem(rule.head, f'"{own[0]}" is each person\'s own answer: say "to", whose it is.')
        if isinstance(rule, m.Then) and rule.default_for and verbs.get(rule.default_for) is not m.Then:
            yield _problem(rule.head, f'"default_for" names "{rule.default_for}", which moves nobody.')
