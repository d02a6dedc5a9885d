"""How far a rule reaches, as can be told without judging it: where the child must be held, which way the matter must
go, and which words must be on record for its condition to be anything but no.

Read off the condition once, when the pack is compiled. Only what stays no until something is recorded counts: nothing
that time passing changes, and nothing that is not known where no record is.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from functools import singledispatch
from itertools import islice, product
from typing import TYPE_CHECKING, Any

from baton.engine.moments.slots import OWN_SLOTS
from baton.engine.runs import WORDS as ENGINE_SPELLS
from baton.policy import model as m

if TYPE_CHECKING:
    from baton.engine.compiled import Compiled

# Of each set at least one word (or verb, or kind of matter) must be on record, in whatever way.
Needed = frozenset[frozenset[str]]
NOTHING: Needed = frozenset()
MOST_WAYS = 64  # in which the parts of an "any" can each be lacking; beyond, only some are heeded
_OPENED_WITH = frozenset(("from_team", "from_service", "to_team", "to_service", "sending_worker", "about", "point"))
_NO_FACT = frozenset(("holder", "worker", "rung", "route", "birth"))  # read off something else than a record
_MADE_BY = {"moved": "move", "decision": "decide"}  # the act without which a moment of Baton's own has not come


class Reach:
    """Where a rule can apply at all. `more` must hold or have come as well as the condition."""

    __slots__ = ("going", "needed", "only_in")

    def __init__(self, c: Compiled, condition: m.Condition, *more: m.Condition | m.MomentOf | None) -> None:
        self.only_in = _places(condition, c)
        self.going = tuple(_goings(condition, c))
        self.needed = NOTHING.union(*(_needed(one, c) for one in (condition, *more)))

    def reaches(self, where: Any, to: Any, from_: Any, words: AbstractSet[str]) -> bool:
        """Whether the rule can apply where the child is held by this (service, team), in a matter to and from these
        (service, team), with these words on record."""
        if self.only_in is not None and self.only_in.isdisjoint(where):
            return False
        if any(members.isdisjoint(to if way == "to" else from_) for way, members in self.going):
            return False
        return not any(one.isdisjoint(words) for one in self.needed)


def _places(condition: m.Condition, c: Compiled) -> frozenset[str] | None:
    """The places outside which the condition is no, whatever else is so; None where it does not turn on that."""
    if isinstance(condition, m.Held) and not condition.before:
        return c.services_in(condition.place)
    if isinstance(condition, m.Named | m.Taken):
        return _places(condition.item, c)
    if isinstance(condition, m.All | m.Any_):
        found = [_places(item, c) for item in condition.items]
        known = [one for one in found if one is not None]
        if isinstance(condition, m.All):
            return frozenset.intersection(*known) if known else None
        return frozenset().union(*known) if len(known) == len(found) else None
    return None


def _goings(condition: m.Condition, c: Compiled) -> list[tuple[str, frozenset[str]]]:
    """Each way that the matter must go: ("to" or "from", the places)."""
    if isinstance(condition, m.Going):
        return [(condition.direction, c.services_in(condition.place))]
    if isinstance(condition, m.Named | m.Taken):
        return _goings(condition.item, c)
    if isinstance(condition, m.All):
        return [way for item in condition.items for way in _goings(item, c)]
    return []


@singledispatch
def _needed(node: object, c: Compiled) -> Needed:
    return NOTHING


@_needed.register(m.All)
def _(node: m.All, c: Compiled) -> Needed:
    return NOTHING.union(*(_needed(item, c) for item in node.items))


@_needed.register(m.Any_)
def _(node: m.Any_, c: Compiled) -> Needed:
    ways = product(*(_needed(item, c) for item in node.items))
    return frozenset(frozenset().union(*way) for way in islice(ways, MOST_WAYS))


@_needed.register(m.Taken)
@_needed.register(m.Named)
def _(node: m.Taken | m.Named, c: Compiled) -> Needed:
    return _needed(node.item, c)


@_needed.register(m.At)
def _(node: m.At, c: Compiled) -> Needed:
    return _needed(node.at, c) | _needed(node.item, c)


@_needed.register(m.HasSpell)
def _(node: m.HasSpell, c: Compiled) -> Needed:
    kept = not node.of and node.word not in ENGINE_SPELLS and c.word(node.word).silence == "no"
    return _one(node.word) if kept else NOTHING


@_needed.register(m.EventIs)
def _(node: m.EventIs, c: Compiled) -> Needed:
    return _of_event(node.event) if node.phase == "held" else _one(node.event.word)


@_needed.register(m.WordIs)
def _(node: m.WordIs, c: Compiled) -> Needed:
    word = c.word(node.word)
    if node.of or node.word in _NO_FACT or node.word in _OPENED_WITH:
        return NOTHING
    if (word.kind == "slot" and not word.each_person) or (word.silence == "no" and "no" not in node.values):
        return _one(node.word)
    return NOTHING


@_needed.register(m.Known)
def _(node: m.Known, c: Compiled) -> Needed:
    return NOTHING if node.word in _NO_FACT or node.word in _OPENED_WITH else _one(node.word)


@_needed.register(m.MatterIs)
def _(node: m.MatterIs, c: Compiled) -> Needed:
    return frozenset((c.kinds_of(node.key),))


@_needed.register(m.Count)
def _(node: m.Count, c: Compiled) -> Needed:
    counted = node.word != "routes_due" and node.word not in ENGINE_SPELLS and c.word(node.word).kind != "people"
    some = (node.op == "at least" and node.n > 0) or node.op == "more than"
    return _one(node.word) if counted and some and node.since is None and node.up_to is None else NOTHING


@_needed.register(m.DocumentIs)
@_needed.register(m.TaskDone)
@_needed.register(m.DocumentAt)
@_needed.register(m.AnswerAt)
def _(node: m.DocumentIs | m.TaskDone | m.DocumentAt | m.AnswerAt, c: Compiled) -> Needed:
    return _one(node.word)


@_needed.register(m.HasCome)
@_needed.register(m.OnDay)
def _(node: m.HasCome | m.OnDay, c: Compiled) -> Needed:
    return _needed(node.moment, c)


@_needed.register(m.Compare)
def _(node: m.Compare, c: Compiled) -> Needed:
    if isinstance(node.left, m.AnswerAt) and c.word(node.left.word).silence == "not known":
        return NOTHING  # what was asked and never answered is not known
    return _needed(node.left, c)


@_needed.register(m.EventAt)
def _(node: m.EventAt, c: Compiled) -> Needed:
    return _of_event(node.event)


@_needed.register(m.SpellEdge)
def _(node: m.SpellEdge, c: Compiled) -> Needed:
    return _one(node.word) if node.word not in ENGINE_SPELLS else NOTHING


@_needed.register(m.ActAt)
def _(node: m.ActAt, c: Compiled) -> Needed:
    return _one(node.verb)


@_needed.register(m.SlotAt)
def _(node: m.SlotAt, c: Compiled) -> Needed:
    if node.name in _MADE_BY:
        return _one(_MADE_BY[node.name])
    return _one(node.name) if node.name not in OWN_SLOTS else NOTHING


@_needed.register(m.Shifted)
@_needed.register(m.EdgeOfDay)
@_needed.register(m.TimeOn)
@_needed.register(m.EitherSide)
def _(node: m.Shifted | m.EdgeOfDay | m.TimeOn | m.EitherSide, c: Compiled) -> Needed:
    return _needed(node.of, c)


@_needed.register(m.NextSitting)
@_needed.register(m.NextDate)
def _(node: m.NextSitting | m.NextDate, c: Compiled) -> Needed:
    return _needed(node.after, c)


def _of_event(event: m.EventRef) -> Needed:
    """An event; where it is counted from or up to another moment, that one may not be known."""
    return _one(event.word) if event.since is None and event.up_to is None else NOTHING


def _one(word: str) -> Needed:
    return frozenset((frozenset((word,)),))
