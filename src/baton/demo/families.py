"""Families of the made-up world: who is in them. The same seed gives the same families."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from baton.demo.setting import Person
from baton.demo.world import World

SIZES = (1, 1, 1, 2, 2, 2, 3, 3, 4)


@dataclass(frozen=True, slots=True)
class Plan:
    """A family and the course its life takes: the name of a journey or of an awkward case."""

    family: str
    children: tuple[Person, ...]
    course: str


class Register:
    """Gives families and children their ids, one after another, and names that nobody has twice."""

    def __init__(self, world: World, seed: str, today: date) -> None:
        self._chance = Random(f"{seed}/register")
        self._today = today
        surnames = list(world.surnames)
        self._chance.shuffle(surnames)
        self._surnames: Iterator[str] = iter(surnames)
        self._given = world.given
        self._families = 0
        self._children = 0
        self._taken = {"Specimen"}

    def size(self) -> int:
        """How many children a family has."""
        return self._chance.choice(SIZES)

    def family(self, course: str, ages: Sequence[float], surname: str = "", given: Sequence[str] = ()) -> Plan:
        """A family whose children have these ages (in years; a part of a year is the part since the last birthday)."""
        surname = surname or next(n for n in self._surnames if n not in self._taken)
        names = list(given) or self._chance.sample(self._given, len(ages))
        self._families += 1
        children = []
        for age, name in zip(ages, names, strict=True):
            self._children += 1
            children.append(Person(f"D{self._children:04}", name, surname, self.birth(age)))
        return Plan(f"F{self._families:03}", tuple(children), course)

    def ages(self, low: float, high: float, count: int, least: float) -> list[float]:
        """Ages of brothers and sisters, a year or more apart, the eldest first; none younger than `least`."""
        eldest = min(max(low, least + (count - 1)), high)
        found = [self._chance.uniform(eldest, high)]
        while len(found) < count and found[-1] - 1 >= least:
            found.append(max(least, found[-1] - self._chance.uniform(1.0, 3.5)))
        return found

    def birth(self, age: float) -> date:
        """The birth date of a child of this age today."""
        return self._today - timedelta(days=round(age * 365.25))
