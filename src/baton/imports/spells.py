"""Spells of one word from several sources, made one history. The source of record speaks up to its own last extract;
others add what it does not show and what came after. In doubt the spell goes on: the protected case. Pure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby
from typing import Final, NamedTuple

from baton.imports.claims import Claim
from baton.working_time import BEGINNING, END, Moment, Window, say_window

PHASES: Final = frozenset({"started", "ended"})


class Doubt(NamedTuple):
    """Sources that do not agree: all is kept, one stands, a person should look."""

    word: str
    says: str


@dataclass(slots=True)
class Spell:
    """One spell as a source shows it. Without `start` only its end is known."""

    word: str
    start: Claim | None
    end: Claim | None = None
    changes: list[Claim] = field(default_factory=list)
    support: list[Claim] = field(default_factory=list)

    @property
    def begins(self) -> Moment:
        """From when it is known to be going on."""
        return BEGINNING if self.start is None else self.start.place

    @property
    def ends(self) -> Moment:
        """Up to when it is known to be going on."""
        return END if self.end is None else self.end.fact.happened.lo

    @property
    def seen(self) -> date:
        """The last extract that speaks of it."""
        return max(claim.last for claim in (*self.support, *([self.end] if self.end else [])))

    @property
    def is_going_on(self) -> bool:
        return self.end is None

    def claims(self) -> Iterator[Claim]:
        """The spell as facts, in the order in which they happened."""
        if self.start is not None:
            yield self.start
        yield from self.changes
        if self.end is not None:
            yield self.end

    def parts(self) -> dict[str, str]:
        """Its parts as they are now."""
        claims = (self.start, *self.changes)
        return {name: value for claim in claims if claim is not None for name, value in claim.fact.parts}


def spells_of(claims: Iterable[Claim], order: Sequence[str]) -> tuple[list[Spell], list[Doubt]]:
    """The spells of one word (and type); `order` names the sources, the book of record first."""
    by_source: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_source[claim.source].append(claim)
    doubts: list[Doubt] = []
    spells: list[Spell] = []
    for source in sorted(by_source, key=lambda name: (order.index(name) if name in order else len(order), name)):
        _join(spells, _of_source(by_source[source], doubts), doubts)
    return _without_overlap(spells), doubts


def _of_source(claims: list[Claim], doubts: list[Doubt]) -> list[Spell]:
    """A start while it goes on changes its parts; an end closes it unless another list of the day says it goes on."""
    spells: list[Spell] = []
    going: Spell | None = None
    for claim in _in_order(claims):
        fact = claim.fact
        if fact.phase == "started":
            if going is None:
                going = Spell(fact.word, claim)
                spells.append(going)
            elif not set(fact.parts) <= set(going.parts().items()):
                going.changes.append(claim)
            going.support.append(claim)
        elif going is None:
            if not any(s.end is not None and s.end.fact.happened == fact.happened for s in spells):
                spells.append(Spell(fact.word, None, claim, support=[claim]))
        elif other := _still_says(going, claim):
            doubts.append(
                Doubt(fact.word, f"{claim.group} says it is over, {other.group} that it goes on: taken as going on")
            )
        else:
            going.end = claim
            going = None
    return spells


def _still_says(going: Spell, over: Claim) -> Claim | None:
    """Another group that says "so it is" in the same or a later extract than the vague end."""
    if not over.fact.happened.is_vague:
        return None
    return next((c for c in going.support if c.group != over.group and c.last >= over.first and _vague(c)), None)


def _vague(claim: Claim) -> bool:
    return claim.fact.happened.is_vague


def _in_order(claims: list[Claim]) -> Iterator[Claim]:
    """By time; on one day the end of what went on before stands before the start of what follows."""
    going = False
    for _, same in groupby(sorted(claims, key=lambda c: (c.place, c.group)), key=lambda c: c.place):
        together = list(same)
        first = "ended" if going else "started"
        together.sort(key=lambda c: c.fact.phase != first)
        yield from together
        going = together[-1].fact.phase == "started"


def _join(spells: list[Spell], others: list[Spell], doubts: list[Doubt]) -> None:
    """Adds what another source says to what stands."""
    horizon = max((s.seen for s in spells), default=date.min)
    known = list(spells)
    for other in others:
        shared = [s for s in known if _overlap(s, other)]
        if not shared:
            spells.append(other)
            continue
        mine = shared[-1]
        _starts(shared[0], other, doubts)
        mine.changes += [c for c in other.changes if c.first > horizon and c.place < mine.ends]
        if other.start is not None and other.start.first > horizon and other.start.place > mine.begins:
            mine.changes += [other.start] if not set(other.start.fact.parts) <= set(mine.parts().items()) else []
        _ends(mine, other, doubts)
        mine.support += [c for c in other.support if c.last > mine.seen]


def _starts(mine: Spell, other: Spell, doubts: list[Doubt]) -> None:
    if other.start is None:
        return
    if mine.start is None:
        mine.start = other.start
        return
    ours, theirs = mine.start.fact.happened, other.start.fact.happened
    if ours == theirs or theirs.is_vague:
        return
    if ours.is_vague:
        mine.start = mine.start._replace(fact=replace(mine.start.fact, happened=theirs))
        return
    says = f"{mine.start.source} says it began {say_window(ours)}, {other.start.source} {say_window(theirs)}"
    doubts.append(Doubt(mine.word, f"{says}: the first stands"))


def _ends(mine: Spell, other: Spell, doubts: list[Doubt]) -> None:
    if mine.end is None and other.end is not None:
        if other.end.last > mine.seen:
            mine.end = other.end
        else:
            says = f"{other.end.source} says it ended {say_window(other.end.fact.happened)}"
            doubts.append(Doubt(mine.word, f"{says}, a later extract that it goes on: taken as going on"))
    elif mine.end is not None and other.end is None:
        if other.seen > mine.end.last:
            says = f"{mine.end.source} says it ended {say_window(mine.end.fact.happened)}"
            doubts.append(Doubt(mine.word, f"{says}, a later extract that it goes on: taken as going on"))
            mine.end = None
    elif mine.end is not None and other.end is not None and mine.end.fact.happened != other.end.fact.happened:
        ours, theirs = mine.end.fact.happened, other.end.fact.happened
        if ours.is_vague and not theirs.is_vague:
            mine.end = other.end
        elif not theirs.is_vague:
            says = f"{mine.end.source} says it ended {say_window(ours)}, {other.end.source} {say_window(theirs)}"
            doubts.append(Doubt(mine.word, f"{says}: the first stands"))


def _overlap(one: Spell, other: Spell) -> bool:
    if one.begins == other.begins:
        return True
    return one.begins < other.ends and other.begins < one.ends


def _without_overlap(spells: list[Spell]) -> list[Spell]:
    """Spells that overlap are one, from the first start to the last end."""
    kept: list[Spell] = []
    for spell in sorted(spells, key=lambda s: (s.begins, s.ends)):
        last = kept[-1] if kept else None
        if last is None or not _overlap(last, spell):
            kept.append(spell)
            continue
        last.changes += [c for c in spell.claims() if c.fact.phase == "started" and c.place > last.begins]
        last.support += spell.support
        if last.end is not None and (spell.end is None or spell.ends > last.ends):
            last.end = spell.end
    for spell in kept:
        spell.changes = _changes(spell)
        if spell.start is not None and spell.start.fact.happened.lo <= BEGINNING and len(kept) > 1:
            _after_the_one_before(spell, kept)
    return kept


def _changes(spell: Spell) -> list[Claim]:
    """The changes that do change a part, in order."""
    parts = dict(spell.start.fact.parts) if spell.start is not None else {}
    found = []
    for claim in sorted(spell.changes, key=lambda c: (c.place, c.source, c.group)):
        if not set(claim.fact.parts) <= set(parts.items()):
            parts |= dict(claim.fact.parts)
            found.append(claim)
    return found


def _after_the_one_before(spell: Spell, spells: list[Spell]) -> None:
    """What began "by" a day began after the spell before it ended."""
    before = [s.end.fact.happened.hi for s in spells if s is not spell and s.end is not None and s.ends <= spell.begins]
    assert spell.start is not None
    when = spell.start.fact.happened
    if before and max(before) < when.hi:
        narrower = replace(spell.start.fact, happened=Window(max(before), when.hi))
        spell.start = spell.start._replace(fact=narrower)
