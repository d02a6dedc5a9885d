"""The forum's own calendar: a date entered, a sitting moved or cancelled, each a line of that sitting's journal."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from baton.accounts import permissions
from baton.accounts.desk import Desk, desk_of
from baton.accounts.doors import allow
from baton.engine.situation import Act, Done, Refusal
from baton.journal import Subject, act_number
from baton.journal.sittings import sitting_id
from baton.working_time import Window, at, local_day
from baton.workspace import words
from baton.workspace.acting import refusing
from baton.workspace.acting.answers import read_answers
from baton.workspace.acting.field import Field
from baton.workspace.acting.filled import Filled
from baton.workspace.page import saved, say_of, show
from baton.workspace.sitting import planned

WHEN = Field("when", "when", "On what date and at what time?", "For example, 27 8 2026 at 10am")


@allow(permissions.may_run_forum)
def enter(request: HttpRequest, forum: str) -> HttpResponse:
    """A date on which the forum sits, beside its cadence or where it has none."""
    desk = desk_of(request)
    found = desk.pack.forums.get(forum)
    if found is None:
        raise Http404
    fields = [WHEN, Field("reason", "text", "Why?", "Where it is beside the usual day", optional=True)]

    def act(when: Window | None, reason: str) -> Act:
        assert when is not None
        subject = Subject("sitting", sitting_id(forum, when.lo))
        return Act("book_sitting", forum, (), at(when.lo), subject=subject, reason=reason)

    return _handle(request, desk, f"Enter a date: {found.says}", fields, act, "/sittings", "Enter this date")


@allow(permissions.may_run_forum)
def change(request: HttpRequest, forum: str, when: str) -> HttpResponse:
    """Another date, or none: everybody who reads the list sees why."""
    desk = desk_of(request)
    one = planned.named(desk, forum, when)
    cancel = request.GET.get("cancel") == "1"
    fields = [Field("reason", "text", "Why?", "Everybody who opens the list reads it")]
    if not cancel:
        fields.insert(0, WHEN)

    def act(moved: Window | None, reason: str) -> Act:
        happened = at(moved.lo) if moved is not None else at(desk.now)
        return Act("cancelled" if cancel else "moved", forum, (), happened, subject=one.subject, reason=reason)

    title = f"{'Cancel' if cancel else 'Move'} the sitting of {words.day_in_full(one.at)}"
    return _handle(
        request, desk, title, fields, act, one.href, "Cancel this sitting" if cancel else "Move this sitting"
    )


def _handle(
    request: HttpRequest, desk: Desk, title: str, fields: list[Field], act: Any, back: str, button: str
) -> HttpResponse:
    say = say_of(desk)
    context: dict[str, Any] = {"fields": fields, "back": back, "button": button}
    if request.method != "POST":
        return _page(request, title, {}, **context)
    answers = read_answers(request.POST, fields, (), "booked")
    moment = answers.happened
    if moment is not None and not moment.is_moment and any(f.name == "when" for f in fields):
        answers.errors.append({"field": "when-time", "text": "Give the time at which it sits, such as 10am"})
    if moment is not None and local_day(moment.lo) < local_day(desk.now):
        answers.errors.append({"field": "when-day", "text": "The date is in the past"})
    if answers.errors:
        return _page(request, title, request.POST, 400, errors=answers.errors, **context)
    number = request.POST.get("number") or act_number()
    answer = desk.act(act(moment, answers.reason), number)
    if isinstance(answer, Done):
        saved(request, f"{button}: {words.moment(moment.lo) if moment is not None else 'done'}.")
        return HttpResponseRedirect("/sittings")
    refusal = refusing.said(desk, say, answer, {}, button.lower()) if isinstance(answer, Refusal) else None
    return _page(request, title, request.POST, 409, refusal=refusal, **context)


def _page(request: HttpRequest, title: str, values: Any, status: int = 200, **context: Any) -> HttpResponse:
    number = act_number()
    return show(
        request, "sitting/calendar.html", title, status, at="sitting", values=Filled(values), number=number, **context
    )
