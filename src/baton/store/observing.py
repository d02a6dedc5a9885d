"""Imports are observations: this source says so, as at this date. The same again adds nothing; a change corrects.

Loads by the hundred children: one transaction reads and locks them, adds their entries and works them out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import psycopg
from django.db import transaction

from baton.engine import assess
from baton.journal import Entry, Subject, act_number
from baton.store.files import file_of
from baton.store.observation import Fact, Kept, Key, Old, Said, entries_of, is_news
from baton.store.reading import EXCLUSIVE, Journals, read
from baton.store.recalculating import recalculate_all
from baton.store.surroundings import surroundings_of
from baton.store.tenancy import PROGRAM, as_program, cursor_of, driver, set_tenant
from baton.store.writing import Batch
from baton.working_time import Moment

BATCH = 200


@dataclass(slots=True)
class Observed:
    """What an import did: keys by outcome, entries added, children worked out."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    entries: int = 0
    children: int = 0
    stale: list[Subject] = field(default_factory=list)


def known(authority: str, source: str = "") -> dict[Key, Kept]:
    """Every key that was observed before, of one source or of all, for a comparison before anything is loaded."""
    with as_program(authority) as raw:
        cursor = cursor_of(raw).execute(
            "SELECT source, natural_key, field_group, kind, subject_id, as_at, keep::text, gone_at FROM observation"
            " WHERE authority = %s AND (%s = '' OR source = %s)",
            (authority, source, source),
        )
        return {
            Key(s, n, g): Kept(Subject(kind, i), as_at, json.loads(keep), gone_at)
            for s, n, g, kind, i, as_at, keep, gone_at in cursor
        }


def observe(
    authority: str, said: Iterable[Said], by: str, now: Moment, progress: Callable[[int], None] = lambda done: None
) -> Observed:
    """Takes in what sources say. Staff, teams and sittings first, then children with their families, by the hundred.

    Safe to run again after it was broken off: what was taken in then adds nothing now.
    """
    result = Observed()
    number = act_number()
    for batch in _batches(said):
        with transaction.atomic(durable=True):
            _take(driver(), authority, batch, by, number, now, result)
        progress(len({s.subject for s in batch}))
    recalculate_all(authority, dict.fromkeys(result.stale), now)
    return result


def _batches(said: Iterable[Said]) -> Iterator[list[Said]]:
    by_subject: dict[Subject, list[Said]] = {}
    for one in said:
        by_subject.setdefault(one.subject, []).append(one)
    first = [s for subject, found in by_subject.items() if subject.kind in EXCLUSIVE for s in found]
    if first:
        yield first
    some: list[Said] = []
    subjects = sorted(s for s in by_subject if s.kind not in EXCLUSIVE and s.kind != "family")
    families = sorted(s for s in by_subject if s.kind == "family")
    for group in (subjects, families):
        for n, subject in enumerate(group, 1):
            some += by_subject[subject]
            if n % BATCH == 0:
                yield some
                some = []
        if some:
            yield some
            some = []


def _take(
    raw: psycopg.Connection, authority: str, batch: list[Said], by: str, number: str, now: Moment, result: Observed
) -> None:
    set_tenant(raw, authority, PROGRAM)
    before = _before(raw, authority, [s.key for s in batch])
    news: list[Said] = []
    rows: list[dict[str, Any]] = []
    for one in batch:
        old = before.get(one.key)
        if old is None or is_news(one, old.facts):
            news.append(one)
        elif one.keep is not None and one.keep != old.keep:
            rows.append(_row(one, old.facts, now))
    result.unchanged += len(batch) - len(news)
    if news:
        _take_news(raw, authority, news, before, rows, by, number, now, result)
    if rows:
        cursor_of(raw).execute(_KEEP, (authority, json.dumps(rows, ensure_ascii=False)))


def _take_news(
    raw: psycopg.Connection,
    authority: str,
    news: list[Said],
    before: Mapping[Key, Old],
    rows: list[dict[str, Any]],
    by: str,
    number: str,
    now: Moment,
    result: Observed,
) -> None:
    subjects = {s.subject for s in news} | {c for s in news for c in _children_of(s)}
    journals = read(raw, authority, subjects, lock=True, digests=True)
    writer = Batch(raw, journals, now)
    next_number = {s: journals.of(s).head for s in subjects}
    entries: list[Entry] = []
    for one in news:
        old = before[one.key].facts if one.key in before else []
        added, facts = entries_of(one, old, next_number, by, number, now)
        entries += added
        rows.append(_row(one, facts, now))
        result.gone += one.gone
        result.new += not one.gone and one.key not in before
        result.changed += not one.gone and one.key in before
    writer.append(entries)
    _work_out(raw, writer, journals, now)
    result.stale += writer.run()
    result.entries += len(entries)
    result.children += sum(1 for s in writer.added if s.kind == "child")


def _work_out(raw: psycopg.Connection, writer: Batch, journals: Journals, now: Moment) -> None:
    around = surroundings_of(raw, journals)
    for subject in writer.added:
        if subject.kind == "child":
            writer.recalculated(assess(around.packs, file_of(journals, around, subject), now, whole=False))


def _children_of(one: Said) -> Iterator[Subject]:
    """The children that a family's line names: they are locked with it, because their family may change."""
    if one.subject.kind != "family":
        return
    for line in one.lines:
        values = line.body.get("with") or {}
        for name in (*(line.body.get("about") or ()), *(values.get(k) for k in ("a", "b", "child"))):
            if name:
                yield Subject("child", str(name))


def _before(raw: psycopg.Connection, authority: str, keys: list[Key]) -> dict[Key, Old]:
    cursor = cursor_of(raw).execute(
        "SELECT o.source, o.natural_key, o.field_group, o.facts::text, o.keep::text"
        " FROM observation o WHERE o.authority = %s AND o.source = ANY(%s::text[]) AND o.natural_key = ANY(%s::text[])",
        (authority, sorted({k.source for k in keys}), sorted({k.natural_key for k in keys})),
    )
    asked = set(keys)
    found = {Key(s, n, g): (facts, keep) for s, n, g, facts, keep in cursor}
    return {
        k: Old([tuple(fact) for fact in json.loads(facts)], json.loads(keep))
        for k, (facts, keep) in found.items()
        if k in asked
    }


_KEEP = """INSERT INTO observation (authority, source, natural_key, field_group, kind, subject_id, facts, keep, as_at,
  gone_at)
SELECT %s, d.source, d.natural_key, d.field_group, d.kind, d.subject_id, d.facts, d.keep, d.as_at, d.gone_at
FROM json_populate_recordset(NULL::observation, %s::json) d
ON CONFLICT (authority, source, natural_key, field_group) DO UPDATE SET kind = EXCLUDED.kind,
  subject_id = EXCLUDED.subject_id, facts = EXCLUDED.facts, keep = EXCLUDED.keep, as_at = EXCLUDED.as_at,
  gone_at = EXCLUDED.gone_at"""


def _row(one: Said, facts: list[Fact], now: Moment) -> dict[str, Any]:
    return {
        "source": one.key.source, "natural_key": one.key.natural_key, "field_group": one.key.group,
        "kind": one.subject.kind, "subject_id": one.subject.id, "facts": facts,
        "keep": {} if one.keep is None else one.keep, "as_at": one.as_at, "gone_at": now if one.gone else None,
    }  # fmt: skip
