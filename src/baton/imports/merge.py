"""Sets what was read against what is known: new, changed, unchanged, gone, in conflict. Pure: it writes nothing.

The answer does not depend on the order of rows, files or imports, and the same files again change nothing.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from baton.imports.conflicts import conflicts_in, holders_in, same_child
from baton.imports.dry_run import Change, DryRun, Gone, How
from baton.imports.model import Fact, Key, NotUsed, Observation, ReadResult, Rejected, Remark, Source
from baton.working_time import Window, day_window

__all__ = ["Digest", "DryRun", "compare", "compare_result", "digest", "digest_of", "kept_after"]

# Groups whose rows say what holds now: a row that has gone from a complete list ends something. The others are
# events of a period, or the latest of their kind: that they are not listed again says nothing.
_NOW = frozenset({"allocated_worker", "personal_adviser", "case_status", "care_leaver"})
_SPELLS = frozenset({"child_in_need", "cp_plan", "looked_after", "care_leaver", "assessment", "cp_enquiry"})
# What does not change with time: another value corrects the earlier, it does not follow it.
_LASTING = frozenset({"birth", "death", "ethnicity", "expected_birth", "identifier", "sex"})
_OVER = frozenset({"ended", "closed", "died"})


@dataclass(frozen=True, slots=True)
class Digest:
    """What is kept of an observation to tell whether the next says the same.

    `as_at` is the latest extract that said it, `hash` is of what it said, `facts` are as they are now known: narrowed
    by other extracts. Without facts a comparison says less: it cannot narrow, and a blank counts as a change.
    """

    as_at: date
    hash: str
    facts: tuple[Fact, ...] = ()


def digest_of(observation: Observation) -> Digest:
    """The digest to keep. A window open to the left counts as open: a later extract that says the same adds nothing."""
    return digest(observation.as_at, observation.facts)


def digest(as_at: date, facts: tuple[Fact, ...]) -> Digest:
    """The digest of facts that an extract said, as they were said: not as narrowed since."""
    said = sorted((f.word, f.phase, _when(f, as_at), f.parts) for f in facts)
    return Digest(as_at, hashlib.blake2b(repr(said).encode(), digest_size=16).hexdigest(), facts)


def _when(fact: Fact, as_at: date) -> tuple[object, ...]:
    """When it happened, without the extract's own day: that another extract says the same is nothing new."""
    if fact.is_open:
        return ("open",)
    if fact.happened.is_vague and fact.happened.hi == day_window(as_at).hi:
        return ("since", fact.happened.lo)
    return tuple(fact.happened)


def kept_after(run: DryRun, previous: Mapping[Key, Digest]) -> dict[Key, Digest]:
    """The digests to keep once this import is done: of each key what the latest extract said, and on which day."""
    kept = dict(previous)
    for each in run.new:
        kept[each.key] = digest_of(each)
    for change in run.changed:
        key, becomes = change.observation.key, change.becomes
        if becomes is not None:
            base = digest_of(change.observation) if change.stands else previous[key]
            kept[key] = replace(base, facts=becomes.facts)
    for each in run.unchanged:
        known = previous[each.key]
        kept[each.key] = replace(known, as_at=max(known.as_at, each.as_at))
    return kept


def compare_result(
    previous: Mapping[Key, Digest], result: ReadResult, *, complete: Collection[str] = frozenset()
) -> DryRun:
    """`compare` for everything that one reading gave."""
    return compare(
        previous,
        result.observations,
        result.rejected,
        remarks=result.remarks,
        not_used=result.not_used,
        complete=complete,
    )


def compare(
    previous: Mapping[Key, Digest],
    observations: Iterable[Observation],
    rejected: Iterable[Rejected] = (),
    *,
    remarks: Iterable[Remark] = (),
    not_used: Iterable[NotUsed] = (),
    complete: Collection[str] = frozenset(),
) -> DryRun:
    """What importing these observations would do, given the latest digest known for each key.

    `complete` names the lists ("list_8") or words ("looked_after") of which this extract holds every child.
    """
    refused = sorted(rejected, key=lambda each: (each.at, each.field, each.value))
    standing, repeated, clashes = _one_each(observations)
    run = DryRun(rejected=refused, remarks=sorted(set(remarks), key=_place), not_used=sorted(not_used, key=_place))
    run.repeated = repeated
    broken = {each.at for each in refused if each.field}
    for key in sorted(standing):
        _sort_in(run, standing[key], previous.get(key), broken)
    run.gone = _gone(previous, standing, refused, frozenset(complete))
    known = _as_known(previous, standing)
    run.conflicts = conflicts_in(known, clashes)
    run.holders = holders_in(known)
    run.same_child = same_child(standing.values())
    return run


def _place(each: Remark | NotUsed) -> tuple[Source, str]:
    return each.at, each.kind if isinstance(each, Remark) else each.reason


def _one_each(
    observations: Iterable[Observation],
) -> tuple[dict[Key, Observation], list[Observation], list[list[Observation]]]:
    """One observation a key: of the latest extract. Rows of one extract that differ are also a conflict."""
    by_key: dict[Key, list[Observation]] = defaultdict(list)
    for each in observations:
        by_key[each.key].append(each)
    standing: dict[Key, Observation] = {}
    repeated: list[Observation] = []
    clashes: list[list[Observation]] = []
    for key, rows in by_key.items():
        if len(rows) == 1:
            standing[key] = rows[0]
            continue
        rows.sort(key=lambda each: (each.as_at, digest_of(each).hash, each.at))
        standing[key] = rows[-1]
        repeated.extend(rows[:-1])
        latest = {digest_of(each).hash: each for each in rows if each.as_at == rows[-1].as_at}
        if len(latest) > 1:
            clashes.append(list(latest.values()))
    return standing, sorted(repeated, key=lambda each: (each.at, each.key)), clashes


def _sort_in(run: DryRun, said: Observation, known: Digest | None, broken: Collection[Source]) -> None:
    """New, unchanged, changed (and how), or older than what is known."""
    if known is None:
        run.new.append(said)
    elif known.hash == digest_of(said).hash:
        sooner = _sooner(said, known) if said.as_at < known.as_at else known.facts
        if sooner == known.facts:
            run.unchanged.append(said)
        else:
            now = replace(said, as_at=known.as_at, facts=sooner)
            run.changed.append(Change(said, known.facts, "sooner", now))
    elif _says_less(said, known) or (said.at in broken and known.facts and _part_of(said, known)):
        run.unchanged.append(said)  # what is left blank, or could not be read, takes nothing back
    else:
        run.changed.append(_change(said, known))


def _says_less(said: Observation, known: Digest) -> bool:
    """Whether the same dated facts are said with fewer parts than before: a blank takes nothing back."""
    if len(said.facts) != len(known.facts):
        return False
    pairs = zip(said.facts, known.facts, strict=True)
    return all(_event(now) == _event(then) and set(now.parts) <= set(then.parts) for now, then in pairs)


def _event(fact: Fact) -> tuple[str, str, Window]:
    return fact.word, fact.phase, fact.happened


def _part_of(said: Observation, known: Digest) -> bool:
    return {_event(fact) for fact in said.facts} <= {_event(fact) for fact in known.facts}


def _change(said: Observation, known: Digest) -> Change:
    """How a changed value is to be taken, and what it becomes: see docs/decisions/0004."""
    if said.as_at < known.as_at:
        # The later extract stands. Of a snapshot the earlier is still true of its own day, and narrows the later.
        narrowed = _came_after(known.facts, said.facts, said.as_at)
        if narrowed == known.facts:
            return Change(said, known.facts, "older", None)
        return Change(said, known.facts, "earlier", replace(said, as_at=known.as_at, facts=narrowed))
    if said.as_at > known.as_at:
        narrowed = _came_after(said.facts, known.facts, known.as_at)
        if narrowed != said.facts:
            return Change(said, known.facts, "moved on", replace(said, facts=narrowed))
    how: How = "adds" if set(known.facts) < set(said.facts) else "corrects"
    return Change(said, known.facts, how, said)


def _came_after(later: tuple[Fact, ...], earlier: tuple[Fact, ...], day: date) -> tuple[Fact, ...]:
    """The later extract's facts; those vague in time that the earlier did not show came about after its day."""
    before = {(fact.word, fact.phase, fact.parts) for fact in earlier}
    since = day_window(day).hi
    return tuple(
        replace(fact, happened=Window(max(since, fact.happened.lo), fact.happened.hi))
        if (fact.word, fact.phase, fact.parts) not in before and _may_narrow(fact) and since < fact.happened.hi
        else fact
        for fact in later
    )


def _may_narrow(fact: Fact) -> bool:
    return fact.happened.is_vague and fact.word not in _LASTING


def _sooner(said: Observation, known: Digest) -> tuple[Fact, ...]:
    """What is known, where an earlier extract said the same already: vague facts had come about by its day."""
    last = {(fact.word, fact.phase, fact.parts): fact.happened.hi for fact in said.facts}
    return tuple(
        replace(fact, happened=Window(fact.happened.lo, min(fact.happened.hi, hi)))
        if _may_narrow(fact) and (hi := last[fact.word, fact.phase, fact.parts]) > fact.happened.lo
        else fact
        for fact in known.facts
    )


def _gone(
    previous: Mapping[Key, Digest],
    standing: Mapping[Key, Observation],
    rejected: Iterable[Rejected],
    complete: frozenset[str],
) -> list[Gone]:
    """What a complete list no longer shows, though it was going on; not where a row of the child was rejected."""
    if not complete or not standing:
        return []
    as_at: dict[str, date] = {}
    for each in standing.values():
        as_at[each.source] = max(as_at.get(each.source, date.min), each.as_at)
    unread = {each.child for each in rejected if each.child}
    whole_rows = any(not each.child for each in rejected)
    gone: list[Gone] = []
    for key, known in sorted(previous.items()):
        if key in standing or key.source not in as_at or known.as_at > as_at[key.source]:
            continue
        if _goes(key, known, complete):
            doubt = key.child in unread or whole_rows
            gone.append(Gone(key, known.facts, as_at[key.source], doubt))
    return gone


def _goes(key: Key, known: Digest, complete: frozenset[str]) -> bool:
    path = key.group.split("/")
    words = {fact.word for fact in known.facts} | set(path[:2])
    return (
        not complete.isdisjoint(words)
        and not (_NOW | _SPELLS).isdisjoint(words)
        and not any(fact.phase in _OVER for fact in known.facts)
    )


def _as_known(previous: Mapping[Key, Digest], standing: Mapping[Key, Observation]) -> list[Observation]:
    """What is said now, and of the same children what was said before and not replaced."""
    children = {key.child for key in standing}
    before = [
        Observation(key.source, known.as_at, key.child, key.group, known.facts, Source("what is known already"))
        for key, known in previous.items()
        if key.child in children and key not in standing and known.facts
    ]
    return [*before, *standing.values()]
