"""Which matter an act belongs to, and the entry that opens it: by a due route, by raising, or in the act itself."""

from __future__ import annotations

from typing import Any, NamedTuple

from baton.engine.context import Ctx
from baton.engine.facts import Matter
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

# Acts that presuppose a transfer: on a child with exactly one live route they open its matter in the same act.
OPENS_BY_ITSELF = frozenset({"list", "decide", "request", "accept", "send", "allocate"})


PHASE_AS_VERB = {"held": "hold", "told": "tell", "sent": "send", "written": "write", "given": "answer"}


OF_ANY_MATTER = frozenset(
    {"end", "withdraw", "move", "settle", "refer", "change_edition", "change_date", "confirm", "reverse"}
)

BEFORE_THE_MOVE = OPENS_BY_ITSELF - {"send"}  # a matter that has moved takes none of these


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
    fitting = _fitting(ctx, act)
    if len(fitting) == 1 or (fitting and nature_of(act.verb) == "act"):
        return Opening(fitting[-1].id, (), values)
    if not fitting and not _is_child_act(ctx, act):
        live = [r for r in routes_of(ctx) if r.state in ("due", "late", "offered")]
        ctx.routes_due = count_due(tuple(live))
        by_itself = act.verb in OPENS_BY_ITSELF and not _stays_here(ctx, act, live)
        if len(live) == 1 and (by_itself or _asked_for(ctx, live[0], act)):
            matter = f"{live[0].matter}-{number[:10]}"
            entry = _entry(ctx, child, now, number, by, matter, _opens(ctx, live[0]))
            return Opening(matter, (entry,), values)
    kind = ctx.pack.opened_by_act.get(act.verb, "")
    if kind and not fitting and _opened_here(ctx, act, kind):
        matter = f"{kind}-{number[:10]}"
        entry = _entry(ctx, child, now, number, by, matter, {"kind": kind, "route": "", **_both_ends(ctx, act)})
        return Opening(matter, (entry,), values)
    return Opening("", (), values)


def _opened_here(ctx: Ctx, act: Act, kind: str) -> bool:
    """Whether an act that opens a matter by itself does so now: naming a worker only where another one held the child
    in the same service; other acts where they are about this kind of matter or name none."""
    if act.verb != "allocate":
        return act.word in ("", kind) or act.word not in ctx.pack.matters
    holding, person = ctx.holding, _person_named(act)
    if holding is None or holding.kind != "worker" or person in ("", holding.person):
        return False
    return act.word in ("", "receiving_worker", "allocated_worker") and not _elsewhere(ctx, person, holding.service)


def _elsewhere(ctx: Ctx, person: str, service: str) -> bool:
    team = ctx.people.team_of(person, ctx.now)
    return bool(team) and ctx.pack.service_of(team) != service


def _asked_for(ctx: Ctx, answer: RouteAnswer, act: Act) -> bool:
    """Whether the matter of a due route asks for this act or record by name: a letter, a meeting, a telling."""
    if answer.state not in ("due", "late"):
        return False
    words = {act.word, *act.values} - {""}
    verb = PHASE_AS_VERB.get(act.verb, act.verb)
    for r in ctx.pack.rules_of(answer.matter).musts:
        if r.rule.verb == verb and (words & set(r.rule.words) if r.rule.words else verb == "tell"):
            return True
    return False


def _is_child_act(ctx: Ctx, act: Act) -> bool:
    """Whether a rule of the child's own asks for this act (an adviser is allocated beside the worker)."""
    return any(r.rule.verb == act.verb and act.word and act.word in r.rule.words for r in ctx.pack.child.musts)


def _fitting(ctx: Ctx, act: Act) -> list[Matter]:
    """The open matters that this act could belong to: those whose rules speak of it, else all of them. What is recorded
    late is no part of a matter that opened only after it happened, where another speaks of it too."""
    open_ = [mm for mm in ctx.facts.matters.values() if mm.ended is None]
    if act.verb in BEFORE_THE_MOVE:
        open_ = [mm for mm in open_ if mm.moved is None or mm.moved.body.get("default")]
    if act.verb == "allocate":
        open_ = [mm for mm in open_ if not _at_the_sending_end(ctx, mm, act)]
    if not open_ or _is_child_act(ctx, act):
        return []
    speaking = [mm for mm in open_ if _speaks(ctx, mm, act)]
    if act.verb == "excuse":
        key = act.excuses or act.word
        return [mm for mm in open_ if ctx.pack.rules_of(mm.kind).has(key)]
    if nature_of(act.verb) == "act":
        return speaking or _any_fitting(ctx, open_, act)
    if act.verb in ("booked", "moved", "cancelled", "held"):
        speaking = [mm for mm in speaking if mm.moved is None or _asks_still(ctx, mm, act)]
    if len(speaking) > 1 and act.happened is not None:
        lo, hi = act.happened
        speaking = [mm for mm in speaking if mm.opened <= lo or mm.opened < hi] or speaking
    return speaking if len(speaking) == 1 else []


def _asks_still(ctx: Ctx, matter: Matter, act: Act) -> bool:
    """Whether a matter that has moved still asks for this meeting: what only another kind of move asks for is left to
    the move that follows."""
    words = {act.word, *act.values} - {""}
    outer, known, ctx.matter, ctx.known = ctx.matter, ctx.known, matter, {}
    try:
        return any(
            words & set(r.rule.words) and (r.when is None or r.when(ctx)[0] is not False)
            for r in ctx.pack.rules_of(matter.kind).musts
        )
    finally:
        ctx.matter, ctx.known = outer, known


def _any_fitting(ctx: Ctx, open_: list[Matter], act: Act) -> list[Matter]:
    """Where no rule speaks of the act: any open matter; for acts that presuppose a transfer, any that is a change."""
    if act.verb in OPENS_BY_ITSELF:
        return [mm for mm in open_ if "change" in ctx.pack.ancestry(mm.kind)]
    return open_ if act.verb in OF_ANY_MATTER else []


def _at_the_sending_end(ctx: Ctx, matter: Matter, act: Act) -> bool:
    """Whether this names somebody of the sending end while the child is there: a change of worker, not the transfer's
    receiving worker."""
    team = ctx.people.team_of(_person_named(act), ctx.now)
    sending, receiving = matter.slots.get("from_service"), matter.slots.get("to_service")
    here = ctx.holding is not None and ctx.holding.service == sending
    return bool(team) and here and matter.moved is None and ctx.pack.service_of(team) == sending != receiving


def _stays_here(ctx: Ctx, act: Act, live: list[RouteAnswer]) -> bool:
    """Whether this only gives the child another worker of the service that holds it, whatever move is due."""
    team = ctx.people.team_of(_person_named(act), ctx.now) if act.verb == "allocate" else ""
    if not team or ctx.holding is None:
        return False
    here = ctx.holding.service
    return ctx.pack.service_of(team) == here and all(ctx.pack.service_of(r.to) != here for r in live)


def _person_named(act: Act) -> str:
    return str(act.values.get("person") or act.values.get("receiving_worker") or "")


def _speaks(ctx: Ctx, matter: Matter, act: Act) -> bool:
    rules = ctx.pack.rules_of(matter.kind)
    words = {act.word, *act.values} - {""}
    for r in rules.musts:
        if words & set(r.rule.words) or (not act.word and r.rule.verb == act.verb):
            return True
        if act.verb == "done" and r.rule.verb == act.word:
            return True
    if any(isinstance(t.rule.at, m.ActAt) and t.rule.at.verb == act.verb for t in rules.thens):
        return True
    name = f"{act.verb} {act.word}".strip()
    if any(act.verb in may.acts or name in may.acts for may in rules.mays if not may.rules) or any(
        s.is_for(act.verb, act.word) for s in rules.stops
    ):
        return act.verb != "answer"
    return act.verb in ("told", "tell") and any(r.rule.verb == "tell" for r in rules.musts)


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
    named = ctx.people.team_of(_person_named(act), ctx.now) if act.verb == "allocate" else ""
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
