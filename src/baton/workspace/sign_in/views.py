"""Sign in with a local account, choose one post, sign out; whether the program is alive; the statements."""

from __future__ import annotations

import time
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from baton.accounts import limits
from baton.accounts.around import database_answers
from baton.accounts.clock import now
from baton.accounts.doors import before_all_else, open_to_all, signed_in
from baton.accounts.keeping import CannotBeKept, choose_password
from baton.accounts.middleware import work_in
from baton.accounts.models import Account
from baton.accounts.posts import Post, posts_of
from baton.workspace.page import saved, show
from baton.workspace.settings import large

WRONG = "Your username or your password is not right"
WAIT = "There have been too many tries. Wait 15 minutes, or ask your administrator"


@open_to_all
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The one way in. The same words whether the account or the password is wrong."""
    username = request.POST.get("username", "").strip()[:200]
    if request.method != "POST":
        return _sign_in_page(request, username)
    address = str(request.META.get("REMOTE_ADDR", ""))
    if limits.too_many(username, address):
        return _sign_in_page(request, username, WAIT, 429)
    account = authenticate(request, username=username.lower(), password=request.POST.get("password", ""))
    if not isinstance(account, Account):
        limits.failed(username, address)
        return _sign_in_page(request, username, WRONG, 400)
    limits.succeeded(username)
    login(request, account)
    posts = posts_of(account, now())
    if len(posts) == 1:
        _begin(request, posts[0])
        return HttpResponseRedirect(_next(request, posts[0]))
    return HttpResponseRedirect(f"/choose-post?next={quote(_next(request, None))}")


def _sign_in_page(request: HttpRequest, username: str, problem: str = "", status: int = 200) -> HttpResponse:
    errors = [{"field": "username", "text": problem}] if problem else []
    return show(
        request,
        "sign_in/sign_in.html",
        "Sign in to Baton",
        status,
        username=username,
        errors=errors,
        next=request.GET.get("next") or request.POST.get("next") or "",
    )


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def choose_post(request: HttpRequest) -> HttpResponse:
    """ "Which post are you working in?" One a session."""
    assert isinstance(request.user, Account)
    posts = posts_of(request.user, now())
    chosen = next((p for p in posts if p.key == request.POST.get("post")), None)
    if request.method == "POST" and chosen is not None:
        _begin(request, chosen)
        return HttpResponseRedirect(_next(request, chosen))
    errors = [{"field": "post-1", "text": "Choose the post you are working in"}] if request.method == "POST" else []
    title = "Which post are you working in?" if posts else "You have an account but no post"
    return show(
        request,
        "sign_in/choose_post.html",
        title,
        400 if errors else 200,
        posts=posts,
        errors=errors,
        next=request.GET.get("next") or request.POST.get("next") or "",
        current=request.session.get("post"),
    )


@before_all_else
@never_cache
@require_http_methods(["GET", "POST"])
def your_password(request: HttpRequest) -> HttpResponse:
    """A password of one's own; asked for at the first sign-in, and whenever somebody wants another one."""
    assert isinstance(request.user, Account)
    account, first = request.user, request.user.must_change
    errors: list[dict[str, str]] = []
    if request.method == "POST":
        address = str(request.META.get("REMOTE_ADDR", ""))
        try:
            if limits.too_many(account.username, address):
                raise CannotBeKept(WAIT, "now")
            choose_password(account, *(request.POST.get(name, "") for name in ("now", "new", "again")))
        except CannotBeKept as problem:
            if problem.field == "now" and str(problem) != WAIT:  # as at the sign-in: a password is not guessed here
                limits.failed(account.username, address)
            errors = [{"field": problem.field, "text": str(problem)}]
        else:
            limits.succeeded(account.username)
            update_session_auth_hash(request, account)
            saved(request, "Your password is saved.")
            return HttpResponseRedirect("/choose-post" if first else "/")
    return show(
        request, "sign_in/your_password.html", "Your password", 400 if errors else 200, errors=errors, first=first
    )


def _begin(request: HttpRequest, post: Post) -> None:
    """To work in this post, for as long as the settings give; pages say until when."""
    work_in(request, post)
    large.remember(request, post.authority, post.person)
    _stay(request)


def _stay(request: HttpRequest) -> None:
    request.session.set_expiry(settings.SESSION_COOKIE_AGE)
    request.session["signed_in_until"] = int(time.time()) + settings.SESSION_COOKIE_AGE


@signed_in
@never_cache
@require_POST
def stay(request: HttpRequest) -> HttpResponse:
    """ "Stay signed in": the whole time begins again. A script asks for the new end alone."""
    _stay(request)
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"until": request.session["signed_in_until"]})
    return HttpResponseRedirect(_next(request, None))


@open_to_all
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends the session; nothing of it stays."""
    logout(request)
    return HttpResponseRedirect("/sign-in")


@open_to_all
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """For the machine that watches: 200 while the database answers."""
    alive = database_answers()
    return JsonResponse({"status": "ok" if alive else "the database does not answer"}, status=200 if alive else 503)


@open_to_all
def statement(request: HttpRequest, which: str) -> HttpResponse:
    """Accessibility, privacy and help: the same for everybody."""
    titles = {"accessibility": "Accessibility", "privacy": "Privacy", "help": "Help"}
    return show(request, f"sign_in/{which}.html", titles[which])


def _next(request: HttpRequest, post: Post | None) -> str:
    """Where the person wanted to go, if it is a page of ours; else the first page."""
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else "/"
