"""The pages for what went wrong: not allowed, not found, not understood, broken. They say what to do next."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from baton.accounts.middleware import NotYourPlace
from baton.workspace.page import show


def instead(request: HttpRequest, status: int) -> HttpResponse:
    """The page for an answer that came without one."""
    if status == 403 and not getattr(request, "not_your_place", False) and request.method == "POST":
        return csrf(request)
    pages = {400: not_understood, 403: not_allowed, 404: not_found}
    return pages[status](request)


def not_allowed(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """403: this post may not open the page. Nothing of the page gives a hint."""
    place = isinstance(exception, NotYourPlace) or getattr(request, "not_your_place", False)
    return show(request, "problem.html", "You cannot open this page", 403, kind="place" if place else "record")


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """404: the same words whether there is nothing there or nothing that you may see."""
    return show(request, "problem.html", "There is no page here that you may open", 404, kind="missing")


def not_understood(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """400 and failed form tokens."""
    return show(request, "problem.html", "That could not be read", 400, kind="unread")


def went_wrong(request: HttpRequest) -> HttpResponse:
    """500: nothing was saved. Without the database: no shared parts."""
    request.desk = None  # type: ignore[attr-defined]
    return HttpResponse(
        "<!doctype html><html lang=en><title>Sorry, something went wrong</title><h1>Sorry, something went wrong</h1>"
        "<p>Nothing was saved. Go back and try again; if it happens again, tell your administrator when."
        "<p><a href='/'>Go to the first page</a></html>",
        status=500,
    )


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token: an old page, or one that is not ours."""
    return show(request, "problem.html", "That page had been open for too long", 403, kind="unread")
