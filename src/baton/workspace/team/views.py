"""Team: who holds whom and what they carry, who has no worker, what is late, and the board of moves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from baton.accounts import permissions
from baton.accounts.desk import Desk, desk_of
from baton.accounts.doors import allow
from baton.store.lists import work_of_person
from baton.store.models import Child, Question, WorkItem
from baton.store.models.work import OPEN_STATES
from baton.workspace import tables, words
from baton.workspace.child.elsewhere import crosses
from baton.workspace.filters import filter_of
from baton.workspace.home import lists
from baton.workspace.home.asked import asked_of_me
from baton.workspace.home.sittings import at_sittings
from baton.workspace.page import address, say_of, show
from baton.workspace.saved.views import views_of
from baton.workspace.saying import Say
from baton.workspace.several import to_several
from baton.workspace.talks import one_talk
from baton.workspace.team.boards import board as boards
from baton.workspace.team.loads import Load, heavy, loads, without_worker
from baton.workspace.work import line_of, named, names_of
from baton.workspace.worklist import work_list


def _teams(request: HttpRequest, desk: Desk) -> tuple[set[str], str, list[str]]:
    """The team in view, its key, and the teams to choose from."""
    organisation = desk.around.organisation
    choices = (
        sorted(organisation.teams) if desk.post.all_ else sorted(t for t in desk.post.teams if t in organisation.teams)
    )
    wanted = request.GET.get("team", "")
    if wanted in choices:
        return {wanted}, wanted, choices
    if len(choices) > 1 and desk.post.kind == "manager":
        return {desk.post.place}, desk.post.place, choices
    return set(choices), choices[0] if len(choices) == 1 else "", choices


def _services(desk: Desk, teams: set[str]) -> set[str]:
    found = {desk.around.organisation.teams[t].service for t in teams if t in desk.around.organisation.teams}
    return found & (teams | desk.post.services) if not desk.post.all_ else found


LOADS: dict[str, Callable[[Load], Any]] = {
    "name": lambda w: w.name.lower(),
    "children": lambda w: w.children,
    "complex": lambda w: w.heavy,
    "new": lambda w: w.new,
    "coming": lambda w: w.coming,
}


def _carried(request: HttpRequest, desk: Desk, say: Say, teams: set[str]) -> tuple[list[Load], str]:
    """What each worker carries, in the order that the address asks for, and that order."""
    order = request.GET.get("order", "")
    order = order if order.lstrip("-") in LOADS else "name"
    return sorted(loads(desk, say, teams), key=LOADS[order.lstrip("-")], reverse=order.startswith("-")), order


def _workers_file(request: HttpRequest, desk: Desk, title: str, carried: list[Load]) -> HttpResponse:
    lines = [(w.name, w.role, w.children, w.heavy, w.new, w.coming, words.joined(w.away)) for w in carried]
    headings = ("Worker", "Role", "Children", "Complex", "New in 7 days", "Coming", "Away")
    return tables.file(request, desk, tables.table(title, headings, lines))


@allow(permissions.may_see_team)
def team(request: HttpRequest) -> HttpResponse:
    """The workers and their loads, children without a worker, late work, what came in."""
    desk = desk_of(request)
    say = say_of(desk)
    teams, key, choices = _teams(request, desk)
    carried, order = _carried(request, desk, say, teams)
    if tables.wanted(request):
        return _workers_file(request, desk, f"Workers of {say.place(key) or 'your teams'}", carried)
    late = WorkItem.objects.filter(
        authority=desk.authority, kind="child", holder_team__in=teams, state="late"
    ).order_by("act_by_at")[:200]
    rows = names_of(desk, [i.subject_id for i in late])
    lines = [line_of(desk, say, i, named(rows.get(i.subject_id))) for i in late if i.subject_id in rows]
    lines = one_talk(say, to_several(say, lists.merged(lines)))
    alone = list(without_worker(desk, teams))
    incoming = boards(desk, say, teams, _services(desk, teams), "in")
    sittings, mine = at_sittings(desk, say, work_of_person(desk.authority, desk.post.person))
    return show(
        request,
        "team/team.html",
        f"Team: {say.place(key)}" if key else "Your teams",
        at="team",
        teams=choices,
        key=key,
        loads=carried,
        order=order,
        address=lambda **c: address(request, **c),
        files=tables.links(request),
        kept=views_of(desk, "/team"),
        complex=[say.word(key) for key in sorted(heavy(desk.pack))],
        alone=alone,
        late=lines[:50],
        late_total=len(lines),
        children=Child.objects.filter(authority=desk.authority, holder_team__in=teams).exclude(holder_kind="").count(),
        questions=Question.objects.filter(authority=desk.authority, holder_team__in=teams).count(),
        incoming=incoming,
        sittings=sittings,
        mine=lists.families(desk, say, back="/team", work=mine)[:8],
        asked=asked_of_me(desk, say),
        may_allocate=permissions.may_allocate(desk.post),
        years=lambda c: c.born,
        crosses=crosses(desk.pack),
    )


@allow(permissions.may_see_team)
def duties(request: HttpRequest) -> HttpResponse:
    """What is open for the children of the team, whoever must do it."""
    desk = desk_of(request)
    say = say_of(desk)
    teams, key, _ = _teams(request, desk)
    every = WorkItem.objects.filter(
        authority=desk.authority, kind="child", holder_team__in=teams, state__in=OPEN_STATES
    )
    title = f"Duties: {say.place(key)}" if key else "Duties of your teams"
    return work_list(request, desk, say, every, title, "team", ("Team", f"/team?team={key}"), own=False)


@allow(permissions.may_see_team)
def board(request: HttpRequest) -> HttpResponse:
    """Coming in or going out, in four headed lists."""
    desk = desk_of(request)
    say = say_of(desk)
    teams, key, choices = _teams(request, desk)
    direction = "out" if request.GET.get("way") == "out" else "in"
    title = f"{'Going out' if direction == 'out' else 'Coming in'}: {say.place(key) or 'your teams'}"
    every = boards(desk, say, teams, _services(desk, teams), direction)
    by_stage = filter_of(request, "stage", "Where it stands", [(one["title"], one["title"]) for one in every])
    shown = [one for one in every if by_stage.chosen in ("", one["title"])]
    if tables.wanted(request):
        return _board_file(request, desk, title, shown)
    return show(
        request,
        "team/board.html",
        title,
        at="team",
        teams=choices,
        key=key,
        direction=direction,
        crosses=crosses(desk.pack),
        filters=[by_stage],
        beside={"way": direction, "team": key},
        lists=shown,
        files=tables.links(request),
        kept=views_of(desk, "/team/board"),
    )


def _board_file(request: HttpRequest, desk: Desk, title: str, lists: list[dict[str, Any]]) -> HttpResponse:
    """The moves as a file. Whose records are in it is recorded as a reading of each."""
    rows = [(one["title"], r) for one in lists for r in one["rows"]]
    desk.reads(sorted({c for _, r in rows for c in r["of"]}), f"{title}, as a file"[:200])
    lines = [
        (stage, r["title"], r["children"], f"{r['tag'].text}. {r['text']}" if r["tag"] else r["text"], r["way"],
         ", ".join(r["clause"]))
        for stage, r in rows
    ]  # fmt: skip
    headings = ("Stage", "Who", "Children", "Where and when", "In the way", "Clause")
    return tables.file(request, desk, tables.table(title, headings, lines))
