"""A pack whole, its editions, and the clauses that ask for nothing observable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from baton.policy.model.common import NOWHERE, Clauses, Where
from baton.policy.model.conditions import Condition, Named
from baton.policy.model.definitions import Forum, Matter, OfficeWord, Place, Setting, Word
from baton.policy.model.moments import MomentOf
from baton.policy.model.rules import Rule
from baton.working_time import Amount


@dataclass(frozen=True, slots=True)
class Guidance:
    clause: Clauses
    because: str
    where: Where = NOWHERE


NOT_STATED: Final = date(1900, 1, 1)  # since when, of a paper that does not say


@dataclass(frozen=True, slots=True)
class Edition:
    name: str
    in_force_from: date
    review_by: date | None = None
    clause: Clauses = ()
    changeover: Condition | None = None  # the open matters that change over to this edition on its first day
    approved_by: str = ""  # the office that approves what is put into force; else whoever answers for the authority


@dataclass(frozen=True, slots=True)
class Pack:
    """One authority's procedure, read, resolved and expanded. `build` is the hash of all its files."""

    authority: str
    title: str
    prefix: str
    edition: Edition
    build: str
    late_learnt: Amount
    opens: Mapping[str, str]  # word whose event or spell opens a child -> place whose landing holder then holds it
    books: Mapping[str, str]
    words: Mapping[str, Word]
    places: Mapping[str, Place]
    offices: Mapping[str, OfficeWord]
    forums: Mapping[str, Forum]
    matters: Mapping[str, Matter]
    terms: Mapping[str, Named | MomentOf]
    settings: Mapping[str, Setting]
    rules: tuple[Rule, ...]
    guidance: tuple[Guidance, ...]
    based_on: str = ""
    sections: Mapping[str, str] = field(default_factory=dict)  # file name -> title
    local_settings: Mapping[str, str] = field(
        default_factory=dict
    )  # set in the pack's head -> who decided it, and when
    young_from: Amount | None = None  # from this age a letter is written to them; before it, to be read aloud
    moment_clauses: Mapping[str, Clauses] = field(default_factory=dict)  # terms that are moments -> their clauses


@dataclass(frozen=True, slots=True)
class Packs:
    """All editions of one authority's pack, newest last."""

    editions: tuple[Pack, ...]

    def on(self, day: date) -> Pack:
        """The edition in force on `day`; before the first one, the first."""
        best = self.editions[0]
        for pack in self.editions:
            if pack.edition.in_force_from <= day:
                best = pack
        return best

    def named(self, name: str) -> Pack:
        """The edition called `name`. Raises KeyError."""
        for pack in self.editions:
            if pack.edition.name == name:
                return pack
        raise KeyError(name)
