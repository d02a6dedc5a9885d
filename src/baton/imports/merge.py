"""Sets what was read against what is known: new, changed, unchanged, gone, in conflict. Pure: it writes nothing.

The answer does not depend on the order of rows, files or imports, and the same files again change nothing.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from baton.imports.conflicts import conflicts_in, same_child
from baton.imports.dry_run import Change, DryRun, Gone, How
from baton.imports.model import Fact, Key, NotUsed, Observation, ReadResult, Rejected, Remark, Source
from baton.working_time import Window, day_window

__all__ = ["Digest", "DryRun", "compare", "compare_result", "digest_of", "kept_after"]

# Groups whose rows say what holds now: a row that has gone from a complete list ends something. The others are
# events of a period, or the latest of their kind: that they are not listed again says nothing.
_NOW = frozenset({"allocated_worker", "personal_adviser", "case_status", "care_leaver"})
_SPELLS = frozenset({"child_in_need", "cp_plan", "looked_after", "care_leaver", "assessment", "cp_enquiry"})
# What does not change with time: another value corrects the earlier, it does not follow it.
_LASTING = frozenset({"birth", "death", "ethnicity", "expected_birth", "identifier", "sex"})
_OVER = frozenset({"ended", "closed", "died"})


@dataclass(frozen=True, slots=True)
class Digest:
    """What is kept of an observation to tell whether the next says the same: its date, its facts, their hash."""

    as_at: date
    hash: str
    facts: tuple[Fact, ...] = ()


def digest_of(observation: Observation) -> Digest:
    """The digest to keep. A window open to the left is hashed as open: a later extract that says the same adds nothing."""
    said = sorted((f.word, f.phase, "open" if f.is_open else tuple(f.happened), f.parts) for f in observation.facts)
    return Digest(
        observation.as_at, hashlib.blake2b(repr(said).encode(), digest_size=16).hexdigest(), observation.facts
    )


def kept_after(run: DryRun, previous: Mapping[Key, Digest]) -> dict[Key, Digest]:
    """The digests to keep once this import is done: of each key what the latest extract said, and on which day."""
    kept = dict(previous)
    for each in (*run.new, *(change.observation for change in run.changed if change.stands)):
        kept[each.key] = digest_of(each)
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
    run.conflicts = conflicts_in(_as_known(previous, standing), clashes)
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
        run.unchanged.append(said)
    elif said.at in broken and known.facts and _part_of(said, known):
        run.unchanged.append(said)  # a field that could not be read takes nothing back
    else:
        run.changed.append(_change(said, known))


def _part_of(said: Observation, known: Digest) -> bool:
    return {(f.word, f.phase, f.happened) for f in said.facts} <= {(f.word, f.phase, f.happened) for f in known.facts}


def _change(said: Observation, known: Digest) -> Change:
    """How a changed value is to be taken, and what it becomes: see docs/decisions/0004."""
    if said.as_at < known.as_at:
        # The later extract stands. Of a snapshot the earlier is still true of its own day, and narrows the later.
        narrowed = _narrowed(known.facts, said.facts, said.as_at)
        if narrowed == known.facts:
            return Change(said, known.facts, "older", None)
        return Change(said, known.facts, "earlier", replace(said, as_at=known.as_at, facts=narrowed))
    if said.as_at > known.as_at:
        narrowed = _narrowed(said.facts, known.facts, known.as_at)
        if narrowed != said.facts:
            return Change(said, known.facts, "moved on", replace(said, facts=narrowed))
    how: How = "adds" if set(known.facts) < set(said.facts) else "corrects"
    return Change(said, known.facts, how, said)


def _narrowed(later: tuple[Fact, ...], earlier: tuple[Fact, ...], day: date) -> tuple[Fact, ...]:
    """The later snapshot's facts that were not yet so on the day of the earlier: they came about after it."""
    before = {(fact.word, fact.phase, fact.parts) for fact in earlier}
    return tuple(
        replace(fact, happened=Window(day_window(day).hi, fact.happened.hi))
        if fact.is_open and fact.word not in _LASTING and (fact.word, fact.phase, fact.parts) not in before
        else fact
        for fact in later
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
