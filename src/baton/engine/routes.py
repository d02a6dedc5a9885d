"""Routes: for the child's present holder, which moves are due, due if, forecast or offered, where to, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baton.engine.context import FORECAST, KNOWN, NOT_KNOWN, Ctx, words_asked
from baton.engine.facts import Matter
from baton.engine.moments import latest_answer
from baton.engine.siblings import facts_of_kin
from baton.engine.situation import Because, RouteAnswer, RouteState
from baton.journal.cheap import but
from baton.journal.file import Kin
from baton.policy import model as m
from baton.working_time import CalendarEnded, Window, last_moment, local_day, midnight, midnight_after, shift

if TYPE_CHECKING:
    from baton.engine.compiled import Compiled
    from baton.engine.ruled import CRoute

LIVE = ("due", "late", "due_if", "offered")


def routes_of(ctx: Ctx) -> tuple[RouteAnswer, ...]:
    """One answer a route from the service that holds the child; taken where a matter for it is open."""
    holding = ctx.holding
    if holding is None:
        return ()
    routes = ctx.pack.routes_out_of(holding.service, holding.team)
    answers = {r.rule.head.key: _judge(ctx, r) for r in routes}
    for route in routes:
        _prefer(route.rule, answers)
    for matter in ctx.facts.matters.values():
        if matter.ended is None and matter.moved is None and matter.route:
            _take(answers, matter)
    return tuple(answers.values())


def _take(answers: dict[str, RouteAnswer], matter: Matter) -> None:
    """The matter's own routes are taken; another way that was open when this one was chosen gives way to it."""
    keys = matter.route.split()
    for key in keys:
        answer = answers.get(key)
        if answer is not None and answer.state in ("due", "late", "offered", "forecast"):
            answers[key] = but(answer, state="taken")
    for key, answer in answers.items():
        if key in keys or answer.state not in ("due", "late") or answer.at is None:
            continue
        if answer.at.lo <= matter.opened:
            answers[key] = but(answer, state="not_due", comes_first=keys[0])


def count_due(routes: tuple[RouteAnswer, ...]) -> int:
    """How many moves are due or under way for the child at once."""
    return sum(1 for r in routes if r.state in ("due", "late", "taken"))


def _prefer(rule: m.Goes, answers: dict[str, RouteAnswer]) -> None:
    mine = answers[rule.head.key]
    if mine.state not in ("due", "late"):
        return
    for other in rule.over:
        answer = answers.get(other)
        if answer is not None and answer.state not in ("not_due", "taken"):
            answers[other] = but(answer, state="not_due", comes_first=rule.head.key)


def _judge(ctx: Ctx, route: CRoute) -> RouteAnswer:
    value, until, because = route.when(ctx)
    ctx.look_until(until)
    fall = route.rule.head.not_known
    if value is None and fall in ("yes", "no"):
        value = fall == "yes"
    barred = False
    for stop in route.stops:
        stopped, why = stop.judge(ctx)
        if stopped:
            barred, value, because = True, False, (*why, ("rule", stop.stop.head.key))
    if route.at is None:
        return _without_point(ctx, route, value, because)
    reading, window, why, until = route.at(ctx)
    ctx.look_until(until)
    because = because + why
    if value is False and not barred and reading == FORECAST and _may_follow(ctx, route):
        ctx.look_until(window.hi if window is not None else until)
        return _answer(ctx, route, "forecast", window, None, because, ())
    if value is False or window is None:
        asks = words_asked(because)
        unknown = value is not False and reading == NOT_KNOWN and (value is None or bool(asks))
        state: RouteState = "due_if" if unknown else "not_due"
        return _answer(ctx, route, state, window, None, because, asks if value or unknown else ())
    end = _around(ctx, route, window)
    if value is None:
        come = ctx.now >= window.lo
        ctx.look_until(window.lo if not come else until)
        state = "due_if" if come or reading == FORECAST else "not_due"
        return _answer(ctx, route, state, window, end, because, words_asked(because))
    return _answer(
        ctx, route, _state(ctx, route.rule, reading, window, end), window, end, because, words_asked(because)
    )


def _may_follow(ctx: Ctx, route: CRoute) -> bool:
    """Whether the route would be open if what is booked turned out so (a conference that makes a plan)."""
    known, ctx.forecasting, ctx.known = ctx.known, True, {}
    try:
        value, _until, _because = route.when(ctx)
        return value is not False
    finally:
        ctx.forecasting, ctx.known = False, known


def _without_point(ctx: Ctx, route: CRoute, value: bool | None, because: Because) -> RouteAnswer:
    state: RouteState = "due"
    if value is False:
        state = "not_due"
    elif value is None:
        state = "due_if"
    elif route.rule.becomes == "offered":
        state = "offered"
    return _answer(ctx, route, state, None, None, because, words_asked(because) if state != "not_due" else ())


def _answer(
    ctx: Ctx,
    route: CRoute,
    state: RouteState,
    at: Window | None,
    until: Window | None,
    because: Because,
    asks: tuple[str, ...],
) -> RouteAnswer:
    rule = route.rule
    to, to_asks = destination(ctx, rule.to)
    if state in ("not_due", "due_if"):
        to_asks = ()
    team = ctx.holding.team if ctx.holding else ""
    return RouteAnswer(rule.head.key, state, team, to, at, until, rule.as_, rule.head.clause, because, asks + to_asks)


def _state(ctx: Ctx, rule: m.Goes, reading: int, window: Window, end: Window | None) -> RouteState:
    if reading != KNOWN or ctx.now < window.lo:
        ctx.look_until(window.lo if ctx.now < window.lo else window.hi)
        return "forecast"
    if end is not None:
        last = last_moment(end)
        if ctx.now > last:
            return "late"
        ctx.look_until(last + 1)
    return "offered" if rule.becomes == "offered" else "due"


def _around(ctx: Ctx, route: CRoute, window: Window) -> Window | None:
    if route.around is None:
        return None
    try:
        return shift(window, route.around, 1, ctx.file.calendar)
    except CalendarEnded:
        return None


def destination(ctx: Ctx, to: m.Destination) -> tuple[str, tuple[str, ...]]:
    """(team or service key, words asked): where a route goes for this child now; "" where it is not known."""
    if to.kind == "place":
        return to.place, ()
    if to.kind == "team for":
        entry = latest_answer(ctx, to.by)
        value = str(entry.values.get(to.by) or "") if entry is not None else ""
        if not value or value == "not known":
            return "", (to.by,)
        members = ctx.pack.pack.places[to.place].members if to.place in ctx.pack.pack.places else ()
        if value in members:
            return value, ()
        for team in ctx.file.organisation.teams.values():
            if team.service == to.place and team.place == value:
                return team.key, ()
        for member in members:  # the answer names a team of the service that this one is paired with
            partner = ctx.pack.pack.places[member]
            if partner.paired_with == value or value in partner.pairs:
                return member, ()
        return "", (to.by,)
    if to.kind == "paired team":
        mine = ctx.holding.team if ctx.holding else ""
        for place in ctx.pack.pack.places.values():
            if place.paired_with == mine or mine in place.pairs:
                return place.key, ()
        own = ctx.pack.pack.places.get(mine)
        if own is not None and len(own.pairs) == 1:
            return own.pairs[0], ()
        return (own.paired_with if own is not None else ""), ()
    if to.kind == "by remit":
        return _by_remit(ctx, to.place)
    if to.kind in ("closing service", "closing team"):
        for holding in reversed(ctx.timeline.holdings):
            if holding.end <= ctx.now and holding.service in ctx.pack.statutory:
                return (holding.service if to.kind == "closing service" else holding.team), ()
        return "", ()
    if to.kind == "chosen":
        return to.place, ()
    return "", ()


def _by_remit(ctx: Ctx, service: str) -> tuple[str, tuple[str, ...]]:
    """The one team of the service whose remit the child meets; where that is not known, what must be asked."""
    asks: tuple[str, ...] = ()
    for key in ctx.pack.teams_of(service):
        holds = ctx.pack.pack.places[key].holds
        if holds is None:
            continue
        value, until, because = ctx.pack.condition(holds)(ctx)
        ctx.look_until(until)
        if value is True:
            return key, ()
        if value is None:
            asks += words_asked(because)
    return "", tuple(dict.fromkeys(asks))


def left_behind(ctx: Ctx, matter: Matter, named: tuple[str, ...]) -> tuple[m.Goes | None, tuple[str, ...]]:
    """Of a route that brothers and sisters go together: its rule, and those who have the same move before them and are
    not among the children named."""
    rule = next((ctx.pack.together[k] for k in matter.route.split() if k in ctx.pack.together), None)
    if rule is None:
        return None, ()
    found = []
    for kin in ctx.file.kin:
        if kin.child in named or kin.file is None:
            continue
        own = facts_of_kin(ctx, kin).matters.values()
        if any(_same_move(mm, matter, ctx.pack) for mm in own) or rule.head.key in _live_routes(ctx, kin):
            found.append(kin.child)
    return rule, tuple(found)


def _same_move(other: Matter, matter: Matter, pack: Compiled) -> bool:
    keys = set(matter.route.split()) & set(pack.together)
    return other.ended is None and other.moved is None and bool(keys & set(other.route.split()))


def _live_routes(ctx: Ctx, kin: Kin) -> set[str]:
    """The routes that are due for a sibling, from the sibling's own record."""
    assert kin.file is not None
    from baton.engine.people import people_of
    from baton.engine.timeline import holding_at, timeline_of

    theirs = Ctx(ctx.pack, kin.file, facts_of_kin(ctx, kin), people_of(kin.file.organisation), ctx.now)
    theirs.timeline = timeline_of(ctx.pack, theirs.facts, theirs.people)
    theirs.holding = holding_at(theirs.timeline, ctx.now)
    return {r.route for r in routes_of(theirs) if r.state in LIVE}


def virtual_matter(ctx: Ctx, answer: RouteAnswer) -> Matter:
    """A due route judged as if its matter had been opened when it became due."""
    if answer.at is not None:
        opened = answer.at.lo
    else:  # nobody knows since when: as if opened today, and looked at again tomorrow
        opened = midnight(local_day(ctx.now))
        ctx.look_until(midnight_after(local_day(ctx.now)))
    matter = Matter("", answer.matter, opened, None, answer.route)
    matter.virtual = True
    matter.slots.update(opening_slots(ctx, answer))
    return matter


def opening_slots(ctx: Ctx, answer: RouteAnswer) -> dict[str, str]:
    """The slots that a route gives its matter when it is opened: both ends and the worker at the sending end."""
    holding = ctx.holding
    slots = {
        "from_team": holding.team if holding else "",
        "from_service": holding.service if holding else "",
        "to_service": ctx.pack.service_of(answer.to),
        "sending_worker": holding.person if holding else "",
    }
    place = ctx.pack.pack.places.get(answer.to)
    if answer.to != slots["to_service"] or (place is not None and not place.members):
        slots["to_team"] = answer.to
    return slots
