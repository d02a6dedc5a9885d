"""The engine's values as the answers that a story's items are compared with: one mapping an answer, by item key.

Texts stand as text, several as a tuple, times as windows (a moment has no width), what is not known as None.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from baton.engine.situation import Because, Block, Breach, Duty, Holding, InTheWay, MatterAnswer, RouteAnswer, Situation
from baton.stories import others
from baton.stories.seen import Seen
from baton.working_time import END, Moment, Window, at

Answer = Mapping[str, Any]

NOTICES: Final = frozenset({"tell", "send", "invite"})
_DELEGATED: Final = frozenset({"cover", "deputy", "representative", "delegate", "senior above"})


def answers(name: str, seen: Seen) -> list[Answer]:
    """Every answer of one list after a line, for all children and sittings of the story."""
    return list(_LISTS[name](seen))


def instant(moment: Moment | None) -> Window | None:
    """A moment as a window; None where there is none."""
    return at(moment) if moment is not None and moment < END else None


def reasons(because: Because, situation: Situation | None, seen: Seen, child: str) -> tuple[str, ...]:
    """A because as the texts that an item may name: words, rules, "WORD not known", the word of an entry."""
    found: list[str] = []
    file = seen.files.get(child)
    entries = {e.number: e for e in file.entries} if file is not None else {}
    for kind, value in because:
        if kind == "entry":
            entry = entries.get(value)  # type: ignore[call-overload]
            if entry is not None:
                found.extend(w for w in (entry.word, f"{entry.word} {entry.verb}".strip()) if w)
        elif kind == "asks":
            found.extend((f"{value} not known", str(value)))
        else:
            found.append(str(value))
    return tuple(dict.fromkeys(found))


def _each(seen: Seen) -> Iterator[tuple[str, Situation]]:
    yield from seen.everything()


def _holds(seen: Seen) -> Iterator[Answer]:
    for child, situation in seen.situations.items():
        if situation.holder is not None:
            yield holding_answer(child, situation.holder, seen)


def holding_answer(child: str, h: Holding, seen: Seen) -> Answer:
    """A holding as an answer. `as` is the capacity; who holds by an office holds it as their own unless said."""
    person = h.person or {"nobody": "nobody", "outside": h.team or h.service}.get(h.kind, "")
    capacity = (h.flag,) if h.flag else ()
    if h.kind == "office" and h.flag not in _DELEGATED:
        capacity = (*capacity, "own office", "landing holder")
    return {
        "child": child, "held_by": (person, h.team, h.service) if h.kind == "outside" else person, "as": capacity,
        "from": h.start_window or at(h.start), "until": instant(h.end), "flag": h.flag, "office": h.office,
        "team": h.team, "service": h.service, "rule": h.rule, "clause": h.clause,
    }  # fmt: skip


def _routes(*states: str) -> Callable[[Seen], Iterator[Answer]]:
    def found(seen: Seen) -> Iterator[Answer]:
        for child, situation in seen.situations.items():
            for route in situation.routes:
                if route.state in states:
                    yield route_answer(child, route, situation, seen)

    return found


def route_answer(child: str, r: RouteAnswer, situation: Situation, seen: Seen) -> Answer:
    """A route as an answer; `to` is the team or its service."""
    because = reasons(r.because, situation, seen, child)
    if r.comes_first:
        because = (*because, f"{r.comes_first} comes first", r.comes_first)
    place = seen.pack.places.get(r.to)
    to = tuple(dict.fromkeys((r.to, place.service if place is not None and place.service else r.to)))
    return {
        "child": child, "route": r.route, "rule": r.route, "at": r.at, "until": r.until, "to": to, "matter": r.matter,
        "clause": r.clause, "because": because, "asks": r.asks, "state": r.state,
    }  # fmt: skip


def _due(seen: Seen) -> Iterator[Answer]:
    yield from _routes("due", "late", "taken")(seen)
    moved = {e.matter for e in seen.after.added if e.verb == "move" and e.matter}
    for child, situation in seen.situations.items():
        live = {r.route for r in situation.routes if r.state in ("due", "late", "taken")}
        for matter in situation.matters:
            if matter.id in moved and matter.route and matter.route not in live:
                for route in matter.routes:
                    yield {
                        "child": child, "route": route, "rule": route, "at": matter.due_at, "matter": matter.kind,
                        "to": _places(matter.to_team, matter.to_service), "clause": matter.clause, "state": "due",
                    }  # fmt: skip


def _places(*keys: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for key in keys if key))


def _duties(*states: str) -> Callable[[Seen], Iterator[Answer]]:
    def found(seen: Seen) -> Iterator[Answer]:
        for child, situation in _each(seen):
            for duty in situation.duties:
                if duty.state in states:
                    yield duty_answer(child, duty, situation, seen)

    return found


def duty_answer(child: str, d: Duty, situation: Situation, seen: Seen) -> Answer:
    """A duty as an answer."""
    matter = next((m for m in situation.matters if m.id == d.matter), None)
    kind = matter.kind if matter is not None else d.matter.partition(":")[0].partition("-")[0]
    return {
        "child": child, "rule": d.rule, "matter": kind, "who": (*d.who, *(() if d.who else d.offices)), "to": (d.to,),
        "by": d.by, "earliest": instant(d.earliest), "since": instant(d.since), "known": instant(d.known),
        "ended": instant(d.ended), "act_by": d.act_by, "at": instant(d.met_at), "missing": d.missing,
        "strength": d.strength, "stops": d.stops, "waits_for": d.waits_for, "asks": d.asks, "element": d.element,
        "edition": matter.edition if matter is not None and matter.edition else situation.edition,
        "checklist": d.checklist, "clause": d.clause, "because": reasons(d.because, situation, seen, child),
        "state": d.state, "act": d.verb,
    }  # fmt: skip


def _open(seen: Seen) -> Iterator[Answer]:
    yield from _duties("open")(seen)
    for child, situation in seen.situations.items():
        for matter in situation.matters:
            if matter.state not in ("ended", "withdrawn"):
                yield matter_answer(child, matter, seen)
    yield from others.absences(seen)


def matter_answer(child: str, m: MatterAnswer, seen: Seen) -> Answer:
    """An open matter as an answer; its clause is that of its route, else that of its kind."""
    kind = seen.pack.matters.get(m.kind)
    clause = m.clause or (kind.clause if kind is not None else ())
    return {
        "child": child, "matter": m.kind, "route": m.routes, "sent": _places(m.from_team, m.from_service),
        "receiver": _places(m.to_team, m.to_service), "state": m.state, "opened": at(m.opened), "edition": m.edition,
        "decision": m.decision, "transfer_date": m.transfer_date, "rung": str(m.rung), "clause": clause,
        "at": m.due_at, "rule": "",
    }  # fmt: skip


def _late(seen: Seen) -> Iterator[Answer]:
    yield from _duties("late")(seen)
    yield from _routes("late")(seen)


def _some_duties(wanted: Callable[[Duty], bool]) -> Callable[[Seen], Iterator[Answer]]:
    def found(seen: Seen) -> Iterator[Answer]:
        for child, situation in _each(seen):
            for duty in situation.duties:
                if wanted(duty):
                    yield duty_answer(child, duty, situation, seen)

    return found


def _blocked(seen: Seen) -> Iterator[Answer]:
    for child, situation in _each(seen):
        for block in situation.blocks:
            yield block_answer(child, block, situation, seen)


def block_answer(child: str, b: Block, situation: Situation, seen: Seen) -> Answer:
    """A block as an answer."""
    kind = next((m.kind for m in situation.matters if m.id == b.matter), "")
    return {
        "child": child, "act": b.act, "rule": b.rule, "matter": kind, "missing": b.missing, "instead": b.instead,
        "strength": b.strength, "clause": b.clause, "because": reasons(b.because, situation, seen, child),
    }  # fmt: skip


def _refused(seen: Seen) -> Iterator[Answer]:
    for item in seen.after.refused:
        yield in_the_way_answer(item, seen)


def in_the_way_answer(i: InTheWay, seen: Seen) -> Answer:
    """One thing in the way of an act, as an answer."""
    return {
        "child": i.child, "rule": i.rule, "missing": i.missing, "needs": i.needs, "instead": i.instead,
        "says": i.says, "kind": i.kind, "clause": i.clause, "because": reasons(i.because, None, seen, i.child),
    }  # fmt: skip


def _breach(seen: Seen) -> Iterator[Answer]:
    for child, situation in _each(seen):
        for breach in situation.breaches:
            yield breach_answer(child, breach, situation, seen)


def breach_answer(child: str, b: Breach, situation: Situation, seen: Seen) -> Answer:
    """A breach as an answer. `ended` is None while it goes on."""
    kind = next((m.kind for m in situation.matters if m.id == b.matter), b.matter.partition(":")[0])
    return {
        "child": child, "rule": b.rule, "matter": kind, "since": b.since_window or at(b.since), "known": at(b.known),
        "ended": instant(b.ended), "missing": b.missing, "strength": b.strength, "clause": b.clause,
        "because": reasons(b.because, situation, seen, child),
    }  # fmt: skip


_LISTS: Final[Mapping[str, Callable[[Seen], Iterator[Answer]]]] = {
    "holds": _holds,
    "due": _due,
    "due_if": _routes("due_if"),
    "offered": _routes("offered"),
    "forecast": _routes("forecast"),
    "not_due": _routes("not_due"),
    "open": _open,
    "met": _duties("met"),
    "late": _late,
    "excused": _duties("excused"),
    "follow_up": _some_duties(lambda d: d.follow_up and d.state in ("open", "late")),
    "blocked": _blocked,
    "refused": _refused,
    "breach": _breach,
    "told": others.told,
    "to_tell": _some_duties(lambda d: d.verb in NOTICES and d.state in ("open", "late") and not d.waits_for),
    "held_back": _some_duties(lambda d: d.verb in NOTICES and bool(d.waits_for) and d.state not in ("met", "excused")),
    "asks": others.asks,
    "differs": others.differs,
    "contradicted": others.contradicted,
    "overtaken": _some_duties(lambda d: d.verb in NOTICES and d.met_at is None and bool(d.met_by and d.missing)),
    "who_may": others.who_may,
    "listed": others.listed,
    "shown": others.shown,
    "counted": others.counted,
    "doubts": others.doubts,
}
