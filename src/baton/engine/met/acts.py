"""Acts done by means of Baton, and what must be kept all the time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baton.engine.context import Ctx, TeamElement
from baton.engine.facts import Matter
from baton.engine.moments import window_of_text
from baton.engine.who import places_of, standing_name
from baton.journal.entry import Entry
from baton.policy import model as m
from baton.working_time import BEGINNING, Moment, Window

if TYPE_CHECKING:
    from baton.engine.ruled import CMust
from baton.engine.met.found import UNMET, Met, met_by, moment_of_record, overtaken, since_day, what_counts
from baton.engine.met.signing import not_signed


def keep(ctx: Ctx, r: CMust, opened: Moment) -> Met:
    word = r.rule.words[0]
    if word == "allocated_worker":
        holding = ctx.holding
        if holding is not None and (holding.kind == "nobody" or holding.breach):
            start = holding.start_window or Window(holding.start, holding.start)
            return Met(broken=start, missing=(word,))
        return Met(Window(opened, opened), opened)
    office, _, place = word.partition(" of ")
    if office in ctx.pack.offices:
        if ctx.pack.offices[office].slot and office not in ("holder", "receiving_worker", "sending_worker"):
            return _somebody_named(ctx, office, opened)
        return _somebody_in(ctx, office, place, opened)
    for matter in ctx.facts.matters.values():
        if matter.kind in ctx.pack.kinds_of(word):
            if matter.ended is not None:
                return Met(missing=(word,), broken=matter.ended.happened, does_not_count=matter.ended.number)
            return Met(Window(matter.opened, matter.opened), matter.opened)
    for spell in ctx.facts.spells.get(word, ()):
        if spell.start.lo <= ctx.now and (spell.end is None or ctx.now < spell.end.lo):
            return Met(spell.start, spell.start.lo, spell.entry)
    ended = [s.end for s in ctx.facts.spells.get(word, ()) if s.end is not None]
    return Met(missing=(word,), broken=ended[-1] if ended else None)


def _somebody_named(ctx: Ctx, office: str, opened: Moment) -> Met:
    """Whether somebody is named under a standing name of the pack: broken when the last one ended or left."""
    named = [e for e in ctx.facts.acts.get("allocate", ()) if e.word == office and e.happened.lo <= ctx.now]
    if standing_name(ctx, office):
        return met_by(named[-1]) if named else Met(Window(opened, opened), opened)
    ended = [e.happened for e in ctx.facts.acts.get("end_allocation", ()) if e.word == office]
    ended += [Window(end, end) for e in named[-1:] if (end := ctx.people.ends(str(e.values.get("person")))) <= ctx.now]
    broken = max((w for w in ended if named), key=lambda w: w.lo, default=None)
    return Met(missing=(office,), broken=broken)


def _somebody_in(ctx: Ctx, office: str, place: str, opened: Moment) -> Met:
    """Whether the office is filled: anywhere, or in each of the places that are meant (the holding team)."""
    for where in places_of(ctx, place):
        outside = ctx.pack.pack.places.get(where)
        if outside is not None and outside.kind == "outside":
            continue  # who holds which office there is not known here
        keys = ctx.pack.places_for(office, where)
        if any(ctx.people.in_office(office, key, ctx.now) for key in keys):
            continue
        spells = [o for o in ctx.people.organisation.offices if o.office == office and (o.place in keys or not where)]
        begins = ctx.holding.start if place and ctx.holding is not None else opened
        since = max([begins, *(o.end for o in spells if o.end <= ctx.now)])
        return Met(missing=(f"{office} of {where}" if where else office,), broken=Window(since, since))
    return Met(Window(BEGINNING, BEGINNING), BEGINNING)


def by_act(ctx: Ctx, r: CMust, opened: Moment) -> Met:
    verb, words = r.rule.verb, r.rule.words
    if verb == "move":
        moved = ctx.matter.moved if ctx.matter is not None else None
        return met_by(moved) if moved is not None else UNMET
    matter, since = ctx.matter, since_day(opened)
    acts: list[Entry] = []
    if matter is None:
        acts += [e for e in ctx.facts.acts.get(verb, ()) if (e.happened.lo >= since or e.happened.hi > since)]
    else:
        acts += matter.acts.get(verb, ())
        acts += [
            e
            for e in ctx.facts.acts.get(verb, ())
            if not e.matter and (e.happened.lo >= since or e.happened.hi > since)
        ]
    if verb in ctx.facts.tasks:
        acts += [
            e for e in ctx.facts.tasks[verb] if e.verb == "done" and (e.happened.lo >= since or e.happened.hi > since)
        ]
    if not acts and verb != "raise":
        return UNMET
    if words:
        acts = [e for e in acts if e.word in words or (verb == "raise" and _opened_kind(ctx, e) in words)]
    if verb == "raise" and not acts:
        acts = [mm.lead for mm in ctx.facts.matters.values() if mm.lead and mm.kind in words and mm.opened >= opened]
    if isinstance(ctx.it, TeamElement):
        acts = [e for e in acts if ctx.it.key in (e.values.get("team"), e.values.get("of"))]
    if verb == "settle" and matter is not None:
        acts = _on_the_rung(matter, r.key, acts)
    if not acts:
        return UNMET
    stale = tuple(dict.fromkeys(w for e in acts for w in overtaken(ctx, r, e)))
    if stale:
        since_then = [e for e in acts if not overtaken(ctx, r, e)]
        if not since_then:
            return Met(missing=stale, does_not_count=acts[-1].number)
        acts = since_then
    missing = not_signed(ctx, r, acts)
    if missing:
        return Met(missing=missing)
    counts, lacking = what_counts(ctx, r, None)
    if not counts:
        return Met(missing=lacking, does_not_count=acts[-1].number)
    if verb == "list":
        return _listed(acts, r.rule.by)
    return met_by(acts[-1] if isinstance(r.rule.who, m.EachOf | m.AtLeast) else acts[0])


def _on_the_rung(matter: Matter, key: str, acts: list[Entry]) -> list[Entry]:
    """Those of the acts that were done while the ladder stood on the rung of this rule."""
    number = key.rpartition(".rung_")[2]
    if not number.isdigit():
        return acts
    refers = matter.acts.get("refer", [])
    if len(refers) < int(number) - 1:
        return []
    after = refers[int(number) - 2].number if int(number) > 1 else 0
    until = refers[int(number) - 1].number if len(refers) >= int(number) else None
    return [e for e in acts if e.number > after and (until is None or e.number <= until)]


def _listed(acts: list[Entry], by: m.MomentOf | None) -> Met:
    """Where the limit is a sitting, listing is in time if the sitting it is for is not later; else when it was done."""
    first = acts[0]
    text = first.values.get("sitting")
    if not text or isinstance(by, m.Shifted | m.TimeOn) or by == m.SlotAt("cut_off"):
        return met_by(first)
    return Met(window_of_text(str(text)), moment_of_record(first.happened, first.recorded_at), first.number)


def _opened_kind(ctx: Ctx, entry: Entry) -> str:
    return str((entry.body.get("opens") or {}).get("kind", ""))
