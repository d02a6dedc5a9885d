"""What a procedure wants seen: its `show` rules, and a child whose status belongs to another service's remit."""

from __future__ import annotations

from baton.engine.context import Ctx
from baton.engine.rulebook import Rules
from baton.engine.situation import Shown


def shown_of(ctx: Ctx, every: Rules, rules: Rules) -> list[Shown]:
    """Returns what is shown of the matter in hand (or the child) by `rules`, those among `every` that can apply; of a
    matter that is over, what its end wrote down."""
    if ctx.matter is not None and ctx.matter.left is not None and ctx.matter.ended is not None:
        then = ctx.matter.ended.body["left"]["shown"]
        return [Shown(s.rule.head.key, s.rule.measures, s.rule.on, s.rule.head.clause) for s in every.shows
                if s.rule.head.key in then]  # fmt: skip
    found = []
    for show in rules.shows:
        value, until, because = show.when(ctx)
        ctx.look_until(until)
        if value is True:
            rule, values = show.rule, tuple([figure(ctx) for figure in show.figures])
            found.append(Shown(rule.head.key, rule.measures, rule.on, rule.head.clause, because, values))
    return found


def mismatch_of(ctx: Ctx) -> list[Shown]:
    """The child's status belongs to another service than the one that holds: shown, with both clauses."""
    holding = ctx.holding
    if holding is None or holding.kind == "outside":
        return []
    here = ctx.pack.remits.get(holding.service)
    if here is not None:
        value, until, because = here[0](ctx)
        ctx.look_until(until)
        if value is not False:
            return []
        clause = here[1]
    else:
        because, clause = (), ()
    found = []
    for service, (fits, other) in ctx.pack.remits.items():
        if service == holding.service:
            continue
        value, until, why = fits(ctx)
        ctx.look_until(until)
        if value is True:
            named = tuple(c for k, v in why if k == "clause" and isinstance(v, tuple) for c in v)
            found.append(Shown("remit", ("mismatch", service), ("child",), named or other or clause, because + why))
    if not found and here is not None:
        found.append(Shown("remit", ("mismatch", ""), ("child",), clause, because))
    return found
