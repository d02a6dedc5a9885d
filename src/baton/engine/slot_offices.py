"""Offices that are one person of the child or of the matter in hand: its worker, those at either end, a former one."""

from __future__ import annotations

from baton.engine.context import Ctx
from baton.engine.moments import latest_answer


def _holder(ctx: Ctx) -> str:
    return ctx.holding.person if ctx.holding is not None else ""


def _sending_worker(ctx: Ctx) -> str:
    """The worker at the sending end: who holds the child there now; once the child has moved, who held it until then.

    A matter about another one (a dispute) has that one's. Where nobody is named there now, who was when it was opened.
    """
    matter = ctx.matter
    if matter is None:
        return _holder(ctx)
    about = ctx.facts.matters.get(str(matter.slots.get("about") or ""))
    moved = (about or matter).moved
    at = moved.happened.lo - 1 if moved is not None else ctx.now
    for holding in reversed(ctx.timeline.holdings):
        if holding.start <= at < holding.end:
            if holding.kind == "worker" and holding.person and holding.service == matter.slots.get("from_service"):
                return holding.person
            break
    return str(matter.slots.get("sending_worker") or "") or _holder(ctx)


def _receiving_worker(ctx: Ctx) -> str:
    value = ctx.slot("receiving_worker")
    if value:
        return str(value)
    if ctx.matter is None:
        named = {str(mm.slots["receiving_worker"]) for mm in ctx.facts.matters.values()
                 if mm.ended is None and mm.moved is None and mm.slots.get("receiving_worker")}  # fmt: skip
        return named.pop() if len(named) == 1 else ""
    if ctx.matter is not None and ctx.matter.moved is not None:
        return _holder(ctx)
    return ""


def _candidate(ctx: Ctx) -> str:
    """Who would be given the child by the act in hand, else who is named for it (C108)."""
    return ctx.pack.chosen_person(ctx)


def _former_worker(ctx: Ctx) -> str:
    entry = latest_answer(ctx, "former_worker")
    if entry is not None:
        return str(entry.values.get("former_worker", ""))
    for holding in reversed(ctx.timeline.holdings):
        if holding.end <= ctx.now and holding.kind == "worker" and holding.service in ctx.pack.statutory:
            return holding.person
    return ""


def _presenter(ctx: Ctx) -> str:
    return str(ctx.slot("presenter") or "")


def _personal_adviser(ctx: Ctx) -> str:
    return str(ctx.slot("personal_adviser") or "") or next(
        (str(e.values.get("person")) for e in reversed(ctx.facts.acts.get("allocate", ()))
         if e.word == "personal_adviser"), "")  # fmt: skip


SLOT_OFFICES = {
    "holder": _holder,
    "sending_worker": _sending_worker,
    "receiving_worker": _receiving_worker,
    "former_worker": _former_worker,
    "candidate": _candidate,
    "presenter": _presenter,
    "personal_adviser": _personal_adviser,
}
