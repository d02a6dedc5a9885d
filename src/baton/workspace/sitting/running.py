"""Running a sitting: who came, and the outcome of each child, family by family."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict

from baton.accounts import permissions
from baton.accounts.desk import Desk, desk_of
from baton.accounts.doors import allow
from baton.engine.situation import Act, Done, Refusal
from baton.journal import act_number
from baton.store.acting import Changed
from baton.working_time import at, local_day
from baton.workspace import words
from baton.workspace.acting import refusing
from baton.workspace.acting.answers import read_answers
from baton.workspace.acting.field import Field
from baton.workspace.acting.fields import decision_fields
from baton.workspace.acting.filled import Filled
from baton.workspace.acting.people import people_of, workers_in
from baton.workspace.acting.views import heads_typed
from baton.workspace.journal import heads_of
from baton.workspace.page import saved, say_of, show
from baton.workspace.saying import Say
from baton.workspace.sitting import planned
from baton.workspace.sitting.listing import Row, rows_of
from baton.workspace.sitting.seats import seats


@allow(permissions.may_run_forum)
def attendance(request: HttpRequest, forum: str, when: str) -> HttpResponse:
    """Who is there. Without sender and receiver nothing is decided, if the procedure asks for both."""
    desk = desk_of(request)
    say = say_of(desk)
    one = planned.named(desk, forum, when)
    if local_day(one.at) > local_day(desk.now):
        saved(
            request, f"Nothing was saved: this sitting is on {words.moment(one.at)}. It can be recorded from that day."
        )
        return HttpResponseRedirect(one.href)
    refusal = None
    if request.method == "POST":
        known = dict(seats(desk, say, one.forum)) | dict(desk.around.organisation.names)
        here = tuple(p for p in request.POST.getlist("attended") if p in known)
        if here:
            act = Act("held", forum, (), at(min(one.at, desk.now)), subject=one.subject, attended=here)
            answer = desk.act(act, request.POST.get("number") or act_number())
            if isinstance(answer, Done):
                saved(request, f"{words.plural(len(here), 'person', 'people')} recorded as present.")
                return HttpResponseRedirect(f"{one.href}/row/1")
            if isinstance(answer, Refusal):
                refusal = refusing.said(desk, say, answer, {}, "record who is here")
    errors = []
    if request.method == "POST" and refusal is None:
        errors = [{"field": "attended-1", "text": "Tick at least one person"}]
    return show(
        request,
        "sitting/attendance.html",
        "Who is here?",
        400 if errors else 409 if refusal else 200,
        at="sitting",
        one=one,
        seats=seats(desk, say, one.forum),
        number=act_number(),
        errors=errors,
        refusal=refusal,
    )


@allow(permissions.may_run_forum)
def row(request: HttpRequest, forum: str, when: str, number: int) -> HttpResponse:
    """One family: an outcome for each child, saved at once, then the next."""
    desk = desk_of(request)
    say = say_of(desk)
    one = planned.named(desk, forum, when)
    rows = [r for r in rows_of(desk, say, one) if r.children]
    if not rows and request.method != "POST":
        return HttpResponseRedirect(one.href)
    if request.method == "POST" and request.POST.get("row"):
        found = [n for n, r in enumerate(rows, 1) if r.mark == request.POST["row"]]
        if not found:
            saved(request, "That family is not on this list any more. What you chose for it was not saved.")
            return HttpResponseRedirect(one.href)
        number = found[0]  # the list may have moved since the page was opened: what its page showed is decided on
    if not 1 <= number <= len(rows):
        raise Http404
    here = rows[number - 1]
    desk.reads([c.child for c in here.children], "sitting")
    fields = _fields(desk, say, one, here)
    if request.method == "POST":
        return _posted(request, desk, say, one, rows, number, fields)
    return _page(request, desk, say, one, rows, number, fields, _initial(here))


def _fields(desk: Desk, say: Say, one: planned.Planned, here: Row) -> list[Field]:
    people = people_of(desk, say, here.children[0], None, None)
    receiving, among = workers_in(desk, say, _receiving(desk, here)), _group(desk, here)
    places = tuple(pair for pair in people.places if pair[0] in among) if among else people.places
    people = replace(people, workers=receiving or people.workers, places=places)
    presenters = tuple(pair for pair in people.attend if pair[0] in desk.around.organisation.names)
    who = Field("presenter", "select", "Who presents?", options=presenters, optional=True)
    return [who, *decision_fields(say, one.forum, people, len(here.children) > 1)]


def _receiving(desk: Desk, here: Row) -> set[str]:
    """The teams at the receiving end of a row: the team named, else all of the service, or of the group among whose
    teams the forum chooses."""
    lead, teams = here.matters[0], desk.around.organisation.teams
    service = lead.to_team if lead.to_team not in teams or teams[lead.to_team].service == lead.to_team else ""
    services = _group(desk, here) or {service or lead.to_service}
    under = {key for key, team in teams.items() if team.service in services or key in services}
    return {lead.to_team} if lead.to_team in teams and not service else under


def _group(desk: Desk, here: Row) -> set[str]:
    """The services or teams of the group to which the row is going, while the forum has not chosen one of them."""
    place = desk.pack.places.get(here.matters[0].to_service)
    return set(place.members) if place is not None and place.kind == "group" else set()


def _initial(here: Row) -> dict[str, Any]:
    """What is already decided or named, so that nothing is asked twice."""
    values: dict[str, Any] = {"presenter": str((here.matters[0].values or {}).get("presenter", ""))}
    for m in here.matters:
        end = f"-{m.child}" if len(here.children) > 1 else ""
        if m.receiving_worker:
            values[f"receiving_worker{end}"] = m.receiving_worker
        given = str((m.values or {}).get("transfer_date", ""))
        if given.count("-") == 2:
            values |= dict(
                zip((f"transfer_date{end}-{p}" for p in ("year", "month", "day")), given.split("-"), strict=True)
            )
        if m.decision:
            values[f"decision{end}"] = m.decision
    return values


def _reasons(each: Mapping[str, Mapping[str, Any]], children: tuple[str, ...]) -> str:
    """The reasons written child by child, as the reason of the act; none unless every child has one."""
    found = [str(each.get(child, {}).get("reason") or "").strip() for child in children]
    return "; ".join(dict.fromkeys(found)) if all(found) else ""


def _posted(
    request: HttpRequest, desk: Desk, say: Say, one: planned.Planned, rows: list[Row], number: int, fields: list[Field]
) -> HttpResponse:
    here = rows[number - 1]
    children = tuple(c.child for c in here.children)
    verb = "carry_over" if request.POST.get("step") == "carry" else "decide"
    reading = fields if verb == "decide" else ()
    posted = _alike(request.POST, children, fields)
    answers = read_answers(posted, reading, children, verb)
    reason = request.POST.get("why", "").strip() or answers.reason or _reasons(answers.each, children)
    if answers.errors:
        return _page(request, desk, say, one, rows, number, fields, posted, 400, errors=answers.errors)
    act = Act(
        verb,
        one.forum.key,
        children,
        None,
        here.key,
        answers.values,
        answers.each,
        reason=reason,
        attended=one.sitting.attended if verb == "decide" else (),
    )
    typed = heads_typed(request.POST)
    heads = {c: typed.get(c, 0) for c in children}
    answer = desk.act(act, request.POST.get("number") or act_number(), heads)
    names = {c.child: c.name.rsplit(" ", 1)[0] for c in here.children}
    if isinstance(answer, Done):
        what = "carried over to the next sitting" if verb == "carry_over" else "the decision"
        saved(request, f"{words.joined(list(names.values()))}: {what}.")
        return HttpResponseRedirect(f"{one.href}/row/{number + 1}" if number < len(rows) else one.href)
    context: dict[str, Any] = {}
    if isinstance(answer, Changed):
        context["meanwhile"] = refusing.changed_said(say, answer.meanwhile, desk.now, names)
        answer = answer.answer if isinstance(answer.answer, Refusal) else None  # type: ignore[assignment]
    if isinstance(answer, Refusal):
        doing = "carry {} over" if verb == "carry_over" else "decide for {}"
        context["refusal"] = refusing.said(desk, say, answer, names, doing.format(words.joined(list(names.values()))))
    return _page(request, desk, say, one, rows, number, fields, posted, 409, **context)


def _alike(post: QueryDict, children: tuple[str, ...], fields: list[Field]) -> QueryDict:
    """The form with the answers of the first child written out for each child of whom the same was said."""
    told = post.copy()
    each = [f.name for f in fields if f.each]
    for child in children[1:]:
        if post.get(f"same-{child}") != "yes":
            continue
        for name in each:
            for end in ("", "-day", "-month", "-year", "-time"):
                told.setlist(f"{name}-{child}{end}", post.getlist(f"{name}-{children[0]}{end}"))
    return told


def _page(
    request: HttpRequest,
    desk: Desk,
    say: Say,
    one: planned.Planned,
    rows: list[Row],
    number: int,
    fields: list[Field],
    values: Any,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    here = rows[number - 1]
    children = [c.child for c in here.children]
    return show(
        request,
        "sitting/row.html",
        here.title,
        status,
        at="sitting",
        one=one,
        rows=rows,
        here=here,
        position=number,
        fields=fields,
        values=Filled(values),
        names={c.child: c.name.rsplit(" ", 1)[0] for c in here.children},
        heads=heads_of(desk.authority, children),
        number=act_number(),
        task=None,
        **context,
    )
