"""The first front door: `assess(packs, file, now)` - everything that follows for one subject, until `next_change`."""

from __future__ import annotations

from baton.engine.absences import absence_duties
from baton.engine.compiled import compiled
from baton.engine.context import Ctx
from baton.engine.contradictions import contradictions_of
from baton.engine.differences import differences_of, moved_outside
from baton.engine.disputes import judge_together
from baton.engine.duties import duties_of
from baton.engine.editions import in_edition, not_before_its_edition
from baton.engine.effects import Coming, coming, late_effects
from baton.engine.ended import breaches_left, left_of
from baton.engine.facts import Facts, Matter, facts_of
from baton.engine.lateness import holding_known
from baton.engine.learning import first_known
from baton.engine.matters import give_receiving_end, matter_answer
from baton.engine.people import people_of
from baton.engine.questions import questions_of
from baton.engine.readiness import blocks_of
from baton.engine.routes import count_due, routes_of, virtual_matter
from baton.engine.rulebook import Rules
from baton.engine.showing import mismatch_of, shown_of
from baton.engine.situation import NOT_DONE, Breach, Duty, Pending, RouteAnswer, Shown, Situation
from baton.engine.timeline import holding_at, timeline_of
from baton.journal.entry import Subject
from baton.journal.file import File
from baton.policy.model import Packs
from baton.working_time import Moment, day_window, local_day


def context_for(packs: Packs, file: File, now: Moment, facts: Facts | None = None) -> Ctx:
    """A context ready to judge: facts, timeline and present holding, under the edition in force on the day."""
    pack = compiled(packs.on(local_day(now)))
    facts = facts if facts is not None else facts_of(file.entries)
    people = people_of(file.organisation)
    for matter in facts.matters.values():
        if "receiving_team" in matter.slots:
            give_receiving_end(pack, matter)
    ctx = Ctx(pack, file, facts, people, now)
    if facts.imported:  # of what no source lists in full, some may not have been told
        ctx.on_record = facts.words | (pack.kept_words - facts.complete.keys())
    ctx.timeline = timeline_of(pack, facts, people)
    ctx.holding = holding_at(ctx.timeline, now)
    if pack.settled_together:
        judge_together(ctx)
    for matter in facts.matters.values():
        if matter.ended is not None:
            matter.left = left_of(in_edition(packs, ctx, matter), ctx, matter)
    for edition in packs.editions if len(packs.editions) > 1 else ():
        first = day_window(edition.edition.in_force_from).lo
        if now < first < ctx.horizon:
            ctx.horizon = first
    for holding in ctx.timeline.holdings:
        for edge in (holding.start, holding.end):
            if now < edge < ctx.horizon:
                ctx.horizon = edge
    return ctx


def assess(packs: Packs, file: File, now: Moment, whole: bool = True) -> Situation:
    """Returns the Situation of the File's subject at `now`: one child (other subjects have their own rules).

    Pure and deterministic: the same packs, File and moment give the same answer, and it is the same at every moment up
    to `next_change`. Without `whole`, the duties that were over when their matter ended are left out; everything that
    has a row or can change is there all the same.
    """
    return situation_of(packs, context_for(packs, file, now), whole)


def situation_of(packs: Packs, ctx: Ctx, whole: bool) -> Situation:
    """The same from a fresh context."""
    file, now = ctx.file, ctx.now
    ctx.whole = whole
    routes = routes_of(ctx)
    ctx.routes_due = count_due(routes)
    duties: list[Duty] = []
    blocks = []
    pending: list[Coming] = []
    shown: list[Shown] = []
    matters = []
    day_pack = ctx.pack
    for matter in _matters(ctx, routes):
        ctx.matter = matter
        ctx.pack = in_edition(packs, ctx, matter)
        every = ctx.pack.rules_of(matter.kind)
        rules = every.reaching(ctx.holding, matter.slots, ctx.on_record)
        mine = _duties(ctx, every if whole else rules)
        if ctx.pack is day_pack and day_pack.pack.edition.changeover is not None:
            mine = not_before_its_edition(ctx, matter, mine)
        if matter.virtual:
            duties += [d for d in mine if d.state in ("open", "late") and not d.waits_for]
            if _would_move(ctx, rules):
                blocks += [b for b in blocks_of(ctx, rules) if b.act == "move"]
            continue
        duties += mine
        if matter.ended is None:
            blocks += blocks_of(ctx, rules)
            pending += coming(ctx, rules)
            pending += late_effects(ctx, rules, mine)
        shown += shown_of(ctx, every, rules)
        matters.append(matter_answer(ctx, mine))
    ctx.matter, ctx.pack = None, day_pack
    child = ctx.pack.child if file.subject.kind == "child" else rules_for(ctx, file)
    child = child.reaching(ctx.holding, {}, ctx.on_record)
    if ctx.holding is not None or file.subject.kind != "child":
        mine = _duties(ctx, child)
        duties += mine
        duties += absence_duties(ctx)
        blocks += blocks_of(ctx, child)
        pending += coming(ctx, child)
        pending += late_effects(ctx, child, mine)
        shown += shown_of(ctx, child, child)
        if file.subject.kind == "child":
            shown += mismatch_of(ctx)
    duties = first_known(file, ctx.facts.corrected, duties, lambda earlier: assess(packs, earlier, now, whole))
    return Situation(
        file.subject, now, ctx.timeline, ctx.holding, routes, tuple(matters), tuple(duties), tuple(blocks),
        (*_breaches(ctx, duties), *moved_outside(ctx, packs)), questions_of(ctx, routes, duties),
        contradictions_of(ctx, packs), differences_of(ctx), tuple(_pending(c) for c in pending), tuple(shown),
        _does_not_count(ctx, duties), _relies_on(ctx, duties), (), ctx.pack.pack.edition.name, ctx.pack.pack.build,
        max(ctx.horizon, now + 1),
    )  # fmt: skip


def rules_for(ctx: Ctx, file: File) -> Rules:
    """The rules of a subject that is no child: the authority, a worker, a sitting of one forum."""
    kind = file.subject.kind
    key = f"sitting of {file.subject.id.partition('@')[0]}" if kind == "sitting" else kind
    return ctx.pack.subjects.get(key) or Rules((), ctx.pack)


def _matters(ctx: Ctx, routes: tuple[RouteAnswer, ...]) -> list[Matter]:
    """The matters recorded, and one in waiting for each due route that nobody has opened yet."""
    found = list(ctx.facts.matters.values())
    for answer in routes:
        if answer.state in ("due", "late") and answer.matter in ctx.pack.matters:
            found.append(virtual_matter(ctx, answer))
    return found


def _would_move(ctx: Ctx, rules: Rules) -> bool:
    """Whether a move that nobody need propose has its moment behind it: then what holds it is shown."""
    for then in rules.thens:
        if any(e.kind == "move" for e in then.rule.effects):
            _state, window, _because, until = then.at(ctx)
            if window is not None and then.begins(window) > ctx.now:
                ctx.look_until(then.begins(window))
            ctx.look_until(until)
            if window is not None and then.begins(window) <= ctx.now:
                return True
    return False


def _duties(ctx: Ctx, rules: Rules) -> list[Duty]:
    matter = ctx.matter
    if matter is not None and (matter.withdrawn or matter.virtual):
        if matter.withdrawn:
            return []
        ctx.memo = {k: v for k, v in ctx.memo.items() if k[-1] != ""} if ctx.memo else ctx.memo
    left = matter.left if matter is not None and not ctx.whole else None
    found: list[Duty] = []
    for r in rules.musts:
        if left is None or r.key in left:
            found += duties_of(ctx, r)
    return _one_each(found) if ctx.whole and matter is not None else found


def _one_each(duties: list[Duty]) -> list[Duty]:
    """Of a rule that an exception splits, the copy that applies; where none does, one line that says why not."""
    said = {d.rule for d in duties if d.state != "does_not_apply"}
    found = []
    for duty in duties:
        if duty.state == "does_not_apply":
            if duty.rule in said:
                continue
            said.add(duty.rule)
        found.append(duty)
    return found


def _breaches(ctx: Ctx, duties: list[Duty]) -> list[Breach]:
    over = {mm.id: mm for mm in ctx.facts.matters.values() if mm.left is not None}
    found = [breach for mm in over.values() for breach in breaches_left(mm)]
    for d in duties:
        if d.since is None or d.known is None or d.strength == "count":
            continue
        if d.state == "met" and d.ended is None:
            continue
        if d.matter in over and d.rule not in (over[d.matter].left or ()):
            continue  # stands as the end of its matter wrote it down
        window = ctx.holding.start_window if ctx.holding is not None and d.verb == "keep" else None
        found.append(
            Breach(d.rule, d.since, d.known, d.ended, window, d.matter, d.element, d.missing, d.strength, d.clause,
                   d.because)
        )  # fmt: skip
    holding = ctx.holding
    if holding is not None and holding.breach and not any(b.rule == ctx.pack.never_rule for b in found):
        found.append(
            Breach(ctx.pack.never_rule, holding.start, max(holding_known(ctx), holding.start), None,
                   holding.start_window, clause=ctx.pack.never_clause, strength="refuse", because=holding.because)
        )  # fmt: skip
    return found


def _pending(c: Coming) -> Pending:
    return Pending(c.rule, c.matter, c.at, " ".join(e.kind for e in c.effects), c.clause)


def _does_not_count(ctx: Ctx, duties: list[Duty]) -> tuple[tuple[int, str, tuple[str, ...]], ...]:
    return tuple([(d.met_by, d.rule, d.missing) for d in duties if d.met_by and d.met_at is None])


def _relies_on(ctx: Ctx, duties: list[Duty]) -> tuple[Subject, ...]:
    """The subjects looked at: kin, family, every worker named, and the offices that owe something here."""
    found = [Subject("family", ctx.file.family)] if ctx.file.family else []
    found += [Subject("child", kin.child) for kin in ctx.file.kin]
    people = {h.person for h in ctx.timeline.holdings if h.person}
    for matter in ctx.facts.matters.values():
        people |= {str(matter.slots[k]) for k in ("receiving_worker", "sending_worker") if matter.slots.get(k)}
    offices: set[str] = set()
    for duty in duties:
        if duty.who:
            people.update(duty.who)
        if duty.offices and duty.state in NOT_DONE:
            offices.update(duty.offices)
    found += [Subject("worker", p) for p in sorted(people)]
    going = {str(mm.slots.get("to_team") or "") for mm in ctx.facts.matters.values() if mm.ended is None}
    found += [Subject("team", team) for team in sorted(going - {""})]
    found += [Subject("office", o.replace(" of ", "@")) for o in sorted(offices)]
    return tuple(found)
