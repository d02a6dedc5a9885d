"""Whose journal a child's identifier in an extract means: known from an earlier import, by reference, or a new one."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from hashlib import blake2b
from typing import Final

from baton.journal import Subject
from baton.store.observation import Kept, Key
from baton.store.tenancy import as_program, cursor_of

_PLAIN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")


def subject_ids(authority: str, children: Collection[str], known: Mapping[Key, Kept]) -> dict[str, Subject]:
    """The subject of each child."""
    found = {key.natural_key: one.subject for key, one in known.items() if one.subject.kind == "child"}
    missing = [child for child in children if child not in found]
    by_reference = _by_reference(authority, missing) if missing else {}
    return {
        child: found.get(child) or Subject("child", by_reference.get(child) or plain_id(child)) for child in children
    }


def plain_id(child: str) -> str:
    """The identifier itself where it can stand in an address, else what of it can, with a mark of the whole."""
    if _PLAIN.fullmatch(child):
        return child
    mark = blake2b(child.encode(), digest_size=4).hexdigest()
    return f"{re.sub(r'[^A-Za-z0-9._-]+', '-', child).strip('-.')[:30] or 'child'}-{mark}"


def _by_reference(authority: str, children: Collection[str]) -> dict[str, str]:
    with as_program(authority) as raw:
        cursor = cursor_of(raw).execute(
            # A record set aside for another of the same child hands on what is newly said of its number.
            "SELECT reference, CASE WHEN same_as = '' THEN child ELSE same_as END FROM child WHERE authority = %s"
            " AND reference = ANY(%s::text[])",
            (authority, list(children)),
        )
        return dict(cursor.fetchall())
