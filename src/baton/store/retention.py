"""How long records are kept, as the authority has stated it, and which closed records come up for review.

Nothing is kept for a time that nobody stated, and nothing is removed here: a record comes up for a person to look at.
Of two periods that apply to one child the later end counts; a record whose statuses nobody stated anything for does not
come up unless something was stated for all others.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from baton.journal import Entry, Subject
from baton.journal.standing import standing_in
from baton.store.models import LegalHold
from baton.working_time import Moment

WORD = "retention"
OTHERS = ""  # the records of children who never had a status for which something is stated
FROM = {"birth": "birth", "closing": "the day on which the record was closed"}


@dataclass(frozen=True, slots=True)
class Period:
    """What is stated for one status: so many years, counted from what, by which paper, and who entered it when."""

    status: str
    years: int
    counted_from: str
    source: str
    by: str = ""
    at: Moment = 0


@dataclass(frozen=True, slots=True)
class Due:
    """One closed record: when it may be reviewed (None where the birth date that counts is not known), by which
    status, and whether a legal hold stands."""

    child: str
    reference: str
    closed: Moment
    review_on: date | None
    status: str
    held: bool


def stated(entries: list[Entry]) -> list[Period]:
    """The periods that stand in the authority's own journal, the last word for each status."""
    found: dict[str, Period] = {}
    for e in standing_in(entries):
        if e.verb == "observed" and e.word == WORD:
            v = e.values
            status, years = str(v.get("status") or OTHERS), int(v.get("years") or 0)
            found.pop(status, None)
            if years:
                found[status] = Period(
                    status, years, str(v["counted_from"]), str(v["source"]), e.done_by, e.recorded_at
                )
    return sorted(found.values(), key=lambda one: (one.status == OTHERS, one.status))


# Each closed child with the periods that apply to it: of statuses it had, else the one for all others.
_APPLY = """
WITH stated (status, years, counted_from) AS (
  SELECT * FROM unnest(%(statuses)s::text[], %(years)s::int[], %(from)s::text[])
),
closed AS (
  SELECT child, reference, born, closed FROM child
  WHERE authority = %(authority)s AND closed IS NOT NULL AND holder_kind = '' AND same_as = ''
),
applies AS (
  SELECT DISTINCT c.child, s.status FROM closed c
  JOIN status t ON t.authority = %(authority)s AND t.child = c.child JOIN stated s ON s.status = t.word
),
all_of_them AS (
  SELECT child, status FROM applies UNION ALL
  SELECT c.child, '' FROM closed c WHERE NOT EXISTS (SELECT FROM applies a WHERE a.child = c.child)
),
dated AS (
  SELECT c.child, c.reference, c.closed, s.status, (CASE s.counted_from WHEN 'birth' THEN c.born
    ELSE (to_timestamp(c.closed) AT TIME ZONE 'Europe/London')::date END
    + make_interval(years => s.years))::date AS ends
  FROM all_of_them a JOIN stated s USING (status) JOIN closed c USING (child)
),
last AS (SELECT DISTINCT ON (child) * FROM dated ORDER BY child, ends DESC NULLS FIRST, status)
"""


def _given(authority: str, periods: list[Period]) -> dict[str, Any]:
    return {
        "authority": authority,
        "statuses": [p.status for p in periods],
        "years": [p.years for p in periods],
        "from": [p.counted_from for p in periods],
    }


def counted(authority: str, periods: list[Period], until: date) -> dict[str, tuple[int, int]]:
    """By status: how many closed records its period governs, and how many of these come up by this day."""
    sql = _APPLY + "SELECT status, count(*), count(*) FILTER (WHERE ends <= %(until)s) FROM last GROUP BY status"
    with connection.cursor() as cursor:
        cursor.execute(sql, {**_given(authority, periods), "until": until})
        return {str(status): (int(all_), int(due)) for status, all_, due in cursor.fetchall()}


def not_covered(authority: str, periods: list[Period]) -> int:
    """How many closed records no stated period governs."""
    sql = _APPLY + "SELECT (SELECT count(*) FROM closed) - (SELECT count(*) FROM last)"
    with connection.cursor() as cursor:
        cursor.execute(sql, _given(authority, periods))
        return int(cursor.fetchone()[0])


def due(authority: str, periods: list[Period], until: date, most: int) -> list[Due]:
    """The closed records that come up for review by this day, the earliest first; those whose birth date is not known
    come last, without a day."""
    sql = _APPLY + (
        "SELECT child, reference, closed, ends, status FROM last WHERE ends IS NULL OR ends <= %(until)s"
        " ORDER BY ends NULLS LAST, reference, child LIMIT %(most)s"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, {**_given(authority, periods), "until": until, "most": most})
        rows = cursor.fetchall()
    held = set(
        LegalHold.objects.filter(
            authority=authority, kind="child", subject_id__in=[row[0] for row in rows], released_at=None
        ).values_list("subject_id", flat=True)
    )
    return [Due(child, ref, closed, ends, status, child in held) for child, ref, closed, ends, status in rows]


def of_authority(authority: str) -> Subject:
    """The subject in whose journal the periods stand."""
    return Subject("authority", authority)
