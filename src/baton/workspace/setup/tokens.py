"""Tokens of programs: whose post each works in, for what, last used when, until when. Made and shown once, revoked."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from baton.accounts import permissions
from baton.accounts.desk import Desk, desk_of
from baton.accounts.doors import allow
from baton.accounts.models import Seat, Token
from baton.accounts.posts import posts_of_seat
from baton.accounts.tokens import LONGEST, SCOPES, issue, revoke
from baton.workspace import words
from baton.workspace.acting.answers import Answers
from baton.workspace.acting.field import Field
from baton.workspace.page import page_of, saved, say_of, show
from baton.workspace.saying import Say
from baton.workspace.setup.asking import ask

WHY = Field("reason", "text", "Why?", "It is kept with the change")
USUAL_DAYS = 90


@allow(permissions.may_set_up)
def tokens(request: HttpRequest) -> HttpResponse:
    """Every token of this authority, those that open something first."""
    desk = desk_of(request)
    say = say_of(desk)
    page = page_of(request, Token.objects.filter(authority=desk.authority).order_by("-issued_at", "-pk"))
    page["rows"] = sorted((row_of(desk, say, token) for token in page["rows"]), key=lambda row: not row["live"])
    return show(request, "setup/tokens.html", "Programs", at="setup", page=page)


def row_of(desk: Desk, say: Say, token: Token) -> dict[str, Any]:
    """A token as a line: nothing of it that opens anything."""
    _authority, person, office, place, *_ = token.post.split("|")
    at = f", {say.place(place)}" if place else ""
    ended = "Revoked" if token.revoked_at is not None else "Ended" if token.expires_at <= desk.now else ""
    return {
        "key": token.pk,
        "name": token.name,
        "hint": token.hint,
        "who": say.person(person) if person in desk.around.organisation.names else token.account.name,
        "post": f"{say.office(office)}{at}" if office else "a duty",
        "scopes": list(token.scopes),
        "made": f"{words.day(token.issued_at)}, {say.person(token.issued_by) or token.issued_by}",
        "used": words.moment(token.last_used_at) if token.last_used_at is not None else "never",
        "until": words.day(token.revoked_at if token.revoked_at is not None else token.expires_at),
        "ended": ended,
        "live": not ended,
    }


@allow(permissions.may_set_up)
def new(request: HttpRequest, seat: int) -> HttpResponse:
    """A token for a program in one post of this account. It is shown on the answer to this request, and never again."""
    desk = desk_of(request)
    found = Seat.objects.filter(authority=desk.authority, pk=seat).select_related("account").first()
    if found is None:
        raise Http404
    fields = [
        Field(
            "post", "radios", "In which post?", options=tuple((p.key, p.title) for p in posts_of_seat(found, desk.now))
        ),
        Field("name", "line", "What is it for?", "People know it by this, for example: case system"),
        Field("scopes", "checkboxes", "What may it do?", options=tuple((k, f"{k}: {v}") for k, v in SCOPES.items())),
        Field("days", "number", "For how many days?", f"At most {LONGEST}"),
        WHY,
    ]

    def do(answers: Answers) -> HttpResponse:
        with desk.aside():
            plain = _issue(desk, found, answers)
        return show(request, "setup/token_once.html", "A token for a program", at="setup", token=plain)

    title = f"A token for a program: {found.account.username}"
    return ask(request, fields, do, title, "Make this token", {"days": str(USUAL_DAYS)})


def _issue(desk: Desk, seat: Seat, a: Answers) -> str:
    days = str(a.values.get("days") or "")
    plain, _row = issue(
        desk.authority, seat.person, str(a.values["post"]), a.to, str(a.values["name"]),
        int(days) if days.isdecimal() else 0, desk.post.person, desk.now, a.reason,
    )  # fmt: skip
    return plain


@allow(permissions.may_set_up)
def end(request: HttpRequest, token: int) -> HttpResponse:
    """Revokes one; why is kept."""
    desk = desk_of(request)
    found = Token.objects.filter(authority=desk.authority, pk=token, revoked_at=None).first()
    if found is None:
        raise Http404

    def do(answers: Answers) -> HttpResponse:
        with desk.aside():
            revoke(found, desk.post.person, desk.now, answers.reason)
        saved(request, f"{found.name}: revoked. From now on it opens nothing.")
        return HttpResponseRedirect("/set-up/tokens")

    title = f"Revoke the token of a program: {found.name}"
    return ask(request, [WHY], do, title, "Revoke it", back="/set-up/tokens")
