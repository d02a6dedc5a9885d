"""A person's calendar feed, for the program that subscribes to it: whoever has its address reads it, and no more."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from baton.accounts.clock import now
from baton.accounts.doors import open_to_all
from baton.sending.feeding import feed_of


@open_to_all
@never_cache
@require_GET
def feed(request: HttpRequest, name: str, token: str) -> HttpResponse:
    """The meetings, visits and sittings to come. 404 for an address that leads nowhere, or nowhere any more."""
    made = feed_of(name, token, now())
    if made is None:
        raise Http404
    answer = HttpResponse(made, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="baton.ics"'
    answer["X-Robots-Tag"] = "noindex"
    return answer
