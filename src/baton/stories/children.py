"""The children of a cast as entries: born, held, with their statuses and answers, on record before the first line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from baton.journal import Entry, Subject
from baton.policy import model as m
from baton.stories.model import Child, Has, Story
from baton.stories.times import iso_text
from baton.stories.world import World
from baton.working_time import BEGINNING, END, Moment, Window, at


def child_entries(story: Story, world: World) -> Iterator[Entry]:
    """All entries of all children, in the order in which a person would have recorded them."""
    for child in story.cast.children.values():
        yield from _Child(child, world).entries()
        for person, role in story.cast.professionals.items():
            yield _Child(child, world).entry("in", "professionals", world.begins, {"role": role}, to=[person])


class _Child:
    def __init__(self, child: Child, world: World) -> None:
        self.child = child
        self.world = world
        born = child.born.lo if child.born is not None else BEGINNING
        self.since = child.since.lo if child.since is not None else max(world.begins, born)

    def entries(self) -> Iterator[Entry]:
        child = self.child
        if child.born is not None:
            yield self.entry("born", "birth", child.born)
        if child.due_birth is not None:
            yield self.entry("observed", "expected_birth", self.since, {"expected_birth": iso_text(child.due_birth)})
        if child.history_from is not None:
            yield self.entry("observed", "history", child.history_from, {"from": iso_text(child.history_from)},
                             source="import")  # fmt: skip
        if child.holder:
            yield self.entry("open", "", self.since, self._held_by(child.holder))
        for has in child.has:
            yield from self._has(has)
        for word, value in self._answers().items():
            yield self.entry("observed", word, self.since, {word: value})
        if child.restricted:
            yield self.entry("observed", "restricted", self.since, {"restricted": "yes"})

    def entry(
        self, verb: str, word: str, when: Window | Moment, values: dict[str, Any] | None = None, source: Any = "person",
        to: list[str] | None = None,
    ) -> Entry:  # fmt: skip
        happened = when if isinstance(when, Window) else at(when)
        recorded = max(happened.lo, self.since if verb != "born" else BEGINNING)
        body: dict[str, Any] = {"with": values} if values else {}
        if to:
            body["to"] = to
        return Entry(
            Subject("child", self.child.key), 0, "world", verb, word, happened, recorded, "world", "world",
            source=source, body=body,
        )  # fmt: skip

    def _held_by(self, person: str) -> dict[str, Any]:
        office, place, kind = self.world.role_of(person)
        service = self.world.teams.get(place, place)
        values = {"team": place, "service": service}
        if kind == "office" and self.world.in_office(office, place) == person and _lands(self.world.pack, office):
            return values | {"kind": "office", "office": office, "flag": "landing holder"}
        return values | {"kind": "worker", "person": person}

    def _has(self, has: Has) -> Iterator[Entry]:
        start: Window | Moment = has.start if has.start is not None else self.since
        yield self.entry("started", has.word, start, dict(has.parts))
        if has.end is not None and has.end.lo < END:
            yield self.entry("ended", has.word, has.end)

    def _answers(self) -> dict[str, Any]:
        found = dict(self.child.answers)
        if self.child.lives_in:
            asked = {p.by_address for p in self.world.pack.places.values() if p.by_address}
            asked |= {r.to.by for r in self.world.pack.rules if isinstance(r, m.Goes) and r.to.kind == "team for"}
            found = dict.fromkeys(sorted(asked), self.child.lives_in) | found
        return found


def _lands(pack: m.Pack, office: str) -> bool:
    return any(place.landing_holder == office for place in pack.places.values())
