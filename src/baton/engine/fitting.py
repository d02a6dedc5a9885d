"""Which of a child's open matters an act or record belongs to: those whose rules speak of it."""

from __future__ import annotations

from baton.engine.closed_teams import ANOTHER, destination_closed
from baton.engine.context import Ctx
from baton.engine.facts import Matter
from baton.engine.situation import Act
from baton.journal.vocabulary import nature_of
from baton.policy import model as m

# Acts that presuppose a transfer: on a child with exactly one live route they open its matter in the same act.
OPENS_BY_ITSELF = frozenset({"list", "decide", "request", "accept", "send", "allocate"})

BEFORE_THE_MOVE = OPENS_BY_ITSELF - {"send"}  # a matter that has moved takes none of these

OF_ANY_MATTER = frozenset(
    {"end", "withdraw", "move", "settle", "refer", "change_edition", "change_date", "confirm", "reverse"}
)


def fitting(ctx: Ctx, act: Act) -> list[Matter]:
    """The open matters that this act could belong to: those whose rules speak of it, else all of them. What is recorded
    late is no part of a matter that opened only after it happened, where another speaks of it too."""
    open_ = [mm for mm in ctx.facts.matters.values() if mm.ended is None]
    if act.verb in BEFORE_THE_MOVE:
        open_ = [mm for mm in open_ if mm.moved is None or mm.moved.body.get("default")]
    if act.verb == "allocate":
        open_ = [mm for mm in open_ if not _at_the_sending_end(ctx, mm, act)]
    if not open_ or is_child_act(ctx, act):
        return []
    if act.verb == "answer" and ANOTHER in (act.word, *act.values):
        closed = [mm for mm in open_ if destination_closed(ctx, mm) is not None]
        if closed:
            return closed[:1]
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
    team = ctx.people.team_of(person_named(act), ctx.now)
    sending, receiving = matter.slots.get("from_service"), matter.slots.get("to_service")
    here = ctx.holding is not None and ctx.holding.service == sending
    return bool(team) and here and matter.moved is None and ctx.pack.service_of(team) == sending != receiving


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


def is_child_act(ctx: Ctx, act: Act) -> bool:
    """Whether a rule of the child's own asks for this act (an adviser is allocated beside the worker)."""
    return any(r.rule.verb == act.verb and act.word and act.word in r.rule.words for r in ctx.pack.child.musts)


def person_named(act: Act) -> str:
    return str(act.values.get("person") or act.values.get("receiving_worker") or "")
