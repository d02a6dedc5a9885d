"""A restricted record: who may see it, until when, and why; given, ended, lifted. Each is kept with who did it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from baton.accounts import clearances, permissions
from baton.accounts.desk import Desk, desk_of
from baton.accounts.doors import allow
from baton.engine.situation import Act, Done
from baton.journal import act_number
from baton.store.models import Child
from baton.working_time import day_window, local_day, parse_when
from baton.workspace.acting.answers import read_answers
from baton.workspace.acting.field import Field, options_of
from baton.workspace.acting.filled import Filled
from baton.workspace.child import gathering
from baton.workspace.page import saved, say_of, show
from baton.workspace.saying import Say

WHY = Field("reason", "text", "Why?", "Whoever may see the record sees the reason too")
UNTIL = Field("until", "date", "Until when?", "The last day. Leave empty if no end is known", optional=True)


@allow(permissions.may_restrict)
def who_may_see(request: HttpRequest, child: str) -> HttpResponse:
    """Restricts a record, lifts that, and says by name who may see it."""
    desk = desk_of(request)
    say = say_of(desk)
    row = gathering.child_at(desk, child)
    desk.reads([child], "who may see the record")
    fields = _fields(desk, say, row)
    if request.method != "POST":
        return _page(request, desk, say, row, fields, {})
    step = request.POST.get("step", "")
    if step.startswith("end-"):
        return _end(request, desk, child, step.removeprefix("end-"))
    answers = read_answers(request.POST, [WHY] if step == "lift" else fields, (), "given")
    if answers.errors:
        return _page(request, desk, say, row, fields, request.POST, answers.errors)
    if step == "clear" and row.restricted:
        person = str(answers.values["person"])
        clearances.give(desk.authority, child, person, desk.post.person, answers.reason, _until(answers.values))
        saved(request, f"{say.person(person)} may see this record.")
        return HttpResponseRedirect(request.path)
    answer = desk.act(
        Act("given", "restricted", (child,), values={"restricted": "no" if step == "lift" else "yes"},
            reason=answers.reason), request.POST.get("number") or act_number(),
    )  # fmt: skip
    if not isinstance(answer, Done):
        return _page(request, desk, say, row, fields, request.POST, [{"field": "reason", "text": "It was not kept"}])
    saved(request, "The restriction is lifted." if step == "lift" else "The record is restricted.")
    return HttpResponseRedirect(request.path)


def _fields(desk: Desk, say: Say, row: Child) -> list[Field]:
    if not row.restricted:
        return [WHY]
    there = desk.around.organisation
    people = {p: say.person(p) for p in there.names if there.ended.get(p, desk.now + 1) > desk.now}
    return [Field("person", "select", "Who may see it?", "", options_of(people)), UNTIL, WHY]


def _until(values: dict[str, Any]) -> datetime | None:
    """The end of the last day."""
    given = values.get("until")
    if not given:
        return None
    return datetime.fromtimestamp(day_window(local_day(parse_when(str(given)).lo)).hi, UTC)


def _end(request: HttpRequest, desk: Desk, child: str, person: str) -> HttpResponse:
    if person == desk.post.person and clearances.live(desk.authority, child).count() == 1:
        saved(request, "You are the last who may see this record. Clear somebody else first.")
    elif clearances.end(clearances.live(desk.authority, child).filter(person=person), desk.post.person):
        saved(request, "That clearance has ended.")
    return HttpResponseRedirect("/children" if person == desk.post.person else request.path)


def _page(
    request: HttpRequest, desk: Desk, say: Say, row: Child, fields: list[Field], values: Any,
    errors: list[dict[str, str]] | None = None,
) -> HttpResponse:  # fmt: skip
    held = clearances.Clearance.objects.filter(authority=desk.authority, child=row.child).order_by("-given_at")
    standing = set(clearances.live(desk.authority, row.child).values_list("pk", flat=True))
    return show(
        request,
        "child/who_may_see.html",
        "Who may see this record",
        400 if errors else 200,
        at="children",
        child=row,
        identity=gathering.identity(desk, say, row),
        fields=fields,
        values=Filled(values),
        errors=errors or [],
        number=act_number(),
        task=None,
        live=[c for c in held if c.pk in standing],
        ended=[c for c in held if c.pk not in standing],
    )
