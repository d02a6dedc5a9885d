"""The hash chain of a journal: how an entry is sealed to the one before it. The database checks the same again.

hash = sha256(header, body digest, previous hash); body digest = sha256(salt, body). The body can be removed lawfully:
its digest stays and the chain still verifies.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from hashlib import sha256
from os import urandom
from typing import Any, NamedTuple

from baton.journal import Entry

_dumps = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode
_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")
_compact = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


class Link(NamedTuple):
    """An entry with its place in the chain."""

    entry: Entry
    body: str
    salt: bytes
    body_digest: bytes
    previous_hash: bytes
    hash: bytes


def body_text(body: Mapping[str, Any]) -> str:
    """The body as it is kept and hashed, to the byte. NUL, which PostgreSQL cannot keep, is refused."""
    text = _compact(body)
    if "\\u0000" in text and _NUL.search(text):
        raise ValueError("a text may not hold the character NUL")
    return text


def header(authority: str, e: Entry) -> bytes:
    """Everything of an entry but its body, as JSON; the same text as PostgreSQL's json_build_array makes."""
    return _dumps(
        [authority, e.subject.kind, e.subject.id, e.number, e.act, e.verb, e.word, e.happened.lo, e.happened.hi,
         e.recorded_at, e.done_by, e.recorded_by, e.capacity, e.source, e.matter, e.replaces]
    ).encode()  # fmt: skip


def hash_of(authority: str, e: Entry, body_digest: bytes, previous_hash: bytes) -> bytes:
    return sha256(header(authority, e) + body_digest + previous_hash).digest()


def link(authority: str, entries: Iterable[Entry], previous_hash: bytes) -> list[Link]:
    """Chains entries of one subject, in the order of their numbers, to the head whose hash is given."""
    links = []
    for entry in entries:
        body = body_text(entry.body)
        salt = urandom(16)
        digest = sha256(salt + body.encode()).digest()
        hashed = hash_of(authority, entry, digest, previous_hash)
        links.append(Link(entry, body, salt, digest, previous_hash, hashed))
        previous_hash = hashed
    return links
