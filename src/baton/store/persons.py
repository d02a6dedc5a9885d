"""What a child's own entries say of who they are: names, numbers, birth, and whether the record is restricted.

Words read: `name` (values given, family, also), `identifier` (values value), the record `born`, the answers
`expected_birth`, `home_address` and `restricted`, or a spell of `restricted`; a record closed because another is of the
`same_child`. The last recorded that stands counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from baton.journal import Entry
from baton.store.names import PLACE, folded, joined, sounds_of, words_of
from baton.working_time import local_day


@dataclass(slots=True)
class Person:
    """Who a child is, as far as its entries say."""

    given: str = ""
    family: str = ""
    reference: str = ""
    also: list[str] = field(default_factory=list)  # earlier names, numbers, spellings
    born: date | None = None
    expected: date | None = None
    restricted: bool = False
    address: str = ""
    same_as: str = ""  # the record that is kept, where this one was found to be of the same child

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}".strip()

    @property
    def name_key(self) -> str:
        return folded(f"{self.family} {self.given}")


def search_parts(person: Person) -> set[str]:
    """Every key by which the child can be found: words of names and numbers, how they sound, words of the address."""
    names = {word for name in (person.name, *person.also) for word in words_of(name)}
    whole = filter(None, map(joined, (person.given, person.family, person.reference, *person.also)))
    sounds = {sound for word in names for sound in sounds_of(word)}
    places = {f"{PLACE}{word}" for word in folded(person.address).split()}
    return names | words_of(person.reference) | set(whole) | sounds | places


_READ = frozenset(("name", "identifier", "birth", "expected_birth", "restricted", "home_address", "same_child"))


def person_of(entries: Iterable[Entry]) -> Person:
    """Folds the entries that stand."""
    entries = [e for e in entries if e.word in _READ or e.verb == "born" or e.replaces is not None]
    replaced = {e.replaces for e in entries if e.replaces is not None}
    person = Person()
    for e in entries:
        if e.number in replaced or e.body.get("did_not_happen") or e.body.get("wrong_child"):
            continue
        if e.verb == "born" or e.word == "birth":
            _take_birth(person, e)
        elif e.word == "name":
            _take_name(person, e.values)
        elif e.word == "identifier":
            _take_identifier(person, e.values)
        elif e.word == "expected_birth":
            person.expected = _day(e.values.get("expected_birth")) or local_day(e.happened.lo)
        elif e.word == "same_child" and e.verb == "closed":
            person.same_as = str(e.values.get("other") or "")
        elif e.word == "home_address":
            person.address = str(e.values.get("home_address") or "")
        elif e.word == "restricted":
            person.restricted = e.verb != "ended" and str(e.values.get("restricted", "yes")) not in ("no", "False")
    return person


def _take_birth(person: Person, e: Entry) -> None:
    if e.happened.is_day or e.happened.is_moment:
        person.born = local_day(e.happened.lo)
    _take_name(person, e.values)
    _take_identifier(person, e.values)


def _take_name(person: Person, values: Mapping[str, Any]) -> None:
    given, family = str(values.get("given") or ""), str(values.get("family") or "")
    if (given or family) and person.name and (given, family) != (person.given, person.family):
        person.also.append(person.name)
    if given or family:
        person.given, person.family = given, family
    also = values.get("also")
    if also:
        person.also.extend([also] if isinstance(also, str) else [str(one) for one in also])


def _take_identifier(person: Person, values: Mapping[str, Any]) -> None:
    for key in ("reference", "identifier", "value"):
        value = str(values.get(key) or "")
        if value:
            if person.reference and person.reference != value:
                person.also.append(value)
            else:
                person.reference = value


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None
