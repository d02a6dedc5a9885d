"""Changes of rules: removed, softened, hardened, another office, a part dropped or changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

from baton.coverage.changes import changes
from baton.coverage.mutant import Mutant
from baton.coverage.of_keys import changes_of_keys
from baton.coverage.offices import other_offices
from baton.policy import model as m
from baton.policy.expand import stops_of

_SOFTER: Final = {"refuse": "warn", "ask_reason": "warn", "warn": "count"}
_HARDER: Final = {"count": "warn", "warn": "refuse", "ask_reason": "refuse"}
_FALLS: Final = {"ask": "no", "yes": "no", "no": "yes"}


@dataclass(frozen=True, slots=True)
class RuleChange:
    """One change of one rule of the pack: its place among them, what was done, and the rule then; None if removed."""

    index: int
    operator: str
    detail: str
    changed: m.Rule | None


def mutants_of_rules(pack: m.Pack) -> Iterator[Mutant]:
    """Changes of the rules as they are written: one that stands for several matters is changed for all of them at once,
    and removed for each alone."""
    alike: dict[tuple[str, str, str, int], list[RuleChange]] = {}
    copies = Counter(rule.head.key for rule in pack.rules if not _stands_for_a_duty(rule))
    for index, rule in enumerate(pack.rules):
        if _stands_for_a_duty(rule):
            continue  # changed with the duty that it stands for
        seen: Counter[tuple[str, str]] = Counter()
        for change in _changes_of(pack, index, rule, copies[rule.head.key] > 1):
            what = (change.operator, change.detail)
            seen[what] += 1
            alike.setdefault((rule.head.key, *what, seen[what]), []).append(change)
    for (key, operator, detail, _time), found in alike.items():
        rules = [pack.rules[change.index] for change in found]
        clauses = tuple(dict.fromkeys(clause for r in rules for clause in (*r.head.clause, *r.head.cites)))
        make = partial(_with_rules, changed={change.index: change.changed for change in found})
        yield Mutant(key, clauses, operator, detail, make, _matters(pack, rules), _routes(rules))


def _stands_for_a_duty(rule: m.Rule) -> bool:
    return isinstance(rule, m.Stop) and bool(rule.from_rule)


def _matters(pack: m.Pack, rules: Sequence[m.Rule]) -> frozenset[str]:
    if any(rule.head.for_ not in pack.matters or isinstance(rule, m.May) for rule in rules):
        return frozenset()
    return frozenset(rule.head.for_ for rule in rules)


def _routes(rules: Sequence[m.Rule]) -> frozenset[str]:
    return frozenset(rule.head.key for rule in rules) if all(isinstance(r, m.Goes) for r in rules) else frozenset()


def _changes_of(pack: m.Pack, index: int, rule: m.Rule, one_of_several: bool) -> Iterator[RuleChange]:
    yield RuleChange(index, "removed", f"for {rule.head.for_}" if one_of_several else "", None)
    for operator, detail, changed in _common(rule, pack):
        yield RuleChange(index, operator, detail, changed)
    if isinstance(rule, m.Must | m.May):
        for detail, who in other_offices(rule.who, pack):
            yield RuleChange(index, "who", detail, replace(rule, who=who))
    for operator, detail, changed in (*_dropped(rule), *changes_of_keys(rule, pack)):
        yield RuleChange(index, operator, detail, changed)
    for change in changes(rule, pack):
        if not _the_same_figure(rule, change.value):
            yield RuleChange(index, change.operator, change.detail, change.value)


def _the_same_figure(rule: m.Rule, changed: m.Rule) -> bool:
    """A count that is shown shows all of them: how many a condition would ask for has no part in it."""
    return isinstance(rule, m.Show) and isinstance(changed, m.Show) and _counting_all(rule) == _counting_all(changed)


def _counting_all(show: m.Show) -> m.Show:
    reads = tuple(replace(one, count=replace(one.count, n=1)) if one.count else one for one in show.reads)
    return replace(show, reads=reads)


def _common(rule: m.Rule, pack: m.Pack) -> Iterator[tuple[str, str, m.Rule]]:
    head = rule.head
    if not isinstance(head.when, m.Always):
        yield "when", "dropped", replace(rule, head=replace(head, when=m.Always()))
        yield "when", "negated", replace(rule, head=replace(head, when=m.Not(head.when)))
        for change in changes(head.when, pack):
            yield change.operator, change.detail, replace(rule, head=replace(head, when=change.value))
    if isinstance(head.not_known, str):
        other: Any = _FALLS[head.not_known]
        yield "not known", f"{head.not_known} → {other}", replace(rule, head=replace(head, not_known=other))
    if isinstance(rule, m.Must | m.Stop):
        for operator, table in (("softened", _SOFTER), ("hardened", _HARDER)):
            strength: Any = table.get(rule.strength)
            if strength is not None and not _the_same_seen(rule, strength):
                yield operator, f"{rule.strength} → {strength}", replace(rule, strength=strength)


def _the_same_seen(rule: m.Must | m.Stop, strength: str) -> bool:
    """A duty that no act waits for is a breach when late, whether it says warn or refuse."""
    gates = isinstance(rule, m.Must) and not rule.before and not rule.after
    return gates and {rule.strength, strength} <= {"warn", "refuse", "ask_reason"}


def _dropped(rule: m.Rule) -> Iterator[tuple[str, str, m.Rule]]:
    match rule:
        case m.Must():
            if rule.before:
                yield "before", f"{', '.join(rule.before)} dropped", replace(rule, before=())
            if rule.after:
                yield "after", f"{', '.join(rule.after)} dropped", replace(rule, after=())
            if rule.counts_if is not None:
                yield "counts if", "dropped", replace(rule, counts_if=None)
            if rule.late:
                yield "late", "dropped", replace(rule, late=())
            if rule.by is not None:
                yield "by", "dropped", replace(rule, by=None)
            if rule.not_same_person_as:
                yield "person", "may be the same", replace(rule, not_same_person_as=())
            if rule.different_people:
                yield "person", "may be the same", replace(rule, different_people=False)
            if rule.roll != "none":
                yield "roll", f"{rule.roll} dropped", replace(rule, roll="none")
            if rule.again_if:
                yield "again if", "dropped", replace(rule, again_if=())
        case m.Goes():
            if rule.over:
                yield "over", f"{', '.join(rule.over)} dropped", replace(rule, over=())
            other: Any = "offered" if rule.becomes == "due" else "due"
            yield "becomes", f"{rule.becomes} → {other}", replace(rule, becomes=other)
        case m.Then():
            if rule.lapses is not None:
                yield "lapses", "dropped", replace(rule, lapses=None)
            for index, effect in enumerate(rule.effects):
                rest = (*rule.effects[:index], *rule.effects[index + 1 :])
                if rest:
                    yield (
                        "effect",
                        f"{effect.kind} {effect.word} dropped".replace("  ", " "),
                        replace(rule, effects=rest),
                    )
        case m.May():
            if rule.not_same_person_as:
                yield "person", "may be the same", replace(rule, not_same_person_as=())
    if isinstance(rule, m.Must | m.Stop) and rule.excuse is not None:
        yield "excuse", "dropped", replace(rule, excuse=None)


def _with_rules(pack: m.Pack, changed: Mapping[int, m.Rule | None]) -> m.Pack:
    """The pack with other rules in the place of some, and with the stops that stand for their `before` and `after`."""
    derived = [stop for index in changed for stop in stops_of(pack.rules[index])]
    rules: list[m.Rule] = []
    for index, rule in enumerate(pack.rules):
        if index in changed:
            new = changed[index]
            rules += [] if new is None else [new, *stops_of(new)]
        elif rule not in derived:
            rules.append(rule)
    return replace(pack, rules=tuple(rules))
