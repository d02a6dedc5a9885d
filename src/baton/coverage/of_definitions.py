"""Changes of definitions: terms, the forum's day, cut-off, quorum and outcomes, the rungs of a ladder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from baton.coverage.changes import changes
from baton.coverage.mutant import Mutant
from baton.coverage.offices import other_offices
from baton.coverage.rewriting import rewritten
from baton.policy import model as m
from baton.policy.saying import say_condition


def mutants_of_terms(pack: m.Pack) -> Iterator[Mutant]:
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


def mutants_of_forum(pack: m.Pack, forum: m.Forum) -> Iterator[Mutant]:
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
    for index, (since, until) in enumerate(forum.breaks):
        breaks = (*forum.breaks[:index], *forum.breaks[index + 1 :])
        yield mutant("breaks", f"{since} to {until} dropped", replace(forum, breaks=breaks))
    if forum.roll != "none":
        yield mutant("roll", f"{forum.roll} dropped", replace(forum, roll="none"))
    if forum.cut_off is not None:
        late: Any = "next sitting" if forum.late_items == "ask_reason" else "ask_reason"
        yield mutant("late items", f"{forum.late_items} → {late}", replace(forum, late_items=late))
    for index, first in enumerate(forum.order):
        order = (*forum.order[:index], *forum.order[index + 1 :])
        yield mutant("order", f"dropped: {say_condition(first, pack)}", replace(forum, order=order))
    if forum.earliest_first:
        yield mutant("order", "earliest first dropped", replace(forum, earliest_first=()))
    for index, part in enumerate(forum.parts):
        for change in changes(part.when, pack):
            parts = (*forum.parts[:index], replace(part, when=change.value), *forum.parts[index + 1 :])
            yield mutant(change.operator, f"part {part.key}: {change.detail}", replace(forum, parts=parts))
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


def mutants_of_matter(pack: m.Pack, matter: m.Matter) -> Iterator[Mutant]:
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
        for detail, who in other_offices(rung.who, pack):
            yield mutant(rung.clause, "who", f"{name}: {detail}", with_rung(replace(rung, who=who)))
        for part in ("within", "prompt"):
            for change in changes(getattr(rung, part), pack):
                changed = replace(rung, **{part: change.value})
                yield mutant(rung.clause, change.operator, f"{name}: {change.detail}", with_rung(changed))
        if rung.paused_while is not None:
            yield mutant(rung.clause, "paused while", f"{name}: dropped", with_rung(replace(rung, paused_while=None)))
        if rung.early:
            yield mutant(rung.clause, "early", f"{name}: {rung.early} dropped", with_rung(replace(rung, early="")))
        if rung.final:
            yield mutant(rung.clause, "final", f"{name} not final", with_rung(replace(rung, final=False)))
        if rung.late:
            yield mutant(rung.clause, "late", f"{name}: dropped", with_rung(replace(rung, late=())))


def _with_definition(pack: m.Pack, block: str, key: str, changed: Any) -> m.Pack:
    changes_: dict[str, Any] = {block: {**getattr(pack, block), key: changed}}
    return replace(pack, **changes_)
