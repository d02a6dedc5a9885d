"""The second front door: `attempt(packs, files, act, by, now)` - entries for all the children named, or a Refusal.

An act may be refused. A record is refused only if it cannot be true; what it breaks is a breach. Everything is judged
on the File with the act's own entry added, so that the comparison is with the world after the act.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from baton.engine.assess import context_for, situation_of
from baton.engine.compiled import compiled
from baton.engine.consequences import consequences
from baton.engine.context import Ctx
from baton.engine.editions import in_edition
from baton.engine.effects import Coming, move_values
from baton.engine.ended import closed_off
from baton.engine.impossible import impossible
from baton.engine.in_the_way import in_the_way_of
from baton.engine.leaving import left_by
from baton.engine.opening import Opening, opening_for
from baton.engine.routes import count_due, routes_of
from baton.engine.situation import Act, By, Done, InTheWay, Refusal, Situation
from baton.journal.entry import Entry, Subject, act_number
from baton.journal.file import File
from baton.journal.vocabulary import nature_of
from baton.policy.model import Packs
from baton.working_time import Moment, at, local_day

Files = Mapping[str, File]


def attempt(packs: Packs, files: Files, act: Act, by: By, now: Moment, number: str = "") -> Done | Refusal:
    """Returns the entries to add for every child named, or a Refusal naming each child in the way.

    `files` maps a child's id to the File. All or nothing: `Refusal.could_go_on` lists the children for whom nothing
    stands in the way. `number` is the act number (made here if "").
    """
    number = number or act_number()
    entries: list[Entry] = []
    in_the_way: list[InTheWay] = []
    warnings: list[InTheWay] = []
    fine: list[str] = []
    counts = nature_of(act.verb) == "act"
    lookers: tuple[InTheWay, ...] = ()
    situations: dict[str, Situation] = {}
    files = _with_kin_after(packs, files, act, by, now, number)
    for child in act.children:
        one = _for_child(packs, files, child, act, by, now, number)
        if one.refused:
            in_the_way.extend(one.refused)
        else:
            fine.append(child)
        warnings.extend(one.warnings)
        entries.extend(one.entries)
        counts = counts or one.counts
        lookers += one.lacking
        if one.situation is not None and len(act.children) == 1:
            situations[child] = one.situation
    if in_the_way:
        return Refusal(act, tuple(in_the_way), tuple(fine))
    return Done(tuple(entries), tuple(warnings), counts, lookers, situations)


def _with_kin_after(packs: Packs, files: Files, act: Act, by: By, now: Moment, number: str) -> Files:
    """The Files with each sibling named in the act as they would be after it: a group is judged as it will be."""
    if len(act.children) < 2 or not compiled(packs.on(local_day(now))).uses_kin:
        return files
    after = {}
    for child in act.children:
        one = _for_child(packs, files, child, act, by, now, number, judged=False)
        after[child] = with_entries(files[child], one.entries)
    return {
        child: replace(file, kin=tuple(replace(k, file=after[k.child]) if k.child in after else k for k in file.kin))
        for child, file in files.items()
    }


class _One:
    __slots__ = ("counts", "entries", "lacking", "refused", "situation", "warnings")

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.refused: list[InTheWay] = []
        self.warnings: list[InTheWay] = []
        self.counts = False
        self.lacking: tuple[InTheWay, ...] = ()
        self.situation: Situation | None = None  # where nothing followed from a record: what follows with it


def _for_child(
    packs: Packs, files: Files, child: str, act: Act, by: By, now: Moment, number: str, judged: bool = True
) -> _One:
    one = _One()
    file = files[child]
    before = context_for(packs, file, now)
    found = impossible(before, act, child, now)
    if found:
        one.refused = found
        return one
    opening = opening_for(packs, before, act, child, now, number, by)
    if isinstance(opening, InTheWay):
        one.refused = [opening]
        return one
    values = opening.values | _who_then_holds(packs, before, act, opening)
    entry = entry_for(before, act, by, child, now, number, opening.matter, values)
    added = _numbered(file, [*opening.entries, entry])
    after = with_entries(file, added)
    ctx = context_for(packs, after, now)
    ctx.doing = added[-1]
    if act.verb == "close":  # judged while the child is still held
        ctx.holding, ctx.timeline = before.holding, before.timeline
    ctx.routes_due = count_due(routes_of(before)) if act.verb == "list" else 0
    ctx.matter = ctx.facts.matters.get(opening.matter) if opening.matter else None
    if ctx.matter is not None:
        ctx.pack = in_edition(packs, ctx, ctx.matter)
    if judged and nature_of(act.verb) == "act" and not act.against_rule:
        one.refused, one.warnings = in_the_way_of(before, ctx, act, by, child)
        if one.refused:
            return one
    one.entries = added + consequences(packs, files, after, added, act, by, now, number, ctx.facts)
    one.entries = closed_off(packs, file, one.entries, now)
    if judged and nature_of(act.verb) == "act":
        left = left_by(packs, before, act, child, with_entries(file, one.entries), one.entries)
        if left is not None:
            one.refused = [left]
            return one
    if not judged or nature_of(act.verb) == "act":
        return one
    situation = situation_of(packs, context_for(packs, after, now, ctx.facts), whole=False)
    if len(one.entries) == len(added):
        one.situation = situation
    one.counts = _counts(before, packs, situation, added[-1], now)
    if not one.counts:
        one.lacking = _lacking(situation, added[-1], child)
    return one


def _who_then_holds(packs: Packs, before: Ctx, act: Act, opening: Opening) -> dict[str, Any]:
    """A person moving a child by hand says no more than "move": who then holds is what the matter says, also where
    this act opens it."""
    if act.verb != "move" or act.values.get("person") or act.values.get("office"):
        return {}
    if opening.entries:
        file = with_entries(before.file, _numbered(before.file, list(opening.entries)))
        before = context_for(packs, file, before.now)
    matter = opening.matter
    before.matter = before.facts.matters.get(matter)
    if before.matter is None:
        return {}
    then = next(
        (t.rule for t in in_edition(packs, before, before.matter).rules_of(before.matter.kind).thens
         if not t.rule.default_for and any(e.kind == "move" for e in t.rule.effects)), None)  # fmt: skip
    if then is None:
        return {}
    effect = next(e for e in then.effects if e.kind == "move")
    coming = Coming(then.head.key, then.head.clause, matter, before.now, then.effects, (), ())
    return move_values(before, coming, effect)


def entry_for(
    ctx: Ctx, act: Act, by: By, child: str, now: Moment, number: str, matter: str, extra: Mapping[str, Any]
) -> Entry:
    """The entry that this act or record is for one child."""
    values = {**extra, **act.values, **act.each.get(child, {})}
    body: dict[str, Any] = {}
    if "_opens" in values:
        body["opens"] = values.pop("_opens")
    if values:
        body["with"] = values
    for key, value in (("to", act.to), ("about", act.about), ("attended", act.attended)):
        if value:
            body[key] = list(value)
    if act.reason:
        body["reason"] = act.reason
    if act.excuses:
        body["excuses"] = act.excuses
    for flag in ("against_rule", "did_not_happen", "wrong_child"):
        if getattr(act, flag):
            body[flag] = True
    return Entry(
        Subject("child", child), 0, number, act.verb, act.word, act.happened or at(now), now, by.person,
        by.recorded_by or by.person, by.capacity, "person", matter, act.corrects, body,  # type: ignore[arg-type]
    )  # fmt: skip


def _numbered(file: File, entries: list[Entry]) -> list[Entry]:
    start = file.entries[-1].number if file.entries else 0
    return [replace(e, number=start + i) for i, e in enumerate(entries, 1)]


def with_entries(file: File, entries: list[Entry]) -> File:
    """The File with further entries at the end."""
    return replace(file, entries=(*file.entries, *entries))


def _counts(before: Ctx, packs: Packs, situation: Situation, entry: Entry, now: Moment) -> bool:
    """Whether the entry satisfies a duty or changes what follows: judged by comparing before and after."""
    if any(d.met_by == entry.number and d.met_at is not None for d in situation.duties):
        return True
    if any(number == entry.number for number, _rule, _missing in situation.does_not_count):
        return False
    was = situation_of(packs, context_for(packs, before.file, now, before.facts), whole=False)
    return (was.routes, was.timeline.holdings, [d.state for d in was.duties]) != (
        situation.routes, situation.timeline.holdings, [d.state for d in situation.duties])  # fmt: skip


def _lacking(situation: Situation, entry: Entry, child: str) -> tuple[InTheWay, ...]:
    clauses = {d.rule: d.clause for d in situation.duties}
    return tuple(
        InTheWay(child, rule, clauses.get(rule, ()), "warn", missing)
        for number, rule, missing in situation.does_not_count
        if number == entry.number
    )
