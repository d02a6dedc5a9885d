"""All that extracts have said of one child, made one account: each thing once, in the order in which it happened.

The account follows from the memory alone, so it is the same whatever was loaded first. Pure: no pack, no database.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from baton.imports.claims import Claim, claims_of
from baton.imports.holders import Held, held_by
from baton.imports.model import Fact
from baton.imports.previous import LASTING, Memory, end_of
from baton.imports.sources import Sources
from baton.imports.spells import PHASES, Doubt, Spell, spells_of
from baton.working_time import Moment, Window, day_window, say_window

# While one of these goes on, the closing of another piece of work does not close the child's case.
_KEEPS_OPEN: Final = frozenset({"looked_after", "cp_plan", "care_leaver"})
# A child of whom one of these goes on is open to the authority.
_IS_OPEN: Final = _KEEPS_OPEN | {"assessment", "child_in_need", "cp_enquiry", "pre_proceedings"}
_PARTIAL: Final = ("known", "latest")
# A child under one of these orders is looked after by law, so they are over when being looked after is.
_ONLY_IN_CARE: Final = frozenset({"interim_care", "care", "placement", "emergency_protection"})


@dataclass(slots=True)
class Account:
    """One child's account. `claims` are facts with where they were read; who holds the child stands apart."""

    child: str
    first: date  # the earliest extract that speaks of the child
    claims: list[Claim] = field(default_factory=list)
    holders: list[Held] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    open_since: Moment | None = None  # the present piece of work began then; None: nothing shows that the child is open
    open_by: tuple[str, date] = ("", date.min)  # the source that shows it last, and its day


def account_of(memory: Memory, sources: Sources) -> Account:
    """The account of one child."""
    account = Account(memory.child, min(s.days[0] for sayings in memory.says.values() for s in sayings))
    by_word: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in claims_of(memory):
        by_word[claim.fact.word, _kind(claim.fact)].append(claim)
    spells: list[Spell] = []
    closings: list[Claim] = []
    for (word, kind), claims in sorted(by_word.items()):
        if kind == "spell" or word == "order":
            found, doubts = spells_of(claims, sources.order(word))
            account.doubts += doubts
            spells += found
        elif kind == "event":
            account.claims += _events(claims, sources.order(word))
        elif word == "closing":
            closings = _closings(claims)
        elif word in LASTING:
            account.claims += _one_each(claims, sources.order(word))
        else:
            account.claims += _once(claims)
    _end_orders(spells)
    rank = {id(c): _rank(c, spell) for spell in spells for c in spell.claims()}
    account.claims += [c for spell in spells for c in spell.claims()]
    taken = _closed(account, closings, spells)
    account.claims.sort(key=lambda c: (c.fact.word not in LASTING, c.place, rank.get(id(c), 1), c.fact.word))
    account.holders = held_by(memory, tuple(sorted(end_of(_day(c)) for c in taken)))
    _is_open(account, spells, [c for c in account.claims if c.fact.word == "referral"], taken)
    return account


def _kind(fact: Fact) -> str:
    if fact.word == "order":
        return fact.part("type") or ""
    if fact.phase in PHASES:
        return "spell"
    return "event" if fact.phase in ("held", "booked") else ""


def _events(claims: Iterable[Claim], order: Iterable[str]) -> Iterator[Claim]:
    """A meeting or referral on one day is one, with what every source says of it; held stands before booked."""
    by_day: dict[Window, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_day[claim.fact.happened].append(claim)
    rank = {source: n for n, source in enumerate(order)}
    for same in by_day.values():
        same.sort(key=lambda c: (c.fact.phase == "booked", rank.get(c.source, len(rank)), c.group))
        first = same[0]
        agree = [c for c in same if c.fact.phase == first.fact.phase]
        parts = {name: value for c in reversed(agree) for name, value in c.fact.parts}
        if not all(_PARTIAL in c.fact.parts for c in agree):
            parts.pop(_PARTIAL[0], None)
        yield first._replace(fact=_referral(replace(first.fact, parts=tuple(sorted(parts.items())))))


def _referral(fact: Fact) -> Fact:
    """A referral on which nothing further was done opened no case: it is kept as seen."""
    if fact.word == "referral" and fact.part("no_further_action") == "yes":
        return replace(fact, phase="observed")
    return fact


def _one_each(claims: Iterable[Claim], order: Iterable[str]) -> Iterator[Claim]:
    """What does not change with time: as the latest extract has it, of the source that comes first."""
    rank = {source: n for n, source in enumerate(order)}
    best: dict[str, Claim] = {}
    for claim in sorted(claims, key=lambda c: (c.last, -rank.get(c.source, len(rank)), c.group)):
        best[claim.fact.part("system") or ""] = claim
    for name in sorted(best):
        yield _as_first_said(best[name], claims)


def _as_first_said(claim: Claim, claims: Iterable[Claim]) -> Claim:
    """Of several lists that say the same, the one that said it first is named."""
    same = [c for c in claims if (c.fact.phase, c.fact.parts) == (claim.fact.phase, claim.fact.parts)]
    return min((c for c in same if _alike(c.fact, claim.fact)), key=lambda c: (c.place, c.source, c.group))


def _alike(one: Fact, other: Fact) -> bool:
    return one.happened == other.happened or (one.happened.is_vague and other.happened.is_vague)


def _once(claims: Iterable[Claim]) -> Iterator[Claim]:
    """Anything else: each different thing once, from when it was first said."""
    seen: set[tuple[str, tuple[tuple[str, str], ...], Window]] = set()
    for claim in sorted(claims, key=lambda c: (c.place, c.source, c.group)):
        name = (claim.fact.phase, claim.fact.parts, claim.fact.happened)
        if name not in seen:
            seen.add(name)
            yield claim


def _rank(claim: Claim, spell: Spell) -> int:
    """On one day the end of one spell stands before the start of the next, and after its own start."""
    if claim is not spell.end:
        return 1
    return 2 if claim.place == spell.begins else 0


def _end_orders(spells: list[Spell]) -> None:
    """Orders that only a looked-after child can be under end with the last spell of being looked after."""
    care = [spell for spell in spells if spell.word == "looked_after"]
    if not care or any(spell.is_going_on for spell in care):
        return
    last = max(care, key=lambda spell: spell.ends).end
    for spell in spells:
        kind = spell.start.fact.part("type") if spell.word == "order" and spell.start is not None else None
        if last is not None and spell.is_going_on and kind in _ONLY_IN_CARE and spell.begins <= last.fact.happened.lo:
            parts = (("inferred_from", "looked_after"), ("type", str(kind)))
            spell.end = last._replace(fact=Fact("order", "ended", last.fact.happened, parts))


def _day(claim: Claim) -> date:
    return claim.fact.happened.last_day


def _closings(claims: list[Claim]) -> list[Claim]:
    """One closing a day; a closing known only "by" an extract is taken as of that extract's day."""
    found: dict[date, Claim] = {}
    dated = [c for c in claims if not c.fact.happened.is_vague]
    for claim in sorted(claims, key=lambda c: (c.fact.happened.is_vague, c.source, c.group)):
        day = _day(claim)
        if claim.fact.happened.is_vague and any(_day(c) <= day for c in dated):
            continue
        said = replace(claim.fact, happened=day_window(day))
        found.setdefault(day, claim._replace(fact=said))
    return [found[day] for day in sorted(found)]


def _closed(account: Account, closings: list[Claim], spells: list[Spell]) -> list[Claim]:
    """The closings that close the case. One while a plan, care or leaving care goes on is kept as seen."""
    taken: list[Claim] = []
    for claim in closings:
        at = claim.fact.happened
        going = next((s for s in spells if s.word in _KEEPS_OPEN and s.begins <= at.lo and s.ends >= at.hi), None)
        if going is None:
            taken.append(claim)
            account.claims.append(claim)
            continue
        account.claims.append(claim._replace(fact=replace(claim.fact, phase="observed")))
        says = f"{claim.group} says the case was closed {say_window(at)}, and {going.word} goes on: not taken as closed"
        account.doubts.append(Doubt("closing", says))
    return taken


def _is_open(account: Account, spells: list[Spell], referrals: list[Claim], closed: list[Claim]) -> None:
    """Whether the extracts show the child as open, since when, and by which source."""
    last = max((end_of(_day(c)) for c in closed), default=0)
    begun: list[tuple[Moment, str, date]] = [
        (spell.begins, spell.support[-1].source if spell.support else "", spell.seen)
        for spell in spells
        if spell.word in _IS_OPEN and spell.is_going_on and (spell.begins >= last or spell.word in _KEEPS_OPEN)
    ]
    begun += [(c.place, c.source, c.last) for c in referrals if c.fact.phase == "held" and c.place >= last]
    if not begun:
        return
    account.open_since = max(min(start for start, _, _ in begun), last) if last else min(start for start, _, _ in begun)
    _, source, day = max(begun, key=lambda b: (b[2], b[1]))
    account.open_by = (source, day)
