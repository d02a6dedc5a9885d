"""The addresses of the API. Each goes through the guard, and no other middleware lets one in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, URLResolver, path, re_path

from baton.api import (
    acts,
    beginning,
    choosing,
    feed,
    files,
    forums,
    hooks,
    importing,
    letters,
    matters,
    people,
)
from baton.api.app import api
from baton.api.guard import guarded
from baton.api.problems import Problem

api.add_router("/v1/children", beginning.router)  # the children's own, with how a record begins
for place in (acts, choosing, letters, matters, forums, people, importing, files, feed, hooks):
    api.add_router("/v1", place.router)


def described(request: HttpRequest) -> HttpResponse:
    """The description, OpenAPI 3.1."""
    return JsonResponse(api.get_openapi_schema(path_prefix="api/"))


def nothing(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Any other address under api/."""
    raise Problem("not-found", "There is nothing at this address. /api/openapi.json describes those that there are.")


def _all(found: list[Any]) -> list[URLPattern]:
    patterns: list[URLPattern] = []
    for one in found:
        patterns += _all(one.url_patterns) if isinstance(one, URLResolver) else [one]
    return patterns


urlpatterns = [path("openapi.json", guarded(described, public=True), name="openapi")]
for one in _all(api.urls[0]):
    if one.name != "api-root":
        one.callback = guarded(one.callback)
        urlpatterns.append(one)
urlpatterns.append(re_path("^", guarded(nothing, public=True)))
