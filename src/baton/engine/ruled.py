"""Rules with their conditions and moments compiled: a class a verb."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from baton.engine.context import Ctx
from baton.engine.excused import standing
from baton.engine.limits import clock_from
from baton.engine.met import finder_of
from baton.engine.reach import Reach
from baton.engine.remembering import looks_at_each
from baton.policy import model as m
from baton.policy.joining import all_needed
from baton.working_time import Moment, Window

if TYPE_CHECKING:
    from baton.engine.compiled import Compiled


class CMust:
    """A `must` with its conditions and moments compiled."""

    __slots__ = (
        "after", "always_to", "asked", "before", "by", "clause", "clock_from", "counts_if", "either_side",
        "every_from", "fall", "find", "follow_up", "for_all", "held_by", "in_spans", "key", "lasts", "not_before",
        "of_the_child", "once", "paused_while", "prompt", "reach", "recipients", "rule", "still_breach", "unbound",
        "unlimited", "until_c", "until_m", "when", "while_", "who",
    )  # fmt: skip

    def __init__(self, rule: m.Must, c: Compiled) -> None:
        self.rule = rule
        self.key = rule.head.key
        self.reach = Reach(c, rule.head.when, rule.while_)
        self.who = rule.who
        self.asked = c.same(("who", rule.who, rule.stand_in))
        self.after, self.before = rule.after, rule.before
        self.find = finder_of(rule.verb)
        self.held_by: tuple[CStop, ...] = ()  # the refusing stops on this rule, given by its Rules
        self.clause = rule.head.clause
        self.when = None if isinstance(rule.head.when, m.Always) else c.condition(rule.head.when)
        fall = rule.head.not_known
        self.fall = {"yes": True, "no": False}.get(fall) if isinstance(fall, str) else None
        self.counts_if = c.condition(rule.counts_if) if rule.counts_if is not None else None
        self.by = c.moment(rule.by) if rule.by is not None else None
        self.either_side = isinstance(rule.by, m.EitherSide)
        self.not_before = c.moment(rule.not_before) if rule.not_before is not None else None
        self.paused_while = c.condition(rule.paused_while) if rule.paused_while is not None else None
        self.clock_from = c.moment(clock_from(rule.by)) if rule.by is not None and rule.paused_while else None
        self.unlimited = rule.by is None and rule.every is None and rule.not_before is None
        self.in_spans = rule.not_before is not None or (rule.every is not None and not rule.every.forum)
        self.while_ = c.condition(rule.while_) if rule.while_ is not None else None
        until = rule.until
        self.until_m = self.until_c = None
        if until is not None:
            if isinstance(until, m.Condition):
                self.until_c = c.condition(until)
            else:
                self.until_m = c.moment(until)
        self.prompt = c.moment(rule.prompt) if rule.prompt is not None else None
        anchor = rule.every.anchor if rule.every is not None else None
        self.every_from = c.moment(anchor) if anchor is not None else None
        self.recipients = tuple(
            (r, _office_named(r), None if isinstance(r.when, m.Always) else c.condition(r.when)) for r in rule.to
        )
        self.always_to = _always_to(self.recipients)
        self.of_the_child = rule.every is None and (rule.each is None or rule.each.kind == "child")
        self.once = self.of_the_child and not rule.to
        self.lasts = until is None
        self.unbound = False  # whether there is neither limit nor stop; given by its Rules
        self.for_all = False  # whether limit and stops are the same for each element and recipient; given by its Rules
        self.still_breach = bool(rule.excuse and rule.excuse.still_breach)
        self.follow_up = bool(rule.excuse and rule.excuse.as_ == "follow-up") or _softened(rule)

    def give_stops(self, stops: tuple[CStop, ...], each_person: frozenset[str]) -> None:
        """Takes the stops on this rule, of which those that refuse hold its duties up. `each_person` are the words that
        each person answers for themselves."""
        self.held_by = tuple(s for s in stops if s.stop.strength == "refuse")
        conditions = ((s.stop.head.when, s.stop.until, s.stop.while_) for s in self.held_by)
        rule = self.rule
        self.for_all = rule.every is None and not looks_at_each(
            (rule.by, rule.not_before, rule.paused_while, *conditions), each_person
        )
        self.unbound = self.unlimited and not self.held_by and not self.after

    def ends(self, ctx: Ctx, broken: Window | None = None) -> bool:
        """Whether the duty's `until` has come, and nothing was broken before it."""
        if self.until_m is not None:
            _state, window, _because, until = self.until_m(ctx)
            ctx.look_until(until)
            if window is None:
                return False
            if ctx.now < window.lo:
                ctx.look_until(window.lo)
                return False
            return broken is None or broken.lo >= window.lo
        if self.until_c is not None:
            value, until, _because = self.until_c(ctx)
            ctx.look_until(until)
            return value is True and broken is None
        return False


def _office_named(recipient: m.Recipient) -> str:
    """The name of the office to tell; "" for people and for sets of offices."""
    who = recipient.who
    if recipient.people or not isinstance(who, m.OfficeOf):
        return ""
    return f"{who.office} of {who.place}" if who.place else who.office


def _always_to(recipients: tuple[tuple[m.Recipient, str, Any], ...]) -> tuple[str, ...]:
    """The recipients, where they are the same offices for every child; () where they must be looked for."""
    if any(when is not None or recipient.people or not name or " of each " in name
           for recipient, name, when in recipients):  # fmt: skip
        return ()
    return tuple(dict.fromkeys(name for _recipient, name, _when in recipients))


def _softened(rule: m.Must) -> bool:
    """A step whose gate an exception took away: it stays as dated work after the move."""
    by = rule.by
    while isinstance(by, m.Shifted | m.EdgeOfDay):
        by = by.of
    return isinstance(by, m.SlotAt) and by.name == "moved" and not rule.before


class CStop:
    """A `stop`: which acts or rules, and whether it holds for a subject now."""

    __slots__ = ("instead", "parts", "reach", "stop", "until", "when", "while_")

    def __init__(self, stop: m.Stop, c: Compiled) -> None:
        self.stop = stop
        self.instead = stop.instead  # what to do instead; the rule it stands for is given by its Rules
        self.reach = Reach(c, stop.head.when, stop.while_)
        self.when = None if isinstance(stop.head.when, m.Always) else c.condition(stop.head.when)
        self.until = c.condition(stop.until) if stop.until is not None else None
        self.parts = tuple(c.condition(p) for p in all_needed(stop.until)) if stop.until is not None else ()
        self.while_ = c.condition(stop.while_) if stop.while_ is not None else None

    def holds(self, ctx: Ctx) -> bool:
        """Whether the act is stopped now."""
        return self.judge(ctx)[0]

    def judge(self, ctx: Ctx) -> tuple[bool, Any]:
        """(stopped, because). Not known: an `until` is not met; a `while` falls as the rule says."""
        if ctx.facts.excused and not self.stop.from_rule and any(standing(ctx, self.stop.head.key, self.stop.excuse)):
            return False, ()
        if self.when is None:
            applies: bool | None = True
            because: Any = ()
        else:
            applies, until, because = self.when(ctx)
            if until < ctx.horizon:
                ctx.horizon = until
            if applies is None and self.stop.head.not_known in ("yes", "no"):
                applies = self.stop.head.not_known == "yes"
            if applies is False:
                return False, because
        if self.until is not None:
            value, until, why = self.until(ctx)
            if until < ctx.horizon:
                ctx.horizon = until
            return value is not True, because + why
        assert self.while_ is not None
        value, until, why = self.while_(ctx)
        ctx.look_until(until)
        if value is None:
            value = self.stop.head.not_known == "yes"
        return bool(value) and applies is not None, because + why

    def is_for(self, verb: str, word: str = "") -> bool:
        """Whether this stop is about the act `verb` (of `word`). A matter that is proposed is raised too."""
        acts, alike = self.stop.acts, ("propose", "raise") if verb == "propose" else (verb,)
        return verb in acts or bool(word and any(f"{one} {word}" in acts for one in alike))


class CThen:
    """A `then` with its condition and moments compiled."""

    __slots__ = ("at", "lapses", "reach", "rule", "when")

    def __init__(self, rule: m.Then, c: Compiled) -> None:
        self.rule = rule
        self.reach = Reach(c, rule.head.when, rule.at)
        self.when = c.condition(rule.head.when)
        self.at = c.moment(rule.at)
        self.lapses = c.moment(rule.lapses) if rule.lapses is not None else None

    def begins(self, window: Window) -> Moment:
        """The instant at which it happens: a day begins at its start, the end of a day when it is over."""
        at = self.rule.at
        return window.hi if isinstance(at, m.EdgeOfDay) and at.edge == "end" else window.lo


class CShow:
    """A `show` with its condition and figures compiled."""

    __slots__ = ("figures", "reach", "rule", "when")

    def __init__(self, rule: m.Show, c: Compiled) -> None:
        self.rule = rule
        self.reach = Reach(c, rule.head.when)
        self.when = c.condition(rule.head.when)
        self.figures = tuple(c.measure(one) for one in rule.reads)


class CRoute:
    __slots__ = ("around", "at", "from_", "rule", "stops", "to", "when")

    def __init__(self, rule: m.Goes, c: Compiled) -> None:
        self.rule = rule
        self.when = c.condition(rule.head.when)
        self.at = c.moment(rule.at) if rule.at is not None else None
        self.from_ = c.services_in(rule.from_)
        around = rule.around
        self.around = around.amount if isinstance(around, m.EitherSide) else around
        self.stops: tuple[CStop, ...] = ()
