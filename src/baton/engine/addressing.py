"""Documents and notices as they are sent: to whom they may go, and what must be in them."""

from __future__ import annotations

from collections.abc import Iterator

from baton.engine.context import Ctx
from baton.engine.elements import recipients_of
from baton.engine.met.found import lacking_parts
from baton.engine.met.told import names_of_recipient
from baton.engine.ruled import CMust
from baton.engine.situation import Act, InTheWay

ADDRESSED = frozenset({"send", "tell", "invite", "request"})


def in_the_way(ctx: Ctx, act: Act, child: str) -> Iterator[InTheWay]:
    """What stands in the way of sending this: somebody it may not go to, or a part that it lacks."""
    if act.verb not in ADDRESSED:
        return
    here = [r for rules in (ctx.pack.rules_here(ctx), ctx.pack.child) for r in rules.musts
            if r.rule.verb == act.verb and (not r.rule.words or act.word in r.rule.words)]  # fmt: skip
    here = [r for r in here if r.when is None or r.when(ctx)[0] is not False]
    for r in here:
        if r.rule.only_to:
            yield from _elsewhere(ctx, r, act, child)
    if ctx.doing is not None and act.verb == "send":
        lacking = lacking_parts(ctx, ctx.doing)
        for r in here:
            if lacking and r.rule.strength == "refuse":
                yield InTheWay(child, r.key, r.clause, "refuse", missing=lacking, needs=lacking)
                return


def _elsewhere(ctx: Ctx, r: CMust, act: Act, child: str) -> Iterator[InTheWay]:
    allowed = recipients_of(ctx, r)
    names = {name for one in allowed for name in names_of_recipient(ctx, one)}
    if set(act.to) - names:
        yield InTheWay(
            child, r.key, r.clause, "refuse", missing=allowed, needs=allowed, says="it may go to nobody else"
        )
