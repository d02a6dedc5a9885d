"""Webhooks: made, listed, taken away. What is sent and how often it is tried again is `delivering`'s."""

from __future__ import annotations

import secrets
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Router

from baton.api import shapes
from baton.api.app import EVENTS, answers, at_desk
from baton.api.cursors import pack
from baton.api.delivering import secret_of
from baton.api.feed import end
from baton.api.models import Webhook
from baton.api.problems import Problem
from baton.api.saying import iso

router = Router(tags=["events"], auth=EVENTS)
MOST = 10  # of one token


@router.get("/webhooks", response=answers(list[shapes.HookOut]), summary="Webhooks", operation_id="listWebhooks")
def hooks(request: HttpRequest) -> Any:
    """Those of this token, with how the last delivery went."""
    at_desk(request)
    return [_out(h) for h in Webhook.objects.filter(token=request.token).order_by("pk")]  # type: ignore[attr-defined]


@router.post("/webhooks", response=answers(shapes.HookOut, 409, status=201), summary="Send the feed somewhere",
             operation_id="makeWebhook")  # fmt: skip
def make(request: HttpRequest, asked: shapes.HookIn) -> Any:
    """From now on what is recorded is sent there, signed, and tried again with growing pauses where it is not taken.
    Only to hosts that whoever runs Baton has named (BATON_WEBHOOK_HOSTS), over https unless it is this machine."""
    desk = at_desk(request)
    token = request.token  # type: ignore[attr-defined]
    _allowed(asked.url)
    if Webhook.objects.filter(token=token).count() >= MOST:
        raise Problem("invalid", f"A token has at most {MOST} webhooks.", errors=[])
    row = Webhook.objects.create(
        ident=f"wh_{secrets.token_hex(8)}", token=token, authority=desk.authority, url=asked.url,
        verbs=list(dict.fromkeys(asked.verbs)), made_at=desk.now, cursor=pack(*end()), next_try=desk.now,
    )  # fmt: skip
    return 201, {**_out(row), "secret": secret_of(row)}


@router.delete("/webhooks/{ident}", response=answers(None, status=204), summary="Stop sending",
               operation_id="deleteWebhook")  # fmt: skip
def delete(request: HttpRequest, ident: shapes.Ident) -> Any:
    """Nothing more is sent there."""
    at_desk(request)
    gone, _ = Webhook.objects.filter(token=request.token, ident=ident).delete()  # type: ignore[attr-defined]
    if not gone:
        raise Problem("not-found", "This token has no such webhook.")
    return HttpResponse(status=204)


def _allowed(url: str) -> None:
    try:
        parts = urlsplit(url)
        host, _ = (parts.hostname or "").casefold(), parts.port
    except ValueError:
        raise Problem("invalid", "This is no address.", errors=[{"where": "body.url", "says": url}]) from None
    here = host in ("127.0.0.1", "localhost", "::1")
    named = host in getattr(settings, "BATON_WEBHOOK_HOSTS", ())
    if not named or (parts.scheme != "https" and not here) or parts.username or parts.fragment:
        says = f'"{host}" is not among the hosts to which webhooks may go, or the address is not https.'
        raise Problem("invalid", says, errors=[{"where": "body.url", "says": says}])


def _out(h: Webhook) -> dict[str, Any]:
    return {
        "id": h.ident, "url": h.url, "verbs": list(h.verbs), "made": iso(h.made_at), "delivered": iso(h.delivered_at),
        "tries": h.tries, "next_try": iso(h.next_try) if h.tries else None, "last_error": h.last_error,
        "stopped": h.stopped_at is not None,
    }  # fmt: skip
