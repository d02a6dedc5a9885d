"""One pass of the sender: what is in the queue is handed to its carrier, once, and its leaving is recorded.

Safe to be killed at any moment. A message is marked as leaving at the last moment at which it has certainly not been
taken, and as having left as soon as it was. One that was marked and nothing more is asked of its carrier; a carrier
that cannot say leaves it in doubt, and a person decides: it is never sent twice by itself.
"""

from __future__ import annotations

import base64
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q

from baton.sending.book import Book
from baton.sending.carriers import Carriers, Later, Never, Parcel
from baton.sending.models import WAITING, Message
from baton.sending.overtaken import no_longer_true
from baton.sending.recording import record_sent
from baton.store.hold import is_held
from baton.store.tenancy import as_program
from baton.working_time import Moment

MINUTE, HOUR = 60, 3600
PAUSES = (MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 4 * HOUR, 12 * HOUR, 24 * HOUR)  # then daily, until it has left
ASK_FOR = 7 * 24 * HOUR  # how long a carrier is asked what became of a message

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Sent:
    """What one pass did, in numbers; `held` or `busy` where it did nothing."""

    left: int = 0
    later: int = 0
    refused: int = 0
    overtaken: int = 0
    in_doubt: int = 0
    waiting: int = 0
    held: bool = False
    busy: bool = False
    says: tuple[str, ...] = ()  # what was in the way, each sentence once


def send(authority: str, now: Moment, carriers: Carriers, book: Book | None = None) -> Sent:
    """Hands over what is due. Nothing while the authority is in hold, or while another pass is at work."""
    book = book or Book(authority)
    sent = Sent()
    with _alone(authority) as alone:
        if not alone:
            return Sent(busy=True)
        if is_held(authority):
            return Sent(held=True)
        _recover(authority, now, carriers, book, sent)
        tried: set[str] = set()
        while (message := _next(authority, now, tried)) is not None:
            if is_held(authority):
                sent.held = True
                break
            tried.add(message.key)
            _hand_over(message, now, carriers, book, sent)
        _record_all(authority, now)
        _ask_what_became(authority, now, carriers)
    with as_program(authority):
        sent.waiting = Message.objects.filter(authority=authority, state__in=WAITING).count()
    return sent


@contextmanager
def _alone(authority: str) -> Iterator[bool]:
    """One pass at a time. The lock is the connection's: a program that was killed holds none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext('baton.sending'), hashtext(%s))", [authority])
        row = cursor.fetchone()
    try:
        yield bool(row and row[0])
    finally:
        if row and row[0]:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtext('baton.sending'), hashtext(%s))", [authority])


def _next(authority: str, now: Moment, tried: set[str]) -> Message | None:
    with as_program(authority):
        due = Message.objects.filter(Q(next_try__lte=now) | Q(next_try=None), authority=authority, state="queued")
        return due.exclude(key__in=tried).order_by("next_try", "key").first()


def _set(message: Message, was: str, **values: object) -> bool:
    """Changes it if it is still in that state; says so to the caller's copy as well."""
    with as_program(message.authority):
        found = Message.objects.filter(authority=message.authority, key=message.key, state=was)
        changed = found.update(**values) == 1
    for name, value in values.items():
        setattr(message, name, value)
    return changed


def _hand_over(message: Message, now: Moment, carriers: Carriers, book: Book, sent: Sent) -> None:
    with as_program(message.authority):
        changed = no_longer_true(message)
    if changed:
        sent.overtaken += _set(message, "queued", state="overtaken", last_error=changed, next_try=None)
        return
    carrier = carriers.for_(message.way, invitation=message.kind == "invitation")
    if carrier is None:
        _again_later(message, now, sent, "queued", f"No carrier is set up that takes {_WAYS[message.way]}.")
        return

    def about_to() -> None:
        values = {"state": "leaving", "leaving_at": now, "tries": message.tries + 1, "carrier": carrier.name}
        if not _set(message, "queued", **values):
            raise Later("It was taken out of the queue.")

    try:
        reference = carrier.hand_over(parcel_of(message), about_to)
    except Later as later:
        _again_later(message, now, sent, message.state, str(later))
    except Never as never:
        sent.refused += _set(message, message.state, state="undeliverable", last_error=str(never), next_try=None)
        sent.says = _with(sent.says, str(never))
    except Exception as problem:
        if message.state != "leaving":
            log.exception("message %s could not be handed over", message.key)
            _again_later(message, now, sent, "queued", f"It could not be handed over ({type(problem).__name__}).")
        else:
            _doubt(message, sent)
    else:
        book.write(message.key, now, carrier.name, reference)
        was = message.state
        sent.left += _set(
            message, was, state="left", left_at=now, reference=reference, carrier=carrier.name, last_error="",
            next_try=None,
        )  # fmt: skip


_WAYS = {"email": "e-mail", "post": "letters to print and post", "print": "paper"}


def _again_later(message: Message, now: Moment, sent: Sent, was: str, why: str) -> None:
    tries = message.tries + (was == "queued")
    pause = PAUSES[min(tries, len(PAUSES)) - 1]
    sent.later += _set(message, was, state="queued", tries=tries, next_try=now + pause, last_error=why)
    sent.says = _with(sent.says, why)


def _doubt(message: Message, sent: Sent) -> None:
    sent.in_doubt += _set(
        message, "leaving", state="in_doubt", next_try=None,
        last_error="The connection broke while it was handed over: whether it was taken is not known.",
    )  # fmt: skip


def _with(says: tuple[str, ...], one: str) -> tuple[str, ...]:
    return says if one in says else (*says, one)


def parcel_of(message: Message) -> Parcel:
    """What leaves, as it was when it was queued."""
    content = message.content
    return Parcel(
        message.key,
        message.to,
        message.subject,
        str(content.get("text", "")),
        base64.b64decode(content.get("letter", "")),
        str(content.get("calendar", "")).encode(),
        str(content.get("method", "")),
    )


def _recover(authority: str, now: Moment, carriers: Carriers, book: Book, sent: Sent) -> None:
    """What an earlier pass, or the database before a restore, did not finish: the book knows, or the carrier, or
    nobody."""
    written = book.read()
    with as_program(authority):
        found = list(Message.objects.filter(authority=authority, state__in=WAITING))
    for message in found:
        if message.key in written:
            at, carrier, reference = written[message.key]
            values = {"state": "left", "left_at": at, "carrier": carrier, "reference": reference, "next_try": None}
            _set(message, message.state, **values)
        elif message.state == "leaving":
            _asked(message, now, carriers, sent)


def _asked(message: Message, now: Moment, carriers: Carriers, sent: Sent) -> None:
    carrier = carriers.named(message.carrier)
    taken: Callable[[str], str | None] = carrier.taken if carrier is not None else lambda key: None
    try:
        reference = taken(message.key)
    except Exception:  # asked again at the next pass
        log.warning("carrier %s does not say whether it took message %s", message.carrier, message.key)
        return
    if reference is None:
        _doubt(message, sent)
    elif reference:
        _set(message, "leaving", state="left", left_at=message.leaving_at, reference=reference, next_try=None)
    else:
        _set(message, "leaving", state="queued", next_try=now)


def _record_all(authority: str, now: Moment) -> None:
    """The entries of what has left and is not recorded yet."""
    with as_program(authority):
        found = list(Message.objects.filter(authority=authority, state="left", recorded=False).order_by("left_at"))
    for message in found:
        problem = record_sent(message, now)
        _set(message, "left", recorded=True, last_error=problem)


def _ask_what_became(authority: str, now: Moment, carriers: Carriers) -> None:
    with as_program(authority):
        lately = Message.objects.filter(authority=authority, state="left", arrived="", left_at__gte=now - ASK_FOR)
        found = list(lately.exclude(reference="").exclude(way="print"))
    for message in found:
        carrier = carriers.named(message.carrier)
        try:
            became = carrier.became(message.reference) if carrier is not None else ""
        except Later:
            return
        if became.startswith("failed"):
            _set(message, "left", state="undeliverable", arrived=became, last_error=became.partition(": ")[2])
        elif became:
            _set(message, "left", arrived=became)
