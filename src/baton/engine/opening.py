"""Which matter an act belongs to, and the entry that opens it: by a due route, by raising, or in the act itself."""

from __future__ import annotations

from typing import Any, NamedTuple

from baton.engine.context import Ctx
from baton.engine.fitting import OPENS_BY_ITSELF, fitting, is_child_act, person_named
from baton.engine.forums import deciding_forum
from baton.engine.routes import count_due, opening_slots, routes_of
from baton.engine.ruled import CMust
from baton.engine.sittings import next_open_sitting, next_sitting_at
from baton.engine.situation import Act, By, InTheWay, RouteAnswer
from baton.journal.entry import Entry, Subject
from baton.journal.vocabulary import nature_of
from baton.policy import model as m
from baton.policy.joining import walk
from baton.policy.model import Packs
from baton.working_time import CalendarEnded, Moment, at, wall_time

PHASE_AS_VERB = {"held": "hold", "told": "tell", "sent": "send", "written": "write", "given": "answer"}


class Opening(NamedTuple):
    """The matter the act belongs to, the opening entry if one is needed, and values the act itself must carry."""

    matter: str
    entries: tuple[Entry, ...] = ()
    values: dict[str, Any] = {}  # never written to


def opening_for(packs: Packs, ctx: Ctx, act: Act, child: str, now: Moment, number: str, by: By) -> Opening | InTheWay:
    """Returns the matter for this act and child, opening one where the act does so; or what stands in the way."""
    ctx.routes_due = 0
    values = _sitting_values(ctx, act, now)
    if act.verb == "raise":
        return _raise(ctx, act, child, now, number, values)
    if act.verb == "propose":
        return _propose(ctx, act, child, now, number, values)
    if act.verb == "start_co_working" or (act.verb == "begin" and act.word in ctx.pack.matters):
        return Opening(f"{act.word or 'co_working'}-{number[:10]}", (), values)
    if act.matter:
        return Opening(act.matter, (), values)
    open_ = fitting(ctx, act)
    if len(open_) == 1 or (open_ and nature_of(act.verb) == "act"):
        return Opening(open_[-1].id, (), values)
    if not open_ and not is_child_act(ctx, act):
        live = [r for r in routes_of(ctx) if r.state in ("due", "late", "offered")]
        ctx.routes_due = count_due(tuple(live))
        by_itself = act.verb in OPENS_BY_ITSELF and not _stays_here(ctx, act, live)
        if len(live) == 1 and (by_itself or _asked_for(ctx, live[0], act)):
            matter = f"{live[0].matter}-{number[:10]}"
            entry = _entry(ctx, child, now, number, by, matter, _opens(ctx, live[0]))
            return Opening(matter, (entry,), values)
    kind = ctx.pack.opened_by_act.get(act.verb, "")
    if kind and not open_ and _opened_here(ctx, act, kind):
        matter = f"{kind}-{number[:10]}"
        entry = _entry(ctx, child, now, number, by, matter, {"kind": kind, "route": "", **_both_ends(ctx, act)})
        return Opening(matter, (entry,), values)
    return Opening("", (), values)


def _opened_here(ctx: Ctx, act: Act, kind: str) -> bool:
    """Whether an act that opens a matter by itself does so now: naming a worker only where another one held the child
    in the same service; other acts where they are about this kind of matter or name none."""
    if act.verb != "allocate":
        return act.word in ("", kind) or act.word not in ctx.pack.matters
    holding, person = ctx.holding, person_named(act)
    if holding is None or holding.kind != "worker" or person in ("", holding.person):
        return False
    return act.word in ("", "receiving_worker", "allocated_worker") and not _elsewhere(ctx, person, holding.service)


def _elsewhere(ctx: Ctx, person: str, service: str) -> bool:
    team = ctx.people.team_of(person, ctx.now)
    return bool(team) and ctx.pack.service_of(team) != service


def _asked_for(ctx: Ctx, answer: RouteAnswer, act: Act) -> bool:
    """Whether the matter of a due route asks for this act or record by name: a letter, a meeting, a telling, the
    move itself."""
    if answer.state not in ("due", "late"):
        return False
    words = {act.word, *act.values} - {""}
    verb = PHASE_AS_VERB.get(act.verb, act.verb)
    for r in ctx.pack.rules_of(answer.matter).musts:
        if r.rule.verb == verb and (words & set(r.rule.words) if r.rule.words else verb in ("tell", "move")):
            return True
    return False


def _stays_here(ctx: Ctx, act: Act, live: list[RouteAnswer]) -> bool:
    """Whether this only gives the child another worker of the service that holds it, whatever move is due."""
    team = ctx.people.team_of(person_named(act), ctx.now) if act.verb == "allocate" else ""
    if not team or ctx.holding is None:
        return False
    here = ctx.holding.service
    return ctx.pack.service_of(team) == here and all(ctx.pack.service_of(r.to) != here for r in live)


def _opens(ctx: Ctx, answer: RouteAnswer, routes: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        "kind": answer.matter, "route": " ".join(dict.fromkeys((answer.route, *routes))),
        "edition": ctx.pack.pack.edition.name, **opening_slots(ctx, answer),
    }  # fmt: skip


def _entry(ctx: Ctx, child: str, now: Moment, number: str, by: By, matter: str, opens: dict[str, Any]) -> Entry:
    return Entry(
        Subject("child", child), 0, number, "propose", "", at(now), now, by.person, by.recorded_by or by.person,
        by.capacity, "person", matter, None, {"opens": opens},  # type: ignore[arg-type]
    )  # fmt: skip


def _propose(ctx: Ctx, act: Act, child: str, now: Moment, number: str, values: dict[str, Any]) -> Opening | InTheWay:
    kind = str(act.values.get("matter") or act.word or "")
    wanted = str(act.values.get("route") or "")
    by_a_route = "transfer" in ctx.pack.ancestry(kind) or any(r.rule.as_ == kind for r in ctx.pack.routes)
    if kind in ctx.pack.matters and not wanted and not by_a_route:
        if not act.values.get("to_team") and (asks := _asks_each_end(ctx, kind)) is not None:
            return InTheWay(child, asks.rule.head.key, asks.clause, "refuse", needs=("to_team",),
                            says="somebody at each end has to agree: name the team at the receiving end")  # fmt: skip
        slots = _both_ends(ctx, act)
        return Opening(f"{kind}-{number[:10]}", (), values | {"_opens": {"kind": kind, "route": "", **slots}})
    live = [r for r in routes_of(ctx) if r.state in ("due", "late", "offered", "due_if", "forecast")]
    if wanted:
        live = [r for r in live if r.route == wanted]
    if kind in ctx.pack.matters:
        live = [r for r in live if r.matter == kind]
    if kind in ctx.pack.matters and act.values.get("to_team") and not wanted:
        live = [r for r in live if r.state != "forecast"]
    ready = [r for r in live if r.state in ("due", "late", "offered")] or live
    same = {(r.to, r.matter) for r in ready}
    if len(same) == 1:
        opens = _opens(ctx, ready[0], tuple(r.route for r in ready[1:]))
        if act.values.get("to_team"):
            opens["to_team"] = str(act.values["to_team"])
        return Opening(f"{ready[0].matter}-{number[:10]}", (), values | {"_opens": opens})
    if not ready:
        if kind in ctx.pack.matters and act.values.get("to_team"):
            slots = _both_ends(ctx, act)
            return Opening(f"{kind}-{number[:10]}", (), values | {"_opens": {"kind": kind, "route": "", **slots}})
        return InTheWay(child, "", (), "refuse", says="no move is due for this child", missing=("route",))
    return InTheWay(child, "", tuple(c for r in ready for c in r.clause), "ask_reason", needs=("route",),
                    says="more than one move is due: choose one", missing=tuple(r.route for r in ready))  # fmt: skip


def _asks_each_end(ctx: Ctx, kind: str) -> CMust | None:
    """A duty of this kind of matter that needs somebody of each end: with no other end named, one would be both."""
    for must in ctx.pack.rules_of(kind).musts:
        each = walk(must.rule.who) if isinstance(must.rule.who, m.EachOf) else ()
        ends = {one.place.partition(" ")[0] for one in each if isinstance(one, m.OfficeOf)}
        if ends >= {"sending", "receiving"}:
            return must
    return None


def _both_ends(ctx: Ctx, act: Act) -> dict[str, Any]:
    holding = ctx.holding
    named = ctx.people.team_of(person_named(act), ctx.now) if act.verb == "allocate" else ""
    team = str(act.values.get("to_team") or named or (holding.team if holding else ""))
    return {
        "from_team": holding.team if holding else "", "from_service": holding.service if holding else "",
        "to_team": team, "to_service": ctx.pack.service_of(team),
        "sending_worker": holding.person if holding else "", "edition": ctx.pack.pack.edition.name,
    }  # fmt: skip


def _raise(ctx: Ctx, act: Act, child: str, now: Moment, number: str, values: dict[str, Any]) -> Opening | InTheWay:
    kind = act.word or str(act.values.get("matter") or "")
    about = act.matter or next((mm.id for mm in ctx.facts.matters.values() if mm.ended is None), "")
    slots = _both_ends(ctx, act)
    other = ctx.facts.matters.get(about)
    if other is not None:
        slots |= {k: v for k, v in other.slots.items() if k in slots}
        slots["about"] = about
    return Opening(f"{kind}-{number[:10]}", (), values | {"_opens": {"kind": kind, "route": "", **slots}})


def _sitting_values(ctx: Ctx, act: Act, now: Moment) -> dict[str, Any]:
    """A child is listed for the next sitting whose list is open, unless the act names one."""
    if act.verb not in ("list", "carry_over") or "sitting" in act.values or not ctx.pack.forums:
        return {}
    return listing_values(ctx, act.word or _deciding_forum(ctx), now)


def _deciding_forum(ctx: Ctx) -> str:
    """The forum that decides what is open or due for the child, where the act names none; "" if none does."""
    kinds = [mm.kind for mm in ctx.facts.matters.values() if mm.ended is None]
    kinds += [r.matter for r in routes_of(ctx) if r.state in ("due", "late", "offered")] if not kinds else []
    for kind in reversed(kinds):
        forum = deciding_forum(ctx, ctx.pack.rules_of(kind))
        if forum:
            return forum
    return ""


def listing_values(ctx: Ctx, forum: str, now: Moment) -> dict[str, Any]:
    """The sitting that a child listed now is listed for, as values of the entry; {} where none can be told."""
    if not ctx.pack.forums:
        return {}
    key = forum if forum in ctx.pack.forums else next(iter(ctx.pack.forums))
    forum_ = ctx.pack.forums[key]
    find = next_sitting_at if forum_.late_items == "ask_reason" else next_open_sitting
    try:
        sitting = find(forum_, ctx.file, now)
    except (CalendarEnded, LookupError):
        return {}
    return {
        "sitting_id": f"{key}@{wall_time(sitting.nominal):%Y-%m-%dT%H:%M}",
        "sitting": wall_time(sitting.at).strftime("%Y-%m-%d %H:%M"),
        "forum": key,
    }
