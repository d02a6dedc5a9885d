"""Whether this process can do its work: asked by the launcher, and by whatever watches a server."""

from __future__ import annotations

from django.db import connection
from django.db.utils import Error
from django.http import HttpRequest, HttpResponse

from baton.platform.places import ROOT, short_hash

WHICH = short_hash(str(ROOT))


def health(request: HttpRequest) -> HttpResponse:
    """ "well" and which checkout, or 503: never why, since anybody may ask."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return HttpResponse("not well", status=503, content_type="text/plain")
    return HttpResponse(f"well {WHICH}", content_type="text/plain")


health.baton_open = True  # type: ignore[attr-defined]  # no sign-in: see baton.accounts.doors
