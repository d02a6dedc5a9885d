"""After a restore: what would leave, what has left already, and the administrator's word that it may go on."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from baton.accounts import permissions
from baton.accounts.desk import desk_of
from baton.accounts.doors import allow
from baton.engine.situation import Act, Done
from baton.journal import Subject, act_number
from baton.sending.outbox import settle_all
from baton.sending.waiting import waiting
from baton.store import hold
from baton.working_time import at
from baton.workspace.page import saved, show

CHOICES = ("send", "left")


@allow(permissions.may_set_up)
def release(request: HttpRequest) -> HttpResponse:
    """The numbers, one question, a reason; then the clock and the outbox go on."""
    desk = desk_of(request)
    if not hold.is_held(desk.authority):
        saved(request, "Nothing is on hold.")
        return HttpResponseRedirect("/set-up")
    with_book = waiting(desk.authority)
    if request.method != "POST":
        return _page(request, with_book)
    errors = []
    how, reason = request.POST.get("how", ""), request.POST.get("reason", "").strip()[:1000]
    if with_book.would_leave and how not in CHOICES:
        errors.append({"field": "how-1", "text": "Say whether they left before the restore"})
    if not reason:
        errors.append({"field": "reason", "text": "Say how you know: it is kept in the record"})
    if errors:
        return _page(request, with_book, 400, errors=errors)
    subject = Subject("authority", desk.authority)
    values: dict[str, object] = {
        "already_sent": with_book.left_before + (with_book.would_leave if how == "left" else 0)
    }
    act = Act("release", "hold", (), at(desk.now), values=values, subject=subject, reason=reason)
    answer = desk.act(act, request.POST.get("number") or act_number())
    if not isinstance(answer, Done):
        return _page(request, with_book, 409)
    if how == "left":
        settle_all(desk.authority, desk.now, reason)
    hold.release(desk.authority)
    saved(request, "Released: the clock goes on, and what waits leaves within minutes.")
    return HttpResponseRedirect("/set-up")


def _page(request: HttpRequest, found: Any, status: int = 200, **context: Any) -> HttpResponse:
    desk = desk_of(request)
    owed = desk.ask(hold.waiting, desk.now)
    return show(
        request, "setup/release.html", "On hold since the restore", status, at="setup", found=found, owed=owed,
        reason=request.POST.get("reason", ""), how=request.POST.get("how", ""), number=act_number(), **context,
    )  # fmt: skip
