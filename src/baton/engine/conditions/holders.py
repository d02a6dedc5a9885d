"""Who holds the child, from where to where it goes, who is there, and the same person twice."""

from __future__ import annotations

from typing import Any

from baton.engine.conditions.answers import NO, YES
from baton.engine.context import Answer, Ctx, Judge, entry_because
from baton.engine.siblings import holder_of_kin, team_of_kin
from baton.engine.who import places_of, resolve_office
from baton.policy import model as m
from baton.working_time import END


def held_by(condition: m.Held, c: Any) -> Judge:
    members = c.services_in(condition.place)

    def now(ctx: Ctx) -> Answer:
        holding = ctx.holding
        if holding is None:
            return NO
        inside = holding.service in members or holding.team in members
        return inside, holding.end, holding.because

    def ever(ctx: Ctx) -> Answer:
        for holding in ctx.timeline.holdings:
            if holding.end <= ctx.now and (holding.service in members or holding.team in members):
                return True, END, holding.because
        return NO

    return ever if condition.before else now


def closed_by(condition: m.ClosedBy, c: Any) -> Judge:
    members = c.services_in(condition.place)

    def judge(ctx: Ctx) -> Answer:
        for closing in reversed(ctx.facts.holders):
            if closing.verb in ("close", "closed") and closing.happened.lo <= ctx.now:
                last = [h for h in ctx.timeline.holdings if h.start < closing.happened.lo]
                inside = bool(last) and (last[-1].service in members or last[-1].team in members)
                return inside, END, entry_because(closing.number) + (last[-1].because if last else ())
        return NO

    return judge


def going(condition: m.Going, c: Any) -> Judge:
    members = c.services_in(condition.place)
    service, team = ("to_service", "to_team") if condition.direction == "to" else ("from_service", "from_team")

    def judge(ctx: Ctx) -> Answer:
        if ctx.matter is None:
            return NO
        slots = ctx.matter.slots
        return YES if slots.get(service) in members or slots.get(team) in members else NO

    return judge


def available(condition: m.Available, c: Any) -> Judge:
    """Whether somebody is in the office itself and not away; the office above does not make it available."""
    office, place = condition.office, condition.place

    def judge(ctx: Ctx) -> Answer:
        found = resolve_office(ctx, office, place)
        own = [p for p, how in zip(found.persons, found.capacities, strict=False) if how != "senior above"]
        here = [p for p in own if ctx.people.ends(p) > ctx.now and not ctx.people.absent(p, ctx.now)]
        return bool(here), ctx.people.next_absence(ctx.now), (("word", office),)

    return judge


def works_in(condition: m.WorksIn, c: Any) -> Judge:
    """Whether the person has a post or an office there now; not known while nobody is named or the place is not."""
    office, phrase = condition.office, condition.place

    def judge(ctx: Ctx) -> Answer:
        because = (("word", office),)
        persons = ctx.pack.persons(ctx, office, "")
        places = [key for key in places_of(ctx, phrase) if key]
        if not persons or not places:
            return None, END, because
        inside = frozenset().union(*(c.services_in(key) for key in places))
        teams = {place for person in persons for _o, place, _how in ctx.people.offices_of(person, ctx.now)}
        return not inside.isdisjoint(teams), min(ctx.people.ends(p) for p in persons), because

    return judge


def _same_pair(c: Any) -> Judge:
    """Whether the teams at both ends of the matter in hand are paired, whichever of them names the other."""

    def judge(ctx: Ctx) -> Answer:
        ends = [str(ctx.slot(slot) or "") for slot in ("from_team", "to_team")]
        places = c.pack.places
        paired = all(ends) and any(
            one in places and (places[one].paired_with == other or other in places[one].pairs)
            for one, other in (ends, reversed(ends))
        )
        return paired, END, ()

    return judge


def same(condition: m.Same, c: Any) -> Judge:
    word = condition.word
    if word == "pair":
        return _same_pair(c)

    def judge(ctx: Ctx) -> Answer:
        chosen = ctx.pack.chosen_person(ctx)
        if word == "former_worker":
            former = ctx.pack.persons(ctx, "former_worker", "")
            return (chosen in former) if former else True, END, (("word", word),)
        if ctx.kin is not None and word in ("allocated_worker", "receiving_worker", "holder"):
            theirs = holder_of_kin(ctx, ctx.kin)
            if theirs is None:
                return None, END, (("kin", ctx.kin.child),)
            mine = chosen or (ctx.holding.person if ctx.holding else "")
            return mine == theirs, END, (("kin", ctx.kin.child),)
        if ctx.kin is not None and word in ("receiving_team", "holding_team"):
            team = team_of_kin(ctx, ctx.kin, word == "receiving_team")
            if not team:
                return None, END, (("kin", ctx.kin.child),)
            own = ctx.people.team_of(chosen, ctx.now) if chosen else ""
            if not own and word == "receiving_team":
                own = str(ctx.slot("to_team") or "")
            return team == (own or (ctx.holding.team if ctx.holding else "")), END, (("kin", ctx.kin.child),)
        return NO

    return judge
