"""Acts and records about workers, teams, offices, sittings, families: one entry in that subject's own journal.

An act that would leave children with no one is refused, child by child; a record of what happened in fact is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import psycopg

from baton.engine import left_without
from baton.engine.situation import Act, By, Done, InTheWay, Refusal
from baton.journal import Entry, File, Subject, nature_of
from baton.store.files import file_of
from baton.store.reading import ORGANISATION, Journals, read
from baton.store.surroundings import Surroundings
from baton.store.tenancy import cursor_of
from baton.working_time import Moment, at

_RELYING = """SELECT DISTINCT r.subject_id FROM relies_on r
WHERE r.authority = %s AND r.kind = 'child' AND (r.on_kind, r.on_id) IN (
  SELECT kind, id FROM unnest(%s::text[], %s::text[]) AS n (kind, id))
UNION SELECT c.child FROM child c WHERE c.authority = %s AND c.holder_person = ANY(%s::text[])"""


def attempt(
    raw: psycopg.Connection, journals: Journals, around: Surroundings, act: Act, by: By, now: Moment, number: str
) -> Done | Refusal:
    """The entry to add to the subject's journal, or a Refusal naming each child that it would leave with no one."""
    assert act.subject is not None
    nature = nature_of(act.verb)
    when = act.happened or at(now)
    if nature == "record" and act.verb not in ("booked", "moved") and not act.corrects and when.lo > now:
        impossible = InTheWay("", "", (), "impossible", says="this lies in the future")
        if act.subject.kind == "sitting":
            return Refusal(act, (impossible,))
    entry = Entry(
        act.subject, journals.of(act.subject).head + 1, number, act.verb, act.word, when, now, by.person,
        by.recorded_by or by.person, by.capacity, "person", act.matter, act.corrects, _body(act),  # type: ignore[arg-type]
    )  # fmt: skip
    if nature == "act" and act.subject.kind in ORGANISATION and not act.against_rule:
        left = _left(raw, journals.authority, around, entry, now)
        if left:
            return Refusal(act, tuple(left))
    return Done((entry,))


def _body(act: Act) -> dict[str, Any]:
    body: dict[str, Any] = {}
    if act.values:
        body["with"] = dict(act.values)
        for key in ("did_not_happen", "wrong_child"):
            if body["with"].pop(key, False):
                body[key] = True
    for key, value in (("to", act.to), ("about", act.about), ("attended", act.attended)):
        if value:
            body[key] = list(value)
    if act.reason:
        body["reason"] = act.reason
    if act.against_rule:
        body["against_rule"] = True
    return body


def _left(raw: psycopg.Connection, authority: str, around: Surroundings, entry: Entry, now: Moment) -> list[InTheWay]:
    """The children that the entry would leave with no one, among all whose answers rely on whom it is about."""
    subjects, persons = _about(entry)
    cursor = cursor_of(raw)
    cursor.execute(
        _RELYING, (authority, [s.kind for s in subjects], [s.id for s in subjects], authority, sorted(persons))
    )
    children = [Subject("child", child) for (child,) in cursor]
    if not children:
        return []
    journals = read(raw, authority, children)
    later = around.with_entries([entry])
    before: Mapping[str, File] = {c.id: file_of(journals, around, c) for c in children}
    after: Mapping[str, File] = {c.id: file_of(journals, later, c) for c in children}
    return left_without(around.packs, before, after, now)


def _about(entry: Entry) -> tuple[set[Subject], set[str]]:
    persons = {str(entry.values[key]) for key in ("person", "worker", "holder") if entry.values.get(key)}
    if entry.subject.kind == "worker":
        persons.add(entry.subject.id)
    return {entry.subject, *(Subject("worker", person) for person in persons)}, persons
