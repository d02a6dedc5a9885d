"""Which acts of a matter wait for one another: what must be done before an act, where that act is itself a duty which
another act waits for. Read from the rules' `before` alone; who did what, and when, is the record's."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from baton.policy import model as m

FEWEST = 3  # links that make a chain; two acts of which one waits for the other are said by their steps


@dataclass(frozen=True, slots=True)
class Link:
    """An act, and the duties that must be done before it, in the pack's order."""

    act: str
    duties: tuple[m.Must, ...]


def chain_of(pack: m.Pack, kinds: Collection[str]) -> tuple[Link, ...]:
    """The acts of a matter of these kinds (its own and those it is a kind of) that wait for one another, the first to
    be done first; the last is the act that no other waits for. Empty where fewer than three hang together."""
    found = [
        r
        for r in pack.rules
        if isinstance(r, m.Must) and r.head.for_ in kinds and not set(kinds) & set(r.head.not_for) and not r.each
    ]
    duties = list({r.head.key: r for r in found if r.strength == "refuse"}.values())
    waits = dict.fromkeys(act for duty in duties for act in duty.before)
    steps = {end: _steps_to(end, duties) for end in waits if not any(_brings(d, end) for d in duties)}
    steps = {end: found for end, found in steps.items() if max(found.values()) + 1 >= FEWEST}
    longest = max(steps.values(), key=lambda found: (max(found.values()), len(found)), default={})
    place = {f"{d.verb} {word}": n for n, d in enumerate(duties) for word in d.words}
    acts = sorted(longest, key=lambda act: (-longest[act], place.get(act, 0)))
    return tuple(Link(act, tuple(d for d in duties if act in d.before)) for act in acts)


def _brings(duty: m.Must, act: str) -> bool:
    """Whether doing this duty is that act."""
    return any(f"{duty.verb} {word}" == act for word in duty.words)


def _steps_to(end: str, duties: list[m.Must]) -> dict[str, int]:
    """The acts that lead to the end, each with the most steps between them; what waits for itself is left out."""
    steps = {end: 0}
    layer = [end]
    while layer and max(steps.values()) < len(duties):
        brought = [f"{d.verb} {word}" for act in layer for d in duties if act in d.before for word in d.words]
        layer = [act for act in dict.fromkeys(brought) if any(act in d.before for d in duties)]
        depth = max(steps.values()) + 1
        steps |= dict.fromkeys(layer, depth)
    return steps
