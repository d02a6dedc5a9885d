"""Events: held, booked, cancelled, who came."""

from __future__ import annotations

from typing import Any

from baton.engine.attendance import came_to
from baton.engine.conditions.answers import NO
from baton.engine.context import FORECAST, KNOWN, NOT_KNOWN, Answer, Ctx, Judge, entry_because
from baton.engine.facts import Event, Spell
from baton.engine.moments import compile_event
from baton.engine.moments.reading import parts_match
from baton.policy import model as m
from baton.working_time import END


def event_is(condition: m.EventIs, c: Any) -> Judge:
    ref, phase, wanted = condition.event, condition.phase, condition.parts
    find = compile_event(ref, c)
    word = ref.word
    plain = not (ref.nth or ref.parts or ref.attended or ref.up_to)

    def held(ctx: Ctx) -> Answer:
        if ref.which in ("", "last") and ref.since is None and plain:
            return _any_held(ctx)
        event, state, _window, because, until = find(ctx)
        if state == FORECAST and ctx.forecasting:
            return None, until, because
        if state == NOT_KNOWN:
            return None, until, because
        if state != KNOWN or event is None or event.held is None:
            return False, until, because
        return (not wanted or parts_match(event.parts, wanted)), until, because

    def _any_held(ctx: Ctx) -> Answer:
        past_booking: Any = ()
        until = END
        for event in reversed(ctx.facts.events[word]):
            if event.held is not None:
                if event.held.lo > ctx.now:
                    until = min(until, event.held.lo)
                    continue
                if not wanted or parts_match(event.parts, wanted):
                    return True, until, entry_because(event.entry)
                if ref.which == "last":
                    return False, until, entry_because(event.entry)
            elif not event.cancelled and event.booked is not None:
                if event.booked.hi <= ctx.now:
                    past_booking = (("entry", event.entry), ("asks", word))
                else:
                    until = min(until, event.booked.hi)
                    if ctx.forecasting:
                        past_booking = entry_because(event.entry)
        if past_booking:
            return None, until, past_booking
        return False, until, ()

    def booked(ctx: Ctx) -> Answer:
        until = END
        for event in ctx.facts.events[word]:
            if event.held is not None or event.cancelled or event.booked is None:
                continue
            if ref.parts and not parts_match(event.parts, ref.parts):
                continue
            if event.booked.hi > ctx.now and (not wanted or parts_match(event.parts, wanted)):
                return True, min(until, event.booked.hi), entry_because(event.entry)
        return False, until, ()

    def cancelled(ctx: Ctx) -> Answer:
        for event in ctx.facts.events[word]:
            if event.cancelled:
                return True, END, entry_because(event.entry)
        return NO

    return {"held": held, "booked": booked, "cancelled": cancelled}[phase]


def it_has(condition: m.ItHas, c: Any) -> Judge:
    parts = condition.parts

    def judge(ctx: Ctx) -> Answer:
        it = ctx.it
        if not isinstance(it, Event | Spell):
            return NO
        if parts_match(it.parts, parts):
            return True, END, entry_because(it.entry)
        return False, END, (*entry_because(it.entry), *(("word", part) for part, _values in parts))

    return judge


def attended(condition: m.Attended, c: Any) -> Judge:
    who, place = condition.who, condition.place
    people = c.word(who).kind == "people"
    find = compile_event(condition.event, c) if condition.event is not None else None

    def judge(ctx: Ctx) -> Answer:
        event = ctx.it if isinstance(ctx.it, Event) else None
        if event is None and find is not None:
            event = find(ctx)[0]
        if event is None or event.held is None:
            return NO
        because = (("entry", event.entry),)
        if came_to(ctx, event, who, place, people):
            return True, END, because
        return False, END, (*because, ("absent", f"{who} of {place}" if place else who))

    return judge
