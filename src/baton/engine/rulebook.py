"""The rules of one subject together, and tables of those that can apply at all: the others are not looked at.

What decides that is cheap and steady: where the child is held, between which places the matter goes, and which words
are on record. Each combination that occurs is worked out once; nothing of any child is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from baton.engine.reach import Reach
from baton.engine.ruled import CMust, CShow, CStop, CThen
from baton.engine.situation import Holding
from baton.policy import model as m

if TYPE_CHECKING:
    from baton.engine.compiled import Compiled

MOST_TABLES = 4096  # of one subject; beyond, they are worked out anew
NOWHERE = ("", "")


class Rules:
    """The rules of one subject: a kind of matter (its ancestors' rules included), or child, sitting, worker."""

    __slots__ = (
        "_by_key", "_tables", "mays", "musts", "shows", "stops", "stops_by_rule", "stops_on_acts", "telling", "thens",
    )  # fmt: skip

    def __init__(self, rules: Iterable[m.Rule], c: Compiled) -> None:
        rules = tuple(rules)
        self.musts = tuple(CMust(r, c) for r in rules if isinstance(r, m.Must))
        self.stops = tuple(CStop(r, c) for r in rules if isinstance(r, m.Stop))
        self.stops_on_acts = tuple(s for s in self.stops if s.stop.acts)
        self.thens = tuple(CThen(r, c) for r in rules if isinstance(r, m.Then))
        self.mays = tuple(r for r in rules if isinstance(r, m.May))
        self.shows = tuple(CShow(r, c) for r in rules if isinstance(r, m.Show))
        self.stops_by_rule = _by_key((key, stop) for stop in self.stops for key in stop.stop.rules)
        self._by_key = _by_key((must.key, must) for must in self.musts)
        for must in self.musts:
            must.give_stops(self.stops_by_rule.get(must.key, ()), c.each_person)
        for stop in self.stops:
            for must in self.must(stop.stop.from_rule)[:1]:
                stop.instead = stop.instead or " ".join((must.rule.verb, *must.rule.words[:1]))
        reaches = [rule.reach for some in (self.musts, self.stops, self.thens, self.shows) for rule in some]
        self.telling = frozenset(word for reach in reaches for words in reach.needed for word in words)
        self._tables: dict[Any, Rules] = {}

    def reaching(self, holding: Holding | None, slots: Mapping[str, Any], words: frozenset[str] | set[str]) -> Rules:
        """Those of the rules that can apply to a child held so, in a matter with these slots, with these words on
        record. Rules about rules (`must`, `stops_by_rule`) stay all there."""
        service, team = (holding.service, holding.team) if holding is not None else NOWHERE
        get = slots.get
        to_service, to_team, from_service, from_team = (
            get("to_service"), get("to_team"), get("from_service"), get("from_team"))  # fmt: skip
        told = self.telling & words
        key = (service, team, to_service, to_team, from_service, from_team, told)
        found = self._tables.get(key)
        if found is None:
            where, to, from_ = (service, team), (to_service, to_team), (from_service, from_team)
            found = self._only(lambda reach: reach.reaches(where, to, from_, told))
            if len(self._tables) >= MOST_TABLES:
                self._tables.clear()
            self._tables[key] = found
        return found

    def _only(self, keep: Callable[[Reach], bool]) -> Rules:
        found: Rules = object.__new__(Rules)
        found.musts = tuple(r for r in self.musts if keep(r.reach))
        found.stops = tuple(s for s in self.stops if keep(s.reach))
        found.stops_on_acts = tuple(s for s in found.stops if s.stop.acts)
        found.thens = tuple(t for t in self.thens if keep(t.reach))
        found.shows = tuple(s for s in self.shows if keep(s.reach))
        found.mays, found.stops_by_rule, found._by_key = self.mays, self.stops_by_rule, self._by_key
        found.telling, found._tables = frozenset(), {}
        return found

    def has(self, key: str) -> bool:
        """Whether a duty or a stop of this key is among these rules."""
        return bool(self.must(key)) or any(s.stop.head.key == key for s in self.stops)

    def must(self, key: str) -> tuple[CMust, ...]:
        """Every duty's rule of this key: several where an exception splits a rule."""
        return self._by_key.get(key, ())


def _by_key(pairs: Iterable[tuple[str, Any]]) -> dict[str, tuple[Any, ...]]:
    found: dict[str, list[Any]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in found.items()}
