"""Mutants: the pack with exactly one rule changed, by a closed list of operators. A scenario should notice each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

from baton.coverage.changes import changes
from baton.coverage.rewriting import rewritten
from baton.policy import model as m
from baton.policy.expand import stops_of

_SOFTER: Final = {"refuse": "warn", "ask_reason": "warn", "warn": "count"}
_HARDER: Final = {"count": "warn", "warn": "refuse", "ask_reason": "refuse"}
_FALLS: Final = {"ask": "no", "yes": "no", "no": "yes"}
Make = Callable[[m.Pack], m.Pack]


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change of one rule or definition: its key, the clauses it stands for, the operator and what it did."""

    rule: str
    clauses: m.Clauses
    operator: str
    detail: str
    make: Make
    matter: str = ""  # the matter whose rule it is; "" where it may matter anywhere
    route: str = ""

    @property
    def name(self) -> str:
        """Its name in reports: rule, operator, detail."""
        return f"{self.rule}: {self.operator}{f': {self.detail}' if self.detail else ''}"


def mutants_of(pack: m.Pack) -> list[Mutant]:
    """Every mutant of a pack, in the order of its rules, then of its terms, forums and matters."""
    found: list[Mutant] = []
    for index, rule in enumerate(pack.rules):
        if isinstance(rule, m.Stop) and rule.from_rule:
            continue  # changed with the duty that it stands for
        found.extend(_rule(pack, index, rule))
    found.extend(_terms(pack))
    for forum in pack.forums.values():
        found.extend(_forum(pack, forum))
    for matter in pack.matters.values():
        found.extend(_matter(pack, matter))
    return found


# --- Rules -----------------------------------------------------------------------------------------------------------


def _rule(pack: m.Pack, index: int, rule: m.Rule) -> Iterator[Mutant]:
    clauses = (*rule.head.clause, *rule.head.cites)
    matter = rule.head.for_ if rule.head.for_ in pack.matters and not isinstance(rule, m.May) else ""
    route = rule.head.key if isinstance(rule, m.Goes) else ""

    def mutant(operator: str, detail: str, changed: m.Rule | None) -> Mutant:
        make = partial(_with_rule, index=index, changed=changed)
        return Mutant(rule.head.key, clauses, operator, detail, make, matter, route)

    yield mutant("removed", "", None)
    for operator, detail, changed in _common(rule, pack):
        yield mutant(operator, detail, changed)
    if isinstance(rule, m.Must | m.May):
        for detail, who in _other_offices(rule.who, pack):
            yield mutant("who", detail, replace(rule, who=who))
    for operator, detail, changed in _dropped(rule):
        yield mutant(operator, detail, changed)
    for change in changes(rule, pack):
        yield mutant(change.operator, change.detail, change.value)


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
            if rule.stand_in:
                yield "stand in", f"{rule.stand_in} dropped", replace(rule, stand_in="")
            if rule.not_same_person_as:
                yield "person", "may be the same", replace(rule, not_same_person_as=())
    if isinstance(rule, m.Must | m.Stop) and rule.excuse is not None:
        yield "excuse", "dropped", replace(rule, excuse=None)


def _with_rule(pack: m.Pack, index: int, changed: m.Rule | None) -> m.Pack:
    """The pack with one rule in another's place, and with the stops that stand for its `before` and `after`."""
    old = pack.rules[index]
    derived = stops_of(old)
    rules: list[m.Rule] = []
    for at, rule in enumerate(pack.rules):
        if at == index:
            rules += [] if changed is None else [changed, *stops_of(changed)]
        elif rule not in derived:
            rules.append(rule)
    return replace(pack, rules=tuple(rules))


def _other_offices(who: m.Who, pack: m.Pack) -> Iterator[tuple[str, m.Who]]:
    """Who with one office replaced by another of the pack."""
    if isinstance(who, m.OfficeOf):
        other = _another(who.office, pack)
        if other:
            yield f"{who.office} → {other}", replace(who, office=other)
        return
    for index, item in enumerate(who.items):
        for detail, changed in _other_offices(item, pack):
            items = (*who.items[:index], changed, *who.items[index + 1 :])
            yield detail, replace(who, items=items)
    if len(who.items) > 1:
        for index, item in enumerate(who.items):
            rest = (*who.items[:index], *who.items[index + 1 :])
            yield f"{getattr(item, 'office', 'one')} left out", rest[0] if len(rest) == 1 else replace(who, items=rest)


def _another(office: str, pack: m.Pack) -> str:
    """Another office of the same kind of place, else any."""
    word = pack.offices.get(office)
    level = word.of if word is not None and not word.slot else "team"
    others = [o for key, o in pack.offices.items() if key != office and not o.slot and not o.practitioner]
    same = [o for o in others if o.of == level] or others
    return same[0].key if same else ""


# --- Definitions -----------------------------------------------------------------------------------------------------


def _terms(pack: m.Pack) -> Iterator[Mutant]:
    for key, term in pack.terms.items():
        inner = term.item if isinstance(term, m.Named) else term
        clauses = term.clause if isinstance(term, m.Named) else pack.moment_clauses.get(key, ())
        for change in changes(inner, pack):
            value = replace(term, item=change.value) if isinstance(term, m.Named) else change.value
            yield Mutant(key, clauses, change.operator, change.detail, partial(_with_term, old=term, new=value))


def _with_term(pack: m.Pack, old: Any, new: Any) -> m.Pack:
    return replace(
        pack, rules=tuple(rewritten(rule, old, new) for rule in pack.rules),
        places={k: rewritten(v, old, new) for k, v in pack.places.items()},
        matters={k: rewritten(v, old, new) for k, v in pack.matters.items()},
        forums={k: rewritten(v, old, new) for k, v in pack.forums.items()},
    )  # fmt: skip


def _forum(pack: m.Pack, forum: m.Forum) -> Iterator[Mutant]:
    def mutant(operator: str, detail: str, changed: m.Forum) -> Mutant:
        make = partial(_with_definition, block="forums", key=forum.key, changed=changed)
        return Mutant(forum.key, forum.clause, operator, detail, make)

    sits = forum.sits
    if sits.kind != "entered":
        other = (sits.weekday + 1) % 5
        yield mutant("weekday", f"{sits.weekday} → {other}", replace(forum, sits=replace(sits, weekday=other)))
        yield mutant(
            "time", f"{sits.hour}:00 → {sits.hour + 1}:00", replace(forum, sits=replace(sits, hour=sits.hour + 1))
        )
        closed: Any = "working day before" if forum.closed_day != "working day before" else "next working day"
        yield mutant("closed day", f"{forum.closed_day} → {closed}", replace(forum, closed_day=closed))
    if forum.cut_off is not None:
        for change in changes(forum.cut_off, pack):
            yield mutant(change.operator, f"cut-off {change.detail}", replace(forum, cut_off=change.value))
        yield mutant("cut-off", "dropped", replace(forum, cut_off=None))
    if forum.quorum is not None:
        yield mutant("quorum", "dropped", replace(forum, quorum=None))
    for index, outcome in enumerate(forum.outcomes):
        for need in outcome.needs:
            less = replace(outcome, needs=tuple(n for n in outcome.needs if n != need))
            outcomes = (*forum.outcomes[:index], less, *forum.outcomes[index + 1 :])
            yield mutant("outcome", f"{outcome.key} without {need}", replace(forum, outcomes=outcomes))
    for index, seat in enumerate(forum.seats):
        rest = (*forum.seats[:index], *forum.seats[index + 1 :])
        if rest:
            yield mutant("seat", f"{seat.office} left out", replace(forum, seats=rest))


def _matter(pack: m.Pack, matter: m.Matter) -> Iterator[Mutant]:
    def mutant(clauses: m.Clauses, operator: str, detail: str, changed: m.Matter) -> Mutant:
        make = partial(_with_definition, block="matters", key=matter.key, changed=changed)
        return Mutant(matter.key, clauses or matter.clause, operator, detail, make)

    if matter.meanwhile:
        other: Any = "goes on" if matter.meanwhile == "waits" else "waits"
        yield mutant((), "meanwhile", f"{matter.meanwhile} → {other}", replace(matter, meanwhile=other))
    if matter.never_stops:
        yield mutant((), "never stops", "dropped", replace(matter, never_stops=()))
    for index, rung in enumerate(matter.rungs):

        def with_rung(changed: m.Rung, at: int = index) -> m.Matter:
            return replace(matter, rungs=(*matter.rungs[:at], changed, *matter.rungs[at + 1 :]))

        name = f"rung {index + 1}"
        for detail, who in _other_offices(rung.who, pack):
            yield mutant(rung.clause, "who", f"{name}: {detail}", with_rung(replace(rung, who=who)))
        for part in ("within", "prompt"):
            for change in changes(getattr(rung, part), pack):
                changed = replace(rung, **{part: change.value})
                yield mutant(rung.clause, change.operator, f"{name}: {change.detail}", with_rung(changed))
        if rung.final:
            yield mutant(rung.clause, "final", f"{name} not final", with_rung(replace(rung, final=False)))
        if rung.late:
            yield mutant(rung.clause, "late", f"{name}: dropped", with_rung(replace(rung, late=())))


def _with_definition(pack: m.Pack, block: str, key: str, changed: Any) -> m.Pack:
    changes_: dict[str, Any] = {block: {**getattr(pack, block), key: changed}}
    return replace(pack, **changes_)
