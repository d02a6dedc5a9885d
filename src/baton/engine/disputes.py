"""Disputes and other ladders: rungs with clocks and a last word, and what waits meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from baton.engine.situation import Act, By, InTheWay
from baton.engine.who import resolve, sets_of
from baton.policy import model as m

if TYPE_CHECKING:
    from baton.engine.context import Ctx
    from baton.engine.facts import Matter
    from baton.journal.entry import Entry


def ladder_rules(pack: m.Pack) -> Iterator[m.Rule]:
    """Each rung as a duty to settle by its limit, under the rung's own clause, until the matter ends otherwise."""
    for matter in pack.matters.values():
        for number, rung in enumerate(matter.rungs, 1):
            yield m.Must(
                m.Head(f"{matter.key}.rung_{number}", rung.clause or matter.clause, matter.key, where=matter.where,
                       when=m.WordIs("rung", (str(number),)) if len(matter.rungs) > 1 else m.Always()),
                rung.who, "settle", by=rung.within, strength="warn" if rung.within is not None else "count",
                until=m.MatterIs(matter.key, "ended"),
                late=tuple(e for e in rung.late if e.kind != "offer"), paused_while=rung.paused_while,
                prompt=rung.prompt,
            )  # fmt: skip


def matter_rules(pack: m.Pack) -> Iterator[m.Rule]:
    """A matter that a moment opens or ends, as what follows by itself. An absence is judged for each child."""
    for matter in pack.matters.values():
        by_itself = matter.about != "worker" and not isinstance(matter.opened_by, m.ActAt)
        if isinstance(matter.opened_by, m.MomentOf) and by_itself:
            head = m.Head(f"{matter.key}.opened_by", matter.clause, "child", where=matter.where)
            yield m.Then(head, matter.opened_by, (m.Effect("open", word=matter.key),))
        if matter.ends is not None and matter.about != "worker":
            head = m.Head(f"{matter.key}.ends", matter.clause, matter.key, where=matter.where)
            yield m.Then(head, matter.ends, (m.Effect("end", word=matter.key),))


def judge_together(ctx: Ctx) -> None:
    """A rung of several is settled when each of them has recorded the same decision. Where they differ the matter goes
    to the next rung by itself; where one has not said anything it is still open."""
    before = ctx.matter
    for matter in ctx.facts.matters.values():
        definition = ctx.pack.pack.matters.get(matter.kind)
        if definition is not None and matter.kind in ctx.pack.settled_together and matter.acts.get("settle"):
            ctx.matter = matter
            _walk(ctx, matter, definition)
    ctx.matter = before


def _walk(ctx: Ctx, matter: Matter, definition: m.Matter) -> None:
    """The acts on a ladder in their order; a settling that differs from another's of its rung counts as referring."""
    if matter.ended is not None and matter.ended.verb != "settle":
        return
    referred = {e.number for e in matter.acts.get("refer", ())}
    acts = sorted((*matter.acts["settle"], *matter.acts.get("refer", ())), key=lambda e: e.number)
    refers: list[Entry] = []
    said: dict[str, str] = {}
    for number in dict.fromkeys(e.number for e in acts):
        act = ctx.facts.entries[number]
        rung = definition.rungs[min(len(refers), len(definition.rungs) - 1)]
        if act.verb == "refer":
            refers.append(act)
            said = {}
            continue
        said[act.done_by] = str(act.values.get("decision") or "")
        if not isinstance(rung.who, m.EachOf):
            matter.ended = act
            continue
        spoken = [{said[p] for p in one.persons if p in said} for one in sets_of(ctx, rung.who)]
        decisions: set[str] = set().union(*spoken)
        if not all(spoken):
            matter.ended = None
        elif len(decisions) > 1 and len(refers) < len(definition.rungs) - 1:
            matter.ended = None
            refers.append(act)
            said = {}
        else:
            matter.ended = act
    if {e.number for e in refers} != referred:
        matter.acts["refer"] = refers


def rung_of(ctx: Ctx) -> int:
    """The rung that the matter in hand stands on: 1 at the start, one higher each time it is referred."""
    return 1 + (len(ctx.matter.acts.get("refer", ())) if ctx.matter is not None else 0)


def in_the_way(before: Ctx, ctx: Ctx, act: Act, by: By, child: str) -> InTheWay | None:
    """What bars settling, referring or raising on a ladder for this person now; None where nothing does."""
    matter = ctx.matter
    definition = ctx.pack.pack.matters.get(matter.kind) if matter is not None else None
    if matter is None or definition is None or not definition.rungs:
        return None
    if act.verb == "raise":
        return _raised_again(ctx, matter, definition, child)
    before.matter = before.facts.matters.get(matter.id, matter)
    rung = definition.rungs[min(rung_of(before), len(definition.rungs)) - 1]
    if act.verb == "settle":
        found = resolve(before, rung.who)
        if by.person not in found.persons:
            return InTheWay(
                child, matter.kind, rung.clause or definition.clause, "not_yours", found.offices, found.persons
            )
    if act.verb == "refer":
        first, here = resolve(before, definition.rungs[0].who), resolve(before, rung.who)
        if by.person not in (*first.persons, *here.persons):  # whoever it stands with may take it further up, too
            return InTheWay(child, matter.kind, definition.clause, "not_yours", first.offices, first.persons)
        above = rung_of(before)
        if above >= len(definition.rungs):
            return InTheWay(child, matter.kind, definition.clause, "refuse", says="this is the last rung")
        key = f"{matter.kind}.rung_{above}"
        late = before.pack.rule_is(before, key, ("late",), "")[0]
        if not late and definition.rungs[above].early == "with reason" and not act.reason:
            return InTheWay(child, key, definition.rungs[above].clause, "ask_reason", needs=("reason",))
    return None


def _raised_again(ctx: Ctx, matter: Matter, definition: m.Matter, child: str) -> InTheWay | None:
    about = matter.slots.get("about")
    for other in ctx.facts.matters.values():
        if other is matter or other.kind != matter.kind or other.slots.get("about") != about:
            continue
        last = definition.rungs[min(len(other.acts.get("refer", ())), len(definition.rungs) - 1)]
        if other.ended is not None and last.final and other.slots.get("cause") == matter.slots.get("cause"):
            return InTheWay(child, matter.kind, last.clause, "refuse", says="this has been decided for good")
    return None


def waits(ctx: Ctx) -> InTheWay | None:
    """A dispute about the matter in hand that keeps it from moving, if there is one."""
    here = ctx.matter
    if here is None:
        return None
    for other in ctx.facts.matters.values():
        definition = ctx.pack.pack.matters.get(other.kind)
        if definition is None or other.ended is not None or definition.meanwhile != "waits":
            continue
        if set(ctx.pack.ancestry(here.kind)) & set(definition.never_stops):
            continue
        if other.slots.get("about") == here.id:
            return InTheWay(ctx.file.subject.id, other.kind, definition.clause, "refuse", says=other.id)
    return None
