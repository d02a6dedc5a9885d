"""What somebody typed to find a child: kept in the session, so that no name and no birth date stands in an address.

An address goes into the browser's history, into logs and to colleagues. In it stands a number instead (`find`), which
means something only to this person while they are signed in to this post.
"""

from __future__ import annotations

import secrets
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseRedirect

KEPT = "looked_for"  # in the session: number -> what was typed, the last ones
MOST, LONGEST = 20, 100
NOT_KEPT = frozenset({"q", "find", "page", "csrfmiddlewaretoken"})


def put_by(request: HttpRequest) -> HttpResponseRedirect | None:
    """Where a page's form was sent, or somebody's own address has a name in it: the same page by a number instead."""
    given = request.POST if request.method == "POST" else request.GET
    if request.method != "POST" and "q" not in given:
        return None
    rest = {key: value for key, value in given.items() if key not in NOT_KEPT and value}
    text = " ".join(given.get("q", "").split())[:LONGEST]
    if text:
        rest["find"] = _number(request, text)
    return HttpResponseRedirect(f"{request.path}?{urlencode(rest)}" if rest else request.path)


def looked_for(request: HttpRequest) -> str | None:
    """What was typed: "" where nothing was, None where the number means nothing any more."""
    number = request.GET.get("find", "")
    found: dict[str, str] = request.session.get(KEPT, {})
    return found.get(number) if number else ""


def _number(request: HttpRequest, text: str) -> str:
    """The number of this text; the same text has the same, so that the way back leads to the same page."""
    kept: dict[str, str] = dict(request.session.get(KEPT, {}))
    number = next((n for n, before in kept.items() if before == text), "") or secrets.token_hex(4)
    kept.pop(number, None)
    kept[number] = text  # the latest last
    request.session[KEPT] = dict(list(kept.items())[-MOST:])
    return number
