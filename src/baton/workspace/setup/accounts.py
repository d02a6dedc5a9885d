"""The accounts of this authority: who may sign in, as whom, with which duties; every change is kept with its reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from baton.accounts import permissions
from baton.accounts.desk import Desk, desk_of
from baton.accounts.doors import allow
from baton.accounts.keeping import change_duties, close_seat, new_account, new_password
from baton.accounts.models import AccountChange, Seat
from baton.accounts.posts import DUTIES, posts_of_seat
from baton.workspace import tables, words
from baton.workspace.acting.answers import Answers
from baton.workspace.acting.field import Field, options_of
from baton.workspace.page import page_of, saved, say_of, show
from baton.workspace.saying import Say
from baton.workspace.setup.asking import ask

WHY = Field("reason", "text", "Why?", "It is kept with the change")
DUTY = Field(
    "duties",
    "checkboxes",
    "Duties that no procedure speaks of",
    "Each is a post of its own. Leave empty for everybody who works with children",
    tuple(DUTIES.items()),
    optional=True,
)


@allow(permissions.may_set_up)
def accounts(request: HttpRequest) -> HttpResponse:
    """Every account that sits here, and what was changed last."""
    desk = desk_of(request)
    say = say_of(desk)
    wanted = request.GET.get("q", "").strip().lower()
    seats = Seat.objects.filter(authority=desk.authority).select_related("account").order_by("account__username")
    rows = [_row(desk, say, seat) for seat in seats]
    rows = [r for r in rows if wanted in " ".join((r["username"], r["name"], *r["posts"])).lower()]
    if tables.wanted(request):
        lines = [
            (r["username"], r["name"], words.joined(r["posts"]),
             words.moment(int(r["last"].timestamp())) if r["last"] else "never")
            for r in rows
        ]  # fmt: skip
        return tables.file(
            request, desk, tables.table("Accounts", ("Username", "Who", "Posts now", "Last sign-in"), lines)
        )
    changes = AccountChange.objects.filter(authority=desk.authority).order_by("-at", "-pk")
    return show(
        request,
        "setup/accounts.html",
        "Accounts",
        at="setup",
        rows=rows,
        q=wanted,
        changes=page_of(request, changes),
        files=tables.links(request),
    )


def _row(desk: Desk, say: Say, seat: Seat) -> dict[str, Any]:
    account = seat.account
    return {
        "key": seat.pk,
        "username": account.username,
        "name": say.person(seat.person) if seat.person in desk.around.organisation.names else account.name,
        "posts": [post.title for post in posts_of_seat(seat, desk.now)],
        "last": account.last_login,
        "first": account.must_change,
    }


@allow(permissions.may_set_up)
def new(request: HttpRequest) -> HttpResponse:
    """A new account. Its first password is shown once, to be handed on."""
    desk = desk_of(request)
    say = say_of(desk)
    people = options_of({p: say.person(p) for p in desk.around.organisation.names})
    fields = [
        Field("username", "line", "Username", "What they type to sign in, for example their e-mail address"),
        Field("name", "line", "Name"),
        Field(
            "person",
            "select",
            "Which person in the procedure's posts is this?",
            "Leave empty for somebody who has only duties",
            people,
            optional=True,
        ),
        DUTY,
        WHY,
    ]

    def make(a: Answers) -> str:
        username = str(a.values["username"]).strip().lower()
        person = str(a.values.get("person") or "") or f"account.{username}"
        given = (username, str(a.values["name"]), person, _duties(a), desk.post.person, a.reason)
        return new_account(desk.authority, *given)

    return _form(request, desk, fields, make, "Open an account", "Open this account")


@allow(permissions.may_set_up)
def one(request: HttpRequest, seat: int, what: str) -> HttpResponse:
    """Other duties, a new password, or the end of one account here."""
    desk = desk_of(request)
    found = Seat.objects.filter(authority=desk.authority, pk=seat).select_related("account").first()
    if found is None or what not in _WHAT:
        raise Http404
    title, button, change, asks = _WHAT[what]
    fields = [DUTY, WHY] if asks else [WHY]

    def make(a: Answers) -> str:
        return change(desk, found, a)

    first = {"duties": found.duties} if asks else {}
    return _form(request, desk, fields, make, f"{title}: {found.account.username}", button, first)


def _change_duties(desk: Desk, seat: Seat, a: Answers) -> str:
    change_duties(desk.authority, seat, _duties(a), desk.post.person, a.reason)
    return ""


def _new_password(desk: Desk, seat: Seat, a: Answers) -> str:
    return new_password(desk.authority, seat, desk.post.person, a.reason)


def _close(desk: Desk, seat: Seat, a: Answers) -> str:
    close_seat(desk.authority, seat, desk.post.person, a.reason)
    return ""


_WHAT: dict[str, tuple[str, str, Callable[[Desk, Seat, Answers], str], bool]] = {
    "duties": ("Change the duties", "Save the duties", _change_duties, True),
    "password": ("Give a new password", "Make a new password", _new_password, False),
    "close": ("Close the account here", "Close this account", _close, False),
}


def _duties(a: Answers) -> list[str]:
    return list(a.to)  # what is ticked on a form


def _form(
    request: HttpRequest,
    desk: Desk,
    fields: list[Field],
    make: Callable[[Answers], str],
    title: str,
    button: str,
    first: dict[str, Any] | None = None,
) -> HttpResponse:
    """The form and its saving. A password that was made is shown on the answer to this request, and never again."""

    def do(answers: Answers) -> HttpResponse:
        with desk.aside():
            password = make(answers)
        if password:
            return show(request, "setup/password_once.html", title, at="setup", password=password)
        saved(request, f"{title}: saved.")
        return HttpResponseRedirect("/set-up/accounts")

    return ask(request, fields, do, title, button, first)
