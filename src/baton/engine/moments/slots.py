"""Moments that Baton itself keeps: opened, moved, decided, the sitting and its cut-off, birth, the element in hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from baton.engine.context import (
    FORECAST,
    KNOWN,
    NOT_KNOWN,
    NOT_YET_READING,
    Ctx,
    Reader,
    Reading,
    entry_because,
)
from baton.engine.facts import Event, Spell
from baton.engine.moments.reading import latest_answer, window_of_text
from baton.engine.sittings import current_sitting, cut_off_of
from baton.journal.file import Sitting
from baton.policy import model as m
from baton.working_time import (
    END,
    CalendarEnded,
    CalendarNotBegun,
    Window,
    at,
    day_window,
    moment_of,
)


def slot_at(moment: m.SlotAt, c: Any) -> Reader:
    name = moment.name
    special = OWN_SLOTS.get(name)
    if special is not None:
        return special

    def read(ctx: Ctx) -> Reading:
        matter = ctx.matter
        entry = matter.values_at.get(name) if matter is not None else None
        if entry is None and matter is not None:
            kept = matter.slots.get(name)  # a worker's absence keeps its last day without an entry about the child
            if isinstance(kept, str) and kept[:4].isdigit():
                return KNOWN, window_of_text(kept), (), END
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


def _slot_case_opened(ctx: Ctx) -> Reading:
    """When the child's case was opened here, whatever matter is in hand."""
    return (KNOWN, at(ctx.timeline.opened), (), END) if ctx.timeline.opened is not None else NOT_YET_READING


def _slot_last_activity(ctx: Ctx) -> Reading:
    """When the last thing happened that a person recorded about the child; what only lies ahead does not count."""
    found: Reading | None = ctx.known.get("last activity")
    if found is None:
        found = ctx.known["last activity"] = _last_activity(ctx)
    return found


def _last_activity(ctx: Ctx) -> Reading:
    own = [
        e
        for e in ctx.facts.entries.values()
        if e.source == "person" and e.happened.lo <= ctx.now and e.verb != "booked"
    ]
    if not own:
        return NOT_YET_READING
    last = max(own, key=lambda e: e.happened.lo)
    return KNOWN, last.happened, entry_because(last.number), END


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


def birth(ctx: Ctx) -> Reading:
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
    not_yet = None
    for key in matter.route.split():
        read = ctx.pack.route_points.get(key)
        if read is not None:
            reading = read(ctx)
            if reading[1] is not None:
                return reading
            not_yet = reading
    return not_yet or (KNOWN, at(matter.opened), (), END)  # a route's own point that has not come is not its opening


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


OWN_SLOTS: dict[str, Reader] = {
    "opened": _slot_opened,
    "raised": _slot_opened,
    "moved": _slot_moved,
    "decision": _slot_decision,
    "sitting": _slot_sitting,
    "cut_off": _slot_cut_off,
    "birth": birth,
    "now": _slot_now,
    "closing": _slot_closing,
    "case_opened": _slot_case_opened,
    "last_activity": _slot_last_activity,
    "due": _slot_due,
    "point": _slot_due,
    "it": _slot_it,
    "edition": _slot_edition,
}
