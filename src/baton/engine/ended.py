"""What an ended matter left behind. Its end writes down which rules still had something to say; the others are over.

What was over when a matter ended (met, excused, not applying, and not to change by time passing) is not judged again:
it stays as it was found then, and so do the breaches of what was met late, which the end writes down as well. A fact
about that time learnt later, or a correction, opens everything again.
See docs/decisions/0013-ended-matters.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any

from baton.engine.context import Ctx
from baton.engine.disputes import judge_together
from baton.engine.facts import Matter, facts_of
from baton.engine.situation import Breach, Duty
from baton.engine.timeline import holding_at, timeline_of
from baton.journal.cheap import but
from baton.journal.entry import Entry
from baton.journal.file import File
from baton.policy.model import Packs
from baton.working_time import END, Moment

if TYPE_CHECKING:
    from baton.engine.compiled import Compiled
    from baton.engine.rulebook import Rules
    from baton.engine.ruled import CMust

ENDS = frozenset(("end", "settle"))
_RECORDS = frozenset(("held", "booked", "cancelled", "started", "ended", "given", "written"))
_OVER = frozenset(("met", "excused", "does_not_apply", "lapsed"))


def left_of(pack: Compiled, ctx: Ctx, matter: Matter) -> frozenset[str] | None:
    """The rules of which the end of a matter left something, as its entry says; None where everything is to be judged
    again: it says nothing, it lies ahead of the moment in hand, or something about that time was learnt since."""
    end = matter.ended
    left = end.body.get("left") if end is not None else None
    if end is None or left is None or ctx.now < end.recorded_at or not _still_over(ctx, matter, end, pack):
        return None
    return frozenset(left["rules"])


def _still_over(ctx: Ctx, matter: Matter, end: Entry, pack: Compiled) -> bool:
    """Whether nothing was recorded since the end that speaks of the time up to it and that these rules could heed."""
    number, last = end.number, end.happened.hi
    spoken = pack.vocabulary_of(matter.kind)
    for e in reversed(ctx.file.entries):
        if e.number <= number:
            return True
        if e.replaces is not None or (e.happened.lo <= last and e.act != end.act and heeded(e, matter.id, spoken)):
            return False
    return True


def heeded(e: Entry, matter: str, spoken: frozenset[str]) -> bool:
    """Whether rules of a matter that speak of these words could heed an entry: all but records of other words."""
    if "last_activity" in spoken:
        return True  # any record at all
    return e.verb not in _RECORDS or e.matter == matter or e.word in spoken or not spoken.isdisjoint(e.values)


def as_it_ended(ctx: Ctx, r: CMust, judge: Any) -> tuple[Duty, ...]:
    """The duties of a rule that was over when the matter in hand ended, by what the journal said then. `judge` is
    `duties_of`. What can no longer be shown so (the organisation or the pack was put right since) has lapsed."""
    assert ctx.matter is not None
    then = ctx.endings.get(ctx.matter.id)
    if then is None:
        then = ctx.endings[ctx.matter.id] = _ending(ctx, ctx.matter)
    found: tuple[Duty, ...] = judge(then, r)
    return tuple(d if _settled(d) else _lapsed(d) for d in found)


def _ending(ctx: Ctx, matter: Matter) -> Ctx:
    """The context in which the end of a matter was judged: the journal up to that act, at that moment."""
    end = matter.ended
    assert end is not None
    entries = tuple(e for e in ctx.file.entries if e.number <= end.number or e.act == end.act)
    file = replace(ctx.file, entries=entries)
    then = Ctx(ctx.pack, file, facts_of(entries), ctx.people, end.recorded_at)
    then.timeline = timeline_of(ctx.pack, then.facts, ctx.people)
    then.holding = holding_at(then.timeline, then.now)
    if ctx.pack.settled_together:
        judge_together(then)
    own = then.facts.matters[matter.id]
    own.slots = dict(own.slots, **{k: matter.slots[k] for k in ("to_team", "to_service") if k in matter.slots})
    then.matter = own
    return then


def _settled(d: Duty) -> bool:
    late = d.since is not None and (d.state != "met" or d.ended is None)
    return d.state in _OVER and not late and not (d.met_by and d.met_at is None)


def _lapsed(d: Duty) -> Duty:
    return but(d, state="lapsed", who=(), offices=(), since=None, known=None, ended=None, act_by=None, asks=())


def what_is_left(ctx: Ctx, rules: Rules, judge: Any) -> tuple[list[str], list[Duty]]:
    """The keys of the rules of the matter in hand that are not over, and the duties of the others that were met late;
    judged in a context of their own each, so that what one of them may yet do by time passing is not taken for
    another's."""
    assert ctx.matter is not None
    left: set[str] = set()
    late: list[Duty] = []
    horizon = ctx.horizon
    for r in rules.reaching(ctx.holding, ctx.matter.slots, ctx.on_record).musts:
        found = _over(ctx, r, judge)
        if found is None:
            left.add(r.key)
        else:
            late += [d for d in found if d.since is not None]
    ctx.horizon, ctx.memo = horizon, {}
    return sorted(left), [d for d in late if d.rule not in left]


def _over(ctx: Ctx, r: CMust, judge: Any) -> tuple[Duty, ...] | None:
    """The duties of a rule that is over; None where it is not."""
    rule = r.rule
    if rule.verb == "keep" or rule.every is not None or (rule.each is not None and rule.each.kind != "child"):
        return None  # goes on, or may be about something that has not happened yet
    ctx.horizon, ctx.memo = END, {}
    found: tuple[Duty, ...] = judge(ctx, r)
    for d in found:
        if not _settled(d) or (d.met_at is not None and d.met_at > ctx.now):
            return None
        if d.since is not None and ctx.facts.corrected:
            return None  # when it was first known turns on every version of the record
    return found if ctx.horizon == END or (r.once and any(d.state == "met" for d in found)) else None


def breaches_left(matter: Matter) -> Iterator[Breach]:
    """The breaches of what was met late before a matter ended, as its end wrote them down."""
    assert matter.ended is not None
    for b in matter.ended.body["left"].get("late", ()):
        because = tuple([(kind, tuple(value) if type(value) is list else value) for kind, value in b["because"]])
        yield Breach(
            b["rule"], b["since"], b["known"], b["ended"], None, matter.id, b["element"], tuple(b["missing"]),
            b["strength"], tuple(b["clause"]), because,
        )  # fmt: skip


def _as_written(d: Duty) -> dict[str, Any]:
    return {
        "rule": d.rule, "since": d.since, "known": d.known, "ended": d.ended, "element": d.element,
        "missing": list(d.missing), "strength": d.strength, "clause": list(d.clause), "because": _lists(d.because),
    }  # fmt: skip


def _lists(value: Any) -> Any:
    return [_lists(one) for one in value] if isinstance(value, tuple) else value


def closed_off(packs: Packs, file: File, added: list[Entry], now: Moment) -> list[Entry]:
    """The entries that an act adds to this File, each that ends a matter with what it leaves."""
    from baton.engine.assess import context_for
    from baton.engine.duties import duties_of
    from baton.engine.editions import in_edition
    from baton.engine.matters import ready_at, routes_answered

    if not any(e.verb in ENDS and e.matter for e in added):
        return added
    ctx = context_for(packs, replace(file, entries=(*file.entries, *added)), now)
    day_pack, found = ctx.pack, []
    for e in added:
        matter = ctx.facts.matters.get(e.matter) if e.verb in ENDS else None
        if matter is not None and matter.ended is not None and matter.ended.number == e.number:
            ctx.matter, ctx.pack = matter, day_pack
            ctx.pack = in_edition(packs, ctx, matter)
            rules = ctx.pack.rules_of(matter.kind)
            left, late = what_is_left(ctx, rules, duties_of)
            gates = [d for r in rules.musts if "move" in r.before for d in duties_of(ctx, r)]
            said = {
                "rules": left, "late": [_as_written(d) for d in late if d.strength != "count"],
                "ready": ready_at(matter, gates), "routes": list(routes_answered(ctx, matter)),
                "shown": [show.rule.head.key for show in rules.shows if show.when(ctx)[0] is True],
            }  # fmt: skip
            e = replace(e, body={**e.body, "left": said})
        found.append(e)
    return found


def closed(keys: Iterable[str], spoken: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Every word that these rules and definitions speak of, with all that those they name speak of in turn."""
    found: set[str] = set()
    waiting = set(keys)
    while waiting:
        found |= waiting
        waiting = set().union(*(spoken[key] for key in waiting if key in spoken)) - found
    return frozenset(found)


def strings_in(node: object) -> Iterator[str]:
    """Every string in a value of the model, and its words."""
    if isinstance(node, str):
        yield node
        yield from node.split()
    elif is_dataclass(node):
        for f in fields(node):
            yield from strings_in(getattr(node, f.name))
    elif isinstance(node, tuple | list | frozenset):
        for one in node:
            yield from strings_in(one)
    elif isinstance(node, Mapping):
        for key, value in node.items():
            yield from strings_in(key)
            yield from strings_in(value)
