"""Putting an edition or a build into force, and taking it back: by a person, from a day, previewed child by child.

The preview and the thing itself are the same code: `editions.with_pack`, then `assess`. Nothing is edited later: a
further entry undoes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from django.db import transaction

from baton.engine import Change, assess
from baton.engine.preview import compare
from baton.journal import Entry, Subject, act_number
from baton.packs_on_disk import from_texts
from baton.policy import model as m
from baton.store.editions import values_of, with_pack
from baton.store.files import file_of
from baton.store.models import Authority, WorkItem
from baton.store.reading import read
from baton.store.rebuilding import rebuild
from baton.store.surroundings import surroundings_of
from baton.store.tenancy import PROGRAM, as_program, cursor_of, driver, set_tenant
from baton.store.writing import Batch
from baton.working_time import Moment, at, day_window, local_day

BATCH = 100
Texts = Sequence[Mapping[str, str]]


class CannotBePut(ValueError):
    """What stands in the way of putting this into force, in sentences."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


class Foreseen(NamedTuple):
    """What putting it into force would change for one child; `matters` are the ids of those it has open."""

    child: str
    matters: tuple[str, ...]
    changes: tuple[Change, ...]


def what_would_change(authority: str, texts: Texts, from_: date | None, now: Moment) -> Iterator[Foreseen]:
    """Every child for whom anything would be different, judged now or on the first day, whichever is later."""
    pack = _readable(authority, texts)
    yield from _compared(authority, now, from_, lambda packs: with_pack(packs, pack, from_))


def put_in_force(authority: str, texts: Texts, from_: date | None, by: str, reason: str, now: Moment) -> int:
    """Puts it into force and works every child out again; returns the number of the entry.

    Raises CannotBePut where nobody or no reason is named, the pack has mistakes, a new edition begins in the past, or
    the rule of a duty that is open would be gone.
    """
    pack = _readable(authority, texts)
    problems = _unsaid(by, reason)
    with as_program(authority) as raw:
        packs = surroundings_of(raw, read(raw, authority, [])).packs
    old = next((one for one in packs.editions if one.edition.name == pack.edition.name), None)
    if old is not None:
        problems += _dropped_in_use(authority, old, pack)
        from_ = None
    elif from_ is None or from_ < local_day(now):
        problems.append("A new edition is put into force from a day on that is not past: name the day.")
    if problems:
        raise CannotBePut(problems)
    word = "build" if old is not None else "edition"
    return _write(authority, word, values_of(texts, pack, from_), by, reason, now)


def take_back(authority: str, number: int, by: str, reason: str, now: Moment) -> int:
    """Undoes what entry `number` put into force; returns the number of the further entry. Raises CannotBePut."""
    problems = _unsaid(by, reason)
    subject = Subject("authority", authority)
    with as_program(authority) as raw:
        own = [e for e in read(raw, authority, [subject]).of(subject).entries if e.verb == "put_in_force"]
    if not any(e.number == number and e.word != "undo" for e in own):
        problems.append(f"Entry {number} put nothing into force.")
    elif any(e.word == "undo" and e.values["of"] == number for e in own):
        problems.append(f"Entry {number} was taken back already.")
    if problems:
        raise CannotBePut(problems)
    return _write(authority, "undo", {"of": number}, by, reason, now)


def history(authority: str) -> tuple[Entry, ...]:
    """Everything that was put into force or taken back here, the first first."""
    subject = Subject("authority", authority)
    with as_program(authority) as raw:
        return tuple(e for e in read(raw, authority, [subject]).of(subject).entries if e.verb == "put_in_force")


def _readable(authority: str, texts: Texts) -> m.Pack:
    result = from_texts(texts)
    if result.pack is None or result.errors:
        raise CannotBePut([str(error) for error in result.errors])
    if result.pack.authority not in (authority, Authority.objects.get(key=authority).pack):
        raise CannotBePut([f'This is a procedure of "{result.pack.authority}", not of "{authority}".'])
    return result.pack


def _unsaid(by: str, reason: str) -> list[str]:
    found = [] if by.strip() else ["Say who decides it."]
    return found if reason.strip() else [*found, "Say why."]


def _dropped_in_use(authority: str, old: m.Pack, new: m.Pack) -> list[str]:
    """The rules of open duties that the new build no longer has."""
    gone = {rule.head.key for rule in old.rules} - {rule.head.key for rule in new.rules}
    if not gone:
        return []
    with as_program(authority):
        open_ = WorkItem.objects.filter(authority=authority, rule__in=gone, state__in=("open", "late", "not_yet"))
        found = sorted(set(open_.values_list("rule", flat=True)))
    return [f'The rule "{key}" is gone, and duties of it are open: keep its key, or except it.' for key in found]


def _write(authority: str, word: str, values: dict[str, object], by: str, reason: str, now: Moment) -> int:
    subject = Subject("authority", authority)
    with transaction.atomic(durable=True):
        raw = driver()
        batch = Batch(raw, read(raw, authority, [subject], lock=True), now)
        body = {"with": values, "reason": reason}
        batch.append([Entry(subject, 0, act_number(), "put_in_force", word, at(now), now, by, by, body=body)])
        batch.run()
        number = batch.added[subject][-1].number
    rebuild(authority, now)
    return number


def _compared(
    authority: str, now: Moment, from_: date | None, change: Callable[[m.Packs], m.Packs]
) -> Iterator[Foreseen]:
    on = max(now, day_window(from_).lo) if from_ is not None else now
    for some in _batches(authority):
        with transaction.atomic(durable=True):
            raw = driver()
            journals = read(raw, authority, [Subject("child", c) for c in some])
            around = surroundings_of(raw, journals)
            files = {c: file_of(journals, around, Subject("child", c)) for c in some}
        after = change(around.packs)
        for child, file in files.items():
            was, then = assess(around.packs, file, on), assess(after, file, on)
            changes = tuple(compare(child, was, then))
            if changes:
                yield Foreseen(child, tuple(mm.id for mm in was.matters if mm.ended_at is None), changes)


def _batches(authority: str) -> Iterator[list[str]]:
    with transaction.atomic(durable=True):
        raw = driver()
        set_tenant(raw, authority, PROGRAM)
        sql = "SELECT subject_id FROM subject WHERE authority = %s AND kind = 'child' ORDER BY subject_id"
        children = [child for (child,) in cursor_of(raw).execute(sql, (authority,))]
    for start in range(0, len(children), BATCH):
        yield children[start : start + BATCH]
