"""A worker's page, and what can be recorded of a worker: away, back, a last day. Each is one line in their journal."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from baton.accounts import permissions
from baton.accounts.desk import Desk, desk_of
from baton.accounts.doors import allow
from baton.engine.situation import Act, Done, Refusal
from baton.journal import Subject, act_number
from baton.store.models import Child
from baton.working_time import at, local_day
from baton.workspace import tables, words
from baton.workspace.acting import refusing
from baton.workspace.acting.answers import Answers, read_answers
from baton.workspace.acting.field import Field, options_of
from baton.workspace.acting.filled import Filled
from baton.workspace.page import saved, say_of, show
from baton.workspace.saying import Say
from baton.workspace.work import named, names_of
from baton.workspace.workers import gathering

WHAT = ("away", "back", "leaving")


@allow(permissions.may_allocate)
def worker(request: HttpRequest, person: str) -> HttpResponse:
    """The worker's children, what falls due, and where the worker is."""
    desk = desk_of(request)
    say = say_of(desk)
    gathering.worker_at(desk, person)
    held = gathering.children_of_worker(desk, say, person)
    desk.reads([h.child.child for h in held], "children of a worker")
    if tables.wanted(request):
        lines = [
            (h.name, words.since(h.child.holder_since), "; ".join(h.heavy),
             "; ".join(f"{one.what}, {one.when}".rstrip(", ") for one in h.lines))
            for h in held
        ]  # fmt: skip
        title = f"Children of {say.person(person)}"
        return tables.file(request, desk, tables.table(title, ("Child", "Since", "Complex", "Next"), lines))
    posts = gathering.posts_of_worker(desk, person)
    return show(
        request,
        "workers/worker.html",
        f"{say.person(person)}: {words.children(len(held))}",
        at="team",
        person=person,
        name=say.person(person),
        held=held,
        files=tables.links(request),
        asked=gathering.asked_while_away(desk, say, held),
        more=gathering.others(desk, person),
        away=[a.said(desk.now) for a in gathering.absences_of(desk, person)],
        away_now=any(a.start <= desk.now for a in gathering.absences_of(desk, person)),
        posts=[f"{say.office(p.role)}, {say.place(p.team)}" for p in posts],
        leaves=[words.day(p.end - 1) for p in posts if p.end < desk.now + gathering.FAR],
    )


def _fields(desk: Desk, say: Say, person: str, what: str) -> list[Field]:
    teams = gathering.teams_of(desk, person)
    people = {
        p.person: f"{say.person(p.person)}, {say.place(p.team)}"
        for p in desk.around.organisation.posts
        if p.team in teams and p.person != person and p.start <= desk.now < p.end
    }
    people |= {
        o.person: f"{say.person(o.person)}, {say.office(o.office)}"
        for o in desk.around.organisation.offices
        if o.place in teams and o.person != person and o.start <= desk.now < o.end
    }
    hint = "Not why they are ill: whoever may see the record can read it"
    note = Field("reason", "text", "Anything to add?", hint, optional=True)
    if what == "away":
        return [
            Field("when", "when", "First day away", "It may lie ahead, or have been some days ago"),
            Field("until", "date", "Last day away", "Leave empty where no return is known", optional=True),
            Field("cover", "select", "Who covers their offices?", options=options_of(people), optional=True),
            note,
        ]
    if what == "back":
        return [Field("when", "when", "First day back"), note]
    return [Field("last_day", "date", "Last day in this post"), note]


@allow(permissions.may_allocate)
def change(request: HttpRequest, person: str, happening: str) -> HttpResponse:
    """Away, back or leaving: recorded once, and every child of theirs is worked out again."""
    desk = desk_of(request)
    say = say_of(desk)
    gathering.worker_at(desk, person)
    what = happening
    if what not in WHAT:
        raise Http404
    fields = _fields(desk, say, person, what)
    if request.method != "POST":
        return _page(request, desk, say, person, what, fields, {})
    answers = read_answers(request.POST, fields, (), "booked")
    if (
        what == "away"
        and answers.happened is not None
        and str(answers.values.get("until", "9")) < str(answers.happened.first_day)
    ):
        answers.errors.append({"field": "until-day", "text": "The last day away lies before the first"})
    if answers.errors:
        return _page(request, desk, say, person, what, fields, request.POST, 400, errors=answers.errors)
    act = _act(desk, person, what, answers)
    number = request.POST.get("number") or act_number()
    answer = desk.act(act, number)
    if isinstance(answer, Done):
        n = Child.objects.filter(authority=desk.authority, holder_person=person).exclude(holder_kind="").count()
        done = {"away": "the absence is recorded", "back": "back again", "leaving": "the last day is recorded"}[what]
        more = f" {words.children(n)} to be looked at one by one." if n and what != "back" else ""
        saved(request, f"{say.person(person)}: {done}.{more}")
        return HttpResponseRedirect(f"/workers/{person}{'/children' if n and what == 'leaving' else ''}")
    refusal = None
    if isinstance(answer, Refusal):
        names = {c: named(row) for c, row in names_of(desk, [i.child for i in answer.items]).items()}
        names |= {i.child: "One more child" for i in answer.items if i.child not in names}
        refusal = refusing.said(desk, say, answer, names, f"end this post of {say.person(person)}")
    return _page(request, desk, say, person, what, fields, request.POST, 409, refusal=refusal)


def _act(desk: Desk, person: str, what: str, answers: Answers) -> Act:
    subject = Subject("worker", person)
    values = {k: v for k, v in answers.values.items() if v}
    if what == "leaving":
        return Act("end_post", "post", (), at(desk.now), values=values, subject=subject, reason=answers.reason)
    verb = "started" if what == "away" else "ended"
    return Act(verb, "worker_absence", (), answers.happened, values=values, subject=subject, reason=answers.reason)


def _page(
    request: HttpRequest,
    desk: Desk,
    say: Say,
    person: str,
    what: str,
    fields: list[Field],
    values: Any,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    name = say.person(person)
    titles = {"away": f"{name} is away", "back": f"{name} is back", "leaving": f"{name} leaves this post"}
    buttons = {"away": "Record the absence", "back": "Record the return", "leaving": "Record the last day"}
    held = len(gathering.children_of_worker(desk, say, person))
    return show(
        request,
        "workers/change.html",
        titles[what],
        status,
        at="team",
        person=person,
        what=what,
        fields=fields,
        values=Filled(values),
        button=buttons[what],
        held=held,
        today=local_day(desk.now),
        number=act_number(),
        **context,
    )
