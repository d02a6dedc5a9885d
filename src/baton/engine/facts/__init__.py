"""What a journal says, gathered once: spells, events, answers, documents, what was told, and the matters opened.

Reads entries only; knows no rule. Corrections are resolved here: the last recorded stands. What is told apart by word
(events, documents, tasks) is made when it is first asked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter

from baton.engine.facts.kept import ByWord, Event, Facts, Matter, Spell
from baton.engine.facts.matters import matter_of
from baton.engine.facts.spells_and_events import events_of, spells_of
from baton.journal.entry import Entry
from baton.working_time import BEGINNING

__all__ = ["ByWord", "Event", "Facts", "Matter", "Spell", "facts_of", "standing"]

_NUMBER, _RECORDED_AT, _SOURCE = attrgetter("number"), attrgetter("recorded_at"), attrgetter("source")
_ByVerb = Mapping[str, list[Entry]]


def standing(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """The entries that stand: replaced ones left out, corrections in their place, in order of number."""
    replaced = [e.replaces for e in entries if e.replaces is not None]
    if not replaced:
        return entries
    return tuple(
        e
        for e in entries
        if e.number not in replaced and not e.body.get("did_not_happen") and not e.body.get("wrong_child")
    )


def facts_of(entries: Iterable[Entry]) -> Facts:
    """Returns the facts that the standing entries give. Unknown verbs add nothing; nothing is refused here."""
    entries = tuple(entries)
    stand = standing(entries)
    by_verb: defaultdict[str, list[Entry]] = defaultdict(list)
    by_word: defaultdict[str, list[Entry]] = defaultdict(list)
    by_matter: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in stand:
        by_verb[entry.verb].append(entry)
        by_word[entry.word].append(entry)
        if entry.matter:
            by_matter[entry.matter].append(entry)
    f = Facts()
    f.corrected = stand is not entries
    f.entries = dict(zip(map(_NUMBER, stand), stand, strict=True))
    f.last_recorded = max(map(_RECORDED_AT, stand), default=BEGINNING)
    f.imported = "import" in map(_SOURCE, stand)
    f.acts = by_verb
    f.spells = spells_of(_of(by_verb, "started", "ended"))
    f.events = ByWord(by_word, events_of)
    f.documents = ByWord(by_word, _documents)
    f.sent = ByWord(by_word, _sent)
    f.received = ByWord(by_word, _received)
    f.tasks = ByWord(by_word, _tasks)
    f.told = _of(by_verb, "told", "tell")
    f.invited = _of(by_verb, "invited", "invite")
    f.holders = [e for e in _of(by_verb, *_HOLDERS) if e.verb != "observed" or e.word == "allocated_worker"]
    f.born = by_verb["born"][-1] if "born" in by_verb else None
    f.people = _people(_of(by_verb, "in", "out"))
    f.excused = _excused(by_verb["excuse"]) if "excuse" in by_verb else {}
    if "observed" in by_verb:
        _take_observed(f, by_verb["observed"])
    f.answers = _answers(_of(by_verb, "given", "answer", "withdrawn", "observed"))
    withdrawn = by_verb.get("withdrawn", ())
    answers = _of(by_verb, "given", "answer") if by_matter else ()
    f.matters = {id: matter_of(id, own, withdrawn, answers) for id, own in by_matter.items()}
    f.words = {*by_word, *by_verb, *f.answers}
    for matter in f.matters.values():
        f.words.add(matter.kind)
        f.words.update(matter.values_at)
    return f


_HOLDERS = ("move", "close", "closed", "reopen", "open", "opened", "observed")


def _of(by_verb: _ByVerb, *verbs: str) -> list[Entry]:
    """The entries of these verbs in order of number: an act and the record that leaves the same fact, for example."""
    found = [by_verb[verb] for verb in verbs if verb in by_verb]
    if len(found) < 2:
        return found[0] if found else []
    return sorted([e for entries in found for e in entries], key=_NUMBER)


def _answers(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    answers: dict[str, list[Entry]] = {}
    for e in entries:
        own = e.word
        if e.verb == "observed" and (own in _SAID_OF_ALL or not e.values):
            continue
        words = e.body.get("with") or () if e.verb != "withdrawn" else ()
        for word in (own, *words) if own and own not in words else words:
            if word in answers:
                answers[word].append(e)
            else:
                answers[word] = [e]
    return answers


_SAID_OF_ALL = frozenset(("allocated_worker", "history", "complete"))


def _take_observed(f: Facts, entries: Sequence[Entry]) -> None:
    """What a source says of all it knows: from when on, and of which words it lists every one."""
    for e in entries:
        if e.word == "history":
            f.history_from = e.happened.lo
        elif e.word == "complete":
            for word in e.values.get("words", ()):
                f.complete[word] = str(e.values.get("to", ""))


def _documents(entries: Iterable[Entry]) -> list[Entry]:
    found: list[Entry] = []
    for e in entries:
        if e.verb in ("written", "sent", "send"):
            found.append(e)
        elif e.verb == "out_of_date":
            found = []
    return found


def _sent(entries: Iterable[Entry]) -> list[Entry]:
    return [e for e in entries if e.verb in ("sent", "send")]


def _received(entries: Iterable[Entry]) -> list[Entry]:
    return [e for e in entries if e.verb == "received"]


def _tasks(entries: Iterable[Entry]) -> list[Entry]:
    return [e for e in entries if e.verb == "done"]


def _people(entries: Iterable[Entry]) -> dict[str, list[str]]:
    people: dict[str, list[str]] = {}
    for e in entries:
        names = [str(v) for v in e.body.get("to") or ()]
        person = str(e.values.get("person", ""))
        if e.verb == "in":
            members = people.setdefault(e.word, [])
            members.extend(n for n in names or [person] if n and n not in members)
        else:
            gone = {*names, person}
            people[e.word] = [n for n in people.get(e.word, ()) if n not in gone]
    return people


def _excused(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    excused: dict[str, list[Entry]] = {}
    for e in entries:
        excused.setdefault(str(e.body.get("excuses") or e.word), []).append(e)
    return excused
