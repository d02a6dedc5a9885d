"""What meets a duty: the record or act that counts, by the duty's verb, and why a record does not count.

Holding, attending, telling, sending and acts count only from the opening of the subject on; writing and answering
count by the latest version standing, however old, unless the rule's `counts_if` says otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from baton.engine.context import Ctx
from baton.engine.facts import Event, Spell
from baton.engine.moments import latest_answer, window_of_text
from baton.engine.sittings import own_sitting, sittings_between
from baton.engine.who import resolve, sets_of
from baton.journal.entry import Entry
from baton.policy import model as m
from baton.working_time import BEGINNING, Moment, Window, local_day, midnight

if TYPE_CHECKING:
    from baton.engine.compiled import CMust


class Met(NamedTuple):
    """When the duty was met (its window and the moment to count from), by which entry; or what is missing."""

    window: Window | None = None
    at: Moment = BEGINNING
    entry: int = 0
    missing: tuple[str, ...] = ()
    broken: Window | None = None  # the instant at which it could no longer be met (an event held without someone)
    does_not_count: int = 0


UNMET = Met()


Finder = Callable[[Ctx, "CMust", Moment], Met]
_MAY_LIE_AHEAD = frozenset({"list", "hold", "keep"})


def find_met(ctx: Ctx, r: CMust, opened: Moment) -> Met:
    """Returns what meets this duty for the element and recipient in hand, or what is missing."""
    met = r.find(ctx, r, opened)
    window = met.window
    if window is not None and window.lo > ctx.now and r.rule.verb not in _MAY_LIE_AHEAD:
        ctx.look_until(window.lo)
        return UNMET  # asked about an earlier day: it had not happened yet
    return met


def finder_of(verb: str) -> Finder:
    """What finds what meets a duty, by the verb of its rule."""
    return _FINDERS.get(verb, _by_act)


def moment_of_record(window: Window, recorded: Moment) -> Moment:
    """When a record counts as done: its own moment; for a date, the recording on that day, else the end of the day."""
    if window.lo == window.hi:
        return window.lo
    return max(window.lo, min(recorded, window.hi))


def _met(entry: Entry) -> Met:
    return Met(entry.happened, moment_of_record(entry.happened, entry.recorded_at), entry.number)


def _counts(ctx: Ctx, r: CMust, it: Any) -> tuple[bool, tuple[str, ...]]:
    if r.counts_if is None:
        return True, ()
    before = ctx.it
    if it is not None:
        ctx.it = it
    try:
        value, until, because = r.counts_if(ctx)
    finally:
        ctx.it = before
    ctx.look_until(until)
    if value is True:
        return True, ()
    return False, tuple(dict.fromkeys(str(v) for k, v in because if k in ("absent", "asks", "word")))


@lru_cache(maxsize=4096)
def _since(opened: Moment) -> Moment:
    return midnight(local_day(opened)) if opened > BEGINNING else BEGINNING


def _events(ctx: Ctx, r: CMust, opened: Moment) -> list[Event]:
    if isinstance(ctx.it, Event):
        return [ctx.it]
    low, high = _since(opened), ctx.now
    mine = ("", ctx.matter.id) if ctx.matter is not None else None
    if ctx.matter is not None and ctx.matter.ended is not None:
        high = min(high, ctx.matter.ended.happened.hi)
    return [
        e for word in r.rule.words for e in ctx.facts.events.get(word, ())
        if e.held is not None and e.held.hi >= low and e.held.lo <= high and (mine is None or e.matter in mine)
    ]  # fmt: skip


def _hold(ctx: Ctx, r: CMust, opened: Moment) -> Met:
    if r.rule.words and r.rule.words[0] in ctx.pack.forums:
        return _sits(ctx, r.rule.words[0])
    missing: tuple[str, ...] = ()
    not_counting = 0
    for event in _events(ctx, r, opened):
        if event.held is None:
            continue
        counts, lacking = _counts(ctx, r, event)
        if counts:
            return Met(event.held, moment_of_record(event.held, event.recorded), event.entry)
        missing, not_counting = _names(ctx, lacking), event.entry
    return Met(missing=missing, does_not_count=not_counting)


def _sits(ctx: Ctx, forum: str) -> Met:
    """A sitting of the forum: the subject itself, if it was held; else one planned or held in the interval in hand."""
    if ctx.file.subject.kind == "sitting":
        own = own_sitting(ctx.file)
        if own is None or not own.held:
            return Met(missing=(forum,))
        return Met(Window(own.at, own.at), own.at)
    if not isinstance(ctx.it, Window):
        return UNMET
    first, last = local_day(ctx.it.lo), local_day(ctx.it.hi - 1)
    for sitting in sittings_between(ctx.pack.forums[forum], ctx.file, first, last):
        if not sitting.cancelled:
            return Met(Window(sitting.at, sitting.at), sitting.at)
    return Met(missing=(forum,))


def _names(ctx: Ctx, offices: Iterable[str]) -> tuple[str, ...]:
    """The persons behind the offices that were absent, so that the page can name them; else the office itself."""
    names: list[str] = []
    for office in offices:
        persons = ctx.pack.persons(ctx, office, "")
        names.extend(persons or (office,))
    return tuple(dict.fromkeys(names))


def _attend(ctx: Ctx, r: CMust, opened: Moment) -> Met:
    if r.rule.words and r.rule.words[0] in ctx.pack.forums:
        return _attend_forum(ctx, r) if ctx.file.subject.kind == "child" else _attend_sitting(ctx, r)
    events = [e for e in _events(ctx, r, opened) if e.held is not None]
    if not events:
        return UNMET
    event = events[-1]
    here = set(event.attended)
    missing: list[str] = []
    for one in sets_of(ctx, r.rule.who):
        names = {o.partition(" of ")[0] for o in one.offices} | set(one.offices)
        if not (here & set(one.persons) or here & names):
            missing.extend(one.persons or one.offices)
    if isinstance(r.rule.who, m.AnyOf) and len(missing) < len(resolve(ctx, r.rule.who).persons):
        missing = []
    assert event.held is not None
    if missing:
        return Met(missing=tuple(missing), broken=event.held, does_not_count=event.entry)
    return Met(event.held, moment_of_record(event.held, event.recorded), event.entry)


def _attend_sitting(ctx: Ctx, r: CMust) -> Met:
    """Who came to the sitting that is the subject: each seat must be filled by its holder or a stand-in."""
    sitting = own_sitting(ctx.file)
    if sitting is None or not sitting.held:
        return UNMET
    here = set(sitting.attended)
    when = Window(sitting.at, sitting.at)
    missing = tuple(
        one.offices[0]
        for one in sets_of(ctx, r.rule.who)
        if not here & set(one.persons) and not here & set(one.offices)
    )
    return Met(missing=missing, broken=when) if missing else Met(when, sitting.at)


def _attend_forum(ctx: Ctx, r: CMust) -> Met:
    presenter = ctx.slot("presenter")
    entry = ctx.matter.values_at.get("presenter") if ctx.matter is not None else None
    if presenter and entry is not None and presenter in resolve(ctx, r.rule.who).persons:
        return _met(entry)
    return UNMET


def _book(ctx: Ctx, r: CMust, opened: Moment) -> Met:
    for word in r.rule.words:
        for event in ctx.facts.events.get(word, ()):
            if not event.cancelled:
                entry = ctx.facts.entries.get(event.entry)
                if entry is not None:
                    return Met(Window(entry.recorded_at, entry.recorded_at), entry.recorded_at, entry.number)
    return UNMET


def _element_matches(ctx: Ctx, entry: Entry) -> bool:
    if not isinstance(ctx.it, Spell):
        return True
    of = entry.values.get("of")
    return of in (None, "", ctx.it.entry, str(ctx.it.entry)) or of == ctx.it.parts.get("type")


def _write(ctx: Ctx, r: CMust, opened: Moment) -> Met:
    for word in r.rule.words:
        for entry in reversed(ctx.facts.documents.get(word, ())):
            if not _element_matches(ctx, entry):
                continue
            counts, lacking = _counts(ctx, r, None)
            lacking += tuple(
                c for c in ctx.pack.words[word].contents if entry.values and c in _named(entry) and not entry.values[c]
            )
            if counts and not lacking:
                return _met(entry)
            return Met(missing=lacking or (word,), does_not_count=entry.number)
    return Met(missing=r.rule.words)


def _named(entry: Entry) -> set[str]:
    return set(entry.values)


def _send(ctx: Ctx, r: CMust, opened: Moment) -> Met:
    for word in r.rule.words:
        for entry in reversed(ctx.facts.sent.get(word, ())):
            if entry.happened.hi < _since(opened) or not reaches(ctx, entry) or _anothers(ctx, entry):
                continue
            stale = _overtaken(ctx, r, entry)
            if stale:
                return Met(missing=stale, does_not_count=entry.number)
            return _met(entry)
    return Met(missing=r.rule.words)


def _anothers(ctx: Ctx, entry: Entry) -> bool:
    """Whether an entry belongs to another matter than the one in hand."""
    return ctx.matter is not None and bool(entry.matter) and entry.matter != ctx.matter.id


def _overtaken(ctx: Ctx, r: CMust, entry: Entry) -> tuple[str, ...]:
    """The words of `again_if` whose value changed after this was sent or told."""
    if not r.rule.again_if or ctx.matter is None:
        return ()
    changed = []
    for word in r.rule.again_if:
        given = ctx.matter.values_at.get(word)
        if given is not None and given.number > entry.number and given.values.get(word) != entry.values.get(word):
            changed.append(word)
    return tuple(changed)


def reaches(ctx: Ctx, entry: Entry) -> bool:
    """Whether an entry told, sent or invited the recipient in hand."""
    recipient = ctx.person
    if not recipient:
        return True
    to = entry.body.get("to")
    if not to:
        return False
    if recipient in to:
        return True
    key = ("reached by", recipient, ctx.matter)
    names = ctx.known.get(key)
    if names is None:
        names = ctx.known[key] = _names_of_recipient(ctx, recipient)
    return not names.isdisjoint(to)


def _names_of_recipient(ctx: Ctx, recipient: str) -> frozenset[str]:
    """Under which names a recipient may stand in an entry: itself, its office and who holds it, its groups."""
    label, _, place = recipient.partition(" of ")
    persons = ctx.pack.persons(ctx, label, place) if label in ctx.pack.offices else ()
    groups = ctx.known.get(("groups", recipient))
    if groups is None:
        groups = ctx.known["groups", recipient] = ctx.pack.groups_with(ctx, recipient)
    return frozenset((recipient, "everyone", label, *persons, *groups))


def _tell(ctx: Ctx, r: CMust, opened: Moment) -> Met:
    told = ctx.facts.told
    if not told:
        return UNMET
    key = ("told", r, ctx.matter)
    fitting = ctx.known.get(key)
    if fitting is None:
        low = _since(opened)
        fitting = ctx.known[key] = [e for e in told if e.happened.hi >= low and _tells(ctx, r, e)]
    for entry in fitting:
        if reaches(ctx, entry):
            return _met(entry)
    return UNMET


def _tells(ctx: Ctx, r: CMust, entry: Entry) -> bool:
    """Whether what was told is what this rule asks to tell, whoever was told."""
    rule = r.rule
    if _anothers(ctx, entry) or (entry.word and rule.words and entry.word not in rule.words):
        return False
    about = entry.body.get("about")
    if about and rule.about and set(rule.about).isdisjoint(about):
        return False
    if rule.channel not in ("any", "") and entry.values.get("channel") not in (None, rule.channel):
        return False
    return not _overtaken(ctx, r, entry)


def _invite(ctx: Ctx, r: CMust, opened: Moment) -> Met:
    it = ctx.it if isinstance(ctx.it, Event) else None
    for entry in ctx.facts.invited:
        about = entry.body.get("about") or ((entry.word,) if entry.word else ())
        if it is not None and about and it.word not in about and it.id not in about:
            continue
        if it is None and r.rule.about and about and not set(about) & set(r.rule.about):
            continue
        if it is not None and it.held is not None and entry.happened.lo > it.held.hi:
            continue
        if not r.rule.to or reaches(ctx, entry) or _reaches_one_in_order(ctx, r, entry):
            return _met(entry)
    if it is not None and it.held is not None:
        return Met(broken=it.held, missing=("invitation",))
    return UNMET


def _reaches_one_in_order(ctx: Ctx, r: CMust, entry: Entry) -> bool:
    """For a notice to the first of several: whoever of them was reached then counts, whoever comes first now."""
    before = ctx.person
    try:
        for recipient, _name, _when in r.recipients:
            if isinstance(recipient.who, m.InOrder):
                for item in recipient.who.items:
                    if isinstance(item, m.OfficeOf):
                        ctx.person = f"{item.office} of {item.place}" if item.place else item.office
                        if reaches(ctx, entry):
                            return True
    finally:
        ctx.person = before
    return False


def _answer(ctx: Ctx, r: CMust, opened: Moment) -> Met:
    latest: Entry | None = None
    for word in r.rule.words:
        entry = ctx.matter.values_at.get(word) if ctx.matter is not None else None
        if entry is None and word != "reason":
            entry = latest_answer(ctx, word)
            if entry is not None and ctx.matter is not None and entry.matter and entry.matter != ctx.matter.id:
                entry = None
        if entry is None or entry.verb == "withdrawn" or entry.values.get(word, True) in ("", None, "not known"):
            return Met(missing=(word,))
        if entry.verb == "given" and not _by_the_right_person(ctx, r, entry):
            return Met(missing=(word,), does_not_count=entry.number)
        if latest is None or entry.number > latest.number:
            latest = entry
    counts, lacking = _counts(ctx, r, None)
    if not counts:
        return Met(missing=lacking or r.rule.words, does_not_count=latest.number if latest else 0)
    return _met(latest) if latest is not None else UNMET


def _by_the_right_person(ctx: Ctx, r: CMust, entry: Entry) -> bool:
    persons = resolve(ctx, r.rule.who).persons
    return not persons or entry.source != "person" or entry.done_by in persons


def _do(ctx: Ctx, r: CMust, opened: Moment) -> Met:
    for word in r.rule.words:
        for entry in reversed(ctx.facts.tasks.get(word, ())):
            if entry.happened.hi >= _since(opened):
                return _met(entry)
    return UNMET


def _keep(ctx: Ctx, r: CMust, opened: Moment) -> Met:
    word = r.rule.words[0]
    if word == "allocated_worker":
        holding = ctx.holding
        if holding is not None and (holding.kind == "nobody" or holding.breach):
            start = holding.start_window or Window(holding.start, holding.start)
            return Met(broken=start, missing=(word,))
        return Met(Window(opened, opened), opened)
    if word in ctx.pack.offices:
        return _somebody_in(ctx, word)
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


def _somebody_in(ctx: Ctx, office: str) -> Met:
    if ctx.people.in_office(office, "", ctx.now):
        return Met(Window(BEGINNING, BEGINNING), BEGINNING)
    ended = [o.end for o in ctx.people.organisation.offices if o.office == office and o.end <= ctx.now]
    since = max(ended, default=ctx.now)
    return Met(missing=(office,), broken=Window(since, since))


def _by_act(ctx: Ctx, r: CMust, opened: Moment) -> Met:
    verb, words = r.rule.verb, r.rule.words
    if verb == "move":
        moved = ctx.matter.moved if ctx.matter is not None else None
        return _met(moved) if moved is not None else UNMET
    matter, since = ctx.matter, _since(opened)
    acts: list[Entry] = []
    if matter is None:
        acts += [e for e in ctx.facts.acts.get(verb, ()) if e.happened.hi >= since]
    else:
        acts += matter.acts.get(verb, ())
        acts += [e for e in ctx.facts.acts.get(verb, ()) if not e.matter and e.happened.hi >= since]
    if verb in ctx.facts.tasks:
        acts += [e for e in ctx.facts.tasks[verb] if e.verb == "done" and e.happened.hi >= since]
    if not acts and verb != "raise":
        return UNMET
    if words:
        acts = [e for e in acts if e.word in words or (verb == "raise" and _opened_kind(ctx, e) in words)]
    if verb == "raise" and not acts:
        acts = [mm.lead for mm in ctx.facts.matters.values() if mm.lead and mm.kind in words and mm.opened >= opened]
    if not acts:
        return UNMET
    needed = sets_of(ctx, r.rule.who) if isinstance(r.rule.who, m.EachOf) else ()
    if needed:
        by = {e.done_by for e in acts}
        missing = tuple(p for one in needed if not by & set(one.persons) for p in (one.offices or one.persons))
        if missing:
            return Met(missing=missing)
    counts, lacking = _counts(ctx, r, None)
    if not counts:
        return Met(missing=lacking, does_not_count=acts[-1].number)
    if verb == "list":
        return _listed(acts)
    return _met(acts[0] if not needed else acts[-1])


def _listed(acts: list[Entry]) -> Met:
    """Listing counts by the sitting: it is in time if the sitting it is for is not later than the limit."""
    first = acts[0]
    text = first.values.get("sitting")
    if not text:
        return _met(first)
    return Met(window_of_text(str(text)), moment_of_record(first.happened, first.recorded_at), first.number)


def _opened_kind(ctx: Ctx, entry: Entry) -> str:
    return str((entry.body.get("opens") or {}).get("kind", ""))


_FINDERS: dict[str, Finder] = {
    "hold": _hold,
    "attend": _attend,
    "book": _book,
    "write": _write,
    "read": _do,
    "send": _send,
    "tell": _tell,
    "invite": _invite,
    "answer": _answer,
    "do": _do,
    "keep": _keep,
}
