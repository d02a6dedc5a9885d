"""A Situation in plain lines for a person at a terminal, and as plain values for a machine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, Final

from baton.engine.situation import Duty, Holding, Situation
from baton.stories.times import say
from baton.working_time import BEGINNING, END, Window

_TIMES: Final = frozenset(
    {"start", "end", "since", "known", "ended", "met_at", "earliest", "opened", "closed", "ready_at", "decided_at"}
    | {"moved_at", "ended_at", "sitting", "at", "now", "next_change"}
)


def told(name: str, situation: Situation) -> Iterator[str]:
    """What follows for one subject, the most pressing first."""
    holder = situation.holder
    yield f"{name}, on {say(situation.now)}"
    yield f"  held by {_holding(holder)}" if holder is not None else "  not open: nobody holds this child"
    for route in situation.routes:
        if route.state != "not_due":
            when = f", {say(route.at)}" if route.at is not None else ""
            state = route.state.replace("_", " ")
            yield f"  {state}: {route.route} to {route.to or 'not known'}{when}{_by(route.clause)}"
    for matter in situation.matters:
        yield f"  {matter.says}: {matter.state}, opened {say(matter.opened)}{_by(matter.clause)}"
    for breach in situation.breaches:
        ended = f", ended {say(breach.ended)}" if breach.ended is not None else ""
        known = f", known {say(breach.known)}"
        yield f"  broken: {breach.rule}, since {say(breach.since)}{known}{ended}{_by(breach.clause)}"
    for state in ("late", "open", "not_yet", "may_apply"):
        for duty in situation.duties:
            if duty.state == state:
                yield f"  {state.replace('_', ' ')}: {_duty(duty)}"
    for block in situation.blocks:
        lacking = f", missing {', '.join(block.missing)}" if block.missing else ""
        yield f"  stopped ({block.strength.replace('_', ' ')}): {block.act}{lacking}{_by(block.clause)}"
    for question in situation.questions:
        yield f"  not known: {question.word}, asked of {', '.join(question.of) or question.office}"
    for contradiction in situation.contradictions:
        yield f"  contradicted: {contradiction.rule}: {contradiction.now_says}{_by(contradiction.clause)}"
    for difference in situation.differences:
        said = ", ".join(f"{source} says {value or 'nobody'}" for source, value in difference.sources)
        yield f"  differs: {difference.word}: {said}{_by(difference.clause)}"
    yield f"  next change: {say(situation.next_change)}"


def _holding(h: Holding) -> str:
    who = h.person or ("nobody" if h.kind == "nobody" else h.team or h.service)
    office = f", {h.office} of {h.team}" if h.office else f" in {h.team}" if h.team else ""
    flag = f" ({h.flag})" if h.flag else ""
    return f"{who}{office}{flag} since {say(h.start_window or h.start)}{_by(h.clause)}"


def _duty(d: Duty) -> str:
    who = ", ".join(d.who) or ", ".join(d.offices)
    to = f" to {d.to}" if d.to else ""
    limit = f", by {say(d.by)}" if d.by is not None else ""
    act_by = f", now asked for by {say(d.act_by)}" if d.act_by is not None else ""
    return f"{who}: {d.verb} {' or '.join(d.words)}{to}{limit}{act_by} [{d.rule}]{_by(d.clause)}"


def _by(clause: tuple[str, ...]) -> str:
    return f" ({', '.join(clause)})" if clause else ""


def as_values(value: Any, name: str = "") -> Any:
    """A value of the engine as JSON values: times as text in London time, what is open-ended as null."""
    if isinstance(value, Window):
        return None if value.lo <= BEGINNING and value.hi >= END else say(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: as_values(getattr(value, f.name), f.name) for f in fields(value)}
    if hasattr(value, "_asdict"):
        return {key: as_values(item, key) for key, item in value._asdict().items()}
    if isinstance(value, Mapping):
        return {str(key): as_values(item, str(key)) for key, item in value.items()}
    if isinstance(value, tuple | list | frozenset):
        return [as_values(item) for item in value]
    if isinstance(value, int) and not isinstance(value, bool) and name in _TIMES:
        return None if value <= BEGINNING or value >= END else say(value)
    return value
