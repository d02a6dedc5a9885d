"""The import room's front door: try an import out, or do it.

A dry run writes nothing. An import is safe to run twice, to break off and to run again: children are taken in by the
hundred, each hundred with all that follows from it in one transaction. The same files again change nothing.
"""

from __future__ import annotations

import gc
import hashlib
import logging
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import Final

from django.db import connections

from baton.imports import planning, read, working
from baton.imports.effects import Effects
from baton.imports.model import CannotRead, NotUsed, Observation, ReadResult
from baton.imports.planning import SOURCE, Plan
from baton.imports.report import Report
from baton.imports.staff import provisional_values
from baton.journal import Subject
from baton.journal.entry import Entry
from baton.store import extracts, observation, observing
from baton.store.asking import around as around_of
from baton.store.models import Extract
from baton.store.surroundings import Surroundings
from baton.store.tenancy import driver
from baton.working_time import Moment, Window, at, day_window, midnight

CHUNK: Final = 200
ALONE: Final = 600  # up to so many children one process is quicker than several

log = logging.getLogger(__name__)


class Busy(Exception):
    """Another import of this authority is running."""


class Progress:
    """What a caller wants to be told while it waits: nothing, unless it says so."""

    def reading(self, done: int, total: int) -> None:
        """So many rows are read."""

    def comparing(self) -> None:
        """What was read is being compared with what is known."""

    def children(self, done: int, total: int) -> None:
        """So many children are looked at or taken in."""


def dry_run(
    authority: str,
    format: str,
    files: Sequence[Path],
    now: Moment,
    *,
    as_at: date | None = None,
    complete: Collection[str] = (),
    team_names: Mapping[str, str] | None = None,
    progress: Progress | None = None,
    processes: int = 1,
) -> Report:
    """What importing these files would do, to rows and to children. Nothing is saved."""
    told = progress or Progress()
    made = _planned(authority, format, files, now, "", as_at, complete, team_names, told)
    around = made.around.with_entries(_staff_entries(made)) if made.staff.new else made.around
    effects = Effects()
    for part in _parts(made, [("try_out", made.touched)], around, told, processes):
        effects.add(part)
    return Report(made, effects, saved=False)


def apply(
    authority: str,
    format: str,
    files: Sequence[Path],
    now: Moment,
    by: str,
    *,
    as_at: date | None = None,
    complete: Collection[str] = (),
    team_names: Mapping[str, str] | None = None,
    progress: Progress | None = None,
    processes: int = 1,
) -> Report:
    """Imports these files; `by` says whose doing it is. Several processes only where the caller has no threads."""
    told = progress or Progress()
    with _alone(authority):
        made = _planned(authority, format, files, now, by, as_at, complete, team_names, told)
        effects = Effects()
        observing.observe(authority, _first(made), by, now)
        around = around_of(authority)
        work = [("take_in", made.touched), ("tell_complete", made.silent), ("remember_only", made.heard)]
        for part in _parts(made, work, around, told, processes):
            effects.add(part)
        report = Report(made, effects, saved=True)
        _note(made, report)
    return report


def _planned(
    authority: str,
    format: str,
    files: Sequence[Path],
    now: Moment,
    by: str,
    as_at: date | None,
    complete: Collection[str],
    team_names: Mapping[str, str] | None,
    told: Progress,
) -> Plan:
    with _without_collecting():
        result = read(format, files, as_at, told.reading)
        told.comparing()
        own = _take_out_own(authority, result, files)
        made = planning.plan(authority, result, files, now, by, complete=complete, team_names=team_names)
        made.run.unchanged += own
        return made


def _take_out_own(authority: str, result: ReadResult, files: Sequence[Path]) -> list[Observation]:
    """What files say that were exported from here, byte for byte: it came from here, so it is no news of any source."""
    digests = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    known = extracts.written_here(authority, digests.values())
    ours = {name for name, digest in digests.items() if digest in known}
    own = [o for o in result.observations if o.at.file in ours]
    result.observations = [o for o in result.observations if o.at.file not in ours]
    result.not_used += [
        NotUsed(r.at, "was written from here as it stands") for r in result.rejected if r.at.file in ours
    ]
    result.rejected = [r for r in result.rejected if r.at.file not in ours]
    result.remarks = [r for r in result.remarks if r.at.file not in ours]
    return own


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Half a million small values are made here and none is garbage: looking for some takes a third of the time."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


# --- staff and the authority's own words -----------------------------------------------------------------------------


def _first(made: Plan) -> Iterator[observation.Said]:
    """Provisional workers and new names of teams, before any child names them."""
    as_at = midnight(made.result.as_at)
    for one in made.staff.new.values():
        body = {"with": dict(provisional_values(one)), "at": {"system": made.result.format, "group": "worker"}}
        line = observation.Line("started", "worker", at(as_at), body)
        yield observation.Said(observation.Key(SOURCE, one.id, "worker"), Subject("worker", one.id), as_at, (line,))
    if made.new_names:
        yield _own_word(made, "given", "team_names", at(made.now), {"names": made.new_names})
    told = made.sources.told
    if any(told.get(word, "") < f"{made.result.as_at}" for word in made.new_words):
        day = day_window(made.result.as_at)
        yield _own_word(
            made, "observed", "complete", day, {"words": list(made.new_words), "to": f"{made.result.as_at}"}
        )


def _own_word(made: Plan, verb: str, word: str, when: Window, values: dict[str, object]) -> observation.Said:
    """Something that the authority's own journal keeps about its extracts."""
    line = observation.Line(verb, word, when, {"with": values, "at": {"group": word}})
    key = observation.Key(SOURCE, made.authority, word)
    return observation.Said(key, Subject("authority", made.authority), midnight(made.result.as_at), (line,), how="add")


def _staff_entries(made: Plan) -> list[Entry]:
    return [
        Entry(one.subject, 1, "import", line.verb, line.word, line.happened, made.now, source="import", body=line.body)
        for one in _first(made)
        for line in one.lines
        if one.subject.kind == "worker"
    ]


# --- in parts, on one or several processes ---------------------------------------------------------------------------

Part = tuple[str, Sequence[str]]
_SHARED: tuple[Plan, Surroundings] | None = None  # what the processes of a pool were born with


def _parts(
    made: Plan, work: Sequence[tuple[str, Sequence[str]]], around: Surroundings, told: Progress, processes: int
) -> Iterator[Effects]:
    global _SHARED
    parts: list[Part] = [
        (name, children[n : n + CHUNK]) for name, children in work for n in range(0, len(children), CHUNK)
    ]
    total = sum(len(children) for _, children in parts)
    done = 0
    _SHARED = (made, around)
    try:
        for number, effects in _answers(parts, processes if total > ALONE else 1):
            done += number
            told.children(done, total)
            yield effects
    finally:
        _SHARED = None


def _answers(parts: Sequence[Part], processes: int) -> Iterator[tuple[int, Effects]]:
    if processes < 2 or len(parts) < 2:
        yield from map(_part, parts)
        return
    gc.collect()
    gc.freeze()  # what the processes are born with is not looked through again by each of them
    try:
        with get_context("fork").Pool(processes, initializer=_born) as pool:
            yield from pool.imap_unordered(_part, parts)
    finally:
        gc.unfreeze()


def _born() -> None:
    """A process that was born with its parent's connections leaves them alone and opens its own."""
    for connection in connections.all(initialized_only=True):
        connection.connection = None


def _part(part: Part) -> tuple[int, Effects]:
    assert _SHARED is not None
    made, around = _SHARED
    name, children = part
    what: Callable[[], Effects | None] = {
        "try_out": lambda: working.try_out(made, around, children),
        "take_in": lambda: working.take_in(made, around, children),
        "tell_complete": lambda: working.tell_complete(made, children),
        "remember_only": lambda: working.remember_only(made, children),
    }[name]
    return len(children), what() or Effects()


# --- one at a time, and what is kept of it ---------------------------------------------------------------------------

_ONE = "hashtextextended(%s, 4712)"


@contextmanager
def _alone(authority: str) -> Iterator[None]:
    """One import of an authority at a time. Busy if another one runs."""
    raw = driver()
    got = raw.execute(f"SELECT pg_try_advisory_lock({_ONE})", (authority,)).fetchone()
    if not got or not got[0]:
        raise Busy(f"Another import of {authority} is running. Wait until it is done, then run this one again.")
    try:
        yield
    finally:
        raw.execute(f"SELECT pg_advisory_unlock({_ONE})", (authority,))


def _note(made: Plan, report: Report) -> None:
    """Keeps which files were read, once for each content."""
    for path in made.files:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        extract = Extract(
            authority=made.authority, extract=f"{digest[:24]}-{made.result.as_at}", system=made.result.format,
            file=path.name, digest=digest, as_at=midnight(made.result.as_at), read_at=made.now, read_by=made.by,
            counts=report.counts(),
        )  # fmt: skip
        extracts.note_extract(made.authority, extract)


__all__ = ["Busy", "CannotRead", "Progress", "Report", "apply", "dry_run"]
