"""The names a pack defines and what kind each is, known before any phrase is read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from baton.policy.model import MomentOf, Named, Word, WordKind
from baton.policy.nodes import Node
from baton.policy.problems import Misread, nearest

# Verbs of a duty that are no acts of the journal: their record says that it happened.
DUTY_VERBS: Final = (
    *("hold", "attend", "book", "write", "read", "send", "tell", "invite", "answer", "do", "keep", "begin"),
)

# Moments that the engine keeps for a child, a matter or a sitting; slots of the pack's words are moments too.
ENGINE_MOMENTS: Final = (
    *("transfer_date", "decision", "point", "due", "opened", "raised", "moved", "sitting", "cut_off", "birth", "now"),
    *("closing", "case_opened", "cause", "last_activity", "expected_birth", "edition", "it"),
)
WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SIDES: Final = ("sending", "receiving", "holding", "closing")
# Roles in a place that every pack may name without defining them.
PLAIN_ROLES: Final = ("landing_holder", "worker", "co_worker", "team_member")
SUBJECTS: Final = ("child", "family", "worker", "authority", "contact")


class CheckList(NamedTuple):
    """A checklist by its clause and the keys of its lines, in their order."""

    clause: tuple[str, ...]
    lines: tuple[str, ...]


@dataclass
class Names:
    """Every name of a pack (with what it is based on), by kind."""

    words: dict[str, Word] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)  # key -> service, team, group, outside
    offices: dict[str, bool] = field(default_factory=dict)  # key -> is it a slot
    forums: frozenset[str] = frozenset()
    matters: dict[str, str] = field(default_factory=dict)  # key -> the matter it is a kind of
    terms: dict[str, Node] = field(default_factory=dict)
    rules: dict[str, str] = field(default_factory=dict)  # key -> verb
    lists: dict[str, CheckList] = field(default_factory=dict)  # key -> the lines of that checklist
    read_terms: dict[str, Named | MomentOf] = field(default_factory=dict)
    office_hours: tuple[int, int] | None = None  # minutes of the day

    def kind(self, key: str) -> WordKind | None:
        """The kind of a word, or None if there is no such word."""
        word = self.words.get(key)
        return word.kind if word is not None else None

    def word(self, key: str, *kinds: WordKind) -> Word:
        """The word, of one of these kinds. Misread names what it is instead, or the nearest name."""
        found = self.words.get(key)
        if found is None:
            raise Misread(f'names "{key}", {self.what(key)}')
        if kinds and found.kind not in kinds:
            raise Misread(f'names "{key}", which is {a(found.kind)}; here stands {" or ".join(a(k) for k in kinds)}.')
        return found

    def what(self, key: str) -> str:
        """The rest of a sentence: what an unknown word is instead, or that it is nothing."""
        for kind, keys in self._others():
            if key in keys:
                return f"which is {a(kind)}, not a word of this pack."
        return f"which is no word of this pack.{nearest(key, self.everything())}"

    def _others(self) -> tuple[tuple[str, Iterable[str]], ...]:
        return (
            *(("place", self.places), ("office", self.offices), ("forum", self.forums), ("matter", self.matters)),
            *(("term", self.terms), ("rule", self.rules)),
        )

    def everything(self) -> list[str]:
        """All names, for suggestions."""
        found = [*self.words]
        for _, keys in self._others():
            found += keys
        return found

    def has_office(self, key: str) -> bool:
        """Whether this names an office, a forum or one of the plain roles."""
        return key in self.offices or key in self.forums or key in PLAIN_ROLES or self.names_person(key)

    def names_person(self, key: str) -> bool:
        """Whether this is an answer that is a person, who may stand wherever an office may."""
        word = self.words.get(key)
        return word is not None and word.answers == ("person",)

    def place(self, key: str) -> str:
        """Checks a key of a place. Misread with the nearest."""
        if key not in self.places:
            raise Misread(f'names "{key}", which is no place of this pack.{nearest(key, self.places)}')
        return key

    def matter(self, key: str) -> str:
        """Checks a key of a matter. Misread with the nearest."""
        if key not in self.matters:
            raise Misread(f'names "{key}", which is no matter of this pack.{nearest(key, self.matters)}')
        return key

    def rule(self, key: str, verb: str = "") -> str:
        """Checks a key of a rule, of one verb if given. Misread with the nearest."""
        if key not in self.rules or (verb and self.rules[key] != verb):
            known = [k for k, v in self.rules.items() if not verb or v == verb]
            kind = "route" if verb == "goes" else "rule"
            raise Misread(f'names "{key}", which is no {kind} of this pack.{nearest(key, known)}')
        return key

    def rules_of(self, key: str) -> tuple[str, ...]:
        """The key of a rule, or the keys of the lines of a checklist that is named instead."""
        found = self.lists.get(key)
        return found.lines if found is not None else (self.rule(key),)

    def forum(self, key: str) -> str:
        """Checks a key of a forum. Misread with the nearest."""
        if key not in self.forums:
            raise Misread(f'names "{key}", which is no forum of this pack.{nearest(key, self.forums)}')
        return key

    def values_of(self, word: Word) -> tuple[str, ...] | None:
        """The closed list of values of an answer or slot; None where any value may stand."""
        if word.kind == "slot":
            return word.parts.get("value")
        if word.answers == ("place",):
            return tuple(self.places)
        return word.answers if len(word.answers) > 1 else None

    def ancestors(self, matter: str) -> tuple[str, ...]:
        """The matter and the matters it is a kind of, nearest first."""
        found: list[str] = []
        while matter and matter not in found:
            found.append(matter)
            matter = self.matters.get(matter, "")
        return tuple(found)


def a(noun: str) -> str:
    """The noun with its article."""
    if noun == "people":
        return "a set of people"
    return f"{'an' if noun[:1] in 'aeiou' else 'a'} {noun}"


def check_value(key: str, value: str, values: Mapping[str, object] | Iterable[str] | None, what: str) -> str:
    """Checks one value against a closed list. Misread lists the nearest."""
    if values is None:
        return value
    known = list(values)
    if value not in known:
        raise Misread(f'says "{value}", which is no {what} of "{key}": {", ".join(known)}.{nearest(value, known)}')
    return value
