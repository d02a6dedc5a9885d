"""Who is who and who carries what; the token itself; and the words that can be used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from ninja import Router

from baton.accounts import permissions
from baton.accounts.desk import Desk
from baton.accounts.posts import say_office, say_place
from baton.api import shapes
from baton.api.app import READ, answers, at_desk
from baton.api.problems import Problem
from baton.api.reach import may_see_team, may_see_worker
from baton.api.saying import iso, span
from baton.imports.staff import numbers_of
from baton.journal import ACTS, PHASES
from baton.store.models import Child, Matter
from baton.working_time import Window

router = Router(tags=["people and words"], auth=READ)


@router.get("/me", response=answers(shapes.Me), summary="Whose token this is", operation_id="getMe")
def me(request: HttpRequest) -> Any:
    """The person, the post, what the token may be used for, and until when."""
    desk, token = at_desk(request), request.token  # type: ignore[attr-defined]
    post = desk.post
    return {
        "authority": post.authority, "authority_name": post.authority_name, "person": post.person, "name": post.name,
        "post": post.title, "kind": post.kind, "scopes": list(token.scopes), "expires": iso(token.expires_at),
        "now": iso(desk.now),
    }  # fmt: skip


@router.get("/workers", response=answers(list[shapes.WorkerOut]), summary="Workers and their loads",
            operation_id="listWorkers")  # fmt: skip
def workers(request: HttpRequest) -> Any:
    """Everybody in post now whom this post sees: a manager the workers of their teams, others themselves."""
    desk = at_desk(request)
    organisation = desk.around.organisation
    here = {p.person for p in organisation.posts if p.start <= desk.now < p.end} | {desk.person}
    return _workers(desk, sorted(p for p in here if may_see_worker(desk, p)))


@router.get("/workers/{person}", response=answers(shapes.WorkerOut), summary="One worker", operation_id="getWorker")
def worker(request: HttpRequest, person: shapes.Ident) -> Any:
    """Posts and offices now, absences from now on, and how many children."""
    desk = at_desk(request)
    if not may_see_worker(desk, person):
        raise Problem("not-found", "There is no such person, or this post does not see them.")
    return _workers(desk, [person])[0]


def _workers(desk: Desk, people: list[str]) -> list[dict[str, Any]]:
    organisation, now = desk.around.organisation, desk.now
    held = Counter(
        Child.objects.filter(authority=desk.authority, holder_person__in=people)
        .exclude(holder_kind="").values_list("holder_person", flat=True)
    )  # fmt: skip
    coming = Counter(
        Matter.objects.filter(authority=desk.authority, receiving_worker__in=people, state="decided").values_list(
            "receiving_worker", flat=True
        )
    )
    numbers = numbers_of(e for entries in desk.around.journals.values() for e in entries)
    return [
        {
            "person": p, "name": organisation.names.get(p, p), "number": numbers.get(p, ""),
            "posts": [
                {"role": one.role, "says": say_office(desk.pack, one.role), "team": one.team}
                for one in organisation.posts if one.person == p and one.start <= now < one.end
            ],
            "offices": [
                {"office": one.office, "says": say_office(desk.pack, one.office), "place": one.place,
                 "capacity": one.capacity}
                for one in organisation.offices if one.person == p and one.start <= now < one.end
            ],
            "away": [span(Window(a, b)) for who, a, b in organisation.absences if who == p and b > now],
            "children": held[p], "arriving": coming[p],
        }
        for p in people
    ]  # fmt: skip


@router.get("/teams", response=answers(list[shapes.TeamOut]), summary="Teams and what they hold",
            operation_id="listTeams")  # fmt: skip
def teams(request: HttpRequest) -> Any:
    """The teams that this post sees, with counts of children."""
    desk = at_desk(request, permissions.may_see_team)
    return _teams(desk, [t for t in sorted(desk.around.organisation.teams) if may_see_team(desk, t)])


@router.get("/teams/{team}", response=answers(shapes.TeamOut), summary="One team", operation_id="getTeam")
def team(request: HttpRequest, team: shapes.Ident) -> Any:
    """Who works in it and what it holds."""
    desk = at_desk(request, permissions.may_see_team)
    if team not in desk.around.organisation.teams or not may_see_team(desk, team):
        raise Problem("not-found", "There is no such team, or this post does not see it.")
    return _teams(desk, [team])[0]


def _teams(desk: Desk, wanted: list[str]) -> list[dict[str, Any]]:
    organisation, now = desk.around.organisation, desk.now
    held = Child.objects.filter(authority=desk.authority, holder_team__in=wanted).exclude(holder_kind="")
    counts: dict[str, Counter[str]] = {t: Counter() for t in wanted}
    for key, kind, matters, breaches in held.values_list("holder_team", "holder_kind", "open_matters", "breaches"):
        counts[key] += Counter(
            children=1, without_worker=int(kind in ("nobody", "office")), open_matters=int(matters > 0),
            breaches=int(breaches > 0),
        )  # fmt: skip
    return [
        {
            "team": t, "name": say_place(desk.pack, organisation, t), "service": organisation.teams[t].service,
            "workers": sorted({p.person for p in organisation.posts if p.team == t and p.start <= now < p.end}),
            **{k: counts[t][k] for k in ("children", "without_worker", "open_matters", "breaches")},
        }
        for t in wanted
    ]  # fmt: skip


@router.get("/vocabulary", response=answers(shapes.Vocabulary), summary="The words that can be used",
            operation_id="getVocabulary")  # fmt: skip
def vocabulary(request: HttpRequest) -> Any:
    """Verbs, and the words of the procedure in force today: what can be recorded, asked, decided, and where."""
    desk = at_desk(request)
    pack = desk.pack
    return {
        "edition": pack.edition.name, "build": pack.build, "acts": sorted(ACTS), "phases": sorted(PHASES),
        "words": [_term(w, w.kind, w.question, w.answers, w.parts, w.about) for w in pack.words.values()],
        "matters": [_term(m, m.is_ or "matter") for m in pack.matters.values()],
        "forums": [_term(f, "forum", answers=[o.key for o in f.outcomes]) for f in pack.forums.values()],
        "places": [_term(p, p.kind) for p in pack.places.values()],
        "offices": [_term(o, o.of) for o in pack.offices.values()],
    }  # fmt: skip


def _term(
    one: Any, kind: str, question: str = "", answers: Iterable[str] = (), parts: Any = None, about: str = ""
) -> dict[str, Any]:
    return {
        "word": one.key, "kind": kind, "says": one.says, "question": question, "answers": list(answers),
        "parts": {k: list(v) for k, v in (parts or {}).items()}, "about": about, "clause": list(one.clause),
    }  # fmt: skip
