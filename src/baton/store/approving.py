"""Putting an edition or a build into force, and taking it back: by a person, from a day, previewed child by child.

The preview and the thing itself are the same code: `editions.with_pack`, then `assess`. Nothing is edited later: a
further entry undoes. Who proposes and who approves are two persons: `proposing.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from django.db import transaction

from baton.engine import Change, assess
from baton.engine.preview import compare
from baton.engine.situation import Duty, Situation
from baton.journal import Entry, Subject, act_number
from baton.packs_on_disk import from_texts
from baton.policy import model as m
from baton.store.editions import IN_FORCE, in_force, values_of, with_pack
from baton.store.files import file_of
from baton.store.models import Authority, WorkItem
from baton.store.reading import read
from baton.store.rebuilding import rebuild
from baton.store.surroundings import surroundings_of
from baton.store.tenancy import PROGRAM, as_program, cursor_of, driver, set_tenant
from baton.store.writing import Batch
from baton.working_time import Moment, at, day_window, local_day

BATCH = 100
# Every child, in the order of the locks: until it is worked out again its page says so.
_ALL_STALE = """WITH locked AS MATERIALIZED (
  SELECT subject_id FROM subject WHERE authority = %(authority)s AND kind = 'child' ORDER BY subject_id FOR UPDATE
)
UPDATE subject s SET stale_since = coalesce(s.stale_since, %(now)s::bigint)
FROM locked l WHERE s.authority = %(authority)s AND s.kind = 'child' AND s.subject_id = l.subject_id"""
Texts = Sequence[Mapping[str, str]]


class CannotBePut(ValueError):
    """What stands in the way of putting this into force, in sentences."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


class Steps(NamedTuple):
    """One open matter, its steps by their rules: kept, new, no longer asked, and those late from their first day."""

    id: str
    kind: str
    editions: tuple[str, str]  # that it goes by now, and would go by
    kept: tuple[str, ...]
    new: tuple[str, ...]
    dropped: tuple[str, ...]
    born_late: tuple[str, ...]


class Foreseen(NamedTuple):
    """What putting it into force would change for one child; `matters` are those that it has open."""

    child: str
    matters: tuple[Steps, ...]
    changes: tuple[Change, ...]


def what_would_change(authority: str, texts: Texts, from_: date | None, now: Moment) -> Iterator[Foreseen]:
    """Every child for whom anything would be different, judged now or on the first day, whichever is later."""
    pack = readable(authority, texts)
    yield from _compared(authority, now, from_, lambda packs: with_pack(packs, pack, from_))


def what_taking_back_would_change(authority: str, number: int, now: Moment) -> Iterator[Foreseen]:
    """Every child for whom anything would be different without what entry `number` put into force."""
    own = history(authority)
    _must_stand(own, number)
    base, left = _base(authority), [e for e in own if e.number != number]
    yield from _compared(authority, now, None, lambda _packs: in_force(base, left))


def put_in_force(
    authority: str, texts: Texts, from_: date | None, by: str, reason: str, now: Moment, proposal: int = 0,
    work_out: bool = True,
) -> int:  # fmt: skip
    """Puts it into force and works every child out again; returns the number of the entry.

    `proposal` is the entry that proposed it, where one did. Without `work_out` every child stays marked as stale, for
    `rebuild` or the clock. Raises CannotBePut where nobody or no reason is named, the
    pack has mistakes, a new edition begins in the past, or the rule of a duty that is open would be gone.
    """
    pack = readable(authority, texts)
    problems, word, from_ = stands_in_the_way(authority, pack, from_, now)
    problems = [*unsaid(by, reason), *problems]
    if problems:
        raise CannotBePut(problems)
    values = values_of(texts, pack, from_) | ({"proposal": proposal} if proposal else {})
    number = write(authority, word, values, by, reason, now)
    if work_out:
        rebuild(authority, now)
    return number


def take_back(authority: str, number: int, by: str, reason: str, now: Moment, work_out: bool = True) -> int:
    """Undoes what entry `number` put into force; returns the number of the further entry. Raises CannotBePut."""
    problems = unsaid(by, reason)
    try:
        _must_stand(history(authority), number)
    except CannotBePut as found:
        problems += found.problems
    if problems:
        raise CannotBePut(problems)
    further = write(authority, "undo", {"of": number}, by, reason, now)
    if work_out:
        rebuild(authority, now)
    return further


def history(authority: str) -> tuple[Entry, ...]:
    """Everything that was put into force or taken back here, the first first."""
    return tuple(e for e in entries_about(authority) if e.word in IN_FORCE)


def entries_about(authority: str) -> tuple[Entry, ...]:
    """The same with what was proposed and what was not approved."""
    subject = Subject("authority", authority)
    with as_program(authority) as raw:
        return tuple(e for e in read(raw, authority, [subject]).of(subject).entries if e.verb == "put_in_force")


def stands_in_the_way(
    authority: str, pack: m.Pack, from_: date | None, now: Moment
) -> tuple[list[str], str, date | None]:
    """What stands in the way of this pack, in sentences; whether it is a "build" or an "edition"; and its first day,
    which a build takes from its edition (None)."""
    with as_program(authority) as raw:
        packs = surroundings_of(raw, read(raw, authority, [])).packs
    old = next((one for one in packs.editions if one.edition.name == pack.edition.name), None)
    if old is not None:
        return _dropped_in_use(authority, old, pack), "build", None
    if from_ is None or from_ < local_day(now):
        return ["A new edition is put into force from a day on that is not past: name the day."], "edition", from_
    return [], "edition", from_


def _must_stand(own: Sequence[Entry], number: int) -> None:
    if not any(e.number == number and e.word != "undo" for e in own):
        raise CannotBePut([f"Entry {number} put nothing into force."])
    if any(e.word == "undo" and e.values["of"] == number for e in own):
        raise CannotBePut([f"Entry {number} was taken back already."])


def _base(authority: str) -> m.Packs:
    with as_program(authority) as raw:
        around = surroundings_of(raw, read(raw, authority, []))
    return around.base if around.base is not None else around.packs


def readable(authority: str, texts: Texts) -> m.Pack:
    """The pack that these texts are. Raises CannotBePut with its mistakes, or where it is another authority's."""
    result = from_texts(texts)
    if result.pack is None or result.errors:
        raise CannotBePut([str(error) for error in result.errors])
    if result.pack.authority not in (authority, Authority.objects.get(key=authority).pack):
        raise CannotBePut([f'This is a procedure of "{result.pack.authority}", not of "{authority}".'])
    return result.pack


def unsaid(by: str, reason: str) -> list[str]:
    """What is lacking where nobody or no reason is named."""
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


def write(authority: str, word: str, values: Mapping[str, object], by: str, reason: str, now: Moment) -> int:
    """Adds one entry to the authority's journal and returns its number. Raises CannotBePut where somebody has said the
    same since it was looked at."""
    subject = Subject("authority", authority)
    with transaction.atomic(durable=True):
        raw = driver()
        journals = read(raw, authority, [subject], lock=True)
        _must_be_first([e for e in journals.of(subject).entries if e.verb == "put_in_force"], word, values)
        batch = Batch(raw, journals, now)
        body = {"with": dict(values), "reason": reason}
        batch.append([Entry(subject, 0, act_number(), "put_in_force", word, at(now), now, by, by, body=body)])
        batch.run()
        if word in IN_FORCE:
            cursor_of(raw).execute(_ALL_STALE, {"authority": authority, "now": now})
        return batch.added[subject][-1].number


def _must_be_first(own: Sequence[Entry], word: str, values: Mapping[str, object]) -> None:
    """Two persons, or two presses of a button, in one moment: under the lock the second finds it said."""
    proposal, answered = values.get("proposal"), {e.values.get("proposal") for e in own}
    if proposal and proposal in answered:
        raise CannotBePut([f"Proposal {proposal} was answered already."])
    if word == "undo":
        _must_stand([e for e in own if e.word in IN_FORCE], int(str(values["of"])))
    waiting = [e for e in own if e.word == "proposal" and e.number not in answered]
    if word == "proposal" and any(e.values["build"] == values["build"] for e in waiting):
        raise CannotBePut(["The same files wait for approval already."])


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
            steps = tuple(_steps(was, then))
            if changes or any(s.editions[0] != s.editions[1] or s.new or s.dropped for s in steps):
                yield Foreseen(child, steps, changes)


def _steps(was: Situation, then: Situation) -> Iterator[Steps]:
    """Each open matter with what becomes of its steps."""
    after = {matter.id: matter for matter in then.matters}
    for matter in was.matters:
        if matter.ended_at is not None or matter.id not in after:
            continue
        old, new = _asked(was, matter.id), _asked(then, matter.id)
        late = sorted(k for k, d in new.items() if d.state == "late" and (k not in old or old[k].state != "late"))
        yield Steps(
            matter.id, matter.kind, (matter.edition, after[matter.id].edition), _rules(old, old.keys() & new.keys()),
            _rules(new, new.keys() - old.keys()), _rules(old, old.keys() - new.keys()), _rules(new, late),
        )  # fmt: skip


def _asked(situation: Situation, matter: str) -> dict[str, Duty]:
    idle = ("does_not_apply", "lapsed")
    return {d.key: d for d in situation.duties if d.matter == matter and d.state not in idle}


def _rules(duties: Mapping[str, Duty], keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({duties[key].rule for key in keys}))


def _batches(authority: str) -> Iterator[list[str]]:
    with transaction.atomic(durable=True):
        raw = driver()
        set_tenant(raw, authority, PROGRAM)
        sql = "SELECT subject_id FROM subject WHERE authority = %s AND kind = 'child' ORDER BY subject_id"
        children = [child for (child,) in cursor_of(raw).execute(sql, (authority,))]
    for start in range(0, len(children), BATCH):
        yield children[start : start + BATCH]
