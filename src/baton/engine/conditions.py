"""Conditions: each compiled to a judge (ctx) -> (yes, no or not known; until when; because)."""

from __future__ import annotations

from typing import Any

from baton.engine.context import FORECAST, KNOWN, NOT_KNOWN, Answer, Ctx, Judge, entry_because
from baton.engine.facts import Event
from baton.engine.moments import compile_event, latest_answer
from baton.engine.runs import WORDS as ENGINE_SPELLS
from baton.engine.runs import runs_of
from baton.policy import model as m
from baton.working_time import END, after, before, on_or_after, on_or_before

YES: Answer = (True, END, ())
NO: Answer = (False, END, ())

Parts = tuple[tuple[str, tuple[str, ...]], ...]


def compile_condition(condition: m.Condition, compiling: Any) -> Judge:
    """Returns the judge of a condition. `compiling` gives `condition(c)`, `moment(m)` and `word(key)`."""
    judge: Judge = _MAKERS[type(condition)](condition, compiling)
    return judge


def _always(condition: m.Always, c: Any) -> Judge:
    return lambda ctx: YES


def _all(condition: m.All, c: Any) -> Judge:
    judges = tuple(c.condition(item) for item in condition.items)

    def judge(ctx: Ctx) -> Answer:
        value: bool | None = True
        until, because = END, ()
        for each in judges:
            v, u, why = each(ctx)
            if u < until:
                until = u
            if v is False:
                return False, until, why
            because += why
            if v is None:
                value = None
        return value, until, because

    return judge


def _any(condition: m.Any_, c: Any) -> Judge:
    judges = tuple(c.condition(item) for item in condition.items)

    def judge(ctx: Ctx) -> Answer:
        value: bool | None = False
        until, because = END, ()
        for each in judges:
            v, u, why = each(ctx)
            if u < until:
                until = u
            if v is True:
                return True, until, why
            because += why
            if v is None:
                value = None
        return value, until, because

    return judge


def _not(condition: m.Not, c: Any) -> Judge:
    inner = c.condition(condition.item)

    def judge(ctx: Ctx) -> Answer:
        value, until, because = inner(ctx)
        return (None if value is None else not value), until, because

    return judge


def _at(condition: m.At, c: Any) -> Judge:
    moment, inner = c.moment(condition.at), c.condition(condition.item)

    def judge(ctx: Ctx) -> Answer:
        state, window, because, until = moment(ctx)
        if window is None:
            return (None if state == NOT_KNOWN else False), until, because
        now, known = ctx.now, ctx.known
        ctx.now, ctx.known = window.lo, {}
        try:
            value, _until, why = inner(ctx)
        finally:
            ctx.now, ctx.known = now, known
        return value, until, because + why

    return judge


def _of_people(condition: m.OfPeople, c: Any) -> Judge:
    inner, some, people = c.condition(condition.item), condition.quantifier == "some", condition.people
    c.uses_kin = True

    def judge(ctx: Ctx) -> Answer:
        if people != "siblings":
            return NO if some else YES
        value: bool | None = not some
        until, because = END, ()
        outer, known = ctx.kin, ctx.known
        for kin in ctx.file.kin:
            ctx.kin, ctx.known = kin, {}
            v, u, why = inner(ctx)
            ctx.kin, ctx.known = outer, known
            until = min(until, u)
            if v is some:
                return some, u, (*why, ("kin", kin.child))
            because += why
            if v is None:
                value = None
        return value, until, because

    return judge


def _match(parts: Any, wanted: Parts) -> bool:
    for key, values in wanted:
        value = parts.get(key)
        if value not in values and not (isinstance(value, list) and any(v in values for v in value)):
            return False
    return True


def _has_spell(condition: m.HasSpell, c: Any) -> Judge:
    word, wanted, ever = condition.word, condition.parts, condition.ever
    if word in ENGINE_SPELLS:
        return _has_run(word, ever, wanted)
    kept = c.word(word).silence == "no"
    none_not_known: Answer = (None, END, (("asks", word),))

    def judge(ctx: Ctx) -> Answer:
        facts = ctx.facts
        if ctx.kin is not None:
            facts = ctx.pack.kin_facts(ctx.kin)
        spells = facts.spells.get(word)
        if not spells:
            if kept and (not facts.imported or word in facts.complete or not ctx.pack.sources_incomplete):
                return NO
            return none_not_known
        now, until = ctx.now, END
        value: bool | None = False
        because: Any = ()
        for spell in spells:
            if wanted and not _match(spell.parts, wanted):
                continue
            start, end = spell.start, spell.end
            if now < start.lo:
                until = min(until, start.lo)
                continue
            if not start.is_moment and not start.is_day and now < start.hi:
                value, until = None, min(until, start.hi)
                because = entry_because(spell.entry)
                continue
            if ever:
                return True, until, entry_because(spell.entry)
            if end is None:
                return True, until, entry_because(spell.entry)
            if now < end.lo:
                return True, min(until, end.lo), entry_because(spell.entry)
            if not end.is_moment and not end.is_day and now < end.hi:
                value, until = None, min(until, end.hi)
        return value, until, because

    return judge


def _has_run(word: str, ever: bool, wanted: Parts) -> Judge:
    def judge(ctx: Ctx) -> Answer:
        until = END
        for run in runs_of(ctx, word):
            if wanted and not _match(run.parts, wanted):
                continue
            if ctx.now < run.start.lo:
                until = min(until, run.start.lo)
            elif ever:
                return True, until, run.because
            elif run.end is None or ctx.now < run.end.lo:
                return True, min(until, run.end.lo if run.end is not None else END), run.because
        return False, until, ()

    return judge


def _word_is(condition: m.WordIs, c: Any) -> Judge:
    word, values = condition.word, condition.values
    if word == "holder":
        return _holder_is(values)
    if word == "rung":
        return lambda ctx: (
            (ctx.matter is not None and str(1 + len(ctx.matter.acts.get("refer", ()))) in values), END, ())  # fmt: skip
    if word == "route":
        return lambda ctx: (
            (ctx.matter is not None and any(r in values for r in ctx.matter.route.split())), END, ())  # fmt: skip
    definition = c.word(word)
    is_slot = definition.kind == "slot"
    silent_no = "no" in values if definition.silence == "no" else None
    not_known: Answer = (None, END, (("asks", word),))

    def judge(ctx: Ctx) -> Answer:
        matter = ctx.matter
        entry = matter.values_at.get(word) if matter is not None else None
        if entry is not None:
            assert matter is not None
            return matter.slots[word] in values, END, (("entry", entry.number),)
        if is_slot:
            found = ctx.slot(word)
            if found is None:
                entry = latest_answer(ctx, word)
                found = entry.values.get(word) if entry is not None else None
            return found in values, END, (("word", word),)
        entry = latest_answer(ctx, word)
        if entry is None or entry.verb == "withdrawn":
            if silent_no is not None:
                return silent_no, END, ()
            return not_known
        value = entry.values.get(word)
        if value is None or value == "not known":
            return not_known
        return value in values, END, entry_because(entry.number)

    return judge


def _holder_is(values: tuple[str, ...]) -> Judge:
    def judge(ctx: Ctx) -> Answer:
        holding = ctx.holding
        if holding is None:
            return NO
        if holding.kind == "office":
            return holding.office in values, END, holding.because
        if holding.person:
            held = ctx.people.offices_of(holding.person, ctx.now)
            return any(o[0] in values for o in held), END, holding.because
        return holding.kind in values, END, holding.because

    return judge


def _event_is(condition: m.EventIs, c: Any) -> Judge:
    ref, phase, wanted = condition.event, condition.phase, condition.parts
    find = compile_event(ref, c)
    word = ref.word

    def held(ctx: Ctx) -> Answer:
        if ref.which in ("", "last") and ref.since is None:
            return _any_held(ctx)
        event, state, _window, because, until = find(ctx)
        if state == FORECAST and ctx.forecasting:
            return None, until, because
        if state == NOT_KNOWN:
            return None, until, because
        if state != KNOWN or event is None or event.held is None:
            return False, until, because
        return (not wanted or _match(event.parts, wanted)), until, because

    def _any_held(ctx: Ctx) -> Answer:
        past_booking: Any = ()
        until = END
        for event in reversed(ctx.facts.events.get(word, ())):
            if event.held is not None:
                if event.held.lo > ctx.now:
                    until = min(until, event.held.lo)
                    continue
                if not wanted or _match(event.parts, wanted):
                    return True, until, entry_because(event.entry)
                if ref.which == "last":
                    return False, until, entry_because(event.entry)
            elif not event.cancelled and event.booked is not None:
                if event.booked.hi <= ctx.now:
                    past_booking = (("entry", event.entry), ("asks", word))
                else:
                    until = min(until, event.booked.hi)
                    if ctx.forecasting:
                        past_booking = entry_because(event.entry)
        if past_booking:
            return None, until, past_booking
        return False, until, ()

    def booked(ctx: Ctx) -> Answer:
        until = END
        for event in ctx.facts.events.get(word, ()):
            if event.held is not None or event.cancelled or event.booked is None:
                continue
            if event.booked.hi > ctx.now and (not wanted or _match(event.parts, wanted)):
                return True, min(until, event.booked.hi), entry_because(event.entry)
        return False, until, ()

    def cancelled(ctx: Ctx) -> Answer:
        for event in ctx.facts.events.get(word, ()):
            if event.cancelled:
                return True, END, entry_because(event.entry)
        return NO

    return {"held": held, "booked": booked, "cancelled": cancelled}[phase]


def _document_is(condition: m.DocumentIs, c: Any) -> Judge:
    word, sent = condition.word, condition.phase == "sent"

    def judge(ctx: Ctx) -> Answer:
        entries = (ctx.facts.sent if sent else ctx.facts.documents).get(word)
        return (True, END, entry_because(entries[-1].number)) if entries else NO

    return judge


def _task_done(condition: m.TaskDone, c: Any) -> Judge:
    word = condition.word

    def judge(ctx: Ctx) -> Answer:
        entries = ctx.facts.tasks.get(word)
        return (True, END, entry_because(entries[-1].number)) if entries else NO

    return judge


def _known(condition: m.Known, c: Any) -> Judge:
    word = condition.word

    def judge(ctx: Ctx) -> Answer:
        if word == "birth":
            return ctx.facts.born is not None, END, ()
        matter = ctx.matter
        if matter is not None and word in matter.slots:
            entry = matter.values_at.get(word)
            return bool(matter.slots[word]), END, entry_because(entry.number) if entry else ()
        entry = latest_answer(ctx, word)
        if entry is not None and entry.verb != "withdrawn":
            return True, END, entry_because(entry.number)
        if word in ctx.facts.spells or word in ctx.facts.events:
            return True, END, ()
        return False, END, (("word", word),)

    return judge


def _held_by(condition: m.Held, c: Any) -> Judge:
    members = c.services_in(condition.place)

    def now(ctx: Ctx) -> Answer:
        holding = ctx.holding
        if holding is None:
            return NO
        inside = holding.service in members or holding.team in members
        return inside, holding.end, holding.because

    def ever(ctx: Ctx) -> Answer:
        for holding in ctx.timeline.holdings:
            if holding.end <= ctx.now and (holding.service in members or holding.team in members):
                return True, END, holding.because
        return NO

    return ever if condition.before else now


def _going(condition: m.Going, c: Any) -> Judge:
    members = c.services_in(condition.place)
    slots = ("to_service", "to_team") if condition.direction == "to" else ("from_service", "from_team")

    def judge(ctx: Ctx) -> Answer:
        if ctx.matter is None:
            return NO
        return any(ctx.matter.slots.get(slot) in members for slot in slots), END, ()

    return judge


def _has_come(condition: m.HasCome, c: Any) -> Judge:
    moment = c.moment(condition.moment)

    def judge(ctx: Ctx) -> Answer:
        state, window, because, until = moment(ctx)
        if window is None:
            return (None if state == NOT_KNOWN else False), until, because
        now = ctx.now
        if now < window.lo:
            return False, min(until, window.lo), because
        if state == FORECAST:
            return (None if now >= window.hi else False), min(until, window.hi if now < window.hi else END), because
        if window.is_day or window.is_moment or now >= window.hi:
            return True, until, because
        return None, min(until, window.hi), because

    return judge


_COMPARE = {"before": before, "after": after, "on or before": on_or_before, "on or after": on_or_after}


def _compare(condition: m.Compare, c: Any) -> Judge:
    left, right, op = c.moment(condition.left), c.moment(condition.right), _COMPARE[condition.op]
    asked = ""  # an answer that must be asked and was never given: not known, where a kept fact would be no
    if isinstance(condition.left, m.AnswerAt) and c.word(condition.left.word).silence == "not known":
        asked = condition.left.word

    def judge(ctx: Ctx) -> Answer:
        s1, w1, b1, u1 = left(ctx)
        if w1 is None and asked:
            return None, u1, (*b1, ("asks", asked))
        if w1 is None:
            return (None if s1 == NOT_KNOWN else False), u1, b1
        s2, w2, b2, u2 = right(ctx)
        until = min(u1, u2)
        if w2 is None:
            return (None if s2 == NOT_KNOWN else False), until, b1 + b2
        return op(w1, w2), until, b1 + b2

    return judge


def _attended(condition: m.Attended, c: Any) -> Judge:
    who, place = condition.who, condition.place
    people = c.word(who).kind == "people"
    find = compile_event(condition.event, c) if condition.event is not None else None

    def judge(ctx: Ctx) -> Answer:
        event = ctx.it if isinstance(ctx.it, Event) else None
        if event is None and find is not None:
            event = find(ctx)[0]
        if event is None or event.held is None:
            return NO
        here = set(event.attended)
        because = (("entry", event.entry),)
        if who in here or (place and f"{who} of {place}" in here) or (people and _one_of(ctx, who, here)):
            return True, END, because
        for person in ctx.pack.persons(ctx, who, place):
            if person in here:
                return True, END, because
        return False, END, (*because, ("absent", who))

    return judge


def _one_of(ctx: Ctx, people: str, here: set[str]) -> bool:
    """Whether anybody of these people was there: a member recorded under the word, the child, or a word it includes."""
    word = ctx.pack.words.get(people)
    if people == "child" and ctx.file.subject.id in here:
        return True
    if any(one in here for one in ctx.pack.members(ctx, people)):
        return True
    return any(one in here or _one_of(ctx, one, here) for one in (word.includes if word is not None else ()))


def _available(condition: m.Available, c: Any) -> Judge:
    office, place = condition.office, condition.place

    def judge(ctx: Ctx) -> Answer:
        persons = ctx.pack.persons(ctx, office, place)
        here = [p for p in persons if ctx.people.ends(p) > ctx.now and not ctx.people.absent(p, ctx.now)]
        return bool(here), END, (("word", office),)

    return judge


def _count(condition: m.Count, c: Any) -> Judge:
    word, op, n = condition.word, condition.op, condition.n
    since = c.moment(condition.since) if condition.since is not None else None

    def judge(ctx: Ctx) -> Answer:
        if word == "routes_due":
            return _compare_count(op, ctx.routes_due, n), END, (("word", word),)
        low = 0
        if since is not None:
            state, window, because, until = since(ctx)
            if window is None:
                return (None if state == NOT_KNOWN else False), until, because
            low = window.lo
        facts = ctx.facts
        found: Any = [e for e in facts.events.get(word, ()) if e.held and e.held.hi >= low and e.held.lo <= ctx.now]
        found += [s for s in facts.spells.get(word, ()) if s.start.hi >= low and s.start.lo <= ctx.now]
        partial = any(f.parts.get("history") == "latest only" for f in found)
        value: bool | None = _compare_count(op, len(found), n)
        if partial and not (value and op != "fewer than"):
            value = None
        because = tuple(("entry", f.entry) for f in found) + ((("asks", word),) if value is None else ())
        return value, END, because

    return judge


def _compare_count(op: str, found: int, n: int) -> bool:
    return {"at least": found >= n, "more than": found > n, "fewer than": found < n}[op]


def _rule_is(condition: m.RuleIs, c: Any) -> Judge:
    key, states, same = condition.key, condition.states, condition.same_person

    def judge(ctx: Ctx) -> Answer:
        value, until = ctx.pack.rule_is(ctx, key, states, ctx.person if same else "")
        return value, until, (("rule", key),)

    return judge


def _matter_is(condition: m.MatterIs, c: Any) -> Judge:
    key, state = condition.key, condition.state
    kinds = c.kinds_of(key)

    def judge(ctx: Ctx) -> Answer:
        for matter in ctx.facts.matters.values():
            if matter.kind in kinds:
                ended = matter.ended is not None
                if (state == "open") is not ended and (state == "open" or ended):
                    return True, END, entry_because(matter.lead.number) if matter.lead else ()
        return NO

    return judge


def _same(condition: m.Same, c: Any) -> Judge:
    word = condition.word

    def judge(ctx: Ctx) -> Answer:
        chosen = ctx.pack.chosen_person(ctx)
        if word == "former_worker":
            former = ctx.pack.persons(ctx, "former_worker", "")
            return (chosen in former) if former else True, END, (("word", word),)
        if ctx.kin is not None and word in ("allocated_worker", "receiving_worker", "holder"):
            theirs = ctx.pack.kin_holder(ctx.kin, ctx.now)
            if theirs is None:
                return None, END, (("kin", ctx.kin.child),)
            mine = chosen or (ctx.holding.person if ctx.holding else "")
            return mine == theirs, END, (("kin", ctx.kin.child),)
        return NO

    return judge


def _taken(condition: m.Taken, c: Any) -> Judge:
    inner, as_ = c.condition(condition.item), condition.as_ == "yes"
    since = c.moment(condition.since) if condition.since is not None else None

    def judge(ctx: Ctx) -> Answer:
        value, until, because = inner(ctx)
        if value is not None:
            return value, until, because
        if since is not None:
            _state, window, why, until2 = since(ctx)
            until = min(until, until2)
            if window is None or ctx.now < window.lo:
                return None, min(until, window.lo) if window is not None else until, because + why
        return as_, until, because

    return judge


def _named(condition: m.Named, c: Any) -> Judge:
    inner: Judge = c.condition(condition.item)
    if not condition.clause:
        return inner
    reason = (("clause", condition.clause),)

    def judge(ctx: Ctx) -> Answer:
        value, until, because = inner(ctx)
        return value, until, because + reason

    return judge


_MAKERS: dict[type, Any] = {
    m.Always: _always,
    m.All: _all,
    m.Any_: _any,
    m.Not: _not,
    m.At: _at,
    m.OfPeople: _of_people,
    m.HasSpell: _has_spell,
    m.WordIs: _word_is,
    m.EventIs: _event_is,
    m.DocumentIs: _document_is,
    m.TaskDone: _task_done,
    m.Known: _known,
    m.Held: _held_by,
    m.Going: _going,
    m.HasCome: _has_come,
    m.Compare: _compare,
    m.Attended: _attended,
    m.Available: _available,
    m.Count: _count,
    m.RuleIs: _rule_is,
    m.MatterIs: _matter_is,
    m.Same: _same,
    m.Taken: _taken,
    m.Named: _named,
}
