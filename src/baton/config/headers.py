"""What every answer tells the browser: run nothing but our own scripts, show us in no frame, keep no copy."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template.backends.utils import csrf_input
from django.utils.functional import SimpleLazyObject


class HeadersMiddleware:
    """Adds the headers that Django's own middleware does not know."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.csp_nonce = made = secrets.token_urlsafe(16)  # type: ignore[attr-defined]
        response = self.get_response(request)
        # A file for download may carry a policy of its own.
        response.headers.setdefault(
            "Content-Security-Policy",
            f"default-src 'self'; script-src 'self' 'nonce-{made}'; object-src 'none'; base-uri 'self'; "
            "form-action 'self'; frame-ancestors 'none'; img-src 'self' data:",
        )
        response.headers.setdefault("X-Frame-Options", "DENY")
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        # Pages are about children; styles and scripts are not and come with a lifetime of their own.
        response.headers.setdefault("Cache-Control", "no-store")
        return response


def nonce(request: HttpRequest) -> dict[str, str]:
    """For the page's few inline scripts: `cspNonce`, the name that the GOV.UK template asks for."""
    return {"cspNonce": getattr(request, "csp_nonce", "")}


def one_token(request: HttpRequest) -> dict[str, object]:
    """The hidden field against forged forms, made once for all forms of a page, if it has any."""
    return {"csrf_input": SimpleLazyObject(lambda: csrf_input(request))}
