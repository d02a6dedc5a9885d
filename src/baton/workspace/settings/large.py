"""Large print on every page: kept with the person's settings, and in the session so that no page asks for it."""

from __future__ import annotations

from django.http import HttpRequest

from baton.sending.staff import wishes
from baton.store.tenancy import in_authority

SESSION_LARGE = "large_print"


def remember(request: HttpRequest, authority: str, person: str) -> None:
    """At the beginning of work in a post."""
    with in_authority(authority):
        request.session[SESSION_LARGE] = wishes(authority, person).large_print
