"""What is kept of a letter before it leaves: its writer's words and choices, in the outbox under the letter's key."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict

from baton.accounts.desk import Desk
from baton.letters.editing import Edit
from baton.sending.models import Message
from baton.workspace.letters.facts import ASKED, typed_before
from baton.workspace.letters.owed import Owed

CHOICES = ("own_words", "language", "plain", "large_print")  # besides what a template asks for
LONGEST = {"own_words": 4000}
EDITS = "edits"  # paragraphs written anew, kept beside the words as one text


def message_of(desk: Desk, owed: Owed) -> Message:
    """The letter's row in the outbox, not yet put there."""
    return Message(
        authority=desk.authority,
        key=owed.key,
        kind="letter",
        children=sorted(c.child for c in owed.children),
        matter=owed.matter.key,
        word=owed.word.key,
        recipient=owed.recipient,
        written_at=desk.now,
        written_by=desk.post.person,
        capacity=desk.post.capacity,
    )


def rows_of(desk: Desk, found: list[Owed]) -> dict[str, Message]:
    """Those of these letters that have a row, by key."""
    keys = [owed.key for owed in found]
    return {m.key: m for m in Message.objects.filter(authority=desk.authority, key__in=keys)}


def typed_for(desk: Desk, found: list[Owed], rows: Mapping[str, Message] | None = None) -> dict[str, dict[str, str]]:
    """By key of the letter: what was given with an earlier letter of this transfer, then what is kept for this one."""
    before, rows = typed_before(found), rows_of(desk, found) if rows is None else rows
    return {
        owed.key: before | ({k: str(v) for k, v in rows[owed.key].own_words.items()} if owed.key in rows else {})
        for owed in found
    }


def given(posted: Mapping[str, str]) -> dict[str, str]:
    """What a form says of a letter: answers to what its template asks for, own words, and the form it is wanted in."""
    names = [name for name in (*ASKED, *CHOICES) if name in posted]
    return {name: posted[name].strip()[: LONGEST.get(name, 500)] for name in names}


def edits_in(typed: Mapping[str, str]) -> list[Edit]:
    """The paragraphs that were written anew."""
    return [Edit(**{**one, "clause": tuple(one["clause"])}) for one in json.loads(typed.get(EDITS) or "[]")]


def as_kept(edits: Iterable[Edit]) -> str:
    """Edits as they lie in the outbox; "" for none."""
    found = [asdict(one) for one in edits]
    return json.dumps(found, ensure_ascii=False) if found else ""


def mark_of(typed: Mapping[str, str]) -> str:
    """By which a page knows whether the sentences are still those that it showed."""
    return hashlib.sha256(typed.get(EDITS, "").encode()).hexdigest()[:16]
