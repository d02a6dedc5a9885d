"""Moments: each compiled to a reader (ctx) -> (state, window, because, until). A moment not known says why."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from baton.engine.context import (
    FORECAST,
    KNOWN,
    NOT_KNOWN,
    NOT_YET,
    NOT_YET_READING,
    Ctx,
    Reader,
    Reading,
    entry_because,
)
from baton.engine.facts import Event, Spell
from baton.engine.runs import WORDS as ENGINE_SPELLS
from baton.engine.runs import runs_of
from baton.engine.sittings import current_sitting, cut_off_of, next_open_sitting
from baton.journal.file import Sitting
from baton.policy import model as m
from baton.working_time import (
    BEGINNING,
    END,
    CalendarEnded,
    CalendarNotBegun,
    Window,
    at,
    at_time,
    birthday,
    day_window,
    end_of_day,
    local_day,
    moment_of,
    next_1_september,
    parse_when,
    shift,
    start_of_day,
)
from baton.working_time.ages import age_point

_TEXTS: dict[str, Window] = {}


def window_of_text(text: str) -> Window:
    """The window that a date or moment in an entry's body stands for. Raises ValueError for other text."""
    found = _TEXTS.get(text)
    if found is None:
        if len(_TEXTS) > 50_000:
            _TEXTS.clear()
        found = _TEXTS[text] = parse_when(text)
    return found


def compile_moment(moment: m.MomentOf, compiling: Any) -> Reader:
    """Returns the reader of a moment. `compiling` gives `condition(c)` for the conditions inside."""
    reader: Reader = _MAKERS[type(moment)](moment, compiling)
    return reader


def _event_at(moment: m.EventAt, c: Any) -> Reader:
    find = compile_event(moment.event, c)

    def read(ctx: Ctx) -> Reading:
        _event, state, window, because, until = find(ctx)
        return state, window, because, until

    return read


Found = tuple[Event | None, int, Window | None, Any, int]


def compile_event(ref: m.EventRef, c: Any) -> Any:
    """Returns (ctx) -> (event or None, state, window, because, until) for an event of the child's journey."""
    word, which, nth = ref.word, ref.which, ref.nth
    since = c.moment(ref.since) if ref.since is not None else None
    up_to = c.moment(ref.up_to) if ref.up_to is not None else None
    want_booked = which in ("booked", "next")

    def find(ctx: Ctx) -> Found:
        events = ctx.facts.events.get(word)
        low, high, because = BEGINNING, END, ()
        if since is not None:
            state, window, because, until = since(ctx)
            if window is None:
                return None, state, None, because, until
            low = start_of_day(window)
        if up_to is not None:
            state, window, more, until = up_to(ctx)
            if window is None:
                return None, state, None, because + more, until
            high = window.hi
        if not events:
            return None, NOT_YET, None, because, END
        now = ctx.now
        held = [e for e in events if e.held is not None and low <= e.held.hi and e.held.lo <= high and e.held.lo <= now]
        booked = [
            e for e in events if e.held is None and not e.cancelled and e.booked is not None and e.booked.lo >= low
        ]
        if want_booked:
            return _booked(booked, now, because)
        if held and which == "nth" and _partial(ctx, held[0], low):
            return _from_partial_history(held, nth, low, word, because)
        if which == "nth":
            if len(held) >= nth:
                event = held[nth - 1]
                return event, KNOWN, event.held, (*because, ("entry", event.entry)), END
            booked = booked[nth - 1 - len(held) :]
            return _booked(booked, now, because)
        if held:
            event = held[-1]
            return event, KNOWN, event.held, (*because, ("entry", event.entry)), END
        if which == "last":
            return None, NOT_YET, None, because, END
        return _booked(booked, now, because)

    return find


def _booked(booked: list[Event], now: int, because: Any) -> Found:
    for event in booked:
        assert event.booked is not None
        reason = (*because, ("entry", event.entry))
        if event.booked.hi <= now:
            return event, NOT_KNOWN, None, (*reason, ("asks", event.word)), END
        return event, FORECAST, event.booked, reason, event.booked.hi
    return None, NOT_YET, None, because, END


def _partial(ctx: Ctx, first: Event, low: int) -> bool:
    """Whether earlier events may be missing: they come from a source that is not declared complete, or the record
    begins later than `low`.

    A first event that a person recorded from before the record begins is taken as the first.
    """
    if first.parts.get("history") == "latest only":
        return True
    entry = ctx.facts.entries.get(first.entry)
    if entry is not None and entry.source == "import" and first.word not in ctx.facts.complete:
        return True
    begins = ctx.facts.history_from
    return begins is not None and low < begins and first.held is not None and first.held.lo >= begins


def _from_partial_history(held: list[Event], nth: int, low: int, word: str, because: Any) -> Found:
    """Only the latest is known from a source: the first lies somewhere up to it, a later one cannot be told."""
    latest = held[0]
    reason = (*because, ("entry", latest.entry))
    typed = [e for e in held[1:] if e.parts.get("history") != "latest only"]
    if len(held) >= nth + 0 and len(typed) >= nth - 1 and nth > 1:
        ordered = sorted(held, key=lambda e: e.held.lo if e.held else 0)
        event = ordered[nth - 1]
        return event, KNOWN, event.held, (*because, ("entry", event.entry)), END
    if nth == 1:
        assert latest.held is not None
        return latest, KNOWN, Window(low, latest.held.hi), reason, END
    return None, NOT_KNOWN, None, (*reason, ("asks", word)), END


def _parts_match(parts: Any, wanted: tuple[tuple[str, tuple[str, ...]], ...]) -> bool:
    for key, values in wanted:
        value = parts.get(key)
        if isinstance(value, list):
            if not any(v in values for v in value):
                return False
        elif value not in values:
            return False
    return True


def _spell_edge(moment: m.SpellEdge, c: Any) -> Reader:
    word, start, parts = moment.word, moment.edge == "start", moment.parts

    def read(ctx: Ctx) -> Reading:
        if word in ENGINE_SPELLS:
            return _edge_of_run(ctx, word, start, parts)
        spells = ctx.facts.spells.get(word, ())
        for spell in reversed(spells):
            if parts and not _parts_match(spell.parts, parts):
                continue
            if start:
                return KNOWN, spell.start, entry_because(spell.entry), END
            if spell.end is not None:
                return KNOWN, spell.end, entry_because(spell.end_entry), END
            return NOT_YET, None, entry_because(spell.entry), END
        return NOT_YET_READING

    return read


def _edge_of_run(ctx: Ctx, word: str, start: bool, parts: Any) -> Reading:
    """The start of the present unbroken run, or the end of the last one that ended."""
    for run in reversed(runs_of(ctx, word)):
        if parts and not _parts_match(run.parts, parts):
            continue
        ended = run.end is not None and run.end.lo <= ctx.now
        if start and not ended and run.start.lo <= ctx.now:
            return KNOWN, run.start, run.because, run.end.lo if run.end is not None else END
        if not start and ended:
            return KNOWN, run.end, run.because, END
    return NOT_YET_READING


def latest_answer(ctx: Ctx, word: str) -> Any:
    """The entry that stands as the answer to `word` at ctx.now, or None."""
    for entry in reversed(ctx.facts.answers.get(word, ())):
        if entry.happened.lo <= ctx.now:
            return entry
    return None


def _answer_at(moment: m.AnswerAt, c: Any) -> Reader:
    word, given = moment.word, moment.given
    is_date = c.word(word).answers == ("date",)

    def read(ctx: Ctx) -> Reading:
        entry = ctx.matter.values_at.get(word) if ctx.matter is not None else None
        entry = entry or latest_answer(ctx, word)
        if entry is None or entry.verb == "withdrawn":
            return NOT_YET_READING
        if is_date and not given:
            value = entry.values.get(word)
            if not value:
                return NOT_KNOWN, None, (*entry_because(entry.number), ("asks", word)), END
            return KNOWN, window_of_text(str(value)), entry_because(entry.number), END
        return KNOWN, entry.happened, entry_because(entry.number), END

    return read


def _document_at(moment: m.DocumentAt, c: Any) -> Reader:
    word, sent = moment.word, moment.phase == "sent"

    def read(ctx: Ctx) -> Reading:
        entries = (ctx.facts.sent if sent else ctx.facts.documents).get(word)
        if not entries:
            return NOT_YET_READING
        entry = entries[-1]
        return KNOWN, entry.happened, entry_because(entry.number), END

    return read


def _act_at(moment: m.ActAt, c: Any) -> Reader:
    verb = moment.verb

    def read(ctx: Ctx) -> Reading:
        acts = ctx.matter.acts.get(verb) if ctx.matter is not None else ctx.facts.acts.get(verb)
        if not acts:
            return NOT_YET_READING
        return KNOWN, acts[-1].happened, entry_because(acts[-1].number), END

    return read


def _slot_at(moment: m.SlotAt, c: Any) -> Reader:
    name = moment.name
    special = _SLOTS.get(name)
    if special is not None:
        return special

    def read(ctx: Ctx) -> Reading:
        matter = ctx.matter
        entry = matter.values_at.get(name) if matter is not None else None
        if entry is None:
            entry = latest_answer(ctx, name)
        if entry is None:
            return NOT_YET_READING
        value = entry.values.get(name)
        if isinstance(value, str) and value[:4].isdigit():
            return KNOWN, window_of_text(value), entry_because(entry.number), END
        return KNOWN, entry.happened, entry_because(entry.number), END

    return read


def _slot_opened(ctx: Ctx) -> Reading:
    if ctx.matter is not None:
        lead = ctx.matter.lead
        return KNOWN, at(ctx.matter.opened), entry_because(lead.number) if lead else (), END
    if ctx.timeline.opened is not None:
        return KNOWN, at(ctx.timeline.opened), (), END
    return NOT_YET_READING


def _slot_moved(ctx: Ctx) -> Reading:
    moved = ctx.matter.moved if ctx.matter is not None else None
    if moved is None:
        return NOT_YET_READING
    return KNOWN, moved.happened, entry_because(moved.number), END


def _slot_decision(ctx: Ctx) -> Reading:
    decided = ctx.matter.decided if ctx.matter is not None else None
    if decided is None:
        return NOT_YET_READING
    return KNOWN, decided.happened, entry_because(decided.number), END


def _slot_sitting(ctx: Ctx) -> Reading:
    sitting, number = _sitting_in_hand(ctx)
    if sitting is None:
        return NOT_YET_READING
    return KNOWN, at(sitting.at), entry_because(number) if number else (), END


def _slot_cut_off(ctx: Ctx) -> Reading:
    sitting, number = _sitting_in_hand(ctx)
    forum = ctx.pack.forums.get(sitting.forum) if sitting is not None else None
    if sitting is None or forum is None:
        return NOT_YET_READING
    try:
        cut_off = cut_off_of(forum, sitting, ctx.file.calendar)
    except (CalendarEnded, CalendarNotBegun) as end:
        return NOT_KNOWN, None, (("calendar", str(end)),), END
    return KNOWN, at(cut_off), entry_because(number) if number else (), END


def _sitting_in_hand(ctx: Ctx) -> tuple[Sitting | None, int]:
    """The sitting that is the subject, or the one that the matter in hand is listed for as it stands now."""
    subject = ctx.file.subject
    if subject.kind == "sitting":
        key, _, text = subject.id.partition("@")
        forum = ctx.pack.forums.get(key)
        if forum is None:
            return None, 0
        return current_sitting(forum, ctx.file, moment_of(text.replace("T", " ")), subject.id), 0
    listed = ctx.matter.listed if ctx.matter is not None else None
    if listed is None or "sitting" not in listed.values:
        return None, 0
    forum = ctx.pack.forums.get(str(listed.values.get("forum") or "")) or next(iter(ctx.pack.forums.values()), None)
    if forum is None:
        return None, 0
    when = window_of_text(str(listed.values["sitting"])).lo
    found = current_sitting(forum, ctx.file, when, str(listed.values.get("sitting_id") or ""))
    return replace(found, forum=forum.key), listed.number


def _slot_birth(ctx: Ctx) -> Reading:
    born = ctx.facts.born
    if born is None:
        return NOT_KNOWN, None, (("asks", "birth"),), END
    return KNOWN, born.happened, entry_because(born.number), END


def _slot_now(ctx: Ctx) -> Reading:
    return KNOWN, at(ctx.now), (), ctx.now + 1


def _slot_closing(ctx: Ctx) -> Reading:
    for entry in reversed(ctx.facts.holders):
        if entry.verb in ("close", "closed") and entry.happened.lo <= ctx.now:
            return KNOWN, entry.happened, entry_because(entry.number), END
    return NOT_YET_READING


def _slot_due(ctx: Ctx) -> Reading:
    matter = ctx.matter
    if matter is None:
        return NOT_YET_READING
    for key in matter.route.split():
        read = ctx.pack.route_points.get(key)
        if read is not None:
            reading = read(ctx)
            if reading[1] is not None:
                return reading
    return KNOWN, at(matter.opened), (), END


def _slot_it(ctx: Ctx) -> Reading:
    it = ctx.it
    if isinstance(it, Event):
        window = it.held or it.booked
        return KNOWN if it.held else FORECAST, window, entry_because(it.entry), END
    if isinstance(it, Spell):
        return KNOWN, it.start, entry_because(it.entry), END
    if isinstance(it, Window):
        return KNOWN, it, (), END
    return NOT_YET_READING


def _slot_edition(ctx: Ctx) -> Reading:
    return KNOWN, day_window(ctx.pack.pack.edition.in_force_from), (), END


_SLOTS: dict[str, Reader] = {
    "opened": _slot_opened,
    "raised": _slot_opened,
    "moved": _slot_moved,
    "decision": _slot_decision,
    "sitting": _slot_sitting,
    "cut_off": _slot_cut_off,
    "birth": _slot_birth,
    "now": _slot_now,
    "closing": _slot_closing,
    "due": _slot_due,
    "point": _slot_due,
    "it": _slot_it,
    "edition": _slot_edition,
}


def _birthday(moment: m.Birthday, c: Any) -> Reader:
    years = moment.years

    def read(ctx: Ctx) -> Reading:
        state, window, because, until = _slot_birth(ctx)
        if window is None:
            return state, None, because, until
        memo = ctx.memo
        key = ("birthday", years)
        if key not in memo:
            memo[key] = day_window(birthday(local_day(window.lo), years))
        return KNOWN, memo[key], because, until

    return read


def _rule_met(moment: m.RuleMet, c: Any) -> Reader:
    key = moment.key

    def read(ctx: Ctx) -> Reading:
        met = ctx.pack.met_at(ctx, key)
        if met is None:
            return NOT_YET_READING
        return KNOWN, at(met), (("rule", key),), END

    return read


def _point_of(moment: m.PointOf, c: Any) -> Reader:
    route = moment.route

    def read(ctx: Ctx) -> Reading:
        when, read_at = ctx.pack.route_whens[route], ctx.pack.route_points.get(route)
        value, until, because = when(ctx)
        if read_at is None or value is False:
            return NOT_YET, None, because, until
        state, window, more, until2 = read_at(ctx)
        if value is None and window is not None:
            return NOT_KNOWN, None, because + more, min(until, until2)
        return state, window, because + more, min(until, until2)

    return read


def _next_sitting(moment: m.NextSitting, c: Any) -> Reader:
    after = c.moment(moment.after)
    forum_key = moment.forum

    def read(ctx: Ctx) -> Reading:
        state, window, because, until = after(ctx)
        if window is None:
            return state, None, because, until
        try:
            sitting = next_open_sitting(ctx.pack.forums[forum_key], ctx.file, window.lo)
        except (CalendarEnded, CalendarNotBegun) as end:
            return NOT_KNOWN, None, (*because, ("calendar", str(end))), until
        except LookupError:
            return NOT_YET, None, (*because, ("sitting", forum_key)), until
        return state, at(sitting.at), (*because, ("sitting", sitting.at)), until

    return read


def _next_date(moment: m.NextDate, c: Any) -> Reader:
    after = c.moment(moment.after)

    def read(ctx: Ctx) -> Reading:
        state, window, because, until = after(ctx)
        if window is None:
            return state, None, because, until
        day = local_day(window.lo)
        if (moment.month, moment.day) == (9, 1):
            return state, day_window(next_1_september(day)), because, until
        this = day.replace(month=moment.month, day=moment.day)
        return state, day_window(this if this > day else this.replace(year=day.year + 1)), because, until

    return read


def _fixed(moment: m.Fixed, c: Any) -> Reader:
    reading: Reading = (KNOWN, day_window(moment.day), (), END)
    return lambda ctx: reading


def _shifted(moment: m.Shifted, c: Any) -> Reader:
    of, amount, sign = c.moment(moment.of), moment.amount, moment.sign
    years = isinstance(moment.of, m.SlotAt) and moment.of.name == "birth" and sign == 1
    memo_key = ("shift", moment)

    def read(ctx: Ctx) -> Reading:
        state, window, because, until = of(ctx)
        if window is None:
            return state, None, because, until
        if years:
            key = (memo_key, window)
            if key not in ctx.memo:
                ctx.memo[key] = day_window(age_point(local_day(window.lo), amount))
            return state, ctx.memo[key], because, until
        try:
            return state, shift(window, amount, sign, ctx.file.calendar), because, until
        except (CalendarEnded, CalendarNotBegun) as end:
            return NOT_KNOWN, None, (*because, ("calendar", str(end))), until

    return read


def _either_side(moment: m.EitherSide, c: Any) -> Reader:
    of, amount = c.moment(moment.of), moment.amount

    def read(ctx: Ctx) -> Reading:
        state, window, because, until = of(ctx)
        if window is None:
            return state, None, because, until
        try:
            lo = shift(window, amount, -1, ctx.file.calendar)
            hi = shift(window, amount, 1, ctx.file.calendar)
        except (CalendarEnded, CalendarNotBegun) as end:
            return NOT_KNOWN, None, (*because, ("calendar", str(end))), until
        return state, Window(lo.lo, hi.hi), because, until

    return read


def _edge_of_day(moment: m.EdgeOfDay, c: Any) -> Reader:
    of, start = c.moment(moment.of), moment.edge == "start"

    def read(ctx: Ctx) -> Reading:
        state, window, because, until = of(ctx)
        if window is None:
            return state, None, because, until
        if start:
            return state, at(start_of_day(window)), because, until
        return state, day_window(local_day(end_of_day(window) - 1)), because, until

    return read


def _time_on(moment: m.TimeOn, c: Any) -> Reader:
    of, hour, minute = c.moment(moment.of), moment.hour, moment.minute

    def read(ctx: Ctx) -> Reading:
        state, window, because, until = of(ctx)
        if window is None:
            return state, None, because, until
        return state, at(at_time(local_day(window.lo), hour, minute)), because, until

    return read


def _extreme(moment: m.Earliest | m.Latest, c: Any) -> Reader:
    readers = [c.moment(item) for item in moment.items]
    earliest = isinstance(moment, m.Earliest)

    def read(ctx: Ctx) -> Reading:
        known: list[tuple[Window, Any, int]] = []
        because: Any = ()
        until, worst, forecast = END, KNOWN, KNOWN
        for reader in readers:
            state, window, more, u = reader(ctx)
            until = min(until, u)
            because += more
            if window is None:
                worst = max(worst, state)
            else:
                known.append((window, more, state))
                forecast = max(forecast, state)
        if not known or (not earliest and worst in (NOT_YET, NOT_KNOWN)):
            return worst if worst != KNOWN else NOT_YET, None, because, until
        best = min(known, key=lambda k: k[0].lo) if earliest else max(known, key=lambda k: k[0].lo)
        return best[2], best[0], because, until

    return read


def _choose(moment: m.Choose, c: Any) -> Reader:
    branches = [(c.condition(when), c.moment(of)) for when, of in moment.branches]

    def read(ctx: Ctx) -> Reading:
        because: Any = ()
        until = END
        for when, of in branches:
            value, u, why = when(ctx)
            until, because = min(until, u), because + why
            if value is None:
                return NOT_KNOWN, None, because, until
            if value:
                state, window, more, u2 = of(ctx)
                return state, window, because + more, min(until, u2)
        return NOT_YET, None, because, until

    return read


_MAKERS: dict[type, Any] = {
    m.EventAt: _event_at,
    m.SpellEdge: _spell_edge,
    m.AnswerAt: _answer_at,
    m.DocumentAt: _document_at,
    m.ActAt: _act_at,
    m.SlotAt: _slot_at,
    m.Birthday: _birthday,
    m.RuleMet: _rule_met,
    m.PointOf: _point_of,
    m.NextSitting: _next_sitting,
    m.NextDate: _next_date,
    m.Fixed: _fixed,
    m.Shifted: _shifted,
    m.EitherSide: _either_side,
    m.EdgeOfDay: _edge_of_day,
    m.TimeOn: _time_on,
    m.Earliest: _extreme,
    m.Latest: _extreme,
    m.Choose: _choose,
}
