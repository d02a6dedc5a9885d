"""Which exports there are, and the making of one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from baton.exports import annex_a, involvements, reports, social_worker, whole_record
from baton.exports.model import CannotExport, Export, Finding, Sheet
from baton.exports.reader import Reader

Make = Callable[[Reader, date, date], Export]
Period = Callable[[date], tuple[date, date]]


class Kind(NamedTuple):
    """One kind of export. `period`: the period that is meant on a day where none is given."""

    key: str
    title: str
    says: str
    make: Make
    period: Period
    of_a_child: bool = False


KINDS: dict[str, Kind] = {
    one.key: one
    for one in (
        Kind(
            "ssda903-social-worker",
            "Social worker episodes (SSDA903)",
            "Who held each looked-after child by name, from when to when, and why the worker changed",
            social_worker.export,
            social_worker.year_of,
        ),
        Kind(
            "annex-a",
            "Annex A lists",
            "The lists of an inspection, with the team and the worker of each child",
            annex_a.export,
            annex_a.half_year_to,
        ),
        Kind(
            "ssd-involvements",
            "Involvements (Standard Safeguarding Dataset)",
            "Who worked with each child, in which team and role, and why it changed; with the staff and the teams",
            involvements.export,
            social_worker.year_of,
        ),
        Kind(
            "weekly",
            "Weekly report",
            "What each team held, took in and gave away in a week, and which children have no worker by name",
            reports.weekly,
            reports.last_week,
        ),
        Kind(
            "timeliness",
            "Timeliness by team and clause",
            "Of what was due in a period: done in time, late, not yet done",
            reports.timeliness,
            reports.last_quarter,
        ),
        Kind(
            "child-record",
            "A child's whole record",
            "Everything recorded about one child, in plain words, with what is withheld and on which ground",
            whole_record.export,
            whole_record.whole_life,
            of_a_child=True,
        ),
    )
}


def make(kind: str, reader: Reader, first: date | None, last: date | None, today: date) -> Export:
    """One export for a period, or for the one that is meant today. CannotExport for a kind or period that is none."""
    chosen = KINDS.get(kind)
    if chosen is not None and chosen.of_a_child != bool(reader.child):
        raise CannotExport(f'"{kind}" is about one child: name the child.' if chosen.of_a_child else
                           f'"{kind}" is about all children: name none.')  # fmt: skip
    if chosen is None:
        raise CannotExport(f'There is no export "{kind}". There are: {", ".join(KINDS)}.')
    usual = chosen.period(today)
    first, last = first or (usual[0] if last is None else chosen.period(last)[0]), last or usual[1]
    if first > last:
        raise CannotExport(f"The period ends ({last}) before it begins ({first}).")
    return chosen.make(reader, first, last)


__all__ = ["KINDS", "CannotExport", "Export", "Finding", "Kind", "Reader", "Sheet", "make"]
