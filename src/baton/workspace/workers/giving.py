"""All children of one worker given to others: seen child by child first, then saved child by child; one that cannot
go stops no other, and none is skipped without being named."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse

from baton.accounts import permissions
from baton.accounts.desk import Desk, desk_of
from baton.accounts.doors import allow
from baton.engine.situation import Act, By, Done, Refusal
from baton.journal import act_number
from baton.store import asking
from baton.workspace import words
from baton.workspace.acting import refusing
from baton.workspace.acting.drafts import QUIETLY, discard, keep, kept
from baton.workspace.acting.follows import follows
from baton.workspace.acting.views import Filled
from baton.workspace.page import say_of, show
from baton.workspace.saying import Say
from baton.workspace.team.loads import Load, known_to, loads
from baton.workspace.workers import gathering
from baton.workspace.workers.gathering import Held

LEAVE = ""  # nobody chosen for a child yet
RETURN = (
    ("", "Not said"),
    ("ask", "Ask when they are back"),
    ("back", "The child goes back to them"),
    ("stays", "The child stays with the new worker"),
)


@dataclass(slots=True)
class Row:
    """One child of the form: who was chosen, and what would follow or stands in the way."""

    held: Held
    chosen: str = ""
    on_return: str = ""
    knows: list[str] = field(default_factory=list)
    follows: list[Any] = field(default_factory=list)
    refusal: refusing.Said | None = None
    state: str = ""  # "", can, cannot, done


@allow(permissions.may_allocate)
def give(request: HttpRequest, person: str) -> HttpResponse:
    """The table; checked; then saved for all that can go."""
    desk = desk_of(request)
    say = say_of(desk)
    gathering.worker_at(desk, person)
    held = gathering.children_of_worker(desk, say, person)
    desk.reads([h.child.child for h in held], "children of a worker")
    teams = gathering.teams_of(desk, person) | {h.child.holder_team for h in held if h.child.holder_team}
    workers = [w for w in loads(desk, say, teams) if w.person != person]
    if request.method != "POST":
        draft = kept(desk, request)
        return _page(request, say, person, [Row(h) for h in held], workers, draft.values if draft else {}, draft=draft)
    step = request.POST.get("step")
    keep(desk, request)
    if step == QUIETLY:
        return HttpResponse(status=204)
    rows = _rows(request, held, {w.person for w in workers if not w.away_now})
    reason = request.POST.get("reason", "").strip()
    errors = _errors(rows, reason) if step != "fill" else []
    if errors or step in ("fill", "edit"):
        return _page(request, say, person, rows, workers, request.POST, 400 if errors else 200, errors=errors)
    done = step == "save"
    for row in rows:
        if row.chosen:
            _try(request, desk, say, row, reason, done, person)
    if done:
        discard(desk, request)
        return _page(request, say, person, rows, workers, request.POST, done=True)
    return _page(request, say, person, rows, workers, request.POST, seen=True)


def _rows(request: HttpRequest, held: list[Held], there: set[str]) -> list[Row]:
    """What was chosen for each child; with "fill", the one worker for everybody who has none yet."""
    everybody = request.POST.get("everybody", "") if request.POST.get("step") == "fill" else ""
    rows = []
    for h in held:
        chosen = request.POST.get(f"to-{h.child.child}", "") or everybody
        on_return = request.POST.get(f"return-{h.child.child}", "")
        rows.append(Row(h, chosen if chosen in there else LEAVE, on_return))
    return rows


def _errors(rows: list[Row], reason: str) -> list[dict[str, str]]:
    errors = []
    if rows and not any(r.chosen for r in rows):
        errors.append({"field": f"to-{rows[0].held.child.child}", "text": "Choose a worker for at least one child"})
    if not reason:
        errors.append({"field": "reason", "text": "Write why these workers"})
    return errors


def _try(request: HttpRequest, desk: Desk, say: Say, row: Row, reason: str, save: bool, person: str) -> None:
    """Looks ahead, or saves, for one child alone."""
    child = row.held.child.child
    after = dict(RETURN).get(row.on_return, "")
    why = (
        reason if not row.on_return else f"{reason}. When {say.person(person)} is back: {after[:1].lower()}{after[1:]}"
    )
    act = Act("allocate", "", (child,), values={"person": row.chosen}, reason=why)
    by = By(desk.post.person, "", desk.post.capacity)
    names = {child: row.held.name}
    if save:
        number = f"{request.POST.get('number') or act_number()}.{child}"
        answer: Any = desk.act(act, number)
        if isinstance(answer, Done):
            row.state = "done"
            return
        answer = answer if isinstance(answer, Refusal) else answer.answer
    else:
        answer = desk.ask(asking.preview, act, by, desk.now)
    if isinstance(answer, Refusal):
        row.state = "cannot"
        row.refusal = refusing.said(desk, say, answer, names, f"give {row.held.name} to {say.person(row.chosen)}")
        return
    row.state = "can"
    row.follows = [line for block in follows(desk, say, answer, names) for line in block["lines"]][:4]


def _page(
    request: HttpRequest,
    say: Say,
    person: str,
    rows: list[Row],
    workers: list[Load],
    values: Any,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    desk = desk_of(request)
    knows = known_to(desk, say, [r.held.child.child for r in rows])
    can = [r for r in rows if r.state == "can"]
    return show(
        request,
        "workers/give.html",
        f"{say.person(person)}'s children",
        status,
        at="team",
        person=person,
        name=say.person(person),
        rows=rows,
        workers=workers,
        knows={w.person: words.joined(knows.get(w.person, [])) for w in workers},
        values=Filled(values),
        can=can,
        cannot=[r for r in rows if r.state == "cannot"],
        saved_rows=[r for r in rows if r.state == "done"],
        left=[r for r in rows if not r.state],
        returns=RETURN,
        number=Filled(values).get("number") or act_number(),
        **context,
    )
