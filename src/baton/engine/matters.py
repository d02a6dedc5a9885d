"""Matters: an opened transfer, dispute or escalation as an answer, with its own dates kept apart and never merged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baton.engine.context import Ctx
from baton.engine.disputes import rung_of
from baton.engine.facts import Matter
from baton.engine.moments import window_of_text
from baton.engine.sittings import current_sitting
from baton.engine.situation import Duty, MatterAnswer, MatterState
from baton.journal.file import Sitting
from baton.working_time import Moment

if TYPE_CHECKING:
    from baton.engine.compiled import Compiled

_PLAIN = (str, int, float, bool)


def give_receiving_end(pack: Compiled, matter: Matter) -> None:
    """A receiving team that a decision named is the matter's receiving end, until a later one names another."""
    team = str(matter.slots["receiving_team"])
    given, other = matter.values_at.get("receiving_team"), matter.values_at.get("to_team")
    if team not in pack.pack.places or (given is not None and other is not None and other.number > given.number):
        return
    matter.slots["to_team"], matter.slots["to_service"] = team, pack.service_of(team)


def matter_answer(ctx: Ctx, duties: list[Duty]) -> MatterAnswer:
    """The matter in hand, with its slots; `ready_at` is when the last gate before the move was met."""
    mm = ctx.matter
    assert mm is not None
    definition = ctx.pack.pack.matters.get(mm.kind)
    slots = mm.slots
    text = slots.get("transfer_date")
    routes = routes_answered(ctx, mm)
    point = ctx.pack.route_points.get(routes[0]) if routes else None
    due = point(ctx)[1] if point is not None else None
    clauses = ctx.pack.route_clauses
    clause = clauses.get(routes[0], ()) if len(routes) == 1 else ()
    if len(routes) > 1:
        clause = tuple(c for key, said in clauses.items() if key in routes for c in said)
    sitting = _sitting(ctx)
    return MatterAnswer(
        mm.id, mm.kind, definition.says if definition is not None else mm.kind, _state(ctx), mm.opened,
        routes[0] if routes else "", routes, str(slots.get("from_team") or ""), str(slots.get("from_service") or ""),
        str(slots.get("to_team") or ""), str(slots.get("to_service") or ""), due, ready_at(mm, duties),
        str(slots.get("decision") or ""), mm.decided.happened.lo if mm.decided else None,
        window_of_text(str(text)) if text else None, str(slots.get("receiving_worker") or ""),
        mm.moved.happened.lo if mm.moved else None, mm.ended.happened.lo if mm.ended else None,
        sitting.at if sitting is not None else None, ctx.pack.pack.edition.name,
        _rung(ctx), clause,
        tuple(sorted([*_on_the_list(ctx, sitting), *[(k, v) for k, v in slots.items() if isinstance(v, _PLAIN)]])),
    )  # fmt: skip


def _sitting(ctx: Ctx) -> Sitting | None:
    """The sitting the matter is listed for, as it stands now."""
    text, key = ctx.slot("sitting"), ctx.slot("forum")
    if not text:
        return None
    when = window_of_text(str(text)).lo
    forum = ctx.pack.forums.get(str(key or "")) or next(iter(ctx.pack.forums.values()), None)
    if forum is None:
        return None
    sitting = current_sitting(forum, ctx.file, when, str(ctx.slot("sitting_id") or ""))
    moved = ctx.matter.moved if ctx.matter is not None else None
    if moved is not None and moved.happened.lo <= sitting.at:
        return None  # what has moved is off the list
    return sitting


def _on_the_list(ctx: Ctx, sitting: Sitting | None) -> list[tuple[str, str | int]]:
    """Where the matter stands on the list of its sitting: the part that it belongs to and its place in the order."""
    forum = ctx.pack.forums.get(sitting.forum) if sitting is not None else None
    found: list[tuple[str, str | int]] = []
    if forum is None:
        return found
    for part in forum.parts:
        value, until, _because = ctx.pack.condition(part.when)(ctx)
        ctx.look_until(until)
        if value is True:
            found.append(("list_part", part.key))
            break
    for moment in forum.earliest_first:
        _state, window, _because, until = ctx.pack.moment(moment)(ctx)
        ctx.look_until(until)
        if window is not None:
            found.append(("list_since", window.lo))
            break
    for rank, condition in enumerate(forum.order, 1):
        value, until, _because = ctx.pack.condition(condition)(ctx)
        ctx.look_until(until)
        if value is True:
            return [*found, ("list_rank", rank)]
    return [*found, ("list_rank", len(forum.order) + 1)] if forum.order else found


def routes_answered(ctx: Ctx, mm: Matter) -> tuple[str, ...]:
    """The routes that the matter in hand answers; of one whose end wrote them down, as it was then."""
    if mm.left is not None and mm.ended is not None:
        return tuple(mm.ended.body["left"]["routes"])
    return (*mm.route.split(), *_joined(ctx))


def _joined(ctx: Ctx) -> tuple[str, ...]:
    """Routes through the same kind of matter whose point lies not after the move: one transfer, all clauses. One that
    the matter's own way is preferred to gave way to it and is not cited."""
    mm = ctx.matter
    if mm is None or mm.moved is None:
        return ()
    own = mm.route.split()
    gave_way = {key for rule in ctx.pack.routes if rule.rule.head.key in own for key in rule.rule.over}
    holding, known, found = ctx.holding, ctx.known, []
    before = [h for h in ctx.timeline.holdings if h.end <= mm.moved.happened.lo]
    ctx.holding, ctx.known = before[-1] if before else holding, {}
    try:
        for route in ctx.pack.routes_out_of(
            str(mm.slots.get("from_service") or ""), str(mm.slots.get("from_team") or "")
        ):
            key = route.rule.head.key
            if key in own or key in gave_way or route.rule.as_ != mm.kind or route.at is None:
                continue
            window = route.at(ctx)[1]
            if window is not None and window.lo <= mm.moved.happened.hi and route.when(ctx)[0] is True:
                found.append(key)
    finally:
        ctx.holding, ctx.known = holding, known
    return tuple(found)


def _state(ctx: Ctx) -> MatterState:
    mm = ctx.matter
    assert mm is not None
    if mm.withdrawn:
        return "withdrawn"
    if mm.ended is not None:
        return "ended"
    if mm.moved is not None:
        return "moved"
    return "decided" if mm.slots.get("decision") == "agreed" else "open"


def ready_at(mm: Matter, duties: list[Duty]) -> Moment | None:
    """When the last gate before the move was met; of a matter whose end wrote it down, as it stood then."""
    if mm.left is not None and mm.ended is not None:
        ready: Moment | None = mm.ended.body["left"]["ready"]
        return ready
    gates = [d for d in duties if "move" in d.stops and d.strength == "refuse" and d.state != "does_not_apply"]
    if not gates or any(d.state not in ("met", "excused") for d in gates):
        return None
    return max((d.met_at for d in gates if d.met_at is not None), default=None)


def _rung(ctx: Ctx) -> int:
    """The rung of its ladder on which the matter stands, from 1; 0 where it has none."""
    assert ctx.matter is not None
    kind = ctx.pack.pack.matters.get(ctx.matter.kind)
    return min(rung_of(ctx), len(kind.rungs)) if kind is not None else 0
