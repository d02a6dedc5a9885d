"""What an act or record brings with it at once: moves, tellings and openings, as entries of the same act."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from baton.engine.absences import late_absence_effects
from baton.engine.assess import context_for, rules_for
from baton.engine.context import Ctx
from baton.engine.duties import duties_of
from baton.engine.editions import in_edition
from baton.engine.effects import Coming, coming, late_effects, move_values, to_nobody
from baton.engine.ended import closed_off
from baton.engine.facts import Facts
from baton.engine.impossible import WORKERS
from baton.engine.opening import listing_values
from baton.engine.routes import opening_slots, routes_of, virtual_matter
from baton.engine.situation import Act, By
from baton.engine.who import resolve
from baton.journal.entry import Entry
from baton.journal.file import File
from baton.policy.model import Effect, Packs
from baton.working_time import Moment, at

MOST_ROUNDS = 8
NAMES_WHO_HOLDS = frozenset({"allocate", "accept", "done", "end_allocation"})


def consequences(
    packs: Packs,
    files: Mapping[str, File],
    file: File,
    added: list[Entry],
    act: Act,
    by: By,
    now: Moment,
    number: str,
    facts: Facts | None = None,
) -> list[Entry]:
    """Returns the further entries that follow at once from `added`, until nothing more follows. `facts` are those of
    the File, where they have been gathered already."""
    further: list[Entry] = []
    direct = _direct(packs, file, added[-1], act, by, now, number)
    if direct:
        further += direct
        file, facts = replace(file, entries=(*file.entries, *direct)), None
    new = {e.number for e in added}
    for _round in range(MOST_ROUNDS):
        more = clock_entries(packs, file, now, number, new, facts)
        if not more:
            break
        further += more
        file, facts = replace(file, entries=(*file.entries, *more)), None
    return further


def clock_entries(
    packs: Packs, file: File, now: Moment, number: str, new: set[int] | None = None, facts: Facts | None = None
) -> list[Entry]:
    """The entries that the clock owes now. With `new` (entries just added), an effect that a new entry made possible
    happens at that entry's own instant if it fixes the moment, else now; without, at the instant the rule gives."""
    ctx = context_for(packs, file, now, facts)
    found: list[Coming] = []
    day_pack = ctx.pack
    for matter in ctx.facts.matters.values():
        if matter.ended is not None:
            continue
        ctx.matter, ctx.pack = matter, in_edition(packs, ctx, matter)
        rules = ctx.pack.rules_of(matter.kind)
        found = list(coming(ctx, rules))
        if not found:
            duties = tuple(d for r in rules.musts if r.rule.late for d in duties_of(ctx, r))
            found = list(late_effects(ctx, rules, duties))
        if found:
            return _entries(ctx, found, now, number, new)
    ctx.matter, ctx.pack = None, day_pack
    if file.subject.kind != "child":
        rules = rules_for(ctx, file)
        duties = tuple(d for r in rules.musts if r.rule.late for d in duties_of(ctx, r))
        found = [*coming(ctx, rules), *late_effects(ctx, rules, duties)]
        return _entries(ctx, found, now, number, new)
    opened = _opened_by_the_clock(ctx, now, number, new)
    if opened:
        return opened
    found = list(coming(ctx, ctx.pack.child))
    if not found:
        found = list(late_absence_effects(ctx))
    if not found and ctx.holding is not None:
        duties = tuple(d for r in ctx.pack.child.musts if r.rule.late for d in duties_of(ctx, r))
        found = list(late_effects(ctx, ctx.pack.child, duties))
    return _entries(ctx, found, now, number, new) if found else []


def _opened_by_the_clock(ctx: Ctx, now: Moment, number: str, new: set[int] | None) -> list[Entry]:
    """A due route whose move nobody need propose (the move at 18): its matter is opened by the move itself."""
    live = [r for r in routes_of(ctx) if r.state in ("due", "late") and r.matter in ctx.pack.matters]
    for answer in live:
        matter = virtual_matter(ctx, answer)
        ctx.matter = matter
        found = [c for c in coming(ctx, ctx.pack.rules_of(matter.kind)) if any(e.kind == "move" for e in c.effects)]
        if found:
            matter.id = f"{answer.matter}-{number[:10]}"
            same = [r.route for r in live if (r.matter, r.to) == (answer.matter, answer.to)]
            opens = {"kind": answer.matter, "route": " ".join(same), "edition": ctx.pack.pack.edition.name,
                     **opening_slots(ctx, answer)}  # fmt: skip
            last = ctx.file.entries[-1].number if ctx.file.entries else 0
            instant = found[0].at
            lead = _clock(ctx, "propose", "", instant, now, number, matter.id, {"opens": opens})
            moves = _entries(ctx, [c._replace(matter=matter.id) for c in found], now, number, new)
            ctx.matter = None
            return [replace(lead, number=last + 1), *(replace(e, number=e.number + 1) for e in moves)]
        ctx.matter = None
    return []


def _entries(ctx: Ctx, found: list[Coming], now: Moment, number: str, new: set[int] | None) -> list[Entry]:
    entries: list[Entry] = []
    last = ctx.file.entries[-1].number if ctx.file.entries else 0
    for one in found:
        instant = one.at
        if new is not None and not any(k == "entry" and v in new for k, v in one.because):
            instant = max(one.at, now)
        elif new is not None and one.at < now and not _fixed_by(one, new):
            instant = now
        if instant < now and to_nobody(ctx, one, instant):  # it waited until somebody was there to receive
            instant = now
        for effect in one.effects:
            entry = _entry(ctx, one, effect, instant, now, number)
            if entry is not None:
                last += 1
                entries.append(replace(entry, number=last))
    return entries


def _fixed_by(one: Coming, new: set[int]) -> bool:
    return any(k == "entry" and v in new for k, v in one.because)


def _entry(ctx: Ctx, one: Coming, effect: Effect, instant: Moment, now: Moment, number: str) -> Entry | None:
    body: dict[str, Any] = {"key": list(one.key)}
    verb: str
    word: str
    verb, word = effect.kind, effect.word
    if effect.kind in ("move", "hold"):
        verb, word = "move", ""
        body["with"] = move_values(ctx, one, effect)
        if effect.kind == "hold":
            body["with"]["hold"] = True
        then = next((t.rule for t in ctx.pack.rules_here(ctx).thens if t.rule.head.key == one.rule), None)
        if then is not None and then.default_for:
            body["default"] = then.default_for
            body["was"] = f"{then.default_for} not met by {instant}"
    elif effect.kind in ("tell", "raise_to"):
        verb, word = "told", ""
        found = resolve(ctx, effect.who) if effect.who is not None else None
        body["to"] = list(dict.fromkeys((*(found.persons if found else ()), *(found.offices if found else ()))))
        body["about"] = [one.rule]
        body["with"] = {"rule": one.rule, "clause": list(one.clause), "channel": "system"}
    elif effect.kind == "list":
        verb, word = "carry_over", effect.word
        body["with"] = listing_values(ctx, effect.word, now)
    elif effect.kind == "decide":  # nobody decided in time: what the procedure says then counts, marked as by silence
        verb, word = "decide", ""
        body["with"] = {"decision": effect.word, "by_silence": True, "rule": one.rule}
    elif effect.kind == "end":
        verb, word = "end", effect.word
    elif effect.kind in ("open", "raise"):
        verb, word = "raise", effect.word
        matter = f"{effect.word}-{number[:10]}"
        slots = dict(ctx.matter.slots) if ctx.matter is not None else {}
        opens = {"kind": effect.word, "route": "", "about": one.matter}
        opens |= {k: v for k, v in slots.items() if k in ("from_team", "from_service", "to_team", "to_service",
                                                          "sending_worker")}  # fmt: skip
        body["opens"] = opens
        return _clock(ctx, verb, word, instant, now, number, matter, body)
    else:
        verb, word = "told", effect.kind
        body["with"] = {"rule": one.rule, "clause": list(one.clause), "effect": effect.kind, "forum": effect.word}
    return _clock(ctx, verb, word, instant, now, number, one.matter, body)


def _clock(
    ctx: Ctx, verb: str, word: str, instant: Moment, now: Moment, number: str, matter: str, body: dict[str, Any]
) -> Entry:
    return Entry(ctx.file.subject, 0, number, verb, word, at(instant), now, "", "", "own office",
                 "clock", matter, None, body)  # fmt: skip


def _direct(packs: Packs, file: File, entry: Entry, act: Act, by: By, now: Moment, number: str) -> list[Entry]:
    """What the act itself says of another matter or of the holder: a closing, a last word, taking a move back, naming
    a worker where no move is waiting."""
    if act.verb == "close":
        return _given_up(packs, file, entry, now, number)
    if act.verb == "settle":
        found = _followed(packs, file, entry, now, number) if entry.values.get("decision") else None
    elif act.verb == "reverse":
        found = _reversed(packs, file, entry, now, number)
    else:
        found = _named(packs, file, entry, act, by, now, number)
    return [found] if found is not None else []


def _named(packs: Packs, file: File, entry: Entry, act: Act, by: By, now: Moment, number: str) -> Entry | None:
    """Naming a worker moves the child to that worker at once, where no move of a matter is waiting."""
    if act.verb not in NAMES_WHO_HOLDS or (act.verb == "done" and act.word != "allocate"):
        return None
    if act.word not in ("", "allocate", "receiving_worker", "allocated_worker"):
        return None
    ctx = context_for(packs, file, now)
    person = str(next((v for key in WORKERS if (v := entry.values.get(key))), ""))
    if not person or ctx.holding is None:
        return None
    matter = ctx.facts.matters.get(entry.matter)
    waiting = matter is not None and matter.moved is None and matter.kind and _will_move(ctx, packs, matter)
    if waiting or (act.verb == "done" and matter is not None):
        return None
    team = ctx.people.team_of(person, now) or ctx.holding.team
    if matter is None and ctx.pack.service_of(team) != ctx.holding.service and ctx.holding.kind != "outside":
        team = ctx.holding.team
    values = {
        "kind": "worker", "person": person, "team": team, "service": ctx.pack.service_of(team), "rule": "allocate",
        "clause": list(ctx.pack.never_clause),
    }  # fmt: skip
    instant = entry.happened.lo if act.verb == "done" else now
    return replace(
        _clock(ctx, "move", "", instant, now, number, entry.matter, {"with": values}), number=entry.number + 1,
        source="person", done_by=by.person, recorded_by=by.recorded_by or by.person,
    )  # fmt: skip


def _followed(packs: Packs, file: File, entry: Entry, now: Moment, number: str) -> Entry | None:
    """The last word decides: the transfer the dispute was about takes the decision given with it."""
    ctx = context_for(packs, file, now)
    matter = ctx.facts.matters.get(entry.matter)
    about = str(matter.slots.get("about") or "") if matter is not None else ""
    if matter is None or matter.ended is None or about not in ctx.facts.matters:
        return None
    body: dict[str, Any] = {"with": dict(entry.values), "settled": entry.matter}
    if entry.body.get("reason"):
        body["reason"] = entry.body["reason"]
    return replace(
        _clock(ctx, "decide", "", now, now, number, about, body),
        number=entry.number + 1, source="person", done_by=entry.done_by, recorded_by=entry.recorded_by,
    )  # fmt: skip


def _given_up(packs: Packs, file: File, entry: Entry, now: Moment, number: str) -> list[Entry]:
    """A child who is closed goes nowhere: moves still to come are withdrawn, with the reason of the closing."""
    ctx = context_for(packs, file, now)
    given_up = [
        matter
        for matter in ctx.facts.matters.values()
        if matter.ended is None and matter.moved is None and "change" in ctx.pack.ancestry(matter.kind)
    ]
    reason = {"reason": entry.body["reason"]} if entry.body.get("reason") else {}
    return [
        replace(_clock(ctx, "withdraw", matter.kind, now, now, number, matter.id, dict(reason)),
                number=entry.number + n, source="person", done_by=entry.done_by, recorded_by=entry.recorded_by)
        for n, matter in enumerate(given_up, 1)
    ]  # fmt: skip


def _will_move(ctx: Ctx, packs: Packs, matter: Any) -> bool:
    """Whether the matter has a move of its own to come: then naming a worker moves nothing by itself."""
    pack = in_edition(packs, ctx, matter)
    return any(e.kind in ("move", "hold") for t in pack.rules_of(matter.kind).thens for e in t.rule.effects)


def _reversed(packs: Packs, file: File, entry: Entry, now: Moment, number: str) -> Entry | None:
    ctx = context_for(packs, file, now)
    moves = [e for e in ctx.facts.holders if e.verb == "move" and e.values.get("rule") == entry.word]
    if not moves:
        return None
    before = [h for h in ctx.timeline.holdings if h.end <= moves[-1].happened.lo]
    if not before:
        return None
    back = before[-1]
    values = {"kind": back.kind, "person": back.person, "office": back.office, "team": back.team,
              "service": back.service, "rule": "reverse", "clause": list(back.clause)}  # fmt: skip
    return replace(_clock(ctx, "move", "", now, now, number, entry.matter, {"with": values}),
                   number=entry.number + 1, source="person", done_by=entry.done_by)  # fmt: skip


def tick(packs: Packs, file: File, now: Moment, number: str) -> tuple[Entry, ...]:
    """Everything that the clock owes this child now, at the instants the rules give; () if nothing."""
    further: list[Entry] = []
    before = file
    for _round in range(MOST_ROUNDS):
        more = clock_entries(packs, file, now, number)
        if not more:
            break
        further += more
        file = replace(file, entries=(*file.entries, *more))
    return tuple(closed_off(packs, before, further, now))
