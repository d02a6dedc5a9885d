"""Who came to an event: persons, the holders of an office, or one of a set of people."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from baton.engine.context import Ctx
    from baton.engine.facts import Event


def came_to(ctx: Ctx, event: Event, who: str, place: str, people: bool) -> bool:
    """Whether an office (of a place), or anybody of a set of people, is on record as having been at the event."""
    here = set(event.attended)
    if who in here or (place and f"{who} of {place}" in here) or (people and _one_of(ctx, who, here)):
        return True
    return any(person in here for person in ctx.pack.persons(ctx, who, place))


def _one_of(ctx: Ctx, people: str, here: set[str]) -> bool:
    """Whether anybody of these people was there: a member recorded under the word, the child, or a word it includes."""
    word = ctx.pack.words.get(people)
    if people == "child" and ctx.file.subject.id in here:
        return True
    if any(one in here for one in ctx.pack.members(ctx, people)):
        return True
    return any(one in here or _one_of(ctx, one, here) for one in (word.includes if word is not None else ()))
