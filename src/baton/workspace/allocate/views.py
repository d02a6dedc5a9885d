"""Who will work with this child? The child's count, the family's workers and every load stand where it is chosen."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from baton.accounts import permissions
from baton.accounts.desk import Desk, desk_of
from baton.accounts.doors import allow
from baton.engine.situation import Act
from baton.store.models import Child, Holding
from baton.working_time import BEGINNING
from baton.workspace import words
from baton.workspace.acting import views as forms
from baton.workspace.acting.field import Field
from baton.workspace.acting.openings import when_nobody_can
from baton.workspace.acting.task import Task, task_for
from baton.workspace.allocate.candidates import candidates, due_place, suggest, teams_for, teams_of_role
from baton.workspace.child.holder import workers_so_far
from baton.workspace.page import say_of
from baton.workspace.saying import Say
from baton.workspace.shown import shown_at
from baton.workspace.team.loads import loads


@allow(permissions.may_allocate)
def choose(request: HttpRequest, child: str) -> HttpResponse:
    """The table of workers, what would follow, and the naming."""
    desk = desk_of(request)
    say = say_of(desk)
    task = task_for(desk, say, child, "allocate", request.GET.get("matter", ""), request.GET.getlist("with"))
    desk.reads([child], "choose a worker")
    beside = _beside(say, request.GET.get("word", ""))
    to = due_place(desk, say, task.child, request.GET.get("rule", "")) if not task.matter and not beside else ""
    teams = teams_of_role(desk, beside) if beside else teams_for(desk, task.child, task.matter, to)
    chosen = [c for c in task.family if c.child in task.chosen]
    slot = "receiving_worker" if (task.matter or to) and not beside else "person"
    task.word = beside
    act = Act("allocate", beside, tuple(task.chosen), matter=task.matter)
    choice = candidates(desk, say, loads(desk, say, teams, beside), chosen, act, slot, task.names())
    suggest(desk, choice, chosen, task.names())
    task.fields = [
        Field(
            slot,
            "radios",
            "Who will work with them?",
            options=tuple((r.load.person, r.load.name) for r in choice.rows),
        ),
        Field("reason", "text", "Why this worker?", "Skills, experience, room. The record shows it"),
    ]
    task.template = "allocate/choose.html"
    names = task.children([c.child for c in chosen])
    task.title_text = f"{say.office(beside)} for {names}" if beside else f"Who will work with {names}?"
    task.extra = {
        "choice": choice,
        "teams": [say.place(t) for t in sorted(teams) if t not in desk.around.organisation.teams]
        or [say.place(t) for t in sorted(teams)],
        "counts": [] if beside else _counts(desk, task),
        "shown": shown_at(desk, say, [child], "choose_worker"),
        "kin": _kin(desk, say, task.child),
        "nobody_can": [] if task.matter or beside else when_nobody_can(say, child),
    }
    return forms.handle(request, task)


def _beside(say: Say, word: str) -> str:
    """The role of who is named to work beside the worker; "" where the worker is named. 404 for no such role."""
    office = say.pack.offices.get(word)
    if word in ("", "allocated_worker", "receiving_worker"):
        return ""
    if office is None or office.slot:
        raise Http404
    return word


def _counts(desk: Desk, task: Task) -> list[str]:
    """ "This would be Jack's worker number 4", for each child of the form."""
    lines = []
    for c in task.family:
        holdings = list(Holding.objects.filter(authority=desk.authority, child=c.child))
        name = task.names()[c.child]
        since = c.holder_since or BEGINNING
        last = f"; last change {words.ago(since, desk.now, desk.around.calendar)}" if since > BEGINNING else ""
        lines.append(
            f"{name}: this would be worker number {c.workers + 1}. So far {workers_so_far(desk, c, holdings)}{last}."
        )
    return lines


def _kin(desk: Desk, say: Say, child: Child) -> list[str]:
    """The workers of brothers and sisters."""
    if not child.family:
        return []
    others = Child.objects.filter(authority=desk.authority, family=child.family).exclude(child=child.child)
    return [f"{c.name.rsplit(' ', 1)[0]}: {say.person(c.holder_person) or 'nobody'}" for c in others if c.holder_kind]
