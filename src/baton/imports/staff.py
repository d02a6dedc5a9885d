"""Workers as extracts name them, set against the staff. A name that nobody here has becomes a provisional worker.

Names in any order of their words are one name. Two of one name are told apart by the team they are named in; else
nobody is chosen, because a wrong worker is worse than a provisional one.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from baton.imports.cells import folded
from baton.journal import Entry, Organisation

_NUMBER = re.compile(r"(SW|XX)\d{3,}")


class Provisional(NamedTuple):
    """A worker whom the staff list does not know: counts as named, until a person says who it is."""

    id: str
    name: str


class Staff:
    """Looks names up, and gives new ids to those that are not there."""

    def __init__(self, organisation: Organisation, entries: Iterable[Entry] = ()) -> None:
        self._by_name: dict[str, list[str]] = {}
        self._ids: dict[str, str] = {}
        self._teams: dict[str, set[str]] = {}
        self.new: dict[str, Provisional] = {}
        self.of_two: set[str] = set()
        for post in organisation.posts:
            self._teams.setdefault(post.person, set()).add(post.team)
        for office in organisation.offices:
            self._teams.setdefault(office.person, set()).add(office.place)
        known = {**dict.fromkeys(self._teams, ""), **organisation.names}
        for person in sorted(known):
            self._add(person, known[person] or person.replace(".", " "))
        for person, number in numbers_of(entries).items():
            self._add(person, number)
        for person in sorted(known):
            self._by_name.setdefault(_name_key(worker_code(person)), [person])

    def _add(self, person: str, name: str) -> None:
        self._ids.setdefault(person, name)
        ids = self._by_name.setdefault(_name_key(name), [])
        if person not in ids:
            ids.append(person)

    def person(self, name: str, team: str = "") -> str:
        """The id of the person of this name; a new one where there is nobody, or several and the team tells nothing."""
        found = self._by_name.get(_name_key(name), [])
        if len(found) > 1:
            here = [one for one in found if team and team in self._teams.get(one, ())]
            if len(here) == 1:
                return here[0]
            self.of_two.add(name)
            return self._new(f"{name} (which of {len(found)}?)")
        return found[0] if found else self._new(name)

    def _new(self, name: str) -> str:
        known = self._by_name.get(_name_key(name))
        if known:
            return known[0]
        plain = re.sub(r"[^a-z0-9]+", ".", folded(name)).strip(".") or "worker"
        person, n = plain, 1
        while person in self._ids:
            n += 1
            person = f"{plain}.{n}"
        self._add(person, name)
        self.new[person] = Provisional(person, name)
        return person


def numbers_of(entries: Iterable[Entry]) -> dict[str, str]:
    """The number of each worker in the register, where their own journal gives one; the last given counts. A worker
    of whom an extract told nothing but the number has it for a name."""
    found: dict[str, str] = {}
    for e in sorted(entries, key=lambda e: (e.subject, e.number)):
        if e.subject.kind == "worker":
            name = str(e.values.get("name") or "")
            number = str(e.values.get("number") or (name if _NUMBER.fullmatch(name) else ""))
            if number:
                found[e.subject.id] = number
    return found


def worker_code(person: str) -> str:
    """The code by which a return calls a worker who has no number in the register: XX, then always the same digits."""
    return f"XX{int(hashlib.sha256(person.encode()).hexdigest()[:12], 16) % 10**10:010d}"


def _name_key(name: str) -> str:
    return " ".join(sorted(folded(name).split()))


def provisional_values(one: Provisional) -> Mapping[str, object]:
    """What the journal of a provisional worker says."""
    return {"name": one.name, "provisional": True}
