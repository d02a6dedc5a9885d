"""What differs for one child between two Situations: routes, duties, gates, breaches, and who holds it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from baton.engine.situation import Breach, Duty, Holding, RouteAnswer, Situation
from baton.policy.model import Clauses
from baton.working_time import Moment, Window, say_window

Kind = Literal["holder", "due", "elsewhere", "late", "owed", "blocked", "breach"]
_DUE = ("due", "late", "due_if", "offered", "forecast")
_OWED = ("open", "late", "may_apply")


class Different(NamedTuple):
    """One difference for one child. `before` or `after` "" means: not there by the procedure in force, by the draft."""

    child: str
    kind: Kind
    rule: str
    before: str
    after: str
    clause: Clauses


def differences(before: Situation, after: Situation, since: Moment) -> Iterator[Different]:
    """Every difference that a person would notice. Breaches are compared from `since` on."""
    child = before.subject.id
    yield from _holder(child, before.holder, after.holder)
    yield from _routes(child, before.routes, after.routes)
    yield from _duties(child, before.duties, after.duties)
    yield from _blocks(child, before, after)
    yield from _breaches(child, before.breaches, after.breaches, since)


def _holder(child: str, before: Holding | None, after: Holding | None) -> Iterator[Different]:
    was, would = _held(before), _held(after)
    if was != would:
        found = after or before
        yield Different(child, "holder", found.rule if found else "", was, would, found.clause if found else ())


def _held(holding: Holding | None) -> str:
    if holding is None:
        return ""
    return " ".join(part for part in (holding.person or holding.office or holding.kind, holding.team) if part)


def _routes(child: str, before: Iterable[RouteAnswer], after: Iterable[RouteAnswer]) -> Iterator[Different]:
    ours = {route.route: route for route in before if route.state in _DUE}
    theirs = {route.route: route for route in after if route.state in _DUE}
    for key in sorted({*ours, *theirs}):
        was, would = ours.get(key), theirs.get(key)
        found = would or was
        assert found is not None
        if was is not None and would is not None and was.to != would.to:
            yield Different(child, "elsewhere", key, was.to, would.to, found.clause)
        elif _due(was) != _due(would):
            states = (was.state if was else "", would.state if would else "")
            yield Different(child, "late" if "late" in states else "due", key, _due(was), _due(would), found.clause)


def _due(route: RouteAnswer | None) -> str:
    if route is None:
        return ""
    at = f", {say_window(route.at)}" if route.at is not None else ""
    return f"{route.state.replace('_', ' ')} to {route.to or 'somewhere not known'}{at}"


def _duties(child: str, before: Iterable[Duty], after: Iterable[Duty]) -> Iterator[Different]:
    ours = {_name(duty): duty for duty in before if duty.state in _OWED}
    theirs = {_name(duty): duty for duty in after if duty.state in _OWED}
    for key in sorted({*ours, *theirs}):
        was, would = ours.get(key), theirs.get(key)
        found = would or was
        assert found is not None
        if _owed(was) != _owed(would):
            late = "late" in (was.state if was else "", would.state if would else "")
            yield Different(child, "late" if late else "owed", found.rule, _owed(was), _owed(would), found.clause)


def _name(duty: Duty) -> tuple[str, str, str, str]:
    return duty.rule, duty.matter, duty.element, duty.to


def _owed(duty: Duty | None) -> str:
    if duty is None:
        return ""
    who = ", ".join(duty.who or duty.offices)
    return f"{duty.state.replace('_', ' ')}{_by(duty.by)}, {duty.strength.replace('_', ' ')}, {who}"


def _by(by: Window | None) -> str:
    return f" by {say_window(by)}" if by is not None else ""


def _blocks(child: str, before: Situation, after: Situation) -> Iterator[Different]:
    ours = {(block.act, block.rule, block.matter): block for block in before.blocks}
    theirs = {(block.act, block.rule, block.matter): block for block in after.blocks}
    for key in sorted(ours.keys() ^ theirs.keys()):
        block = theirs.get(key) or ours[key]
        said = f"{block.act} ({block.strength.replace('_', ' ')})"
        yield Different(child, "blocked", block.rule, *(("", said) if key in theirs else (said, "")), block.clause)


def _breaches(child: str, before: Iterable[Breach], after: Iterable[Breach], since: Moment) -> Iterator[Different]:
    ours = {(b.rule, b.matter, b.element, b.since): b for b in before if b.since >= since}
    theirs = {(b.rule, b.matter, b.element, b.since): b for b in after if b.since >= since}
    for key in sorted(ours.keys() ^ theirs.keys()):
        breach = theirs.get(key) or ours[key]
        said = "goes on" if breach.ended is None else "ended"
        yield Different(child, "breach", breach.rule, *(("", said) if key in theirs else (said, "")), breach.clause)
