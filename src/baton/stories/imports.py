"""The rows of an import line as entries. What the same source said before in the same words adds nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from baton.journal import Entry, Subject
from baton.journal.observations import Said, rows_to_entries
from baton.stories.journals import Journals
from baton.stories.model import Line, Row
from baton.working_time import BEGINNING, Window, add_months, local_day

# Which list of an extract speaks of the worker, by the child's status; else the first there is.
_ORDER: Final = ("list_6", "list_7", "list_8", "list_9", "list_5", "list_4", "list_3")
_SPEAKS: Final = (("looked_after", "list_8"), ("care_leaver", "list_9"), ("cp_plan", "list_7"))
_ADULT_MONTHS: Final = 18 * 12


def import_entries(line: Line, journals: Journals, number: str) -> tuple[Entry, ...]:
    """The entries that this extract adds to the children's journals."""
    assert line.as_at is not None
    said = [one for row in line.rows for one in _said(row, line, journals)]
    for child in dict.fromkeys(row.child for row in line.rows):
        if line.complete:
            values = {"words": list(line.complete), "to": f"{line.as_at.first_day:%Y-%m-%d}"}
            said.append(Said(child, "complete", "observed", line.as_at, values, {"group": "complete"}))
    standing = {Subject("child", one.child): journals.entries(Subject("child", one.child)) for one in said}
    return rows_to_entries(said, line.source, line.as_at, line.at, number, standing)


def _said(row: Row, line: Line, journals: Journals) -> Iterator[Said]:
    assert line.as_at is not None
    seen = Window(BEGINNING, min(line.as_at.hi, line.at))
    at = {"group": row.list or "row", "list": row.list}
    if row.born is not None:
        yield Said(row.child, "birth", "born", row.born, {}, {**at, "group": "birth"})
    for has in row.has:
        start = has.start if has.start is not None else seen
        yield Said(row.child, has.word, "started", start, dict(has.parts), at)
        if has.end is not None:
            yield Said(row.child, has.word, "ended", has.end, {}, at)
    for word, value in row.answers.items():
        yield Said(row.child, word, "given", seen, {word: value}, at)
    for word, when in row.held.items():
        yield Said(row.child, word, "held", when, {}, at)
    if row.worker is not None or row.team:
        yield Said(row.child, "allocated_worker", "observed", seen, _worker(row, line, journals), at)


def _worker(row: Row, line: Line, journals: Journals) -> Mapping[str, object]:
    """Who the row names; a name that is nobody's in the story is a team's, and so nobody."""
    known = {s.id for s in journals.by_subject if s.kind == "worker"}
    known |= {str(e.values.get("person")) for s, es in journals.by_subject.items() if s.kind == "office" for e in es}
    worker = row.worker or ""
    values: dict[str, object] = {"worker": worker if worker in known else "", "team": row.team}
    if worker not in known:
        values["says"] = worker
    if row.list:
        values |= {"list": row.list, "stands": row.list == _speaks(row.child, line)}
    return values


def _speaks(child: str, line: Line) -> str:
    """The list that speaks of this child's worker, by what the child is."""
    rows = [row for row in line.rows if row.child == child and (row.worker is not None or row.team)]
    lists = {row.list for row in rows}
    statuses = {has.word for row in line.rows if row.child == child for has in row.has if has.end is None}
    for status, name in _SPEAKS:
        if status in statuses and name in lists and (name != "list_9" or _adult(child, line)):
            return name
    return next((name for name in _ORDER if name in lists), next(iter(lists), ""))


def _adult(child: str, line: Line) -> bool:
    born = next((row.born for row in line.rows if row.child == child and row.born is not None), None)
    return born is None or add_months(born.first_day, _ADULT_MONTHS) <= local_day(line.at)
