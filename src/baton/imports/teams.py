"""Names of teams as extracts write them, set against the teams of the procedure and of the organisation.

A name is taken only where it is one: written the same but for case and signs, or in the authority's own list of names.
What is merely near is shown to a person, never taken.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

from baton.engine.people import People
from baton.imports.cells import folded
from baton.journal import Organisation
from baton.policy.model import Pack
from baton.working_time import Moment


class Place(NamedTuple):
    """A team with its service; for a service as a whole both are its key."""

    team: str
    service: str


class UnknownTeam(ValueError):
    """The authority's list names a team that is none of its own. Says which, and what to do."""


class Teams:
    """Looks team names up."""

    def __init__(self, pack: Pack, organisation: Organisation, names: Mapping[str, str] | None = None) -> None:
        self._keys: dict[str, Place] = {}
        self._says: dict[str, str] = {}
        self._known: dict[str, Place | None] = {}
        own = {t: p.key for p in pack.places.values() if p.kind == "service" for t in p.members}
        for place in pack.places.values():
            if place.kind == "service":
                self._add(Place(place.key, place.key), place.says, *place.also)
            elif place.kind == "team":
                self._add(Place(place.key, place.service or own.get(place.key, place.key)), place.says, *place.also)
        for team, service in own.items():
            self._add(Place(team, service), team)
        for known in organisation.teams.values():
            self._add(Place(known.key, own.get(known.key, known.service)), known.name)
        for name, key in (names or {}).items():
            self._known[folded(name)] = self.of_key(key)

    def _add(self, place: Place, *names: str) -> None:
        self._keys.setdefault(place.team, place)
        for name in (place.team.replace("_", " "), *names):
            if name and self._known.setdefault(folded(name), place) != place:
                self._known[folded(name)] = None  # the name of two: it tells nothing
            if name:
                self._says[folded(name)] = name

    def of_key(self, key: str) -> Place:
        """The team or service of this key. UnknownTeam if there is none."""
        place = self._keys.get(key) or self._known.get(folded(key))
        if place is None:
            near = get_close_matches(key, self._keys, 1)
            hint = f' Did you mean "{near[0]}"?' if near else f" There are {', '.join(sorted(self._keys))}."
            raise UnknownTeam(f'There is no team or service "{key}" in this procedure.{hint}')
        return place

    def of_name(self, name: str) -> Place | None:
        """The team that this name stands for, or None."""
        return self._known.get(folded(name)) if name else None

    def of_worker(self, people: People, worker: str, when: Moment) -> Place | None:
        """The team of the worker's post at a moment, or of the first post known where the moment lies before it."""
        posts = [post for post in people.organisation.posts if post.person == worker and post.team in self._keys]
        team = people.team_of(worker, when) or (min(posts, key=lambda p: p.start).team if posts else "")
        return self._keys.get(team)

    def nearest(self, name: str) -> str:
        """The key of the team whose name is most like this one, or "": a hint for a person, no answer."""
        wanted = folded(name)
        words = set(wanted.split())
        known = [(n, p) for n, p in self._known.items() if p is not None]
        inside = [(len(set(n.split()) & words) / len(set(n.split())), len(n), n) for n, _ in known if n]
        best = max(inside, default=(0.0, 0, ""))
        if best[0] == 1.0:
            return self._key(best[2])
        near = get_close_matches(wanted, [n for n, _ in known], 1, 0.6)
        return self._key(near[0]) if near else ""

    def _key(self, name: str) -> str:
        place = self._known[name]
        return "" if place is None else place.team


def read_team_names(path: Path) -> dict[str, str]:
    """A list of names: name in the extracts, team here. A first line that says so is left out."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [[cell.strip() for cell in row] for row in csv.reader(file)]
    if rows and [cell.casefold() for cell in rows[0][:2]] in (["name", "team"], ["team name", "team"]):
        del rows[0]
    short = next((n for n, row in enumerate(rows, 1) if row and any(row) and (len(row) < 2 or not row[1])), None)
    if short is not None:
        raise UnknownTeam(f"{path.name}: line {short} of the names needs two cells, the name and the team.")
    return {row[0]: row[1] for row in rows if row and row[0]}


def checked(names: Mapping[str, str], teams: Teams) -> dict[str, str]:
    """The same names, each with the key of its team. UnknownTeam for the first that has none."""
    return {name: teams.of_key(team).team for name, team in names.items()}


def unmapped(written: Iterable[str], teams: Teams) -> list[tuple[str, str]]:
    """The names that no team has, each with the nearest."""
    names = sorted({name for name in written if name and teams.of_name(name) is None})
    return [(name, teams.nearest(name)) for name in names]
