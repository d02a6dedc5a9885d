"""Duties: each `must` judged for its elements and recipients - state, limit, who, what is missing, since and known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from baton.engine.context import Ctx, words_asked
from baton.engine.limits import NO_LIMIT, limit_of
from baton.engine.met import Met, find_met
from baton.engine.met.spans import find_in_span
from baton.engine.situation import Because, Duty, DutyState
from baton.engine.who import in_person, resolve
from baton.journal.cheap import but
from baton.working_time import (
    BEGINNING,
    END,
    Moment,
    Window,
    last_moment,
    late_since,
)

if TYPE_CHECKING:
    from baton.engine.ruled import CMust
from baton.engine.elements import elements_of, recipients_of
from baton.engine.ended import as_it_ended
from baton.engine.excused import standing
from baton.engine.lateness import late_learnt, learnt_of


class _BeingJudged(tuple[Duty, ...]):
    """Stands for the duties of a rule while they are worked out: a rule that asks for itself finds nothing."""

    __slots__ = ()


BEING_JUDGED = _BeingJudged()


def duties_of(ctx: Ctx, r: CMust) -> tuple[Duty, ...]:
    """All duties of one rule for the matter in hand (or the child); () where it does not apply outside a matter."""
    matter, memo = ctx.matter, ctx.memo
    key = (r, matter.id if matter is not None else None)  # not r.key: the copies of a split rule share that
    found: tuple[Duty, ...] | None = memo.get(key)
    if found is not None:
        return found
    if ctx.person:  # asked about while somebody is in hand for another rule
        person, ctx.person = ctx.person, ""
        found = duties_of(ctx, r)
        ctx.person = person
        return found
    memo[key] = BEING_JUDGED
    if matter is not None and matter.left is not None and r.key not in matter.left:
        found = memo[key] = as_it_ended(ctx, r, duties_of)
        return found
    because: Because = ()
    if r.when is not None:
        value, until, because = r.when(ctx)
        if until < ctx.horizon:
            ctx.horizon = until
        if value is None:
            value = r.fall
        if value is False:
            not_so = (_bare(ctx, r, "does_not_apply", because),) if matter is not None and ctx.whole else ()
            found = memo[key] = not_so
            return found
        if value is None:
            excused = r.once and _excused(ctx, r, "", "")  # set aside before anybody knows whether it applies
            found = memo[key] = (_bare(ctx, r, "excused" if excused else "may_apply", because),)
            return found
    before, person = ctx.it, ctx.person
    found = memo[key] = _judge(ctx, r, because)
    ctx.it, ctx.person = before, person
    return found


def _judge(ctx: Ctx, r: CMust, because: Because) -> tuple[Duty, ...]:
    if r.while_ is not None:
        going, until, why = r.while_(ctx)
        ctx.look_until(until)
        if going is False:
            return ()
        because += why
    opened = ctx.matter.opened if ctx.matter is not None else (ctx.timeline.opened or BEGINNING)
    if not r.once:
        elements = _THE_CHILD if r.of_the_child else elements_of(ctx, r, opened)
        return _each(ctx, r, elements, opened, because)
    ctx.it, ctx.person = None, ""
    duty = _one(ctx, r, "", "", opened, because, _UNBOUND if r.unbound else _frame(ctx, r))
    return () if duty is None else (duty,) if r.prompt is None else (duty, *_prompt(ctx, r, duty))


def _each(
    ctx: Ctx, r: CMust, elements: Iterable[tuple[str, Any]], opened: Moment, because: Because
) -> tuple[Duty, ...]:
    """The duty for each element and each recipient."""
    found: list[Duty] = []
    frame: Frame | None = _UNBOUND if r.unbound else None
    for element, it in elements:
        for recipient in r.always_to or recipients_of(ctx, r):
            ctx.it, ctx.person = it, recipient
            if frame is None or not (r.for_all or r.unbound):
                frame = _frame(ctx, r)
            duty = _one(ctx, r, element, recipient, opened, because, frame)
            if duty is not None:
                found.append(duty)
                if r.prompt is not None:
                    found += _prompt(ctx, r, duty)
    return tuple(found)


_THE_CHILD: tuple[tuple[str, Any], ...] = (("", None),)


def _prompt(ctx: Ctx, r: CMust, duty: Duty) -> Iterator[Duty]:
    """The prompt's own clock on the same duty: counted when it runs out, never a breach."""
    assert r.prompt is not None
    _read, window, because, until = r.prompt(ctx)
    ctx.look_until(until)
    if window is None:
        return
    last, since = last_moment(window), None
    if duty.state not in ("met", "excused"):
        if ctx.now > last:
            since = late_since(window)
        else:
            ctx.look_until(last + 1)
    yield but(
        duty, key=f"{duty.key}|prompt", strength="count", by=window, since=since, known=since, act_by=None, stops=(),
        state="late" if since is not None else duty.state, because=duty.because + because,
    )  # fmt: skip


def _bare(ctx: Ctx, r: CMust, state: Any, because: Because) -> Duty:
    rule = r.rule
    matter = ctx.matter.id if ctx.matter is not None else ""
    asks, why_not = (words_asked(because), ", ".join([str(v) for _k, v in because])) if because else ((), "")
    return Duty(
        f"{r.key}|{matter}||", r.key, rule.verb, rule.words, state, rule.strength,
        (), (), matter, "", "", None, None, None, None, None, None, None, 0, rule.before, (), (), False, rule.checklist,
        rule.head.clause, because, asks, why_not,
    )  # fmt: skip


# What a rule's duties have in common: the limit, the earliest moment, when it is late, the last moment in time, the
# rules that stop them, what they wait for, and why, and what is asked.
Frame = tuple[
    Window | None, Moment | None, Moment | None, Moment, tuple[str, ...], tuple[str, ...], Because, tuple[str, ...]
]
_UNBOUND: Frame = (None, None, None, END, (), (), (), ())


def _frame(ctx: Ctx, r: CMust) -> Frame:
    limit, earliest, because, asks = NO_LIMIT if r.unlimited else limit_of(ctx, r)
    stopped = waits = stopped_by(ctx, r) if r.held_by else ()
    if r.after:
        waits = tuple([k for k in r.after if not _settled(ctx, k)])
        if stopped:
            waits = tuple(dict.fromkeys((*waits, *stopped)))
    if limit is None:
        return None, earliest, None, END, stopped, waits, because, asks
    return limit, earliest, late_since(limit), last_moment(limit), stopped, waits, because, asks


def _one(
    ctx: Ctx, r: CMust, element: str, recipient: str, opened: Moment, because: Because, frame: Frame
) -> Duty | None:
    limit, earliest, late_at, last, stopped, waits, by_because, by_asks = frame
    met = find_in_span(ctx, r, opened, earliest) if r.in_spans else find_met(ctx, r, opened)
    if by_because:
        because += by_because
    if stopped and met.window is not None:
        met = Met(missing=stopped, does_not_count=met.entry)  # done too early: kept, does not count
    done, met_at, missing = met.window, None, met.missing
    if not r.lasts and done is None and r.ends(ctx, met.broken):
        return None
    since = known = ended = act_by = None
    persons: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    state: DutyState
    if done is not None:
        state, met_at = "met", met.at
        if done.lo > last:
            since, ended = late_at, met_at if met_at is None or late_at is None else max(late_at, met_at)
        if earliest is not None and done.hi <= earliest and r.either_side:
            missing = (*missing, "earlier than the window")
    else:
        excused = _excused(ctx, r, element, recipient)
        if met.broken is not None:
            late_at, last = met.broken.lo, met.broken.lo - 1
        if (not excused or r.still_breach) and ctx.now > last:
            since = late_at
        elif ctx.now <= last < ctx.horizon:
            ctx.look_until(last + 1)
        state = "excused" if excused else "open"
    if since is not None:
        if since > ctx.now:
            ctx.look_until(since)
            since = ended = None  # asked about an earlier day: not broken yet
        else:
            learnt = learnt_of(ctx, because, met)
            known = max(since, learnt)
            if learnt > since and ended is None:
                act_by = late_learnt(ctx, learnt)
    if state == "open":
        if since is not None:
            state = "late"
        elif waits:
            state = "not_yet"
        if (
            not waits or ctx.matter is None or not ctx.matter.virtual
        ):  # nobody is asked for what waits in one not opened
            persons, offices = _who(ctx, r)
    rule = r.rule
    matter = ctx.matter.id if ctx.matter is not None else ""
    return Duty(
        f"{r.key}|{matter}|{element}|{recipient}", r.key, rule.verb, rule.words, state, rule.strength,
        persons, offices, matter, element, recipient, limit, earliest, since, known, ended, act_by, met_at,
        met.entry or met.does_not_count, r.before, missing, waits, r.follow_up, rule.checklist, r.clause,
        because, by_asks,
    )  # fmt: skip


def _who(ctx: Ctx, r: CMust) -> tuple[tuple[str, ...], tuple[str, ...]]:
    key = (r.asked, ctx.matter)
    who = ctx.known.get(key)
    if who is None:
        who = ctx.known[key] = in_person(resolve(ctx, r.who), r.rule.stand_in)
    return who.persons, who.offices


def _settled(ctx: Ctx, key: str) -> bool:
    value, _until = ctx.pack.rule_is(ctx, key, ("met", "excused"), "")
    return value is True


def stopped_by(ctx: Ctx, r: CMust) -> tuple[str, ...]:
    """The rules that hold this duty back: a refusing `stop: {rules}` that is not yet lifted."""
    return tuple([s.stop.head.key for s in r.held_by if s.holds(ctx)])


def _excused(ctx: Ctx, r: CMust, element: str, recipient: str) -> bool:
    if not ctx.facts.excused:
        return False
    for entry in standing(ctx, r.key, r.rule.excuse):
        to = entry.body.get("to") or ()
        if recipient and to and recipient not in to:
            continue
        of = entry.values.get("element")
        if element and of and of != element:
            continue
        return True
    return False
