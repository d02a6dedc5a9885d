"""By difference constraints, over every start date of the calendar held: clocks that cannot all be kept.

In one matter each duty and each act happens on some day. Limits, earliest days, gates and orders bound that day from
below and from above, counted from one anchor. Where a lower bound passes an upper one, no day is left.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final, NamedTuple

from baton.policy import model as m
from baton.policy.check import applies, kinds_above
from baton.policy.labels import SLOTS, label, listing
from baton.proving.encoding import Encoding
from baton.proving.findings import Finding
from baton.working_time import Amount, Calendar, CalendarEnded, say_day, shift_day

_COUNTED: Final = ("refuse", "ask_reason", "warn")
_ACT_OF: Final = {"decision": "decide", "moved": "move"}
_ROUNDS: Final = 12


class _Edge(NamedTuple):
    """`left` is not later (or, with `least`, not earlier) than `right` moved by `steps`; said by `rule`."""

    left: str
    least: bool
    right: str
    steps: tuple[tuple[Amount, int], ...]
    rule: m.Rule


class _Bound(NamedTuple):
    day: date
    rules: tuple[m.Rule, ...]


@dataclass
class _Bounds:
    low: dict[str, _Bound] = field(default_factory=dict)
    high: dict[str, _Bound] = field(default_factory=dict)


def clocks(pack: m.Pack, calendar: Calendar) -> Iterator[Finding]:
    """One finding a kind of move: its clocks can be kept from every start date, or which cannot and from when."""
    kinds = dict.fromkeys(rule.as_ for rule in pack.rules if isinstance(rule, m.Goes))
    for kind in (*kinds, "child"):
        above = kinds_above(pack, kind) or (kind,)
        rules = [rule for rule in pack.rules if applies(rule.head, above) or rule.head.for_ == kind]
        edges = tuple(_edges(rules))
        found = list(_conflicts(kind, edges, pack, calendar))
        yield from found
        if not found and edges and kind != "child":
            says = f'The clocks of "{pack.matters[kind].says}" ({len(edges)} bounds) can be kept from every start date.'
            yield Finding("clocks", f"clocks:{kind}", "proved", says)


# --- the bounds that the rules set -----------------------------------------------------------------------------------


def _edges(rules: list[m.Rule]) -> Iterator[_Edge]:
    for rule in rules:
        if isinstance(rule, m.Must) and rule.strength in _COUNTED and rule.every is None and rule.each is None:
            yield from _of_duty(rule)
        elif isinstance(rule, m.Then) and any(effect.kind == "move" for effect in rule.effects):
            yield from _bound("act move", True, rule.at, rule)


def _of_duty(rule: m.Must) -> Iterator[_Edge]:
    me = f"rule {rule.head.key}"
    if rule.by is not None:
        yield from _bound(me, False, rule.by, rule)
        if isinstance(rule.by, m.EitherSide):
            yield from _bound(me, True, m.Shifted(rule.by.amount, -1, rule.by.of), rule)
    if rule.not_before is not None:
        yield from _bound(me, True, rule.not_before, rule)
    for act in rule.before:
        yield _Edge(me, False, f"act {act.split(' ')[0]}", (), rule)
        yield _Edge(f"act {act.split(' ')[0]}", True, me, (), rule)
    for key in rule.after:
        yield _Edge(me, True, f"rule {key}", (), rule)
        yield _Edge(f"rule {key}", False, me, (), rule)
    if rule.verb in ("decide", "accept", "request", "agree", "move", "list", "allocate"):
        for least in (False, True):
            yield _Edge(me, least, f"act {rule.verb}", (), rule)
            yield _Edge(f"act {rule.verb}", least, me, (), rule)


def _bound(node: str, least: bool, moment: m.MomentOf, rule: m.Rule) -> Iterator[_Edge]:
    if isinstance(moment, m.EitherSide):
        moment = m.Shifted(moment.amount, 1, moment.of)
    if isinstance(moment, m.Earliest if not least else m.Latest):
        for item in moment.items:
            yield from _bound(node, least, item, rule)
        return
    found = _anchor(moment)
    if found is not None:
        yield _Edge(node, least, found[0], found[1], rule)


def _anchor(moment: m.MomentOf) -> tuple[str, tuple[tuple[Amount, int], ...]] | None:
    """The anchor of a chain of shifts, by name, and the shifts from it outwards; None if it is no such chain."""
    steps: list[tuple[Amount, int]] = []
    while True:
        match moment:
            case m.Shifted(amount, sign, of) if not amount.is_elapsed:
                steps.append((amount, sign))
                moment = of
            case m.Shifted(amount, sign, of):  # hours: at most so many whole days
                moment = of
                steps.append((Amount(days=-(-amount.hours // 24)), sign))
            case m.EdgeOfDay(_, of) | m.TimeOn(_, _, of):
                moment = of
            case m.SlotAt(name):
                return (f"act {_ACT_OF[name]}" if name in _ACT_OF else f"moment {name}"), tuple(reversed(steps))
            case m.ActAt(verb):
                return f"act {verb}", tuple(reversed(steps))
            case m.RuleMet(key):
                return f"rule {key}", tuple(reversed(steps))
            case m.EventAt() | m.SpellEdge() | m.AnswerAt() | m.DocumentAt():
                return f"moment {moment!r}", tuple(reversed(steps))
            case _:
                return None


# --- every start date ------------------------------------------------------------------------------------------------


def _conflicts(kind: str, edges: tuple[_Edge, ...], pack: m.Pack, calendar: Calendar) -> Iterator[Finding]:
    anchors = [node for node in dict.fromkeys(e.right for e in edges) if sum(e.right == node for e in edges) > 1]
    seen: set[tuple[str, ...]] = set()
    for anchor in anchors:
        bad: dict[tuple[m.Rule, ...], list[date]] = {}
        tried = 0
        for day in _days(calendar):
            try:
                rules = _conflict(anchor, day, edges, calendar)
            except CalendarEnded:
                continue
            tried += 1
            if rules:
                bad.setdefault(rules, []).append(day)
        for rules, days in bad.items():
            keys = tuple(sorted({rule.head.key for rule in rules}))
            if keys in seen or not _can_meet(rules, pack):
                continue
            seen.add(keys)
            yield _finding(kind, anchor, rules, days, tried, pack)


def _days(calendar: Calendar) -> Iterator[date]:
    """Every day from which the calendar knows a good year on both sides, two years at most."""
    last = calendar.last_day - timedelta(days=120)
    day = max(calendar.first_day + timedelta(days=120), last - timedelta(days=730))
    while day <= last:
        yield day
        day += timedelta(days=1)


def _conflict(anchor: str, day: date, edges: tuple[_Edge, ...], calendar: Calendar) -> tuple[m.Rule, ...]:
    """The rules that leave no day for something, with the anchor on this day; () if all can be kept."""
    bounds = _Bounds({anchor: _Bound(day, ())}, {anchor: _Bound(day, ())})
    for _round in range(_ROUNDS):
        changed = False
        for edge in edges:
            side = bounds.low if edge.least else bounds.high
            found = side.get(edge.right)
            if found is None or edge.left == anchor:
                if edge.left == anchor and found is not None:
                    against = _moved(found.day, edge, calendar)
                    if (against > day) if edge.least else (against < day):
                        return (*found.rules, edge.rule)
                continue
            moved = _moved(found.day, edge, calendar)
            mine = side.get(edge.left)
            if mine is None or (moved > mine.day if edge.least else moved < mine.day):
                side[edge.left] = _Bound(moved, tuple(dict.fromkeys((*found.rules, edge.rule))))
                changed = True
        for node, low in bounds.low.items():
            high = bounds.high.get(node)
            if high is not None and low.day > high.day:
                return tuple(dict.fromkeys((*low.rules, *high.rules)))
        if not changed:
            break
    return ()


def _moved(day: date, edge: _Edge, calendar: Calendar) -> date:
    for amount, sign in edge.steps:
        day = shift_day(day, amount, 1 if sign > 0 else -1, calendar)
    return day


def _can_meet(rules: tuple[m.Rule, ...], pack: m.Pack) -> bool:
    """Whether the rules can all apply to one child at once."""
    encoding = Encoding(pack)
    return encoding.ask(*(encoding.judge(rule.head.when)[0] for rule in rules)) is not None


def _finding(kind: str, anchor: str, rules: tuple[m.Rule, ...], days: list[date], tried: int, pack: m.Pack) -> Finding:
    keys = listing(f'"{rule.head.key}"' for rule in rules)
    what, _, name = anchor.partition(" ")
    counted = SLOTS.get(name) or (f'the act "{label(name, pack)}"' if what == "act" else "that moment")
    share = "from every start date" if len(days) == tried else f"from {len(days)} of {tried} start dates"
    says = f"{keys} cannot all be kept, counted from {counted}, {share}, for instance {say_day(days[0])}."
    name = f"clocks:{kind}:{'+'.join(sorted({rule.head.key for rule in rules}))}"
    return Finding("clocks", name, "refuted", says, rules)
