"""Putting messages into the outbox and taking them out again. All by key: the same again is the same message."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import F

from baton.sending.models import Message
from baton.working_time import Moment

OPEN = ("draft", "printed", "stopped", "undeliverable", "overtaken")  # it has not left, and may yet leave
_CONTENT = (
    "kind", "children", "matter", "word", "recipient", "person", "way", "to", "subject", "content", "named",
    "recorded_as", "own_words", "act", "capacity",
)  # fmt: skip


def key_of(*parts: str) -> str:
    """What a message is, in 32 letters and digits: it stands in addresses, and so tells nobody anything."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]


def queue(message: Message, now: Moment, by: str) -> bool:
    """Puts it in the queue. False where one of this key is on its way or has left: nothing is changed then."""
    with transaction.atomic():
        row, is_new = _row(message, now)
        if not is_new and row.state not in OPEN:
            return False
        for name in _CONTENT:
            setattr(row, name, getattr(message, name))
        row.state, row.queued_at, row.queued_by, row.next_try, row.last_error = "queued", now, by, now, ""
        row.save()
    return True


def keep_words(message: Message, now: Moment, by: str, own_words: dict[str, Any]) -> None:
    """Keeps what somebody wrote for a letter that has not left; nothing is lost when they come back."""
    with transaction.atomic():
        row, is_new = _row(message, now)
        if (is_new or row.state in OPEN) and row.own_words != own_words:
            row.own_words, row.written_at, row.written_by, row.state = own_words, now, by, "draft"
            row.save()


def printed(messages: Iterable[Message], now: Moment) -> None:
    """They lie in the tray: printed, and not yet marked as posted."""
    with transaction.atomic():
        for message in messages:
            row, is_new = _row(message, now)
            if is_new or row.state in OPEN:
                row.state, row.printed_at = "printed", now
                row.save()


def posted(message: Message, now: Moment, by: str, act: str) -> None:
    """It was put in the post, and the entry of that act says so."""
    with transaction.atomic():
        row, _ = _row(message, now)
        if row.state in ("leaving", "left"):
            return
        row.state, row.way, row.left_at, row.queued_by, row.act, row.recorded = "left", "print", now, by, act, True
        row.content, row.own_words = message.content or row.content, message.own_words or row.own_words
        row.save()


def stop(authority: str, key: str, why: str) -> bool:
    """A person takes it out of the queue. False where it is too late."""
    found = Message.objects.filter(authority=authority, key=key, state="queued")
    return found.update(state="stopped", last_error=why, next_try=None) == 1


def settle(authority: str, key: str, arrived: bool, now: Moment) -> bool:
    """A person says of one in doubt whether it arrived: then it has left, or is tried again. False for any other."""
    doubtful = Message.objects.filter(authority=authority, key=key, state="in_doubt")
    if arrived:
        return doubtful.update(state="left", left_at=F("leaving_at"), last_error="") == 1
    return doubtful.update(state="queued", next_try=now, leaving_at=None, left_at=None, last_error="") == 1


def settle_all(authority: str, now: Moment, why: str) -> int:
    """A person says that everything in the queue had left before a restore: none of it leaves again."""
    found = Message.objects.filter(authority=authority, state__in=("queued", "leaving"))
    return found.update(state="left", left_at=now, next_try=None, last_error=why)


def _row(message: Message, now: Moment) -> tuple[Message, bool]:
    """The row of this key, locked, and whether it was made now."""
    kept = Message.objects.select_for_update().filter(authority=message.authority, key=message.key)
    row = kept.first()
    if row is not None:
        return row, False
    message.written_at = message.written_at or now
    Message.objects.bulk_create([message], ignore_conflicts=True)
    return kept.get(), True
