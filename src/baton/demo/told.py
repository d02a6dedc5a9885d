"""Journeys that a world tells in lines, in its own procedure's words: who does or records what, some days later.

A line is an act or record as in a scenario (docs/scenarios.md), or `do: owed`, what the procedure asks then. Nothing of
any procedure is known here. `docs/demo.md` is the page for authors.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

from baton.demo.arriving import front_desk, introduce
from baton.demo.days import working_day
from baton.demo.doing import do_duties
from baton.demo.going_live import brought_in
from baton.demo.moving import go_to_sitting
from baton.demo.people import someone_in
from baton.demo.play import Play, Unexpected
from baton.demo.stage import sitting
from baton.demo.telling import person_meant, team_meant, value_meant
from baton.demo.world import person_id
from baton.engine import Refusal
from baton.working_time import Moment, at_time, local_day, parse_when

Range = tuple[float, float]
THREE_HOURS = 3 * 3600
KEYS = frozenset(
    ("wait", "by", "act", "record", "happened", "at", "with", "to", "attended", "about", "reason", "matter", "children",
     "do", "but", "chance", "refused", "until")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """A journey told in lines: so many families, their children's ages, when it began, who held them, what happened."""

    name: str
    about: str
    families: int
    ages: tuple[Range, ...]
    starts: Range | Mapping[str, Any]  # working days before today, or {sitting: -1, days: -7}
    lines: tuple[Mapping[str, Any], ...]
    held_in: str = ""  # a team or service that held the children before; "" if the first line brings them
    has: Mapping[str, Any] = field(default_factory=dict)  # status -> days since it began, or {days, parts}
    surname: str = ""
    given: tuple[str, ...] = ()
    born: bool = True
    worker: str = ""  # who of that team held them; "" for whoever's turn it is


def read_told(data: Iterable[Mapping[str, Any]]) -> tuple[Told, ...]:
    """The journeys of a world file. ValueError says which one has what wrong."""
    return tuple(_one(one) for one in data)


def _one(data: Mapping[str, Any]) -> Told:
    name = str(data.get("name", ""))
    lines = tuple(data.get("lines", ()))
    for number, line in enumerate(lines, 1):
        unknown = set(line) - KEYS
        if unknown:
            known = ", ".join(sorted(KEYS))
            raise ValueError(f"{name}, line {number}: {', '.join(sorted(unknown))} means nothing here; {known} do")
        if sum(key in line for key in ("act", "record", "do")) != 1:
            raise ValueError(f"{name}, line {number}: exactly one of act, record and do")
    return Told(
        name, str(data["about"]), int(data.get("families", 1)), tuple(_range(a) for a in data["ages"]),
        _starts(data["starts"]), lines, str(data.get("in", "")), data.get("has", {}), str(data.get("surname", "")),
        tuple(data.get("given", ())), str(data.get("born", "true")) == "true",
        person_id(str(data.get("worker", ""))),
    )  # fmt: skip


def _starts(value: Any) -> Range | Mapping[str, Any]:
    return value if isinstance(value, Mapping) else _range(value)


def _range(value: Any) -> Range:
    if isinstance(value, list):
        return float(value[0]), float(value[1])
    return float(value), float(value)


def ages(told: Told, chance: Random) -> list[float]:
    """The ages of one family's children, eldest first as the world lists them."""
    return [chance.uniform(low, high) for low, high in told.ages]


def live_told(play: Play, told: Told) -> None:
    """One family's journey, line by line, up to the world's now. Unexpected where a line does not fit the procedure."""
    start = _start(play, told)
    if told.held_in:
        _held_before(play, told, start)
        play.go(max(play.now, at_time(start, 9, 0)))
    else:
        began = at_time(start, 9, 5 * play.chance.randint(0, 11))
        play.go(min(began, play.setting.now - THREE_HOURS))  # of today, what has happened already
        introduce(play, front_desk(play))
    for number, line in enumerate(told.lines, 1):
        if play.chance.random() >= float(line.get("chance", 1)):
            continue
        try:
            _line(play, line)
        except Unexpected as unexpected:
            raise Unexpected(f"line {number}: {unexpected}") from unexpected


def _start(play: Play, told: Told) -> Any:
    if isinstance(told.starts, Mapping):
        return local_day(_sitting(play, told.starts))
    low, high = told.starts
    return working_day(play.setting.calendar, play.setting.today, -play.chance.randint(int(low), int(high)))


def _sitting(play: Play, said: Mapping[str, Any]) -> Moment:
    """A moment some working days from a sitting of the forum: -1 is the last one, 1 the next."""
    day = working_day(play.setting.calendar, local_day(sitting(play, int(said["sitting"]))), int(said.get("days", 0)))
    return at_time(day, int(said.get("hour", 10)), 5 * play.chance.randint(0, 9))


def _held_before(play: Play, told: Told, start: Any) -> None:
    team = team_meant(play, told.held_in)
    before = start - timedelta(days=1)
    statuses = []
    for word, since in told.has.items():
        parts = {k: str(v) for k, v in since.items() if k != "days"} if isinstance(since, Mapping) else {}
        days = int(since["days"] if isinstance(since, Mapping) else since)
        statuses.append((word, before - timedelta(days=days), parts))
    brought_in(play, told.worker or someone_in(play, team), team, statuses, as_at=before, born=told.born)


def _line(play: Play, line: Mapping[str, Any]) -> None:
    if "until" in line:
        play.go(_sitting(play, line["until"]))
    wait = _range(line.get("wait", 0))
    play.later(play.chance.randint(int(wait[0]), int(wait[1])))
    chosen = tuple(play.children[int(n) - 1] for n in _list(line.get("children"))) or play.children
    if line.get("at") == "sitting":
        go_to_sitting(play, chosen[0])
    elif "at" in line:
        hour, _, minute = str(line["at"]).partition(":")
        play.go(max(play.now, at_time(play.day, int(hour), int(minute or 0))))
    if "do" in line:
        _owed(play, line, chosen)
        return
    verb, word = _verb(line)
    act = _fields(play, line, verb, word, chosen)
    by = person_meant(play, chosen[0], str(line.get("by", "holder")))
    if "refused" in line:
        if not isinstance(play.try_act(verb, word, by=by, children=chosen, **act), Refusal):
            raise Unexpected(f"{verb} {word} was to be refused and was done")
        return
    play.act(verb, word, by=by, children=chosen, **act)


def _owed(play: Play, line: Mapping[str, Any], chosen: Sequence[str]) -> None:
    only, but = set(_list(line["do"])) - {"owed"}, set(_list(line.get("but")))
    do_duties(play, lambda d: d.rule not in but and (not only or d.rule in only), children=chosen, slowly=True)


def _verb(line: Mapping[str, Any]) -> tuple[str, str]:
    if "act" in line:
        verb, _, word = str(line["act"]).partition(" ")
        return verb, word
    word, _, verb = str(line["record"]).rpartition(" ")
    return verb, word


def _fields(play: Play, line: Mapping[str, Any], verb: str, word: str, chosen: Sequence[str]) -> dict[str, Any]:
    child = chosen[0]
    values = {key: value_meant(play, child, value) for key, value in dict(line.get("with", {})).items()}
    to = tuple(person_meant(play, child, str(one)) for one in _list(line.get("to")))
    if verb in ("allocate", "accept") and to:
        values.setdefault("person", to[0])
        if not word:
            values.setdefault("receiving_worker", to[0])
        to = ()
    found: dict[str, Any] = {
        "values": values, "to": to, "about": tuple(str(a) for a in _list(line.get("about"))),
        "attended": tuple(person_meant(play, child, str(one)) for one in _list(line.get("attended"))),
        "reason": str(line.get("reason", "")), "matter": _matter(play, child, str(line.get("matter", ""))),
    }  # fmt: skip
    if "happened" in line:
        found["happened"] = parse_when(str(value_meant(play, child, line["happened"])))
    return found


def _matter(play: Play, child: str, kind: str) -> str:
    if not kind:
        return ""
    found = [m.id for m in play.see(child).matters if m.kind == kind and m.id]
    if not found:
        raise Unexpected(f"{child} has no {kind}")
    return found[-1]


def _list(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]
