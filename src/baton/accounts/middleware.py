"""Every request: who is it, in which post, may this post come in; then one transaction in its authority.

Deny by default: a view that carries no mark of `doors` is not found by anybody.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.cache import add_never_cache_headers
from django.utils.module_loading import import_string

from baton.accounts.clock import now
from baton.accounts.desk import sit_down
from baton.accounts.models import Account
from baton.accounts.posts import Post

SESSION_POST = "post"
PROBLEMS = "baton.workspace.problems.instead"  # the page for what went wrong; this room knows no pages


class NotYourPlace(PermissionDenied):
    """This post may not come in; the page says which may."""


class PostMiddleware:
    """Puts `request.desk` where a post is at work, and wraps the view in its reading transaction."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.desk = None  # type: ignore[attr-defined]
        response = self.get_response(request)
        if _bare(request, response):
            response = import_string(getattr(settings, "BATON_PROBLEMS", PROBLEMS))(request, response.status_code)
        desk = getattr(request, "desk", None)
        if desk is not None:
            desk.end(broken=response.status_code >= 500)
            add_never_cache_headers(response)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Lets in, sends to sign in or to choose a post, or refuses."""
        if getattr(view, "baton_program", False):
            return None  # a program comes with a token, and its own guard says what is wrong in its own form
        if _has_nul(request):
            raise BadRequest
        if getattr(view, "baton_open", False):
            return None
        account = request.user
        if not isinstance(account, Account):
            return HttpResponseRedirect(f"/sign-in?next={quote(request.get_full_path())}")
        if account.must_change and not getattr(view, "baton_first", False):
            return HttpResponseRedirect("/your-password")
        if getattr(view, "baton_signed_in", False):
            return None
        predicate = getattr(view, "baton_allow", None)
        if predicate is None:
            raise PermissionDenied
        desk = sit_down(account, str(request.session.get(SESSION_POST) or ""), now())
        if desk is None:
            return HttpResponseRedirect(f"/choose-post?next={quote(request.get_full_path())}")
        request.desk = desk  # type: ignore[attr-defined]
        if not predicate(desk.post):
            request.not_your_place = True  # type: ignore[attr-defined]
            raise NotYourPlace
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """A page that broke has saved nothing and read nothing that counts."""
        desk = getattr(request, "desk", None)
        if desk is not None and not isinstance(exception, PermissionDenied):
            desk.end(broken=True)


def _bare(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether an answer is the framework's own few words instead of one of our pages."""
    html = response.headers.get("Content-Type", "").startswith("text/html")
    ours = getattr(response, "baton_page", False) or request.path.startswith("/api/")
    return html and not ours and response.status_code in (400, 403, 404)


def _has_nul(request: HttpRequest) -> bool:
    """A byte that no text has and that the database refuses."""
    given = (request.GET, request.POST)
    return "\x00" in request.path or any(
        "\x00" in value for one in given for values in one.lists() for value in (values[0], *map(str, values[1]))
    )


def work_in(request: HttpRequest, post: Post) -> None:
    """Binds the session to one post. Another authority means a fresh session: nothing of the first stays."""
    before = str(request.session.get(SESSION_POST) or "")
    if before and before.split("|")[0] != post.authority:
        account_key = {k: v for k, v in request.session.items() if k.startswith("_auth")}
        request.session.flush()
        request.session.update(account_key)
    request.session.cycle_key()
    request.session[SESSION_POST] = post.key
