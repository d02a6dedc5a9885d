"""One authority's made-up world as data: teams, staff, names, journeys, and the procedure's own words for what happens.

Read from a file beside the pack, in a folder of its own so that it is no part of the pack or its build.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from baton.policy.nodes import Node
from baton.policy.problems import Problems
from baton.policy.reader import read_file


class WorldErrors(ValueError):
    """A world file that cannot be used: what is wrong and where."""


class Held(NamedTuple):
    """An office in a place, or a post in a team, and the person who has it."""

    office: str
    place: str
    person: str
    start: str = ""  # days before today, or "" for since long ago
    end: str = ""


class SignIn(NamedTuple):
    """A demonstration account: what it is for, and the person of this world it signs in as."""

    role: str
    person: str
    duties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class World:
    """An authority's made-up world. `parts` maps what every authority has (front_door, care) to its own places."""

    authority: str
    name: str
    parts: Mapping[str, str]
    teams: Mapping[str, str]  # team -> name on the page
    offices: tuple[Held, ...]
    posts: tuple[Held, ...]
    names: Mapping[str, str]  # person -> full name
    roles: Mapping[str, str]  # what every authority has (worker, manager, clerk) -> its own office
    surnames: tuple[str, ...]
    given: tuple[str, ...]
    people: Mapping[str, tuple[str, ...]]  # people word -> who there is around a child
    answers: Mapping[str, tuple[str, ...]]  # word -> what is answered when the procedure asks
    occasions: Mapping[str, Mapping[str, str]]  # what happens -> what is answered then
    journeys: Mapping[str, int]  # kind of journey -> families
    absences: tuple[tuple[str, int, int], ...] = ()  # person, first and last day, from today
    leavers: tuple[tuple[str, int], ...] = ()  # person and last day, from today
    sign_ins: tuple[SignIn, ...] = ()
    matters: Mapping[str, str] = field(default_factory=dict)  # dispute, alert, … -> the pack's own kind of matter
    papers: Mapping[str, str] = field(default_factory=dict)  # agenda, minutes -> the pack's own words for them
    told: tuple[Any, ...] = ()  # journeys told in lines (`baton.demo.told`), instead of those that Python knows
    sits: tuple[int, ...] = ()  # where the dates of a forum's sittings are entered: days from today

    def part(self, name: str) -> str:
        """The place that is this part of the authority, or ""."""
        return self.parts.get(name, "")


def person_id(name: str) -> str:
    """The id of a member of staff, from the name: "Olu Outgoing" is olu.outgoing."""
    return ".".join(re.findall(r"[a-z]+", name.casefold()))


def world_file(packs: Path, authority: str) -> Path:
    """Where an authority's made-up world is described."""
    return packs / authority / "demo" / "world.yaml"


def read_world(path: Path) -> World:
    """Reads the file. WorldErrors names what is missing or is no YAML."""
    problems = Problems()
    root = read_file(path.name, path.read_text(encoding="utf-8"), problems)
    if root is None or len(problems):
        raise WorldErrors("\n".join(str(p) for p in problems.sorted()) or f"{path} is empty")
    data = plain(root)
    try:
        return _world(data)
    except (KeyError, TypeError, ValueError) as error:
        raise WorldErrors(f"{path}: {type(error).__name__} {error}") from error


def plain(node: Node) -> object:
    """A node as dictionaries, lists and texts."""
    if node.block is not None:
        return {key: plain(value) for key, value in node.pairs()}
    if node.kind == "list":
        return [plain(item) for item in node.items]
    return node.text


def _world(data: object) -> World:
    assert isinstance(data, dict)
    names: dict[str, str] = {}
    offices = tuple(_held(names, o["office"], o.get("place", ""), o["person"], o) for o in data["offices"])
    posts = tuple(
        _held(names, group["role"], group["team"], person, {}) for group in data["posts"] for person in group["people"]
    )
    for name in data.get("others", ()):
        names[person_id(name)] = name
    authority = data["authority"]
    return World(
        authority["key"], authority["name"], data["parts"], data["teams"], offices, posts, names, data["roles"],
        _surnames(data["surnames"]), tuple(data["given"]), {k: tuple(v) for k, v in data["people"].items()},
        {k: tuple(v) if isinstance(v, list) else (v,) for k, v in data["answers"].items()}, data.get("occasions", {}),
        {k: int(v) for k, v in data.get("journeys", {}).items()},
        tuple((person_id(a["person"]), int(a["from"]), int(a["to"])) for a in data.get("absences", ())),
        tuple((person_id(a["person"]), int(a["last"])) for a in data.get("leavers", ())),
        tuple(SignIn(s["role"], person_id(s["person"]), tuple(s.get("duties", ()))) for s in data["sign_ins"]),
        data.get("matters", {}), data.get("papers", {}), _told(data), tuple(int(day) for day in data.get("sits", ())),
    )  # fmt: skip


def _told(data: Mapping[str, Any]) -> tuple[Any, ...]:
    from baton.demo.told import read_told  # which looks at worlds itself

    return read_told(data.get("told", ()))


def _held(names: dict[str, str], office: str, place: str, name: str, more: Mapping[str, str]) -> Held:
    person = person_id(name)
    names[person] = name
    return Held(office, place, person, more.get("from", ""), more.get("to", ""))


def _surnames(data: Mapping[str, list[str]]) -> tuple[str, ...]:
    """Surnames that nobody takes for real: those written out, then every beginning with every ending."""
    made = [f"{first}{last}" for last in data["endings"] for first in data["beginnings"]]
    return tuple(dict.fromkeys((*data["whole"], *made)))
