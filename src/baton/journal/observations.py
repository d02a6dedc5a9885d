"""What an extract says, as entries: one translation for every loader of extracts.

Each is an observation: "this source, as at this date, says X", keyed by source, child and group of fields. The same
again adds nothing; another value of what changes with time follows the earlier, of what does not corrects it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple

from baton.journal.entry import Entry, Subject
from baton.working_time import BEGINNING, Moment, Window

# What does not change with time: another value corrects the earlier.
LASTING: Final = frozenset({"birth", "death", "expected_birth", "ethnicity", "sex", "identifier"})


class Said(NamedTuple):
    """One thing that a source says of one child.

    `phase` is the journal's ("observed", "started", "ended", "given", "held", "born"). `values` are the entry's: for
    `allocated_worker` {worker, team, list, stands}, worker "" where nobody is named. `at` says where it was read:
    {file, sheet, row, list, group}; the group tells one thing said from another under the same word.
    """

    child: str
    word: str
    phase: str
    happened: Window
    values: Mapping[str, Any] = {}
    at: Mapping[str, Any] = {}


def rows_to_entries(
    rows: Iterable[Said],
    source: str,
    as_at: Window,
    now: Moment,
    number: str,
    standing: Mapping[Subject, Sequence[Entry]],
) -> tuple[Entry, ...]:
    """The entries that these rows add, numbered after those that stand in each child's journal.

    `as_at` is the extract's date and `now` when it was read: nothing was seen later than both. A fact of which only
    "it is so now" is known has a window open to the left, which ends there.
    """
    added: dict[Subject, list[Entry]] = {}
    for said in rows:
        subject = Subject("child", said.child)
        mine = [*standing.get(subject, ()), *added.get(subject, ())]
        entry = _entry(said, subject, len(mine) and mine[-1].number, source, as_at, now, number)
        before = _latest(mine, entry)
        if before is not None and _the_same(before, entry):
            continue
        if before is not None and entry.word in LASTING:
            entry = replace(entry, replaces=before.number)
        added.setdefault(subject, []).append(entry)
    return tuple(entry for entries in added.values() for entry in entries)


def _entry(said: Said, subject: Subject, last: int, source: str, as_at: Window, now: Moment, number: str) -> Entry:
    happened = said.happened
    seen = min(as_at.hi, now)
    if happened.lo <= BEGINNING and happened.hi > seen:
        happened = Window(BEGINNING, seen)
    body: dict[str, Any] = {"at": {"system": source, "as_at": f"{as_at.last_day:%Y-%m-%d}", **said.at}}
    if said.values:
        body["with"] = {**said.values, **({"system": source} if said.word == "allocated_worker" else {})}
    return Entry(
        subject, last + 1, number, said.phase, said.word, happened, now, source, source, source="import", body=body
    )


def _key(entry: Entry) -> tuple[object, ...]:
    at = entry.body.get("at") or {}
    start = entry.happened if entry.verb in ("held", "started", "ended") and entry.happened.lo > BEGINNING else None
    return (at.get("system"), entry.word, entry.verb, at.get("list"), at.get("group"), start)


def _latest(mine: Sequence[Entry], entry: Entry) -> Entry | None:
    """What the same source last said in the same place."""
    wanted = _key(entry)
    return next((e for e in reversed(mine) if e.source == "import" and _key(e) == wanted), None)


def _the_same(before: Entry, entry: Entry) -> bool:
    whenever = entry.happened.lo <= BEGINNING and before.happened.lo <= BEGINNING
    return before.values == entry.values and (whenever or before.happened == entry.happened)
