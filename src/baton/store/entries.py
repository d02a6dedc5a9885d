"""A journal as a reading transaction may see it: under the row policies that stand then, bodies included."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from baton.journal import Entry, Subject
from baton.store import models as rows
from baton.working_time import Moment, Window

_COLUMNS = (
    "number",
    "act",
    "verb",
    "word",
    "happened_from",
    "happened_to",
    "recorded_at",
    "done_by",
    "recorded_by",
    "capacity",
    "source",
    "matter",
    "replaces",
    "body",
)


def entries_of(authority: str, subject: Subject, since: Moment | None = None) -> tuple[Entry, ...]:
    """The entries of one subject that this transaction may see, in order."""
    found = rows.Entry.objects.filter(authority=authority, kind=subject.kind, subject_id=subject.id)
    if since is not None:
        found = found.filter(recorded_at__gt=since)
    return tuple(_entry(subject, line) for line in found.order_by("number").values_list(*_COLUMNS))


def entries_of_each(authority: str, children: Iterable[str]) -> dict[str, list[Entry]]:
    """The entries of several children that this transaction may see, by child and in order; read in one go."""
    found = rows.Entry.objects.filter(authority=authority, kind="child", subject_id__in=list(children))
    each: dict[str, list[Entry]] = {}
    for child, *line in found.order_by("subject_id", "number").values_list("subject_id", *_COLUMNS):
        each.setdefault(child, []).append(_entry(Subject("child", child), line))
    return each


def entries_since(authority: str, children: Iterable[str], since: Moment, most: int = 50) -> list[Entry]:
    """What was recorded about these children after a moment, newest first."""
    found = rows.Entry.objects.filter(
        authority=authority, kind="child", subject_id__in=list(children), recorded_at__gt=since
    ).order_by("-recorded_at")[:most]
    return [
        _entry(Subject("child", subject_id), line) for subject_id, *line in found.values_list("subject_id", *_COLUMNS)
    ]


def head_of(authority: str, child: str) -> int:
    """The number of the last entry: what a form remembers to notice that the record moved on."""
    found = rows.Subject.objects.filter(authority=authority, kind="child", subject_id=child).values_list("head")
    return next((head for (head,) in found), 0)


def heads_of(authority: str, children: Iterable[str]) -> dict[str, int]:
    """The heads of several children."""
    found = rows.Subject.objects.filter(authority=authority, kind="child", subject_id__in=list(children))
    return dict(found.values_list("subject_id", "head"))


def by_number(entries: Iterable[Entry]) -> Mapping[int, Entry]:
    return {e.number: e for e in entries}


def _entry(subject: Subject, line: Iterable[Any]) -> Entry:
    number, act, verb, word, lo, hi, recorded, done_by, recorded_by, capacity, source, matter, replaces, body = line
    return Entry(
        subject,
        number,
        act,
        verb,
        word,
        Window(lo, hi),
        recorded,
        done_by,
        recorded_by,
        capacity,
        source,
        matter,
        replaces,
        body if isinstance(body, dict) else {"disposed": True},
    )
