"""A pack compiled for judging: conditions and moments as closures, rules by subject, offices and places looked up.

Compiled once a build and kept by its hash. Holds no facts: everything that depends on a child comes through `Ctx`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

from baton.engine.conditions import compile_condition
from baton.engine.context import Ctx, Judge, Reader
from baton.engine.disputes import ladder_rules, matter_rules
from baton.engine.ended import closed, strings_in
from baton.engine.moments import compile_moment
from baton.engine.remembering import remembered
from baton.engine.rulebook import Rules
from baton.engine.ruled import CRoute
from baton.engine.rules_asked import RulesAsked
from baton.engine.who import persons_of
from baton.policy import model as m

MOST_NODES = 50_000
ROOT_SUBJECTS = frozenset({"child", "family", "worker", "team", "authority", "contact"})


class _Same:
    """Told apart by identity, which costs nothing; equal values have one, see `Compiled.same`."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value


class Compiled(RulesAsked):
    """One edition of one pack, ready to judge."""

    def __init__(self, pack: m.Pack) -> None:
        self.pack = pack
        self.words = pack.words
        self._people = [(key, frozenset(word.includes)) for key, word in pack.words.items() if word.kind == "people"]
        self.each_person = frozenset(key for key, word in pack.words.items() if word.each_person)
        self.offices = pack.offices
        self.forums = pack.forums
        self.sources_incomplete = True
        self.uses_kin = False  # whether any rule looks at a sibling: then acts on several are judged together
        self._conditions: dict[Any, Judge] = {}
        self._moments: dict[Any, Reader] = {}
        self._by_id: dict[int, tuple[Any, Any]] = {}
        self._same: dict[Any, Any] = {}
        self._vocabularies: dict[str, frozenset[str]] = {}
        self.kept_words = frozenset(key for key, word in pack.words.items() if word.silence == "no")
        self.service_keys = tuple(p.key for p in pack.places.values() if p.kind == "service")
        self.statutory = frozenset(p.key for p in pack.places.values() if p.kind == "service" and p.statutory)
        self._team_service = {t: p.key for p in pack.places.values() if p.kind == "service" for t in p.members}
        self._team_service |= {p.key: p.service for p in pack.places.values() if p.kind == "team" and p.service}
        self.team_keys = tuple(dict.fromkeys(self._team_service))
        self._kinds = {key: self._ancestry(key) for key in pack.matters}
        self.settled_together = frozenset(
            k for k, mm in pack.matters.items() if any(isinstance(rung.who, m.EachOf) for rung in mm.rungs)
        )
        self.opened_by_act = {
            mm.opened_by.verb: k for k, mm in pack.matters.items() if isinstance(mm.opened_by, m.ActAt)
        }
        self.departures: dict[str, list[m.May]] = {}
        for may in (rule for rule in pack.rules if isinstance(rule, m.May)):
            for key in may.rules:
                self.departures.setdefault(key, []).append(may)
        self.mays = {rule.head.key: rule for rule in pack.rules if isinstance(rule, m.May)}
        self.opens_clause: m.Clauses = ()
        by_subject: dict[str, list[m.Rule]] = {}
        self.route_whens: dict[str, Judge] = {}
        self.route_points: dict[str, Reader] = {}
        for rule in (*pack.rules, *ladder_rules(pack), *matter_rules(pack)):
            by_subject.setdefault(rule.head.for_, []).append(rule)
        self.routes = tuple(CRoute(r, self) for r in pack.rules if isinstance(r, m.Goes))
        for route in self.routes:
            key = route.rule.head.key
            self.route_whens[key] = route.when
            if route.at is not None:
                self.route_points[key] = route.at
        self.route_clauses = {route.rule.head.key: route.rule.head.clause for route in self.routes}
        self.routes_from: dict[str, tuple[CRoute, ...]] = {}
        self._routes_out_of: dict[tuple[str, str], tuple[CRoute, ...]] = {}
        outside = tuple(p.key for p in pack.places.values() if p.kind == "outside")
        for service in (*self.service_keys, *outside, "other_authority"):
            self.routes_from[service] = tuple(r for r in self.routes if service in r.from_)
        self.child = Rules(by_subject.get("child", ()), self)
        self.matters = {
            key: Rules((r for k in kinds for r in by_subject.get(k, ()) if not set(kinds) & set(r.head.not_for)), self)
            for key, kinds in self._kinds.items()
        }
        self.subjects = {k: Rules(v, self) for k, v in by_subject.items() if k not in pack.matters and k != "child"}
        for route in self.routes:
            name = f"goes {route.rule.head.key}"
            route.stops = tuple(s for s in self.child.stops if s.stop.strength == "refuse" and s.is_for(name))
        self.together = {r.rule.head.key: r.rule for r in self.routes if r.rule.together}
        self.uses_kin = self.uses_kin or bool(self.together)
        self.remits = {
            p.key: (self.condition(p.holds), p.clause) for p in pack.places.values()
            if p.holds is not None and p.kind == "service"
        }  # fmt: skip
        never = next(
            (r for r in self.child.musts if r.rule.verb == "keep" and "allocated_worker" in r.rule.words), None
        )
        self.never_rule = never.rule.head.key if never else "never_without_a_worker"
        self.never_clause: m.Clauses = never.rule.head.clause if never else ()

    # --- compiling ---

    def condition(self, condition: m.Condition) -> Judge:
        return self._judging(condition, self._conditions, compile_condition)  # type: ignore[no-any-return]

    def moment(self, moment: m.MomentOf) -> Reader:
        return self._judging(moment, self._moments, compile_moment)  # type: ignore[no-any-return]

    def _judging(self, node: Any, made: dict[Any, Any], make: Callable[..., Any]) -> Any:
        """What judges a node of the pack; told by the node itself first, which costs no look at what is in it."""
        known = self._by_id.get(id(node))
        if known is not None and known[0] is node:
            return known[1]
        found = made.get(node)
        if found is None:
            found = made[node] = remembered(node, make(node, self), self.each_person)
        if len(self._by_id) > MOST_NODES:
            self._by_id.clear()
        self._by_id[id(node)] = (node, found)
        return found

    def same(self, value: Any) -> Any:
        """The one object that stands for all values equal to this one: rules that share it share what is found."""
        return self._same.setdefault(value, _Same(value))

    def measure(self, measure: m.Measure) -> Callable[[Ctx], str]:
        """What a measure comes to, as text."""
        from baton.engine.measures import compile_measure

        return compile_measure(measure, self)

    def routes_out_of(self, service: str, team: str) -> tuple[CRoute, ...]:
        """The routes from a service, and those that begin in one team of it (C30)."""
        found = self._routes_out_of.get((service, team))
        if found is None:
            of_service = self.routes_from.get(service, ())
            found = tuple(r for r in self.routes if r in of_service or team in r.from_)
            self._routes_out_of[service, team] = found
        return found

    def word(self, key: str) -> m.Word:
        return self.words.get(key) or m.Word(key, "slot", key)

    def services_in(self, place: str) -> frozenset[str]:
        """The keys of services and teams that a place stands for: itself, its teams, a group's members and theirs."""
        definition = self.pack.places.get(place)
        if definition is None:
            return frozenset({place})
        found = {place, *definition.members}
        if definition.kind == "group":
            for member in definition.members:
                found |= self.services_in(member)
        return frozenset(found)

    def kinds_of(self, matter: str) -> frozenset[str]:
        """The kind itself and every kind that is one of it."""
        return frozenset(key for key, kinds in self._kinds.items() if matter in kinds) | {matter}

    def vocabulary_of(self, kind: str) -> frozenset[str]:
        """Every word that the rules of a kind of matter speak of."""
        found = self._vocabularies.get(kind)
        if found is None:
            kinds = set(self.ancestry(kind))
            own = {r.head.key for r in self.pack.rules if r.head.for_ in kinds}
            found = self._vocabularies[kind] = closed(own | kinds, self._spoken)
        return found

    @cached_property
    def _spoken(self) -> dict[str, frozenset[str]]:
        """The words that each definition and each rule speaks of, by its key."""
        pack, found = self.pack, dict[str, frozenset[str]]()
        for named in (pack.words, pack.forums, pack.matters, pack.places):
            for key, definition in named.items():
                found[key] = found.get(key, frozenset()) | frozenset(strings_in(definition))
        for rule in pack.rules:
            found[rule.head.key] = found.get(rule.head.key, frozenset()) | frozenset(strings_in(rule))
        return found

    def _ancestry(self, key: str) -> tuple[str, ...]:
        found = [key]
        while (parent := self.pack.matters[found[-1]].is_) and parent in self.pack.matters and parent not in found:
            found.append(parent)
        return tuple(found)

    def ancestry(self, kind: str) -> tuple[str, ...]:
        return self._kinds.get(kind, (kind,))

    # --- looking up ---

    def service_of(self, team: str) -> str:
        return self._team_service.get(team, team)

    def teams_of(self, service: str) -> tuple[str, ...]:
        return tuple(team for team, own in self._team_service.items() if own == service)

    def places_in(self, place: str) -> tuple[str, ...]:
        """The members of a group that is named as such, those of its groups too; else the place itself."""
        definition = self.pack.places.get(place)
        if definition is None or definition.kind != "group":
            return (place,)
        return tuple(dict.fromkeys(one for member in definition.members for one in self.places_in(member)))

    def places_for(self, office: str, place: str) -> tuple[str, ...]:
        """The place keys to look an office up under: up to the service, down to the teams, or anywhere."""
        word = self.offices.get(office)
        if not place or (word is not None and word.of == "authority"):
            return ("",)
        if word is not None and word.of == "service":
            return (self.service_of(place),)
        if word is not None and word.of in self.pack.places:
            return (word.of,)
        definition = self.pack.places.get(place)
        if definition is not None and definition.kind == "service":
            return (place, *definition.members)
        return (place, self.service_of(place)) if self.service_of(place) != place else (place,)

    def landing_office(self, place: str) -> str:
        """The office that holds by name in this team or service until a worker is named."""
        for key in (place, self.service_of(place)):
            definition = self.pack.places.get(key)
            if definition is not None and definition.landing_holder:
                return definition.landing_holder
        return "team_manager"

    def persons(self, ctx: Ctx, office: str, place: str) -> tuple[str, ...]:
        return persons_of(ctx, office, place)

    def members(self, ctx: Ctx, people: str) -> tuple[str, ...]:
        """The people recorded under a people word and those it includes; the child is always "child"."""
        if people == "child":
            return ("child",)
        word = self.words.get(people)
        found = list(ctx.facts.people.get(people, ()))
        for included in word.includes if word is not None else ():
            found.extend(self.members(ctx, included))
        return tuple(dict.fromkeys(found))

    def groups_with(self, ctx: Ctx, person: str) -> tuple[str, ...]:
        """The people words under which a person (or "child") is recorded, with the words that include them."""
        groups = [word for word, names in ctx.facts.people.items() if person in names]
        if person == "child":
            groups.append("child")
        for key, includes in self._people:
            if key not in groups and not includes.isdisjoint(groups):
                groups.append(key)
        return tuple(groups)

    def wider_than(self, people: str) -> tuple[str, ...]:
        """The people words that include this one."""
        return tuple(key for key, includes in self._people if people in includes)

    def chosen_person(self, ctx: Ctx) -> str:
        """The person named by the act in hand (allocate … to X), else the matter's receiving worker."""
        if ctx.doing is not None:
            person = ctx.doing.values.get("person") or ctx.doing.values.get("receiving_worker")
            if person:
                return str(person)
        return str(ctx.slot("receiving_worker") or "")


_COMPILED: dict[str, Compiled] = {}


def compiled(pack: m.Pack) -> Compiled:
    """The compiled form of a pack, made once a build."""
    found = _COMPILED.get(pack.build) if pack.build else None
    if found is None or found.pack is not pack:
        found = Compiled(pack)
        if pack.build:
            _COMPILED[pack.build] = found
    return found
