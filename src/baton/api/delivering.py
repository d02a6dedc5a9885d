"""Delivering the feed to webhooks: signed as Standard Webhooks has it, at least once, in order, with growing pauses.

A delivery is a page of the feed, named by the place where it ends: the same page sent again has the same id. The place
moves on only when the receiver has said 2xx. The pauses are the sender's of letters and e-mail.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import json
import logging
import ssl
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from baton.accounts.desk import Desk, sit_down
from baton.api.cursors import pack
from baton.api.feed import LOOK, after, place_of, told
from baton.api.models import Webhook
from baton.api.problems import Problem
from baton.sending.leaving import PAUSES
from baton.store.hold import is_held
from baton.working_time import Moment

WAIT = 10  # seconds for a receiver to answer
MOST = 100  # events in one delivery
ROUNDS = 50  # deliveries to one webhook in one pass
GIVE_UP = 14 * 24 * 3600  # so long without one success, and the webhook is stopped
log = logging.getLogger(__name__)


@dataclass(slots=True)
class Delivered:
    """What one pass did."""

    sent: int = 0
    events: int = 0
    later: int = 0
    stopped: int = 0


class NotTaken(Exception):
    """The receiver did not say that it took it."""


def secret_of(hook: Webhook) -> str:
    """The secret with which deliveries are signed. It follows from the program's own key and is kept nowhere."""
    made = hmac.new(settings.SECRET_KEY.encode(), f"webhook\n{hook.ident}".encode(), hashlib.sha256).digest()
    return "whsec_" + base64.b64encode(made).decode()


def signature(secret: str, ident: str, second: int, body: bytes) -> str:
    """The header webhook-signature: v1, HMAC-SHA256 over id, timestamp and body."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    made = hmac.new(key, f"{ident}.{second}.".encode() + body, hashlib.sha256).digest()
    return "v1," + base64.b64encode(made).decode()


def deliver(authority: str, now: Moment) -> Delivered:
    """One pass over the webhooks of an authority; nothing while it is in hold, or while another pass is at work."""
    done = Delivered()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext('baton.webhooks'), hashtext(%s))", [authority])
        if not cursor.fetchone()[0]:
            return done
    try:
        if not is_held(authority):
            for hook in Webhook.objects.select_related("token__account").filter(
                authority=authority, stopped_at=None, next_try__lte=now
            ).order_by("pk"):  # fmt: skip
                _deliver(hook, now, done)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtext('baton.webhooks'), hashtext(%s))", [authority])
    return done


def _deliver(hook: Webhook, now: Moment, done: Delivered) -> None:
    for _ in range(ROUNDS):
        page = _next_page(hook, now)
        if page is None:
            return _stop(hook, now, "Its token has ended.", done)
        items, cursor = page
        if cursor == hook.cursor:
            return None
        if items:
            try:
                _send(hook, items, cursor, now)
            except (NotTaken, OSError, http.client.HTTPException) as problem:
                return _again_later(hook, now, problem, done)
            done.sent += 1
            done.events += len(items)
        hook.cursor, hook.tries, hook.last_error, hook.delivered_at = cursor, 0, "", now
        hook.save(update_fields=["cursor", "tries", "last_error", "delivered_at"])
    return None


def _next_page(hook: Webhook, now: Moment) -> tuple[list[dict[str, Any]], str] | None:
    """The next events that its token may hear, and the place behind them. None where the token has ended."""
    token = hook.token
    if token.revoked_at is not None or token.expires_at <= now or "events" not in token.scopes:
        return None
    desk = sit_down(token.account, token.post, now)
    if desk is None:
        return None
    try:
        return _read(desk, hook)
    finally:
        desk.end()


def _read(desk: Desk, hook: Webhook) -> tuple[list[dict[str, Any]], str]:
    try:
        place = place_of(hook.cursor)
    except Problem:
        place = (0, 0)  # the record was restored: what was sent before is sent again, with the same numbers
    rows = after(desk.authority, place, MOST)
    looked = 0
    while rows and looked < LOOK:
        items = told(desk, rows, hook.verbs)
        place = (rows[-1].xid, rows[-1].id)
        if items:
            return items, pack(*place)
        looked += len(rows)
        rows = after(desk.authority, place, MOST)
    return [], pack(*place) if looked else hook.cursor


def _send(hook: Webhook, items: Iterable[dict[str, Any]], cursor: str, now: Moment) -> None:
    body = json.dumps({"webhook": hook.ident, "events": list(items), "next": cursor}, ensure_ascii=False).encode()
    ident = f"{hook.ident}_{hashlib.sha256(cursor.encode()).hexdigest()[:24]}"
    headers = {
        "Content-Type": "application/json", "User-Agent": "Baton", "webhook-id": ident, "webhook-timestamp": f"{now}",
        "webhook-signature": signature(secret_of(hook), ident, now, body),
    }  # fmt: skip
    parts = urlsplit(hook.url)
    path = parts.path or "/"
    wire: http.client.HTTPConnection = (
        http.client.HTTPSConnection(parts.netloc, timeout=WAIT, context=ssl.create_default_context())
        if parts.scheme == "https"
        else http.client.HTTPConnection(parts.netloc, timeout=WAIT)
    )
    try:
        wire.request("POST", f"{path}?{parts.query}" if parts.query else path, body, headers)
        status = wire.getresponse().status
    finally:
        wire.close()
    if not 200 <= status < 300:
        raise NotTaken(f"It answered {status}.")


def _again_later(hook: Webhook, now: Moment, problem: Exception, done: Delivered) -> None:
    """Pauses that grow; after two weeks without one success it is stopped, and its owner sees why."""
    hook.tries += 1
    hook.last_error = str(problem)[:300] or type(problem).__name__
    hook.next_try = now + PAUSES[min(hook.tries, len(PAUSES)) - 1]
    hook.save(update_fields=["tries", "last_error", "next_try"])
    done.later += 1
    if hook.next_try - (hook.delivered_at or hook.made_at) > GIVE_UP:
        _stop(hook, now, hook.last_error, done)


def _stop(hook: Webhook, now: Moment, why: str, done: Delivered) -> None:
    hook.stopped_at, hook.last_error = now, why
    hook.save(update_fields=["stopped_at", "last_error"])
    done.stopped += 1
    log.warning("webhook %s is stopped", hook.ident)
