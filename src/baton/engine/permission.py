"""Who may do this act for this child now: the pack's `may` rules, and for duties the person whose duty it is."""

from __future__ import annotations

from typing import NamedTuple

from baton.engine.assess import context_for
from baton.engine.context import Ctx
from baton.engine.situation import Act, By, InTheWay
from baton.engine.who import in_person, named_for, resolve
from baton.journal.entry import Entry
from baton.journal.file import File
from baton.policy import model as m
from baton.policy.model import Packs
from baton.working_time import Moment


class Permitted(NamedTuple):
    """A person who may, in what capacity; or, with person "", an office that nobody holds (`hole`)."""

    person: str
    capacity: str
    hole: str
    clause: m.Clauses


# Acts that belong to the team that holds or receives the child; a pack narrows others with `may`.
MANAGERS = frozenset({"allocate", "close", "move"})
OWN_DUTY = frozenset({"answer", "allocate", "agree", "authorise", "settle"})


def not_permitted(before: Ctx, ctx: Ctx, act: Act, by: By, child: str) -> InTheWay | None:
    """Returns what bars this person from this act, or None. Judged on the world before the act (who holds what)."""
    before.matter, before.doing = ctx.matter, ctx.doing
    name = f"{act.verb} {act.word}".strip()
    rules = ctx.pack.rules_here(ctx)
    both = (*rules.mays, *ctx.pack.child.mays)
    mays = [r for r in both if not r.rules and (act.verb in r.acts or name in r.acts)]
    about = ctx.facts.matters.get(str(ctx.matter.slots.get("about") or "")) if ctx.matter is not None else None
    if act.verb == "raise" and about is not None:
        mays += [r for r in ctx.pack.rules_of(about.kind).mays if act.verb in r.acts or name in r.acts]
        before.matter = about
    for may in mays:
        value, _until, _because = ctx.pack.condition(may.head.when)(before)
        if value is False:
            continue
        barred = _barred_from(before, ctx, may, name, by, child) or _too_often(before, may, act, child)
        if barred is not None:
            return barred
    if mays:
        return None
    if act.verb in OWN_DUTY and (_spoken_of(ctx, act) or act.verb not in MANAGERS):
        return _own_duty(before, ctx, act, by, child)
    if act.verb in MANAGERS and before.people.organisation.offices:
        return _not_a_manager(before, ctx, act, by, child)
    return None


def acts_under(ctx: Ctx, may: m.May) -> list[Entry]:
    """The acts done under a `may`, for the matter in hand or for the child where there is none."""
    found = []
    for name in may.acts:
        verb, _, word = name.partition(" ")
        acts = ctx.matter.acts.get(verb, ()) if ctx.matter is not None else ctx.facts.acts.get(verb, ())
        found += [e for e in acts if not word or e.word == word]
    return found


def _too_often(before: Ctx, may: m.May, act: Act, child: str) -> InTheWay | None:
    if not may.times:
        return None
    matter = before.matter
    before.matter = before.facts.matters.get(matter.id) if matter is not None else None
    done = acts_under(before, may) if before.matter is not None or matter is None else []
    before.matter = matter
    if len(done) < may.times:
        return None
    often = "once" if may.times == 1 else f"{may.times} times"
    return InTheWay(child, may.head.key, may.head.clause, "refuse", says=f"this may be done {often} only")


def _spoken_of(ctx: Ctx, act: Act) -> bool:
    return any(r.rule.verb == act.verb for rules in (ctx.pack.rules_here(ctx), ctx.pack.child) for r in rules.musts)


def _not_a_manager(ctx: Ctx, after: Ctx, act: Act, by: By, child: str) -> InTheWay | None:
    """Where the pack is silent, only an office of the team or service concerned names a holder or closes."""
    holding = ctx.holding
    if holding is None or (act.verb == "close" and by.person == holding.person):
        return None
    person = str(act.values.get("person") or act.values.get("receiving_worker") or "")
    team = ctx.people.team_of(person, ctx.now) if person else ""
    places = {holding.team, holding.service, team, ctx.pack.service_of(team), ""}
    if after.matter is not None:
        places |= {str(after.matter.slots.get(slot) or "") for slot in ("to_team", "to_service", "from_team")}
    for office, place, _capacity in ctx.people.offices_of(by.person, ctx.now):
        word = ctx.pack.offices.get(office)
        if word is not None and not word.practitioner and (place in places or word.of == "authority"):
            return None
    landing = ctx.pack.landing_office(holding.team)
    found = resolve(ctx, m.OfficeOf(landing, holding.team))
    return InTheWay(child, ctx.pack.never_rule, ctx.pack.never_clause, "not_yours", found.offices, found.persons)


def who_may(
    packs: Packs, file: File, now: Moment, verb: str, word: str = "", matter: str = ""
) -> tuple[Permitted, ...]:
    """Returns who may do an act for this child now, each with a capacity; the offices with no holder as holes.

    () means that the pack says nothing of this act: whoever works with the child may.
    """
    ctx = context_for(packs, file, now)
    ctx.matter = ctx.facts.matters.get(matter) or next(
        (mm for mm in ctx.facts.matters.values() if mm.ended is None), None
    )
    name = f"{verb} {word}".strip()
    found: list[Permitted] = []
    for may in (*ctx.pack.rules_here(ctx).mays, *ctx.pack.child.mays):
        if verb in may.acts or name in may.acts:
            found.extend(permitted_by(ctx, may, name))
    if found:
        return tuple(dict.fromkeys(found))
    for rules in (ctx.pack.rules_here(ctx), ctx.pack.child):
        for r in rules.musts:
            if r.rule.verb == verb and (not word or not r.rule.words or word in r.rule.words):
                found.extend(permitted_by(ctx, r.rule, name))
    return tuple(dict.fromkeys(found))


def permitted_by(ctx: Ctx, rule: m.May | m.Must, act: str) -> list[Permitted]:
    """Returns whom this rule lets do the act now, each with a capacity; the offices asked where nobody holds them."""
    clause, resolved = rule.head.clause, in_person(resolve(ctx, rule.who), rule.stand_in)
    named = [Permitted(person, "representative", "", clause) for person in named_for(ctx, rule.who, act)]
    if not resolved.persons:
        return named or [Permitted("", "", office, clause) for office in resolved.offices]
    pairs = zip(resolved.persons, resolved.capacities, strict=False)
    return [Permitted(person, capacity, resolved.hole, clause) for person, capacity in pairs] + named


def _barred_from(before: Ctx, ctx: Ctx, rule: m.May | m.Must, act: str, by: By, child: str) -> InTheWay | None:
    """What bars this person from what this rule lets its people do: another's office, no stand-in, the same person as
    before, or typed by somebody who may not prepare it."""
    key, clause = rule.head.key, rule.head.clause
    found = in_person(resolve(before, rule.who), rule.stand_in)
    if by.person not in found.persons and by.person not in named_for(before, rule.who, act):
        if not found.persons:
            return InTheWay(
                child, key, clause, "not_yours", missing=found.offices, says=f"nobody holds {found.hole or key}"
            )
        return InTheWay(child, key, clause, "not_yours", missing=found.offices, needs=found.persons)
    for other in rule.not_same_person_as:
        if by.person in _done_by(ctx, other):
            return InTheWay(child, key, clause, "not_yours", says=f"not the same person as {other}")
    if rule.prepared_by is not None and by.recorded_by not in ("", by.person):
        preparers = resolve(before, rule.prepared_by)
        if by.recorded_by not in (*preparers.persons, *found.persons):
            return InTheWay(child, key, clause, "not_yours", preparers.offices, preparers.persons,
                            says="only these may type it for whoever decides")  # fmt: skip
    return None


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
            applies = r.when(before)[0] if r.when is not None else True
            barred = _barred_from(before, ctx, rule, f"{act.verb} {act.word}".strip(), by, child)
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
