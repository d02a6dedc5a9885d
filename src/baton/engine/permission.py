"""Who may do this act for this child now: the pack's `may` rules, and for duties the person whose duty it is."""

from __future__ import annotations

from baton.engine.context import Ctx
from baton.engine.situation import Act, By, InTheWay
from baton.engine.who import resolve
from baton.policy import model as m

# Acts that belong to the team that holds or receives the child; a pack narrows others with `may`.
OWN_DUTY = frozenset({"answer", "allocate", "agree", "authorise", "settle"})


def not_permitted(before: Ctx, ctx: Ctx, act: Act, by: By, child: str) -> InTheWay | None:
    """Returns what bars this person from this act, or None. Judged on the world before the act (who holds what)."""
    before.matter = ctx.matter
    name = f"{act.verb} {act.word}".strip()
    rules = ctx.pack.rules_here(ctx)
    mays = [r for r in (*rules.mays, *ctx.pack.child.mays) if act.verb in r.acts or name in r.acts]
    for may in mays:
        value, _until, _because = ctx.pack.condition(may.head.when)(before)
        if value is False:
            continue
        barred = _barred(before, may.who, may.head.key, may.head.clause, by, child)
        if barred is not None:
            return barred
        for other in may.not_same_person_as:
            if by.person in _done_by(ctx, other):
                return InTheWay(child, may.head.key, may.head.clause, "not_yours", says=f"not the same person as {other}")
    if mays:
        return None
    if act.verb in OWN_DUTY:
        return _own_duty(before, ctx, act, by, child)
    return None


def _barred(ctx: Ctx, who: m.Who, key: str, clause: m.Clauses, by: By, child: str) -> InTheWay | None:
    found = resolve(ctx, who)
    if by.person in found.persons:
        return None
    if not found.persons:
        return InTheWay(child, key, clause, "not_yours", missing=found.offices, says=f"nobody holds {found.hole or key}")
    return InTheWay(child, key, clause, "not_yours", missing=found.offices, needs=found.persons)


def _own_duty(before: Ctx, ctx: Ctx, act: Act, by: By, child: str) -> InTheWay | None:
    """An answer or act that meets a duty counts only when done by the duty's `who`."""
    words = {act.word, *act.values} if act.verb == "answer" else {act.word}
    bars: list[InTheWay] = []
    fits = False
    for rules in (ctx.pack.rules_here(ctx), ctx.pack.child):
        for r in rules.musts:
            rule = r.rule
            if rule.verb != act.verb:
                continue
            if act.verb == "answer" and not words & set(rule.words):
                continue
            if act.verb != "answer" and rule.words and act.word not in rule.words:
                continue
            matter = before.matter
            before.matter = ctx.matter if rules is not ctx.pack.child else None
            applies, _until, _because = r.when(before)
            barred = _barred(before, rule.who, rule.head.key, rule.head.clause, by, child)
            before.matter = matter
            if applies is False:
                continue
            if barred is None:
                fits = True
            else:
                bars.append(barred)
    return None if fits or not bars else bars[0]


def _done_by(ctx: Ctx, rule: str) -> set[str]:
    from baton.engine.duties import duties_of

    entries = ctx.facts.entries
    return {
        entries[d.met_by].done_by
        for r in ctx.pack.rules_here(ctx).must(rule)
        for d in duties_of(ctx, r)
        if d.met_by in entries
    }
