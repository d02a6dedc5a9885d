"""Around every request: whose token it is, how often it may ask, whether it was answered before, what has changed.

One token is one person in one post. The desk it sits at is the pages' own: the same transaction, row policies and
clearances, and the same record of reads.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from baton.accounts.clock import now as clock
from baton.accounts.desk import sit_down
from baton.accounts.models import Token
from baton.accounts.tokens import live, used
from baton.api.models import Answered
from baton.api.problems import TYPE, Problem, respond
from baton.working_time import Moment

View = Callable[..., HttpResponse]
MINUTE, DAY = 60, 24 * 3600
A_MINUTE, ACTS_A_MINUTE = 600, 120  # requests of one token; of these those that change something
LARGEST, LARGEST_EXTRACT = 1_000_000, 2_400_000  # bytes of a body
PUBLIC = ("openapi.json",)
log = logging.getLogger(__name__)


def guarded(view: View, public: bool = False) -> View:
    """The view with everything around it. The middleware of the pages lets it through: who comes in is decided here."""

    def inside(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            if public:
                return _finished(request, view(request, *args, **kwargs))
            return _for_a_token(request, view, args, kwargs)
        except Problem as problem:
            return respond(request, problem)
        except Exception:
            log.exception("the API broke at %s", request.resolver_match.route if request.resolver_match else "")
            desk = getattr(request, "desk", None)
            if desk is not None:
                desk.end(broken=True)
            return respond(request, Problem("broken", "Nothing of this request was saved. Send it again later."))

    inside.baton_program = True  # type: ignore[attr-defined]
    inside.csrf_exempt = True  # type: ignore[attr-defined]
    return inside


def _for_a_token(request: HttpRequest, view: View, args: Any, kwargs: Any) -> HttpResponse:
    now = clock()
    token = _token(request, now)
    limits = _counted(request, token, now)
    _readable(request)
    desk = sit_down(token.account, token.post, now)
    if desk is None:
        raise _no_token("The post that this token was issued for is not this person's any longer.")
    request.desk, request.token = desk, token  # type: ignore[attr-defined]
    answer = _once(request, token, now, lambda: _finished(request, view(request, *args, **kwargs)))
    for name, value in limits.items():
        answer[name] = value
    return _conditional(request, answer)


def _token(request: HttpRequest, now: Moment) -> Token:
    scheme, _, plain = request.headers.get("Authorization", "").partition(" ")
    token = live(plain.strip(), now) if scheme.casefold() == "bearer" else None
    if token is None:
        raise _no_token("Send a live token as Authorization: Bearer baton_…")
    return token


def _no_token(detail: str) -> Problem:
    return Problem("no-token", detail, {"WWW-Authenticate": 'Bearer realm="baton"'})


def _counted(request: HttpRequest, token: Token, now: Moment) -> dict[str, str]:
    """Counts the request; the headers that say how many are left. Time by the machine's clock, whatever a test sets."""
    import time

    second = int(time.time())
    minute, left_of_it = second // MINUTE, MINUTE - second % MINUTE
    limit = int(getattr(settings, "BATON_API_A_MINUTE", A_MINUTE))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO api_counted AS c (token_id, minute, requests) VALUES (%s, %s, 1)"
            " ON CONFLICT (token_id, minute) DO UPDATE SET requests = c.requests + 1 RETURNING requests",
            [token.pk, minute],
        )
        made = cursor.fetchone()[0]
        if made == 1:
            cursor.execute("DELETE FROM api_counted WHERE token_id = %s AND minute < %s", [token.pk, minute - 1])
            used(token, now)
    headers = {
        "RateLimit-Policy": f'"minute";q={limit};w={MINUTE}',
        "RateLimit": f'"minute";r={max(0, limit - made)};t={left_of_it}',
    }
    if made > limit:
        detail = f"{limit} requests a minute. Ask again in {left_of_it} seconds."
        raise Problem("too-many", detail, {**headers, "Retry-After": str(left_of_it)})
    return headers


def _readable(request: HttpRequest) -> None:
    """What no database keeps: a NUL, half a character, more than a form could hold."""
    if "\x00" in request.path or "\x00" in request.META.get("QUERY_STRING", "") or "%00" in request.get_full_path():
        raise Problem("bad-request", "There is a NUL in the address.")
    if request.method in ("GET", "HEAD", "DELETE"):
        return
    largest = LARGEST_EXTRACT if request.path.endswith("/imports") else LARGEST
    if int(request.META.get("CONTENT_LENGTH") or 0) > largest:
        raise Problem("bad-request", f"The body is larger than {largest} bytes.")
    if not request.body:
        return
    try:
        text = json.dumps(json.loads(request.body), ensure_ascii=False)
        text.encode()
    except (ValueError, RecursionError) as problem:
        raise Problem("bad-request", "The body is not JSON in UTF-8.") from problem
    if "\\u0000" in text or "\x00" in text:
        raise Problem("bad-request", "There is a NUL in the body.")


def _finished(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """The framework's own few words become a problem too."""
    if isinstance(answer, HttpResponseNotAllowed):
        allow = answer.headers.get("Allow", "")
        return respond(request, Problem("method-not-allowed", f"It takes {allow}.", {"Allow": allow}))
    return answer


# --- the same request twice is one -----------------------------------------------------------------------------------


def _once(request: HttpRequest, token: Token, now: Moment, do: Callable[[], HttpResponse]) -> HttpResponse:
    """Answers a request that carries a key as it was answered before. The key is also the act's own number (`acts`), so
    that even an answer that was lost adds nothing when it is asked for again."""
    key = request.headers.get("Idempotency-Key", "").strip()
    if not key or request.method not in ("POST", "PATCH"):
        return do()
    if len(key) > 255:
        raise Problem("bad-request", "An Idempotency-Key has at most 255 letters.")
    asked = hashlib.sha256(b"\n".join((request.get_full_path().encode(), request.body))).hexdigest()
    row, new = _row(token, key, asked, now)
    if row.asked != asked:
        raise Problem("key-used", "Use a new Idempotency-Key for each request that differs.")
    if not new and row.status is not None:
        kind = "application/json" if row.status < 400 else TYPE
        answer = HttpResponse(row.body, status=row.status, content_type=kind)
        answer["Idempotency-Replayed"] = "true"
        return answer
    answer = do()
    if answer.status_code < 500:
        Answered.objects.filter(pk=row.pk).update(status=answer.status_code, body=answer.content.decode())
    return answer


def _row(token: Token, key: str, asked: str, now: Moment) -> tuple[Answered, bool]:
    desk_free = transaction.atomic
    Answered.objects.filter(at__lt=now - DAY, token=token).delete()
    try:
        with desk_free():
            return Answered.objects.create(token=token, key=key, asked=asked, at=now), True
    except IntegrityError:
        return Answered.objects.get(token=token, key=key), False


# --- conditional requests --------------------------------------------------------------------------------------------


def _conditional(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """An ETag for everything that was read; 304 where the program has it already."""
    if request.method not in ("GET", "HEAD") or answer.status_code != 200:
        return answer
    mark = answer.headers.get("ETag", "").strip('"')
    tag = f'"{mark}{"." if mark else ""}{hashlib.sha256(answer.content).hexdigest()[:24]}"'
    answer["ETag"] = tag
    answer["Cache-Control"] = "private, no-cache"
    wanted = [one.strip().removeprefix("W/") for one in request.headers.get("If-None-Match", "").split(",")]
    if tag in wanted:
        same = HttpResponse(status=304)
        for name in ("ETag", "Cache-Control", "RateLimit", "RateLimit-Policy"):
            if name in answer.headers:
                same[name] = answer.headers[name]
        return same
    return answer
