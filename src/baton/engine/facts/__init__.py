"""What a journal says, gathered once: spells, events, answers, documents, what was told, and the matters opened.

Reads entries only; knows no rule. Corrections are resolved here: the last recorded stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from baton.engine.facts.kept import Event, Facts, Matter, Spell
from baton.engine.facts.matters import take_matter
from baton.engine.facts.spells_and_events import (
    edge_order,
    event_order,
    take_booked,
    take_cancelled,
    take_ended,
    take_held,
    take_moved,
    take_started,
)
from baton.journal.entry import Entry
from baton.journal.vocabulary import ACT_AS_PHASE
from baton.working_time import BEGINNING

__all__ = ["Event", "Facts", "Matter", "Spell", "facts_of", "standing"]


def standing(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """The entries that stand: replaced ones left out, corrections in their place, in order of number."""
    replaced = {e.replaces for e in entries}
    if not replaced - {None}:
        return entries
    return tuple(
        e
        for e in entries
        if e.number not in replaced and not e.body.get("did_not_happen") and not e.body.get("wrong_child")
    )


def facts_of(entries: Iterable[Entry]) -> Facts:
    """Returns the facts that the standing entries give. Unknown verbs add nothing; nothing is refused here."""
    f = Facts()
    edges: list[Entry] = []
    entries = tuple(entries)
    stand = standing(entries)
    f.corrected = stand is not entries
    acts = f.acts
    f.entries = {entry.number: entry for entry in stand}
    f.last_recorded = max([entry.recorded_at for entry in stand], default=BEGINNING)
    how = _HOW
    for entry in stand:
        source, verb = entry.source, entry.verb
        if source != "person":
            if source == "import":
                f.imported = True
            elif "key" in entry.body:
                f.clock_keys.add(tuple([str(part) for part in entry.body["key"]]))
        take, is_act = how.get(verb, _ACT_ONLY)
        if take is not None:
            take(f, entry)
        elif verb == "started" or verb == "ended":
            edges.append(entry)
        if entry.matter:
            take_matter(f, entry)
        if is_act:
            if verb in acts:
                acts[verb].append(entry)
            else:
                acts[verb] = [entry]
    edges.sort(key=edge_order)  # spells by when they began and ended, in whatever order that was learnt
    for entry in edges:
        (take_started if entry.verb == "started" else take_ended)(f, entry)
    for events in f.events.values():
        if len(events) > 1:
            events.sort(key=event_order)
    return f


def _take_given(f: Facts, e: Entry) -> None:
    own, answers = e.word, f.answers
    if own:
        answers.setdefault(own, []).append(e)
    for word in e.body.get("with") or ():
        if word != own:
            answers.setdefault(word, []).append(e)


def _take_withdrawn(f: Facts, e: Entry) -> None:
    """Takes an answer back: for the child, and in every matter that knew it (in one alone where it names that one)."""
    f.answers.setdefault(e.word, []).append(e)
    for matter in f.matters.values():  # what was withdrawn no longer stands in a matter either
        if e.matter in ("", matter.id) and matter.values_at.pop(e.word, None) is not None:
            matter.slots.pop(e.word, None)


def _take_written(f: Facts, e: Entry) -> None:
    f.documents.setdefault(e.word, []).append(e)


def _take_sent(f: Facts, e: Entry) -> None:
    f.documents.setdefault(e.word, []).append(e)
    f.sent.setdefault(e.word, []).append(e)


def _take_received(f: Facts, e: Entry) -> None:
    f.received.setdefault(e.word, []).append(e)


def _take_out_of_date(f: Facts, e: Entry) -> None:
    f.documents.pop(e.word, None)


def _take_done(f: Facts, e: Entry) -> None:
    f.tasks.setdefault(e.word, []).append(e)


def _take_told(f: Facts, e: Entry) -> None:
    f.told.append(e)


def _take_invited(f: Facts, e: Entry) -> None:
    f.invited.append(e)


def _take_in(f: Facts, e: Entry) -> None:
    names = [str(v) for v in e.body.get("to") or ()] or [str(e.values.get("person", ""))]
    members = f.people.setdefault(e.word, [])
    members.extend(n for n in names if n and n not in members)


def _take_out(f: Facts, e: Entry) -> None:
    gone = {str(v) for v in e.body.get("to") or ()} | {str(e.values.get("person", ""))}
    f.people[e.word] = [n for n in f.people.get(e.word, ()) if n not in gone]


def _take_holder(f: Facts, e: Entry) -> None:
    f.holders.append(e)


def _take_born(f: Facts, e: Entry) -> None:
    f.born = e


def _take_observed(f: Facts, e: Entry) -> None:
    if e.word == "allocated_worker":
        f.holders.append(e)
    elif e.word == "history":
        f.history_from = e.happened.lo
    elif e.word == "complete":
        for word in e.values.get("words", ()):
            f.complete[word] = str(e.values.get("to", ""))
    elif e.values:
        _take_given(f, e)


def _take_excuse(f: Facts, e: Entry) -> None:
    rule = str(e.body.get("excuses") or e.word)
    f.excused.setdefault(rule, []).append(e)


_TAKERS = {
    "booked": take_booked,
    "moved": take_moved,
    "cancelled": take_cancelled,
    "held": take_held,
    "given": _take_given,
    "withdrawn": _take_withdrawn,
    "written": _take_written,
    "sent": _take_sent,
    "received": _take_received,
    "out_of_date": _take_out_of_date,
    "done": _take_done,
    "told": _take_told,
    "invited": _take_invited,
    "in": _take_in,
    "out": _take_out,
    "move": _take_holder,
    "close": _take_holder,
    "closed": _take_holder,
    "reopen": _take_holder,
    "open": _take_holder,
    "opened": _take_holder,
    "born": _take_born,
    "observed": _take_observed,
    "excuse": _take_excuse,
}
_PHASE_ONLY = frozenset(
    [
        "started",
        "ended",
        "booked",
        "cancelled",
        "held",
        "given",
        "written",
        "sent",
        "received",
        "told",
        "invited",
        "in",
        "out",
        "born",
        "observed",
    ]
)
Taker = Callable[[Facts, Entry], None]
# What to do with an entry by its verb, and whether it is an act; spells are taken afterwards, in the order of time.
_HOW: dict[str, tuple[Taker | None, bool]] = {
    verb: (_TAKERS.get(phase) if phase not in ("started", "ended") else None, verb not in _PHASE_ONLY)
    for verb, phase in ({v: v for v in (*_TAKERS, *_PHASE_ONLY)} | dict(ACT_AS_PHASE)).items()
}
_ACT_ONLY: tuple[Taker | None, bool] = (None, True)
