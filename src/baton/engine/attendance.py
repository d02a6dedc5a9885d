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
    if any(person in here for person in ctx.pack.persons(ctx, who, place)):
        return True
    office = ctx.pack.offices.get(who)
    return office is not None and not office.slot and _came_in_office(ctx, event, who, place, here)


def _came_in_office(ctx: Ctx, event: Event, who: str, place: str, here: set[str]) -> bool:
    """Whether somebody came who held the office then: who was there does not change when they leave it later."""
    if event.held is None or event.held.lo >= ctx.now:
        return False
    now, known, horizon = ctx.now, ctx.known, ctx.horizon
    ctx.now, ctx.known = event.held.lo, {}
    try:
        return any(person in here for person in ctx.pack.persons(ctx, who, place))
    finally:
        ctx.now, ctx.known, ctx.horizon = now, known, horizon


def _one_of(ctx: Ctx, people: str, here: set[str]) -> bool:
    """Whether anybody of these people was there: a member recorded under the word, the child, or a word it includes."""
    word = ctx.pack.words.get(people)
    if people == "child" and ctx.file.subject.id in here:
        return True
    if any(one in here for one in ctx.pack.members(ctx, people)):
        return True
    return any(one in here or _one_of(ctx, one, here) for one in (word.includes if word is not None else ()))
