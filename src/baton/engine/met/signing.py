"""Where each of several must do it: who has not yet, and whether two offices may be signed for by one person."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from baton.engine.context import Ctx
from baton.engine.met.found import Met
from baton.engine.who import Resolved, sets_of
from baton.journal.entry import Entry
from baton.policy import model as m

if TYPE_CHECKING:
    from baton.engine.ruled import CMust


def not_signed(ctx: Ctx, r: CMust, entries: Iterable[Entry]) -> tuple[str, ...]:
    """The offices of an `each` set for which nobody of theirs stands among the entries; () for any other who.

    A person who holds two of the offices counts for both, unless the rule says `different_people`. What a source says
    was done counts for all: it does not tell by whom.
    """
    if not isinstance(r.rule.who, m.EachOf | m.AtLeast):
        return ()
    entries = tuple(entries)
    if any(e.source == "import" for e in entries):
        return ()
    sets = sets_of(ctx, m.EachOf(r.rule.who.items))
    persons = {e.done_by for e in entries}
    if r.rule.different_people:
        chosen = _one_each(sets, persons)
        lacking = [one for number, one in enumerate(sets) if number not in chosen]
    else:
        lacking = [one for one in sets if not persons & set(one.persons)]
    if isinstance(r.rule.who, m.AtLeast) and len(sets) - len(lacking) >= r.rule.who.n:
        return ()
    return tuple(dict.fromkeys(name for one in lacking for name in (one.offices or one.persons)))


def _one_each(sets: tuple[Resolved, ...], persons: set[str]) -> dict[int, str]:
    """A different person for as many of the sets as can be (augmenting paths), by the number of the set."""
    chosen: dict[int, str] = {}

    def place(number: int, tried: set[str]) -> bool:
        for person in sets[number].persons:
            if person not in persons or person in tried:
                continue
            tried.add(person)
            other = next((n for n, p in chosen.items() if p == person), None)
            if other is None or place(other, tried):
                chosen[number] = person
                return True
        return False

    for number in range(len(sets)):
        place(number, set())
    return chosen


def by_another(ctx: Ctx, r: CMust, met: Met) -> Met:
    """The same, unless it was done by whoever did another step that the rule wants done by somebody else."""
    entry = ctx.facts.entries.get(met.entry)
    if met.window is None or entry is None or entry.source != "person":
        return met
    from baton.engine.duties import duties_of

    for key in r.rule.not_same_person_as:
        for other in ctx.pack.rules_here(ctx).must(key):
            for duty in duties_of(ctx, other):
                done = ctx.facts.entries.get(duty.met_by)
                if done is not None and done.done_by == entry.done_by:
                    return Met(missing=(f"somebody other than {entry.done_by}",), does_not_count=entry.number)
    return met
