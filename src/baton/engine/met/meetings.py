"""Meetings held, attended and booked, and sittings of forums."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from baton.engine.context import Ctx
from baton.engine.facts import Event
from baton.engine.sittings import own_sitting, sittings_between
from baton.engine.who import Resolved, resolve, sets_of
from baton.policy import model as m
from baton.working_time import Moment, Window, local_day

if TYPE_CHECKING:
    from baton.engine.ruled import CMust
from baton.engine.met.found import UNMET, Met, met_by, moment_of_record, since_day, what_counts


def _events(ctx: Ctx, r: CMust, opened: Moment) -> list[Event]:
    if isinstance(ctx.it, Event):
        return [ctx.it]
    low, high = since_day(opened), ctx.now
    mine = ("", ctx.matter.id) if ctx.matter is not None else None
    if ctx.matter is not None and ctx.matter.ended is not None:
        high = min(high, ctx.matter.ended.happened.hi)
    return [
        e for word in r.rule.words for e in ctx.facts.events[word]
        if e.held is not None and (e.held.lo >= low or e.held.hi > low) and e.held.lo <= high
        and (mine is None or e.matter in mine)
    ]  # fmt: skip


def hold(ctx: Ctx, r: CMust, opened: Moment) -> Met:
    if r.rule.words and r.rule.words[0] in ctx.pack.forums:
        return _sits(ctx, r.rule.words[0])
    missing: tuple[str, ...] = ()
    not_counting = 0
    for event in _events(ctx, r, opened):
        if event.held is None:
            continue
        counts, lacking = what_counts(ctx, r, event)
        if counts:
            return Met(event.held, moment_of_record(event.held, event.recorded), event.entry)
        missing, not_counting = _names(ctx, lacking), event.entry
    return Met(missing=missing, does_not_count=not_counting)


def _sits(ctx: Ctx, forum: str) -> Met:
    """A sitting of the forum: the subject itself, if it was held; else one planned or held in the interval in hand."""
    if ctx.file.subject.kind == "sitting":
        own = own_sitting(ctx.pack.forums[forum], ctx.file)
        if own is None or not own.held:
            return Met(missing=(forum,))
        return Met(Window(own.at, own.at), own.at)
    if not isinstance(ctx.it, Window):
        return UNMET
    first, last = local_day(ctx.it.lo), local_day(ctx.it.hi - 1)
    for sitting in sittings_between(ctx.pack.forums[forum], ctx.file, first, last):
        if not sitting.cancelled:
            return Met(Window(sitting.at, sitting.at), sitting.at)
    return Met(missing=(forum,))


def _names(ctx: Ctx, offices: Iterable[str]) -> tuple[str, ...]:
    """The persons behind the offices that were absent, so that the page can name them; else the office itself."""
    names: list[str] = []
    for office in offices:
        who, _, place = office.partition(" of ")
        persons = ctx.pack.persons(ctx, who, place)
        names.extend(persons or (office,))
    return tuple(dict.fromkeys(names))


def attend(ctx: Ctx, r: CMust, opened: Moment) -> Met:
    if r.rule.words and r.rule.words[0] in ctx.pack.forums:
        return _attend_forum(ctx, r) if ctx.file.subject.kind == "child" else _attend_sitting(ctx, r)
    event = _last_before_the_end(ctx, r, _events(ctx, r, opened))
    if event is None:
        return UNMET
    here = set(event.attended)
    missing: list[str] = []
    sets = sets_of(ctx, r.rule.who)
    then = _sets_then(ctx, r, event)
    for number, one in enumerate(sets):
        names = {o.partition(" of ")[0] for o in one.offices}
        there = (*one.persons, *(then[number].persons if len(then) == len(sets) else ()))
        if here.isdisjoint(there) and here.isdisjoint(names) and here.isdisjoint(one.offices):
            missing.extend(one.persons or one.offices)
    if isinstance(r.rule.who, m.AnyOf) and len(missing) < len(sets[0].persons):
        missing = []
    assert event.held is not None
    if missing:
        return Met(missing=tuple(missing), broken=event.held, does_not_count=event.entry)
    return Met(event.held, moment_of_record(event.held, event.recorded), event.entry)


def _sets_then(ctx: Ctx, r: CMust, event: Event) -> tuple[Resolved, ...]:
    """Who had to come, as their offices and posts stood at the event: it stays attended when they leave later."""
    if event.held is None or event.held.lo >= ctx.now:
        return ()
    now, known, horizon = ctx.now, ctx.known, ctx.horizon
    ctx.now, ctx.known = event.held.lo, {}
    try:
        return sets_of(ctx, r.rule.who)
    finally:
        ctx.now, ctx.known, ctx.horizon = now, known, horizon


def _last_before_the_end(ctx: Ctx, r: CMust, events: list[Event]) -> Event | None:
    """The last one held while the duty stood: who came to a later one neither mends nor breaks it."""
    held = [e for e in events if e.held is not None]
    if r.until_m is not None and held:
        _state, window, _because, until = r.until_m(ctx)
        ctx.look_until(until)
        if window is not None:
            held = [e for e in held if e.held is not None and e.held.lo < window.lo]
    return held[-1] if held else None


def _attend_sitting(ctx: Ctx, r: CMust) -> Met:
    """Who came to the sitting that is the subject: each seat must be filled by its holder or a stand-in."""
    sitting = own_sitting(ctx.pack.forums[r.rule.words[0]], ctx.file)
    if sitting is None or not sitting.held:
        return UNMET
    here = set(sitting.attended)
    when = Window(sitting.at, sitting.at)
    missing = tuple(
        one.offices[0]
        for one in sets_of(ctx, r.rule.who)
        if not here & set(one.persons) and not here & set(one.offices)
    )
    return Met(missing=missing, broken=when) if missing else Met(when, sitting.at)


def _attend_forum(ctx: Ctx, r: CMust) -> Met:
    presenter = ctx.slot("presenter")
    entry = ctx.matter.values_at.get("presenter") if ctx.matter is not None else None
    if presenter and entry is not None and presenter in resolve(ctx, r.rule.who).persons:
        return met_by(entry)
    return UNMET


def book(ctx: Ctx, r: CMust, opened: Moment) -> Met:
    for word in r.rule.words:
        for event in ctx.facts.events[word]:
            if not event.cancelled:
                entry = ctx.facts.entries.get(event.entry)
                if entry is not None and what_counts(ctx, r, event)[0]:
                    return Met(Window(entry.recorded_at, entry.recorded_at), entry.recorded_at, entry.number)
    return UNMET
