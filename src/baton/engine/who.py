"""Who: offices, slots and forums resolved to persons with capacities, or to a named hole."""

from __future__ import annotations

from typing import NamedTuple

from baton.engine.context import Ctx
from baton.engine.moments import window_of_text
from baton.engine.moments.reading import value_of
from baton.engine.slot_offices import SLOT_OFFICES
from baton.policy import model as m
from baton.working_time import END, Moment


class Resolved(NamedTuple):
    """Persons with the capacity in which they may act, and the offices asked."""

    persons: tuple[str, ...]
    capacities: tuple[str, ...]
    offices: tuple[str, ...]
    hole: str = ""  # "service_manager of fscp": nobody holds it; the persons are of the office above

    @property
    def named(self) -> bool:
        return bool(self.persons)


NOBODY = Resolved((), (), ())
MOST_FOUND = 4096
PLAIN_ROLES = frozenset(("landing_holder", "worker", "co_worker", "team_member"))
CAPACITIES = ("own office", "cover", "deputy", "representative", "delegate", "senior above")


def places_of(ctx: Ctx, phrase: str) -> tuple[str, ...]:
    """The keys of places that a phrase such as "sending team" or "receiving service" means now; () if not known."""
    if not phrase:
        return ("",)
    if phrase == "each service":
        return ctx.pack.service_keys
    if phrase == "each team":
        return ctx.pack.team_keys
    if phrase == "each other team":
        return other_teams(ctx)
    side, _, level = phrase.partition(" ")
    if level not in ("team", "service"):
        if phrase.startswith("service short of"):
            short = ctx.slot("short_service") or ctx.slot("to_service")
            return (short,) if short else ()
        return ctx.pack.places_in(phrase)
    team, service = _side(ctx, side)
    if level == "service":
        return (service,) if service else ()
    return (team,) if team else ((service,) if service else ())


def other_teams(ctx: Ctx) -> tuple[str, ...]:
    """The other teams of the service at the sending end of the matter in hand, or that holds the child."""
    team, service = _side(ctx, "sending")
    return tuple(key for key in ctx.pack.teams_of(service) if key != team)


def _side(ctx: Ctx, side: str) -> tuple[str, str]:
    if side == "sending" and ctx.matter is not None:
        return str(ctx.slot("from_team") or ""), str(ctx.slot("from_service") or "")
    if side == "receiving" and ctx.matter is not None:
        return str(ctx.slot("to_team") or ""), str(ctx.slot("to_service") or "")
    if side == "closing":
        for holding in reversed(ctx.timeline.holdings):
            if holding.end <= ctx.now and holding.service in ctx.pack.statutory:
                return holding.team, holding.service
        return "", ""
    if ctx.holding is not None and side in ("holding", "sending"):
        return ctx.holding.team, ctx.holding.service
    return "", ""


def persons_of(ctx: Ctx, office: str, place: str) -> tuple[str, ...]:
    """The persons that an office (of a place phrase) or a slot office means now."""
    return resolve_office(ctx, office, place).persons


def resolve_office(ctx: Ctx, office: str, place: str) -> Resolved:
    """One office of one place phrase. A slot office gives its one person."""
    slot = SLOT_OFFICES.get(office)
    if slot is not None:
        person = slot(ctx)
        if not person:
            return Resolved((), (), (office,))
        covers = _covering(ctx, office) if office in ("holder", "sending_worker") else ()
        capacities = ("own office", *("cover" for _ in covers))
        return Resolved((person, *covers), capacities, (office,))
    own = ctx.pack.offices.get(office)
    if own is not None and own.slot:
        named = standing_name(ctx, office)
        return Resolved((named,), ("own office",), (office,)) if named else Resolved((), (), (office,), office)
    forum = ctx.pack.forums.get(office)
    if forum is not None:
        return _forum(ctx, forum)
    word = ctx.pack.words.get(office)
    if word is not None and word.answers == ("person",):
        named, _entry = value_of(ctx, office)
        return Resolved((str(named),), ("own office",), (office,)) if named else Resolved((), (), (office,))
    if office in PLAIN_ROLES and office not in ctx.pack.offices:
        return _plain_role(ctx, office, place)
    return _office(ctx, office, places_of(ctx, place), place)


def _plain_role(ctx: Ctx, role: str, place: str) -> Resolved:
    """The roles that every place has: its landing holder, who works there with this child, who works there at all."""
    places = places_of(ctx, place)
    names = tuple(f"{role} of {key}" for key in places) or (f"{role} of {place}",)
    if role == "landing_holder":
        found = [_office(ctx, ctx.pack.landing_office(key), (key,), place) for key in places if key]
        return found[0]._replace(offices=names) if found else Resolved((), (), names)
    inside: set[str] = set().union(*(ctx.pack.services_in(key) for key in places if key))
    beside = [str(e.values.get("person") or "") for e in ctx.facts.acts.get("allocate", ()) if e.word]
    beside = [p for p in dict.fromkeys(beside) if p and ctx.people.team_of(p, ctx.now) in inside]
    members = [p for team in sorted(inside) for p in ctx.people.in_team(team, ctx.now)]
    if role == "worker":
        holding = ctx.holding
        here = [holding.person] if holding is not None and holding.kind == "worker" and holding.team in inside else []
        members = here or beside or [p for p in members if _practises(ctx, p)]
    elif role == "co_worker":
        members = beside
    persons = tuple(dict.fromkeys(members))
    return Resolved(persons, ("own office",) * len(persons), names, "" if persons else names[0])


def _practises(ctx: Ctx, person: str) -> bool:
    held = ctx.people.offices_of(person, ctx.now)
    return any(office in ctx.pack.offices and ctx.pack.offices[office].practitioner for office, _place, _how in held)


def standing_name(ctx: Ctx, office: str) -> str:
    """The person named beside the holder under a standing name of the pack (a second worker, an adviser): by the
    matter's own value, else by who was last allocated as such and not ended since."""
    value = ctx.slot(office)
    if value:
        return str(value)
    ended = max((e.number for e in ctx.facts.acts.get("end_allocation", ()) if e.word == office), default=0)
    for entry in reversed(ctx.facts.acts.get("allocate", ())):
        if entry.word == office and entry.happened.lo <= ctx.now:
            person = str(entry.values.get("person") or "")
            return person if entry.number > ended and ctx.people.ends(person) > ctx.now else ""
    return ""


def _covering(ctx: Ctx, office: str) -> tuple[str, ...]:
    """Who stands in for this child's worker, for this child alone, between the dates that were said."""
    found = []
    for entry in ctx.facts.acts.get("cover", ()):
        until = entry.values.get("until")
        ends = window_of_text(str(until)).hi if until else END
        if entry.happened.lo <= ctx.now < ends:
            found.append(str(entry.values.get("person") or ""))
            ctx.look_until(ends)
        elif ctx.now < entry.happened.lo:
            ctx.look_until(entry.happened.lo)
    return tuple(dict.fromkeys(p for p in found if p))


def _office(ctx: Ctx, office: str, places: tuple[str, ...], phrase: str) -> Resolved:
    """The office in these places now; at one moment the same for every child, so the people remember it."""
    found = ctx.people.found
    key = (office, places, phrase, ctx.now, ctx.pack)
    known: tuple[Resolved, Moment] | None = found.get(key)
    if known is None:
        if len(found) > MOST_FOUND:
            found.clear()
        horizon, ctx.horizon = ctx.horizon, END
        resolved = _in_places(ctx, office, places, phrase)  # the office above, where it is asked, notes its own turn
        for at in {at for place in places for at in ctx.pack.places_for(office, place)}:
            ctx.look_until(ctx.people.turn_of_office(office, at, ctx.now))
        known = found[key] = resolved, ctx.horizon
        ctx.horizon = horizon
    if known[1] < ctx.horizon:
        ctx.horizon = known[1]
    return known[0]


def _in_places(ctx: Ctx, office: str, places: tuple[str, ...], phrase: str) -> Resolved:
    word = ctx.pack.offices.get(office)
    persons: list[str] = []
    capacities: list[str] = []
    for place in places:
        for key in ctx.pack.places_for(office, place):
            found = ctx.people.in_office(office, key, ctx.now)
            if word is not None and word.stand_in == "none":
                found = tuple(one for one in found if one[1] == "own office")
            if not found and word is not None and word.practitioner:
                found = tuple((p, "own office") for p in ctx.people.with_role(office, key, ctx.now))
            for person, capacity in found:
                if person not in persons:
                    persons.append(person)
                    capacities.append(capacity)
    of = [f"{office} of {place}" for place in places if place]
    names = tuple(of) or (f"{office} of {phrase}" if phrase else office,)
    name = names[0]
    if persons or word is None:
        return Resolved(tuple(persons), tuple(capacities), names)
    if word.above and word.stand_in != "none":
        above = _office(ctx, word.above, places, phrase)
        if above.persons:
            return Resolved(above.persons, ("senior above",) * len(above.persons), names, name)
    return Resolved((), (), names, name)


def _forum(ctx: Ctx, forum: m.Forum) -> Resolved:
    persons: list[str] = []
    capacities: list[str] = []
    for seat in forum.seats:
        found = resolve_office(ctx, seat.office, seat.place)
        for person, capacity in zip(found.persons, found.capacities, strict=False):
            if person not in persons:
                persons.append(person)
                capacities.append(capacity)
    for person, capacity in _administrators(ctx, forum):
        if person not in persons:
            persons.append(person)
            capacities.append(capacity)
    return Resolved(tuple(persons), tuple(capacities), (forum.key,))


def _administrators(ctx: Ctx, forum: m.Forum) -> tuple[tuple[str, str], ...]:
    if not forum.administrator or not forum.administrator_of:
        return ctx.people.in_office(forum.administrator, "", ctx.now) if forum.administrator else ()
    found = resolve_office(ctx, forum.administrator, forum.administrator_of)
    return tuple(zip(found.persons, found.capacities, strict=False))


def resolve(ctx: Ctx, who: m.Who) -> Resolved:
    """A who, resolved: for any/each, all persons; for in_order, the first office that somebody present holds.

    One for which only the office above stands in comes after all those.
    """
    if isinstance(who, m.OfficeOf):
        return resolve_office(ctx, who.office, who.place)
    parts = [resolve(ctx, item) for item in who.items]
    if isinstance(who, m.InOrder):
        present = [p for p in parts if p.persons and not all(ctx.people.absent(one, ctx.now) for one in p.persons)]
        own = [p for p in present if set(p.capacities) != {"senior above"}]
        return next(iter((*own, *present, *parts)), NOBODY)
    persons: dict[str, str] = {}
    offices: list[str] = []
    hole = ""
    for part in parts:
        offices += part.offices
        hole = hole or part.hole
        for person, capacity in zip(part.persons, part.capacities, strict=False):
            persons.setdefault(person, capacity)
    return Resolved(tuple(persons), tuple(persons.values()), tuple(offices), hole)


def in_person(found: Resolved, stand_in: str) -> Resolved:
    """Those who may act where a rule narrows who stands in: `none` only the holders of the office themselves,
    `representative` also who was named in their place, but not the office above."""
    if stand_in not in ("none", "representative"):
        return found
    barred = ("senior above",) if stand_in == "representative" else tuple(c for c in CAPACITIES if c != "own office")
    kept = [(p, c) for p, c in zip(found.persons, found.capacities, strict=False) if c not in barred]
    return found._replace(persons=tuple(p for p, _ in kept), capacities=tuple(c for _, c in kept))


def named_for(ctx: Ctx, who: m.Who, act: str) -> tuple[str, ...]:
    """The persons named for this act alone in the place of one of these offices (a representative, a delegate)."""
    if not isinstance(who, m.OfficeOf):
        return tuple(dict.fromkeys(p for item in who.items for p in named_for(ctx, item, act)))
    forum = ctx.pack.forums.get(who.office)
    if forum is not None:
        return tuple(dict.fromkeys(p for seat in forum.seats for p in named_for(ctx, seat, act)))
    keys = [key for place in places_of(ctx, who.place) for key in ctx.pack.places_for(who.office, place)]
    return ctx.people.named_for(who.office, tuple(keys), act, ctx.now)


def sets_of(ctx: Ctx, who: m.Who) -> tuple[Resolved, ...]:
    """The members of an `each` set, one Resolved an office; a single one for anything else."""
    if isinstance(who, m.EachOf):
        return tuple(s for item in who.items for s in sets_of(ctx, item))
    if isinstance(who, m.OfficeOf) and who.place.startswith("each "):
        return tuple(_office(ctx, who.office, (place,), place) for place in places_of(ctx, who.place))
    return (resolve(ctx, who),)
