"""The return's own rules of social worker episodes, SW01 to SW17, over the rows as they are written.

In our words, after the sector's validator as read in April 2026 (the 2025-26 collection). Pure: rows in, breaches out.
SW16 compares with last year's file and is tried only where that is given.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from baton.exports.episodes import CODES

REASONS_ASKED_FROM = date(2023, 4, 1)  # reasons were not collected before
NEAR, GAP = timedelta(days=7), timedelta(days=5)  # what the return tolerates between two workers


@dataclass(frozen=True, slots=True)
class Line:
    """One row: dates None where blank. `row` is its line in the file."""

    child: str
    worker: str
    began: date | None
    ended: date | None
    reason: str
    row: int


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that does not hold, of a row or (row 0) of a child."""

    rule: str
    child: str
    says: str
    row: int = 0


def broken(
    lines: Sequence[Line],
    first: date,
    last: date,
    looked_after: Collection[str],
    known_from: Mapping[str, date],
    previous: Sequence[Line] = (),
) -> list[Broken]:
    """Every breach. `looked_after`: the children looked after on the day `last`, short breaks left out; `known_from`:
    the day on which the authority began to work with each child."""
    by_child: dict[str, list[Line]] = {}
    for line in lines:
        by_child.setdefault(line.child, []).append(line)
    found = [b for line in lines for b in _of_line(line, first, last)]
    for child, own in by_child.items():
        own.sort(key=lambda one: (one.began or date.min, one.ended or date.max))
        found += _of_child(child, own, first, last, known_from.get(child))
    complete = {line.child for line in lines if line.worker and line.began and line.reason}
    found += [
        Broken("SW01", child, "looked after on the last day, and no complete episode of a social worker")
        for child in sorted(looked_after)
        if child not in complete
    ]
    found += _of_last_year(by_child, previous)
    return sorted(found, key=lambda b: (b.child, b.row, b.rule))


def _of_line(line: Line, first: date, last: date) -> Iterable[Broken]:
    def no(rule: str, says: str) -> Broken:
        return Broken(rule, line.child, says, line.row)

    if line.worker[:2] not in ("SW", "XX"):
        yield no("SW02", f'the worker\'s number "{line.worker}" begins neither with SW nor with XX')
    asked = line.began is None or line.began >= REASONS_ASKED_FROM
    if not line.worker or line.began is None or (asked and not line.reason):
        blank = [name for name, value in (("worker", line.worker), ("start", line.began), ("reason", line.reason))
                 if not value]  # fmt: skip
        yield no("SW03", f"the row has no {' and no '.join(blank)}")
    if not line.reason and (line.began is None or line.began >= _year_before(first)):
        yield no("SW15", "the reason of the change is blank")
    if not line.reason and line.began is not None and asked:
        yield no("SW13", "no reason has been entered")
    if line.reason and line.reason not in CODES:
        yield no("SW13", f'"{line.reason}" is no reason of the list')
    if line.began is not None and line.began > last:
        yield no("SW06", "the episode began after the last day of the return")
    if line.ended is not None and not _year_before(first) <= line.ended <= last:
        yield no("SW07", "the episode ended outside the period of the return")
    if line.began is not None and line.ended is not None and line.ended <= line.began:
        yield no("SW09", "the episode lasted less than a day")


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1) if (day.month, day.day) != (2, 29) else date(day.year - 1, 2, 28)


def _of_child(child: str, own: Sequence[Line], first: date, last: date, known: date | None) -> Iterable[Broken]:
    for before, line in pairwise(own):
        if before.ended is None:
            yield Broken("SW08", child, "a new episode began and this one before it has no end", before.row)
            yield Broken("SW14", child, "an episode that is not the last has no end", before.row)
            if line.reason != "FCONTA":
                yield Broken("SW10", child, "it began while the one before has no end", line.row)
        elif line.began is not None:
            apart = line.began - before.ended
            if abs(apart) > NEAR and line.reason != "FCONTA":
                yield Broken("SW10", child, f"it began {apart.days} days from the end of the one before", line.row)
            if abs(apart) > GAP and before.ended <= last - GAP:
                gap = f"nobody is named from {before.ended} to {line.began}"
                says = gap if apart > GAP else f"it began {-apart.days} days before the one before had ended"
                yield Broken("SW11", child, says, line.row)
    end = own[-1]
    if end.ended is not None:
        if end.ended <= last:
            yield Broken("SW11", child, f"the last episode ended on {end.ended} and none followed", end.row)
        yield Broken("SW17", child, "no episode is open on the last day", end.row)
    start = own[0].began
    wanted = max(first, known) if known is not None else first
    if start is not None and start > wanted + GAP and start <= last:
        yield Broken("SW12", child, f"nothing is reported from {wanted} to {start}", own[0].row)


def _of_last_year(by_child: Mapping[str, Sequence[Line]], previous: Sequence[Line]) -> Iterable[Broken]:
    latest: dict[str, Line] = {}
    for line in sorted(previous, key=lambda one: one.began or date.min):
        latest[line.child] = line
    for child, then in latest.items():
        own = by_child.get(child)
        if then.ended is not None or not own:
            continue
        now = own[0]
        for what, was, is_ in (("a", then.worker, now.worker), ("b", then.began, now.began),
                               ("c", then.reason, now.reason)):  # fmt: skip
            if was != is_:
                yield Broken(f"SW16{what}", child, f"last year's open episode had {was}, this one has {is_}", now.row)
