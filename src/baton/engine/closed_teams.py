"""A team that has closed takes no child: a move that goes to it waits, and somebody says where else it goes."""

from __future__ import annotations

from collections.abc import Iterator

from baton.engine.context import Ctx
from baton.engine.facts import Matter
from baton.engine.situation import Act, Block, InTheWay
from baton.policy import model as m
from baton.working_time import END, Moment, local_day

ANOTHER = "receiving_team"  # the word under which another destination is given
TAKE_IT_FORWARD = frozenset({"propose", "accept", "move"})


def closed_at(ctx: Ctx, team: str) -> Moment | None:
    """When this team closed, if it has; an answer with it holds until it does."""
    known = ctx.file.organisation.teams.get(team)
    if known is None or known.closed == END:
        return None
    if ctx.now < known.closed:
        ctx.look_until(known.closed)
        return None
    return known.closed


def destination_closed(ctx: Ctx, matter: Matter | None) -> Moment | None:
    """When the team closed to which this matter still has to move the child; None if it goes to an open one."""
    if matter is None or matter.ended is not None or matter.moved is not None:
        return None
    return _closed(ctx, matter)


def _closed(ctx: Ctx, matter: Matter) -> Moment | None:
    team = str(matter.slots.get("to_team") or "")
    return closed_at(ctx, team) if team else None


def moving_rule(ctx: Ctx, matter: Matter) -> m.Head | None:
    """The rule by which a matter of this kind moves a child."""
    thens = (t.rule for t in ctx.pack.rules_of(matter.kind).thens)
    return next((r.head for r in thens if not r.default_for and any(e.kind == "move" for e in r.effects)), None)


def blocks(ctx: Ctx) -> Iterator[Block]:
    """That the matter in hand cannot move the child."""
    matter = ctx.matter
    if matter is not None and destination_closed(ctx, matter) is not None:
        head = moving_rule(ctx, matter)
        if head is not None:
            yield Block("move", head.key, "refuse", matter.id, (ANOTHER,), f"answer {ANOTHER}", head.clause)


def asked(ctx: Ctx) -> Iterator[tuple[str, Moment]]:
    """The rules that wait for another destination, each with since when."""
    for matter in ctx.facts.matters.values():
        closed = destination_closed(ctx, matter)
        head = moving_rule(ctx, matter) if closed is not None else None
        if head is not None and closed is not None:
            yield head.key, max(closed, matter.opened)


def in_the_way(ctx: Ctx, act: Act, child: str) -> Iterator[InTheWay]:
    """What refuses an act that would take the move further."""
    if act.verb not in TAKE_IT_FORWARD or ctx.matter is None:
        return
    closed = _closed(ctx, ctx.matter)
    if closed is None:
        return
    head = moving_rule(ctx, ctx.matter)
    if head is not None:
        yield InTheWay(
            child, head.key, head.clause, "refuse", (ANOTHER,), (ANOTHER,), instead=f"answer {ANOTHER}",
            says=f"the team it goes to closed on {local_day(closed).isoformat()}",
        )  # fmt: skip
