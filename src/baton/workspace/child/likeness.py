"""Whether two records may be of one child: what each says, side by side, and how like it is. It decides nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from baton.store.models import Child
from baton.store.names import PLACE, called, folded, sounds_of, spelt_alike
from baton.workspace import words

How = Literal["the same", "alike", "differs", "not known"]
_NUMBER_LENGTH = 4


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that both records say, or do not."""

    what: str
    mine: str
    theirs: str
    how: How


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two records side by side. `possible`: a person should look."""

    child: Child
    other: Child
    evidence: tuple[Evidence, ...]

    def of(self, what: str) -> How:
        return next(e.how for e in self.evidence if e.what == what)

    @property
    def possible(self) -> bool:
        if self.of("Number") == "the same":
            return True
        return self.of("Name") in ("the same", "alike") and self.of("Born") in ("the same", "alike")

    @property
    def strength(self) -> int:
        """How much speaks for it, to show the strongest first."""
        return sum({"the same": 2, "alike": 1}.get(e.how, 0) for e in self.evidence)


def likeness(child: Child, other: Child, keys: Mapping[str, Iterable[str]]) -> Likeness:
    """`keys`: the search keys of each of the two."""
    a, b = set(keys.get(child.child, ())), set(keys.get(other.child, ()))
    numbers = {k for k in a & b if any(c.isdigit() for c in k) and len(k) >= _NUMBER_LENGTH and k[0] != PLACE}
    places = [{k[1:] for k in one if k[0] == PLACE} for one in (a, b)]
    number: How = "the same" if numbers else _known(child.reference, other.reference)
    family = _known(child.family, other.family)
    if child.family and child.family == other.family:
        family = "the same"
    evidence = (
        Evidence("Name", child.name, other.name, _names(child.name, other.name)),
        Evidence("Born", words.day(child.born), words.day(other.born), _born(child.born, other.born)),
        Evidence("Number", child.reference, other.reference, number),
        Evidence("Address", " ".join(sorted(places[0])), " ".join(sorted(places[1])), _places(*places)),
        Evidence("Family on the record", child.family, other.family, family),
    )
    return Likeness(child, other, evidence)


def _known(mine: str, theirs: str) -> How:
    return "differs" if mine and theirs else "not known"


def _names(mine: str, theirs: str) -> How:
    a, b = folded(mine).split(), folded(theirs).split()
    if not a or not b:
        return "not known"
    if sorted(a) == sorted(b) or "".join(a) == "".join(b):
        return "the same"
    short, long = sorted((a, b), key=len)
    left = list(long)
    for word in short:
        match = next((one for one in left if _alike(word, one)), None)
        if match is None:
            return "differs"
        left.remove(match)
    return "alike" if len(short) > 1 else "differs"


def _alike(one: str, other: str) -> bool:
    if one == other or spelt_alike(one, [other]):
        return True
    mine, theirs = sounds_of(one), sounds_of(other)
    return bool(mine & theirs or called(one) & {other, *theirs} or called(other) & {one, *mine})


def _born(mine: date | None, theirs: date | None) -> How:
    """Alike: day and month the other way round, or one of day, month and year other."""
    if mine is None or theirs is None:
        return "not known"
    if mine == theirs:
        return "the same"
    a, b = (mine.day, mine.month, mine.year), (theirs.day, theirs.month, theirs.year)
    turned = a[2] == b[2] and a[:2] == (b[1], b[0])
    return "alike" if turned or sum(x != y for x, y in zip(a, b, strict=True)) == 1 else "differs"


def _places(mine: set[str], theirs: set[str]) -> How:
    if not mine or not theirs:
        return "not known"
    shared = mine & theirs
    return "the same" if mine == theirs else "alike" if len(shared) > 1 else "differs"
