"""Team: who holds whom and what they carry, who has no worker, what is late, and the board of moves."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from baton.accounts import permissions
from baton.accounts.desk import Desk, desk_of
from baton.accounts.doors import allow
from baton.store.models import Child, Question, WorkItem
from baton.store.models.work import OPEN_STATES
from baton.workspace.child.elsewhere import crosses
from baton.workspace.home import lists
from baton.workspace.page import say_of, show
from baton.workspace.team.boards import board as boards
from baton.workspace.team.loads import heavy, loads, without_worker
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


@allow(permissions.may_see_team)
def team(request: HttpRequest) -> HttpResponse:
    """The workers and their loads, children without a worker, late work, what came in."""
    desk = desk_of(request)
    say = say_of(desk)
    teams, key, choices = _teams(request, desk)
    late = WorkItem.objects.filter(
        authority=desk.authority, kind="child", holder_team__in=teams, state="late"
    ).order_by("act_by_at")[:200]
    rows = names_of(desk, [i.subject_id for i in late])
    lines = lists.merged([line_of(desk, say, i, named(rows.get(i.subject_id))) for i in late if i.subject_id in rows])
    alone = list(without_worker(desk, teams))
    incoming = boards(desk, say, teams, _services(desk, teams), "in")
    return show(
        request,
        "team/team.html",
        f"Team: {say.place(key)}" if key else "Your teams",
        at="team",
        teams=choices,
        key=key,
        loads=loads(desk, say, teams),
        complex=[say.word(key) for key in sorted(heavy(desk.pack))],
        alone=alone,
        late=lines[:50],
        late_total=len(lines),
        children=Child.objects.filter(authority=desk.authority, holder_team__in=teams).count(),
        questions=Question.objects.filter(authority=desk.authority, holder_team__in=teams).count(),
        incoming=incoming,
        mine=lists.families(desk, say, back="/team")[:8],
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
    return show(
        request,
        "team/board.html",
        title,
        at="team",
        teams=choices,
        key=key,
        direction=direction,
        crosses=crosses(desk.pack),
        lists=boards(desk, say, teams, _services(desk, teams), direction),
    )
