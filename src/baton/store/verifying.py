"""Chains and seals: proof that nothing was changed, left out or cut off, as far as hashes go.

A seal is a file that leaves the machine: every head of every journal at one moment, with a digest over all of them. A
chain that was shortened or rewritten since no longer has the sealed hash at the sealed number.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import psycopg
from django.db import transaction

from baton.journal import Entry, Subject
from baton.store.chain import hash_of
from baton.store.models import Authority
from baton.store.tenancy import PROGRAM, as_program, cursor_of, driver, set_tenant
from baton.working_time import Moment, Window, wall_time

FORMAT = "baton seal 1"


@dataclass(frozen=True, slots=True)
class Broken:
    """One thing that does not hold: where, and what was expected."""

    authority: str
    subject: Subject
    number: int
    says: str


@dataclass(slots=True)
class Verified:
    """What was looked at and what does not hold."""

    subjects: int = 0
    entries: int = 0
    disposed: int = 0
    sealed: int = 0
    broken: list[Broken] = field(default_factory=list)


class BadSeal(ValueError):
    """The seal itself cannot be read, or was changed."""


def verify(authority: str, against: Path | None = None) -> Verified:
    """Recomputes every hash of an authority's journals; with a seal, compares every sealed head too."""
    result = Verified()
    sealed = _sealed(against, authority) if against is not None else {}
    with transaction.atomic(durable=True):
        raw = driver()
        set_tenant(raw, authority, PROGRAM)
        heads = _heads(raw, authority)
        seen: dict[Subject, tuple[int, bytes]] = {}
        for subject, number, hashed in _chains(raw, authority, result):
            seen[subject] = (number, hashed)
            wanted = sealed.get(subject)
            if wanted is not None and wanted[0] == number:
                result.sealed += 1
                if wanted[1] != hashed.hex():
                    result.broken.append(Broken(authority, subject, number, "is not the entry that was sealed"))
    for subject, (head, hashed) in heads.items():
        if seen.get(subject, (0, b"")) != (head, hashed):
            at = seen.get(subject, (0, b""))[0]
            result.broken.append(Broken(authority, subject, at, f"is not the head, which says {head}"))
    for subject, (number, _) in sealed.items():
        if seen.get(subject, (0, b""))[0] < number:
            at = seen.get(subject, (0, b""))[0]
            result.broken.append(Broken(authority, subject, at, f"is the last; {number} entries were sealed"))
    result.subjects = len(heads)
    return result


def verify_one(authority: str, subject: Subject) -> Verified:
    """The same of one subject's journal alone."""
    result = Verified(subjects=1)
    with as_program(authority) as raw:
        head = _heads(raw, authority, subject).get(subject, (0, b""))
        seen = (0, b"")
        for _, number, hashed in _chains(raw, authority, result, subject):
            seen = (number, hashed)
    if seen != head:
        result.broken.append(Broken(authority, subject, seen[0], f"is not the head, which says {head[0]}"))
    return result


def _heads(raw: psycopg.Connection, authority: str, only: Subject | None = None) -> dict[Subject, tuple[int, bytes]]:
    cursor = cursor_of(raw).execute(
        f"SELECT kind, subject_id, head, head_hash FROM subject WHERE authority = %s{_only(only)}"
        " ORDER BY kind, subject_id",
        (authority, *(only or ())),
    )
    return {Subject(kind, i): (head, bytes(hashed)) for kind, i, head, hashed in cursor}


_WALK = """SELECT kind, subject_id, number, act, verb, word, happened_from, happened_to, recorded_at, done_by,
  recorded_by, capacity, source, matter, replaces, previous_hash, hash, body_digest, salt, body::text,
  EXISTS (SELECT FROM disposal d WHERE d.authority = e.authority AND d.kind = e.kind
    AND d.subject_id = e.subject_id AND d.number = e.number)
FROM entry e WHERE authority = %s{only} ORDER BY kind, subject_id, number"""


def _only(subject: Subject | None) -> str:
    return " AND kind = %s AND subject_id = %s" if subject is not None else ""


def _chains(
    raw: psycopg.Connection, authority: str, result: Verified, only: Subject | None = None
) -> Iterator[tuple[Subject, int, bytes]]:
    """Walks every chain, notes what is broken, and gives each entry's place and hash."""
    last: Subject | None = None
    before, expected = b"", 1
    with psycopg.ServerCursor(raw, "walk") as cursor:
        cursor.itersize = 5000
        cursor.execute(_WALK.format(only=_only(only)), (authority, *(only or ())))
        for row in cursor:
            subject, number = Subject(row[0], row[1]), row[2]
            if subject != last:
                last, before, expected = subject, b"", 1
            entry = _entry(subject, row)
            previous, hashed, digest = bytes(row[15]), bytes(row[16]), bytes(row[17])
            salt, body, disposed = row[18], row[19], row[20]
            for says in _problems(number, expected, previous, before):
                result.broken.append(Broken(authority, subject, number, says))
            if hash_of(authority, entry, digest, previous) != hashed:
                result.broken.append(Broken(authority, subject, number, "does not match its hash"))
            if body is None:
                result.disposed += 1
                if not disposed:
                    result.broken.append(Broken(authority, subject, number, "has lost its body without a disposal"))
            elif sha256(bytes(salt or b"") + body.encode()).digest() != digest:
                result.broken.append(Broken(authority, subject, number, "has another body than was hashed"))
            result.entries += 1
            before, expected = hashed, number + 1
            yield subject, number, hashed


def _entry(subject: Subject, row: tuple[Any, ...]) -> Entry:
    number, act, verb, word, lo, hi, at, done_by, recorded_by, capacity, source, matter, replaces = row[2:15]
    return Entry(
        subject, number, act, verb, word, Window(lo, hi), at, done_by, recorded_by, capacity, source, matter, replaces
    )


def _problems(number: int, expected: int, previous: bytes, before: bytes) -> Iterator[str]:
    if number != expected:
        yield f"follows entry {expected - 1}: what was between is missing"
    elif previous != before:
        yield "does not continue the chain"


def seal(folder: Path, now: Moment) -> Path:
    """Writes a seal over all heads of all authorities and returns its path. The file should leave the machine."""
    lines = [json.dumps({"format": FORMAT, "at": now})]
    for authority in Authority.objects.order_by("key").values_list("key", flat=True):
        with transaction.atomic(durable=True):
            raw = driver()
            set_tenant(raw, authority, PROGRAM)
            for subject, (head, hashed) in _heads(raw, authority).items():
                lines.append(json.dumps([authority, subject.kind, subject.id, head, hashed.hex()], ensure_ascii=False))
    text = "".join(line + "\n" for line in lines)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"baton-{wall_time(now):%Y-%m-%d-%H%M%S}.seal"
    path.write_text(text + json.dumps({"sha256": sha256(text.encode()).hexdigest()}) + "\n", encoding="utf-8")
    return path


def _sealed(path: Path, authority: str) -> dict[Subject, tuple[int, str]]:
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise BadSeal(f"{path} is not a seal that this program wrote") from None
    content, _, last = text.rstrip("\n").rpartition("\n")
    content += "\n"
    try:
        first, digest = json.loads(content.split("\n", 1)[0]), json.loads(last)
    except ValueError as problem:
        raise BadSeal(f"{path} is not a seal: {problem}") from None
    if not isinstance(first, dict) or first.get("format") != FORMAT:
        raise BadSeal(f"{path} is not a seal that this program wrote")
    if not isinstance(digest, dict) or digest.get("sha256") != sha256(content.encode()).hexdigest():
        raise BadSeal(f"{path} was changed after it was written")
    rows: list[Any] = [json.loads(line) for line in content.splitlines()[1:]]
    return {Subject(kind, i): (head, hashed) for key, kind, i, head, hashed in rows if key == authority and head}
