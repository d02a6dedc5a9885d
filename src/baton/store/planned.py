"""What is booked and still to come, over a whole authority or for a few children; and what the clock told to whom."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from baton.store.statements import Statement, Together
from baton.store.tenancy import driver
from baton.working_time import Moment


@dataclass(frozen=True, slots=True)
class Booking:
    """An occasion of one child that stands. `first` is the act that booked it first: it stays when it moves."""

    child: str
    word: str
    first: str
    starts: Moment
    ends: Moment
    booked_by: str


@dataclass(frozen=True, slots=True)
class Told:
    """What the clock told, and to whom: persons, or offices that nobody holds. `key` is the same after a rebuild."""

    child: str
    key: tuple[str, ...]
    at: Moment
    matter: str
    clause: tuple[str, ...]
    to: tuple[str, ...]


_OF_THESE = """SELECT e.subject_id, e.number, e.act, e.verb, e.word, e.happened_from, e.happened_to, e.replaces,
  e.done_by, coalesce((e.body ->> 'did_not_happen')::boolean, false)
FROM unnest({children}) AS c (child)
JOIN entry e ON e.authority = %(authority)s AND e.kind = 'child' AND e.subject_id = c.child
WHERE e.verb IN ('booked', 'moved', 'cancelled', 'held') ORDER BY e.subject_id, e.number"""
_PLANNED = """ARRAY(SELECT DISTINCT subject_id FROM entry
  WHERE authority = %(authority)s AND happened_to >= %(since)s AND verb IN ('booked', 'moved') AND kind = 'child')"""
_ALL = Statement("planned_of_all", _OF_THESE.format(children=_PLANNED))
_SOME = Statement("planned_of_some", _OF_THESE.format(children="%(children)s::text[]"))
_TOLD = Statement(
    "told_by_clock",
    """SELECT subject_id, body::text, happened_from, matter FROM entry
    WHERE authority = %(authority)s AND recorded_at >= %(since)s AND source = 'clock' AND verb = 'told'
      AND kind = 'child' AND body IS NOT NULL ORDER BY recorded_at, subject_id, number""",
)


def planned(authority: str, since: Moment, children: Iterable[str] | None = None) -> list[Booking]:
    """What stands and ends after `since`: of these children, or of all. For an open transaction of this authority."""
    together = Together(driver())
    given: dict[str, Any] = {"authority": authority, "since": since}
    if children is None:
        together.add(_ALL, given)
    else:
        together.add(_SOME, {"authority": authority, "children": sorted(children)})
    standing: dict[tuple[str, str], Booking] = {}
    firsts: dict[tuple[str, int], str] = {}
    rows = together.run()[0]
    replaced = {(row[0], row[7]) for row in rows if row[7] is not None}
    for child, number, act, verb, word, starts, ends, replaces, by, undone in rows:
        before = standing.get((child, word))
        first = firsts.get((child, replaces)) if replaces is not None else None
        first = first or (before.first if before is not None and verb == "moved" else act)
        firsts[child, number] = first
        if (child, number) in replaced or undone:
            continue
        if verb in ("booked", "moved"):
            standing[child, word] = Booking(child, word, first, starts, ends, by)
        else:
            standing.pop((child, word), None)
    return [b for b in standing.values() if b.ends >= since]


def told_by_clock(authority: str, since: Moment) -> list[Told]:
    """What the clock told people since then, the earliest first."""
    together = Together(driver())
    together.add(_TOLD, {"authority": authority, "since": since})
    found = []
    for child, text, at, matter in together.run()[0]:
        body = json.loads(text)
        to = tuple(str(one) for one in body.get("to") or ())
        if to:
            clause = tuple((body.get("with") or {}).get("clause") or ())
            found.append(Told(child, tuple(map(str, body.get("key") or ())), at, matter, clause, to))
    return found
