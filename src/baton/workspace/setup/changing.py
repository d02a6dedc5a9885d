"""One form for each change of set-up: whom it touches is said before it is saved, and a refusal says why not."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from baton.accounts import permissions
from baton.accounts.desk import Desk, desk_of
from baton.accounts.doors import allow
from baton.engine.situation import Act, Done, Refusal
from baton.journal import act_number
from baton.store.models import Child
from baton.workspace import words
from baton.workspace.acting import refusing
from baton.workspace.acting.answers import read_answers
from baton.workspace.acting.filled import Filled
from baton.workspace.page import saved, say_of, show
from baton.workspace.setup.changes import CHANGES

# What a newcomer to this page looks for next, once it is saved.
NEXT = {"person": (("Open an account for them, so that they can sign in", "/set-up/accounts/new"),)}


@allow(permissions.may_set_up)
def change(request: HttpRequest, change: str) -> HttpResponse:
    """The form, whom it touches, and the saving."""
    desk = desk_of(request)
    say = say_of(desk)
    one = CHANGES.get(change)
    if one is None:
        raise Http404
    fields = one.fields(desk, say)
    context: dict[str, Any] = {"one": one, "fields": fields}
    if request.method != "POST" or request.POST.get("step") == "edit":
        return _page(request, one.title, request.POST or request.GET, **context)
    answers = read_answers(request.POST, fields, (), "booked")
    act = one.answer(desk, answers) if not answers.errors else ""
    if isinstance(act, str):
        errors = answers.errors or [{"field": fields[0].name, "text": act}]
        return _page(request, one.title, request.POST, 400, errors=errors, **context)
    if request.POST.get("step") != "save":
        return _page(request, one.title, request.POST, seen=True, touches=touches(desk, act), **context)
    number = request.POST.get("number") or act_number()
    answer = desk.act(act, number)
    if isinstance(answer, Done):
        saved(request, f"{one.title}: saved.", NEXT.get(one.key, ()))
        return HttpResponseRedirect("/set-up")
    refusal = None
    if isinstance(answer, Refusal):
        names = {i.child: f"child {n}" for n, i in enumerate(answer.items, 1)}
        refusal = refusing.said(desk, say, answer, names, f"{one.title[:1].lower()}{one.title[1:]}")
    return _page(request, one.title, request.POST, 409, refusal=refusal, **context)


def touches(desk: Desk, act: Act) -> list[str]:
    """How many children are held by or through whom the change is about; an administrator reads no names."""
    assert act.subject is not None
    held = Child.objects.filter(authority=desk.authority).exclude(holder_kind="")
    if act.subject.kind == "worker":
        n = held.filter(holder_person=act.subject.id).count()
        return [f"{words.children(n)} held by this person now."]
    if act.subject.kind == "office":
        office, _, place = act.subject.id.partition("@")
        n = held.filter(holder_kind="office", holder_office=office, holder_team__in=[place] if place else []).count()
        return [f"{words.children(n)} held through this office now."]
    if act.word == "closure_day":
        return [
            "Every limit in working days that runs over this day is worked out again when its child is next looked at."
        ]
    return []


def _page(request: HttpRequest, title: str, values: Any, status: int = 200, **context: Any) -> HttpResponse:
    filled = Filled(values)
    number = filled.get("number") or act_number()
    return show(
        request, "setup/change.html", title, status, at="setup", values=filled, number=number, task=None, **context
    )
