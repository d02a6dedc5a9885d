"""Acts and records about workers, teams, offices, sittings, families: one entry in that subject's own journal.

An act that would leave children with no one is refused, child by child; a record of what happened in fact is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import psycopg

from baton.engine import attempt_about, left_without
from baton.engine.situation import Act, By, Done, InTheWay, Refusal
from baton.journal import Entry, File, Subject, nature_of
from baton.store.files import file_of
from baton.store.reading import ORGANISATION, Journals, read
from baton.store.surroundings import Surroundings
from baton.store.tenancy import cursor_of
from baton.working_time import Moment

_RELYING = """SELECT DISTINCT r.subject_id FROM relies_on r
WHERE r.authority = %s AND r.kind = 'child' AND (r.on_kind, r.on_id) IN (
  SELECT kind, id FROM unnest(%s::text[], %s::text[]) AS n (kind, id))
UNION SELECT c.child FROM child c WHERE c.authority = %s AND c.holder_person = ANY(%s::text[])"""


def attempt(
    raw: psycopg.Connection, journals: Journals, around: Surroundings, act: Act, by: By, now: Moment, number: str
) -> Done | Refusal:
    """The entry to add to the subject's journal, or a Refusal naming each child that it would leave with no one."""
    assert act.subject is not None
    answer = attempt_about(around.packs, file_of(journals, around, act.subject), act, by, now, number)
    if isinstance(answer, Refusal):
        return answer
    (entry,) = answer.entries
    entry = replace(entry, body=_marked(act, entry.body), matter=act.matter)
    if nature_of(act.verb) == "act" and act.subject.kind in ORGANISATION and not act.against_rule:
        left = _left(raw, journals.authority, around, entry, now)
        if left:
            return Refusal(act, tuple(left))
    return replace(answer, entries=(entry,))


def _marked(act: Act, body: Mapping[str, Any]) -> dict[str, Any]:
    """A correction that takes an entry away, and an act done against the rule, are marked beside the values."""
    marked = dict(body)
    values = dict(marked.get("with") or {})
    for key in ("did_not_happen", "wrong_child"):
        if values.pop(key, False):
            marked[key] = True
    if marked.get("with") != values and "with" in marked:
        marked["with"] = values
    if act.against_rule:
        marked["against_rule"] = True
    return marked


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
