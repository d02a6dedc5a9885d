"""Effects: what a `then` makes happen, once, when its moment has come and nothing stops it; and what lateness causes.

Pending effects are values. `attempt` and `tick` turn them into entries of source "clock", keyed so that a second tick
adds nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from baton.engine.closed_teams import destination_closed
from baton.engine.context import KNOWN, Ctx
from baton.engine.disputes import waits
from baton.engine.situation import Because, Duty
from baton.engine.timeline import would_be_held_by
from baton.engine.who import resolve
from baton.policy import model as m
from baton.working_time import Moment

if TYPE_CHECKING:
    from baton.engine.rulebook import Rules
    from baton.engine.ruled import CThen


class Coming(NamedTuple):
    """An effect whose moment has come: the rule, its effects, the instant the rule gives, and the key."""

    rule: str
    clause: m.Clauses
    matter: str
    at: Moment
    effects: tuple[m.Effect, ...]
    key: tuple[str, ...]
    because: Because
    element: str = ""


def coming(ctx: Ctx, rules: Rules) -> Iterator[Coming]:
    """The effects of the matter in hand (or the child) that wait only to be done now."""
    for then in rules.thens:
        found = _coming(ctx, rules, then)
        if found is not None:
            yield found


def _coming(ctx: Ctx, rules: Rules, then: CThen) -> Coming | None:
    matter = ctx.matter
    rule = then.rule
    moves = any(e.kind in ("move", "hold") for e in rule.effects)
    if moves and (ctx.holding is None or _goes_nowhere(ctx)):  # closed, or not open yet: nobody is held, nobody moves
        return None
    if moves and matter is not None and matter.moved is not None:
        if rule.default_for or not matter.moved.body.get("default"):
            return None
    state, window, because, until = then.at(ctx)
    ctx.look_until(until)
    if window is None or state != KNOWN:
        return None
    begins = then.begins(window)
    if ctx.now < begins:
        ctx.look_until(begins)
        return None
    subject = matter.id if matter is not None else ctx.file.subject.id
    key = (rule.head.key, subject, str(begins))
    if key in ctx.facts.clock_keys:
        return None
    if rule.head.key.endswith(".opened_by") and not _opens(ctx, rule.effects[0].word):
        return None
    value, until, why = then.when(ctx)
    ctx.look_until(until)
    if value is not True and not (value is None and rule.head.not_known == "yes"):
        return None
    if moves and any(s.stop.strength == "refuse" and s.is_for("move") and s.holds(ctx) for s in rules.stops):
        return None
    if moves and (waits(ctx) is not None or destination_closed(ctx, matter) is not None):
        return None
    if then.lapses is not None:
        _state, lapse, _why, until = then.lapses(ctx)
        if lapse is not None and ctx.now >= lapse.hi:
            return None
    found = Coming(rule.head.key, rule.head.clause, subject if matter is not None else "", begins, rule.effects, key,
                   because + why)  # fmt: skip
    if moves and to_nobody(ctx, found, ctx.now):
        _until_somebody_comes(ctx, str(move_values(ctx, found, _move_of(found))["team"]))
        return None
    return found


def to_nobody(ctx: Ctx, one: Coming, at: Moment) -> bool:
    """Whether this move would leave the child to nobody at that instant: no worker is there, and every office up the
    line is empty. The child then stays where it is until somebody is there."""
    if ctx.holding is None or all(e.kind != "move" for e in one.effects):
        return False
    values = move_values(ctx, one, _move_of(one))
    return values.get("kind") != "outside" and would_be_held_by(ctx.pack, ctx.people, values, at) == "nobody"


def _move_of(one: Coming) -> m.Effect:
    return next(e for e in one.effects if e.kind == "move")


def _until_somebody_comes(ctx: Ctx, team: str) -> None:
    """The answer holds until anybody takes up one of the offices that could receive."""
    office = ctx.pack.landing_office(team)
    for _step in range(6):
        for place in ctx.pack.places_for(office, team):
            ctx.look_until(ctx.people.turn_of_office(office, place, ctx.now))
        word = ctx.pack.offices.get(office)
        if word is None or not word.above:
            return
        office = word.above


def _goes_nowhere(ctx: Ctx) -> bool:
    """Whether another authority holds the child and which team here receives is not known: it stays with them."""
    if ctx.holding is None or ctx.holding.kind != "outside" or ctx.matter is None:
        return False
    return not (ctx.matter.slots.get("to_team") or ctx.matter.slots.get("to_service"))


def _opens(ctx: Ctx, kind: str) -> bool:
    """Whether a matter of this kind can open by itself now: the child is held, and none of the kind is open."""
    return ctx.holding is not None and not any(
        mm.kind == kind and mm.ended is None for mm in ctx.facts.matters.values()
    )


def late_effects(ctx: Ctx, rules: Rules, duties: Iterable[Duty]) -> Iterator[Coming]:
    """What a duty's lateness causes: told to someone, a matter raised. Once for each duty and instant."""
    effects = {r.rule.head.key: r.rule.late for r in rules.musts if r.rule.late}
    if not effects:
        return
    for duty in duties:
        if duty.state != "late" or duty.since is None or duty.rule not in effects or duty.key.endswith("|prompt"):
            continue
        key = (f"{duty.rule}.late", duty.key, str(duty.since))
        if key not in ctx.facts.clock_keys:
            at = duty.known if duty.known is not None else duty.since
            yield Coming(duty.rule, duty.clause, duty.matter, at, effects[duty.rule], key, duty.because, duty.element)


def move_values(ctx: Ctx, coming_: Coming, effect: m.Effect) -> dict[str, object]:
    """Who holds after a move, as the values of its entry: the worker named, else the landing holder of the team."""
    team = str(ctx.slot("to_team") or ctx.slot("to_service") or (ctx.holding.team if ctx.holding else ""))
    values: dict[str, object] = {
        "team": team, "service": ctx.pack.service_of(team), "rule": coming_.rule, "clause": list(coming_.clause),
    }  # fmt: skip
    place = ctx.pack.pack.places.get(team)
    if place is not None and place.kind == "outside":
        return values | {"kind": "outside"}
    person = ""
    if isinstance(effect.who, m.OfficeOf) and effect.who.office != "landing_holder":
        persons = resolve(ctx, effect.who).persons
        person = persons[0] if persons else ""
        if person and effect.who.office not in ("receiving_worker", "personal_adviser", "sending_worker"):
            return values | {"kind": "office", "office": effect.who.office, "flag": effect.as_ or "landing holder"}
    if person:
        own = ctx.people.team_of(person, ctx.now)
        if own and ctx.pack.service_of(own) == ctx.pack.service_of(team):
            values["team"] = own
        return values | {"kind": "worker", "person": person, "flag": effect.as_}
    flag = effect.as_ or "landing holder"
    return values | {"kind": "office", "office": ctx.pack.landing_office(team), "flag": flag}
