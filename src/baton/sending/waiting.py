"""What the outbox holds, for the person who decides after a restore whether it may go on."""

from __future__ import annotations

from dataclasses import dataclass

from baton.sending.book import Book
from baton.sending.models import WAITING, Message
from baton.store.tenancy import as_program


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many would leave, and how many of those in the queue have left already by the book."""

    would_leave: int
    left_before: int


def waiting(authority: str, book: Book | None = None) -> Waiting:
    """Counted as the next pass would find it."""
    written = (book or Book(authority)).read()
    with as_program(authority):
        keys = list(Message.objects.filter(authority=authority, state__in=WAITING).values_list("key", flat=True))
    known = sum(key in written for key in keys)
    return Waiting(len(keys) - known, known)
