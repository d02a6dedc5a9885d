"""A whole list of children given to workers, one worker's or those who wait in a team: seen child by child first,
then saved child by child; one that cannot go stops no other, and none is skipped without being named."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from baton.accounts import permissions
from baton.accounts.desk import Desk, desk_of
from baton.accounts.doors import allow
from baton.engine.situation import Act, By, Done, Refusal
from baton.journal import act_number
from baton.store import asking
from baton.workspace import words
from baton.workspace.acting import refusing
from baton.workspace.acting.drafts import QUIETLY, discard, keep, kept
from baton.workspace.acting.filled import Filled
from baton.workspace.acting.follows import follows
from baton.workspace.page import say_of, show
from baton.workspace.saying import Say
from baton.workspace.team.loads import Load, known_to, loads
from baton.workspace.workers import gathering
from baton.workspace.workers.gathering import Held
from baton.workspace.workers.suggesting import suggestions

LEAVE = ""  # nobody chosen for a child yet
RETURN = (
    ("", "Not said"),
    ("ask", "Ask when they are back"),
    ("back", "The child goes back to them"),
    ("stays", "The child stays with the new worker"),
)


@dataclass(frozen=True, slots=True)
class Giving:
    """The list in hand: whose children (a worker's, or "" for those who wait in a team), and who may be chosen."""

    title: str
    back: str
    leaver: str
    held: list[Held]
    workers: list[Load]
    matters: dict[str, str] = field(default_factory=dict)  # child -> the decided move that waits for a worker

    def naming(self, child: str, reason: str = "") -> tuple[Act, str]:
        """The naming of a worker for this child, and the word that takes the person."""
        matter = self.matters.get(child, "")
        return Act("allocate", "", (child,), matter=matter, reason=reason), "receiving_worker" if matter else "person"


@dataclass(slots=True)
class Row:
    """One child of the form: who was chosen, and what would follow or stands in the way."""

    held: Held
    chosen: str = ""
    on_return: str = ""
    suggested: str = ""
    follows: list[Any] = field(default_factory=list)
    refusal: refusing.Said | None = None
    state: str = ""  # "", can, cannot, done


@allow(permissions.may_allocate)
def give(request: HttpRequest, person: str) -> HttpResponse:
    """All children of one worker: the table; checked; then saved for all that can go."""
    desk = desk_of(request)
    say = say_of(desk)
    gathering.worker_at(desk, person)
    held = gathering.children_of_worker(desk, say, person)
    desk.reads([h.child.child for h in held], "children of a worker")
    teams = gathering.teams_of(desk, person) | {h.child.holder_team for h in held if h.child.holder_team}
    workers = [w for w in loads(desk, say, teams) if w.person != person]
    title = f"{say.person(person)}'s children"
    return _handle(request, desk, say, Giving(title, f"/workers/{person}", person, held, workers))


@allow(permissions.may_allocate)
def give_waiting(request: HttpRequest, team: str) -> HttpResponse:
    """Everybody who waits for a worker in one team: the same table."""
    desk = desk_of(request)
    say = say_of(desk)
    if team not in desk.around.organisation.teams or not (desk.post.all_ or team in desk.post.teams):
        raise Http404
    held, matters = gathering.children_waiting(desk, say, team)
    desk.reads([h.child.child for h in held], "children who wait for a worker")
    title = f"Waiting for a worker: {say.place(team)}"
    giving = Giving(title, f"/team?team={team}", "", held, loads(desk, say, {team}), matters)
    return _handle(request, desk, say, giving)


def _handle(request: HttpRequest, desk: Desk, say: Say, giving: Giving) -> HttpResponse:
    if request.method != "POST":
        draft = kept(desk, request)
        return _page(request, say, giving, [Row(h) for h in giving.held], draft.values if draft else {}, draft=draft)
    step = request.POST.get("step")
    keep(desk, request)
    if step == QUIETLY:
        return HttpResponse(status=204)
    rows = _rows(request, giving)
    if step == "suggest":
        _suggest(desk, say, giving, rows)
    reason = request.POST.get("reason", "").strip()
    errors = _errors(rows, reason) if step not in ("fill", "suggest") else []
    if errors or step in ("fill", "suggest", "edit"):
        return _page(request, say, giving, rows, request.POST, 400 if errors else 200, errors=errors)
    done = step == "save"
    for row in rows:
        if row.chosen:
            _try(request, desk, say, row, reason, done, giving)
    if done:
        discard(desk, request)
        return _page(request, say, giving, rows, request.POST, done=True)
    return _page(request, say, giving, rows, request.POST, seen=True)


def _rows(request: HttpRequest, giving: Giving) -> list[Row]:
    """What was chosen for each child; with "fill", the one worker for everybody who has none yet."""
    there = {w.person for w in giving.workers if not w.away_now}
    everybody = request.POST.get("everybody", "") if request.POST.get("step") == "fill" else ""
    rows = []
    for h in giving.held:
        chosen = request.POST.get(f"to-{h.child.child}", "") or everybody
        on_return = request.POST.get(f"return-{h.child.child}", "")
        rows.append(Row(h, chosen if chosen in there else LEAVE, on_return))
    return rows


def _suggest(desk: Desk, say: Say, giving: Giving, rows: list[Row]) -> None:
    """Fills in a worker for everybody who has none yet, with the reason beside it."""
    open_ = [row for row in rows if not row.chosen]
    already = Counter(row.chosen for row in rows if row.chosen)
    workers = [replace(w, coming=w.coming + already[w.person]) for w in giving.workers]
    found = suggestions(desk, say, giving, [row.held for row in open_], workers)
    for row in open_:
        row.chosen, row.suggested = found[row.held.child.child]


def _errors(rows: list[Row], reason: str) -> list[dict[str, str]]:
    errors = []
    if rows and not any(r.chosen for r in rows):
        errors.append({"field": f"to-{rows[0].held.child.child}", "text": "Choose a worker for at least one child"})
    if not reason:
        errors.append({"field": "reason", "text": "Write why these workers"})
    return errors


def _try(request: HttpRequest, desk: Desk, say: Say, row: Row, reason: str, save: bool, giving: Giving) -> None:
    """Looks ahead, or saves, for one child alone."""
    child = row.held.child.child
    why = reason
    if row.on_return:
        after = dict(RETURN).get(row.on_return, "")
        why = f"{reason}. When {say.person(giving.leaver)} is back: {after[:1].lower()}{after[1:]}"
    act, slot = giving.naming(child, why)
    act.values[slot] = row.chosen
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
    request: HttpRequest, say: Say, giving: Giving, rows: list[Row], values: Any, status: int = 200, **context: Any
) -> HttpResponse:
    knows = known_to(desk_of(request), say, [r.held.child.child for r in rows])
    return show(
        request,
        "workers/give.html",
        giving.title,
        status,
        at="team",
        giving=giving,
        name=say.person(giving.leaver) if giving.leaver else "",
        rows=rows,
        workers=giving.workers,
        knows={w.person: words.joined(knows.get(w.person, [])) for w in giving.workers},
        values=Filled(values),
        can=[r for r in rows if r.state == "can"],
        cannot=[r for r in rows if r.state == "cannot"],
        saved_rows=[r for r in rows if r.state == "done"],
        left=[r for r in rows if not r.state],
        returns=RETURN if giving.leaver else (),
        number=Filled(values).get("number") or act_number(),
        **context,
    )
