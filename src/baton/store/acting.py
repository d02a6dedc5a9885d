"""The one door by which acts and records come in: lock, judge afresh, add, work out, commit. Then tell the readers.

What this returns as Done is on disk. It is a transaction of its own and refuses to be part of another one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import psycopg
from django.db import transaction

from baton.engine import as_seen, assess, attempt, hidden_from
from baton.engine.compiled import compiled
from baton.engine.situation import Act, By, Done, InTheWay, Refusal, Situation
from baton.journal import Entry, File, Subject, act_number
from baton.store import beside, organising
from baton.store.files import file_of
from baton.store.reading import EXCLUSIVE, Journals, read
from baton.store.recalculating import recalculate_all
from baton.store.surroundings import Surroundings, surroundings_of
from baton.store.tenancy import driver
from baton.store.writing import Batch, subjects_in
from baton.working_time import Moment, local_day

TRIES = 5


@dataclass(frozen=True, slots=True)
class Changed:
    """Nothing was saved: since the page was shown the record moved and the answer is now a different one.

    `meanwhile` are the entries added since, by subject; `answer` is what would be said now; `seen` are the heads to
    send with the act if the person goes on.
    """

    answer: Done | Refusal
    meanwhile: tuple[Entry, ...]
    seen: Mapping[str, int]


class _Wider(Exception):
    """The act writes about subjects that were not locked: begin again with their locks too."""

    def __init__(self, subjects: Iterable[Subject]) -> None:
        super().__init__()
        self.subjects = set(subjects)


def act(
    authority: str,
    act: Act,
    by: By,
    now: Moment,
    *,
    number: str = "",
    seen: Mapping[str, int] | None = None,
    cleared: Iterable[str] = (),
) -> Done | Refusal | Changed:
    """Does an act, or keeps a record, for all the subjects it names or for none.

    `number` is the act number that the form was given: the same again adds nothing and gives what it added the first
    time; with other answers it is refused, so that nothing typed since is taken for saved. `seen` maps a child (or the
    subject's id) to the head that the page showed. `cleared` are the restricted children whom this person may see: of
    others the answer says only that there is a fact and whom to ask.
    """
    number = number or act_number()
    wanted = {Subject("child", child) for child in act.children}
    if act.subject is not None:
        wanted.add(act.subject)
    for attempt_number in range(TRIES):
        try:
            answer, stale = _once(authority, act, by, now, number, seen or {}, wanted, frozenset(cleared))
        except _Wider as wider:
            wanted |= wider.subjects
        except (psycopg.errors.DeadlockDetected, psycopg.errors.SerializationFailure):
            if attempt_number == TRIES - 1:
                raise
        else:
            recalculate_all(authority, stale, now)
            return answer
    raise RuntimeError("an act that needs new locks each time it is tried")


def record(
    authority: str,
    record: Act,
    by: By,
    now: Moment,
    *,
    number: str = "",
    seen: Mapping[str, int] | None = None,
) -> Done | Refusal | Changed:
    """Keeps what happened in the world. The same door: only what cannot be true is refused."""
    return act(authority, record, by, now, number=number, seen=seen)


def _once(
    authority: str,
    act: Act,
    by: By,
    now: Moment,
    number: str,
    seen: Mapping[str, int],
    wanted: set[Subject],
    cleared: frozenset[str],
) -> tuple[Done | Refusal | Changed, list[Subject]]:
    with transaction.atomic(durable=True):
        raw = driver()
        journals = read(raw, authority, wanted, lock=True, digests=True)
        done = _done_before(journals, number)
        if done is not None:
            return _again(done, act, now), []
        around = surroundings_of(raw, journals)
        files = {s.id: file_of(journals, around, s) for s in wanted if s.kind == "child"}
        answer = _answer(raw, journals, around, files, act, by, now, number)
        hidden = hidden_from(compiled(around.packs.on(local_day(now))), files.values(), cleared, now)
        meanwhile = _since(journals, wanted, seen)
        if meanwhile and _differs(around, files, act, by, now, number, seen, answer):
            heads = {s.id: journals.of(s).head for s in wanted}
            return Changed(_as_told(answer, hidden), meanwhile, heads), []
        if isinstance(answer, Refusal):
            return as_seen(answer, hidden), []
        _all_locked(answer, wanted)
        return _as_told(answer, hidden), _write(raw, journals, around, wanted, answer, now)


def _as_told(answer: Done | Refusal, hidden: Mapping[str, str]) -> Done | Refusal:
    """The answer without what this person may not see; what was written stays as it is."""
    if isinstance(answer, Refusal) or not hidden:
        return as_seen(answer, hidden)
    return replace(
        answer, warnings=as_seen(answer.warnings, hidden), because=as_seen(answer.because, hidden), situations={}
    )


def _answer(
    raw: psycopg.Connection,
    journals: Journals,
    around: Surroundings,
    files: Mapping[str, File],
    act: Act,
    by: By,
    now: Moment,
    number: str,
) -> Done | Refusal:
    if act.subject is not None and act.subject.kind != "child":
        return organising.attempt(raw, journals, around, act, by, now, number)
    return attempt(around.packs, files, act, by, now, number)


def _done_before(journals: Journals, number: str) -> Done | None:
    found = tuple(e for j in journals.by_subject.values() for e in j.entries if e.act == number)
    return Done(found) if found else None


def _again(done: Done, act: Act, now: Moment) -> Done | Refusal:
    """What a form that was saved before is answered: the same, unless it says something else now."""
    about = [Subject("child", child) for child in act.children] if act.subject is None else [act.subject]
    other = [s.id for s in about if not any(_says(e, act, now) for e in done.entries if e.subject == s)]
    says = "this form was saved before, with other answers; what it says now was not saved"
    instead = "correct the line that was saved, or open the form anew"
    items = tuple(InTheWay(child, "", (), "impossible", says=says, instead=instead) for child in other)
    return Refusal(act, items) if items else done


def _says(e: Entry, act: Act, now: Moment) -> bool:
    """Whether an entry is what this act was. A moment that nobody typed is nobody's answer."""
    typed = act.happened is not None and act.happened.lo not in (now, e.happened.lo)
    given = act.values | act.each.get(e.subject.id, {})
    lists = {"to": act.to, "about": act.about, "attended": act.attended}
    flags = ("did_not_happen", "wrong_child", "against_rule")
    return (
        not typed
        and (e.verb, e.word, e.replaces) == (act.verb, act.word, act.corrects)
        and all(_plain(e.values.get(name)) == _plain(value) for name, value in given.items() if name != "_opens")
        and all(_plain(e.body.get(name) or ()) == _plain(found) for name, found in lists.items())
        and all(bool(e.body.get(flag)) == getattr(act, flag) for flag in flags)
        and str(e.body.get("reason") or "") == act.reason
    )


def _plain(value: object) -> str:
    return json.dumps(value, default=str, sort_keys=True)


def _since(journals: Journals, wanted: Iterable[Subject], seen: Mapping[str, int]) -> tuple[Entry, ...]:
    return tuple(e for s in sorted(wanted) if s.id in seen for e in journals.of(s).entries if e.number > seen[s.id])


def _differs(
    around: Surroundings,
    files: Mapping[str, File],
    act: Act,
    by: By,
    now: Moment,
    number: str,
    seen: Mapping[str, int],
    answer: Done | Refusal,
) -> bool:
    """Whether the same act on the record as the page showed it would have had another answer."""
    if act.subject is not None and act.subject.kind != "child":
        return True
    then = {child: _as_seen(file, seen) for child, file in files.items()}
    return _shape(attempt(around.packs, then, act, by, now, number)) != _shape(answer)


def _as_seen(file: File, seen: Mapping[str, int]) -> File:
    def cut(one: File) -> File:
        return replace(one, entries=tuple(e for e in one.entries if e.number <= seen.get(one.subject.id, e.number)))

    kin = tuple(k if k.file is None else replace(k, file=cut(k.file)) for k in file.kin)
    return replace(cut(file), kin=kin)


def _shape(answer: Done | Refusal) -> object:
    """An answer without the numbers of entries, which differ as soon as anything was added."""
    if isinstance(answer, Refusal):
        return [(i.child, i.rule, i.kind, i.missing) for i in answer.items]
    added = [(e.subject, e.verb, e.word, e.happened, e.matter, repr(e.body)) for e in answer.entries]
    return added, [(w.child, w.rule, w.kind, w.missing) for w in answer.warnings], answer.counts


def _all_locked(answer: Done, wanted: set[Subject]) -> None:
    missing = set(subjects_in(answer.entries)) - wanted
    if missing:
        raise _Wider(missing)


def _write(
    raw: psycopg.Connection, journals: Journals, around: Surroundings, wanted: set[Subject], done: Done, now: Moment
) -> list[Subject]:
    """Adds the entries and works out every child named, and their siblings: whoever writes about any of these holds
    the family's head, so what is read here is theirs alone. Others that rely on it are marked, and returned."""
    batch = Batch(raw, journals, now)
    batch.append(done.entries)
    if any(s.kind in EXCLUSIVE for s in batch.added):
        around = around.with_entries(e for found in batch.added.values() for e in found)
    if any(s.kind == "authority" for s in batch.added):
        beside.of_authority(batch, around, now)
    children = {s for s in wanted if s.kind == "child"}
    if any(s.kind in ("child", "family") for s in batch.added):
        children |= {s for child in children for s in (j.subject for j in journals.siblings(child))}
    judged = _judged_already(batch, done)
    for child in sorted(children):
        situation = judged.get(child.id)
        if situation is None:
            situation = assess(around.packs, file_of(journals, around, child), now, whole=False)
        batch.recalculated(situation)
    return batch.run()


def _judged_already(batch: Batch, done: Done) -> Mapping[str, Situation]:
    """The Situations that `attempt` made with exactly these entries in the journals of these children."""
    added = [e for s, found in batch.added.items() for e in found if s.kind == "child"]
    same = [(e.subject, e.number) for e in added] == [(e.subject, e.number) for e in done.entries]
    return done.situations if same else {}
