"""Questions: the facts that nobody has recorded, mine, my team's, nobody's; filters, order and page in the address."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse

from baton.accounts import permissions
from baton.accounts.desk import Desk, desk_of
from baton.accounts.doors import allow
from baton.store.models import Question, QuestionPerson
from baton.workspace import tables, words
from baton.workspace.filters import Filter, by_text, filter_of, ordered_rows
from baton.workspace.home.lists import question_lines
from baton.workspace.page import address, page_of, say_of, show
from baton.workspace.saved.views import views_of
from baton.workspace.saying import Say
from baton.workspace.work import question

WHOSE = (("mine", "Mine"), ("team", "My team's"), ("nobody", "Nobody's"))
ORDERS = {"asked": ("since", "subject_id", "key"), "child": ("child_name", "since", "key")}
FIRST = 20  # questions on the page on which a manager lands
FILE_OF = 5000  # rows of the list as a file, at most


@allow(permissions.may_see_children)
def questions(request: HttpRequest) -> HttpResponse:
    """Each with its owner and what waits on it, the oldest first unless the address says otherwise."""
    desk = desk_of(request)
    say = say_of(desk)
    asked = request.GET.get("whose", "")
    whose = asked if asked in dict(WHOSE) else "mine"
    every = _whose(desk, whose)
    filters = _filters(request, say, every)
    found, order = ordered_rows(request, _chosen(every, filters), ORDERS, "asked")
    if tables.wanted(request):
        return _file(request, desk, say, list(found[:FILE_OF]))
    listing = page_of(request, found)
    return show(
        request,
        "home/questions.html",
        "Questions",
        at="home",
        tabs=[(text, f"/questions?whose={key}", key == whose) for key, text in WHOSE],
        whose=whose,
        listing=listing,
        lines=question_lines(desk, say, listing["rows"]),
        filters=filters if any(f.options for f in filters) else [],
        order=order,
        address=lambda **c: address(request, **c),
        files=tables.links(request),
        kept=views_of(desk, "/questions"),
    )


def _whose(desk: Desk, whose: str) -> Any:
    """The questions of one tab, as far as this post reaches."""
    rows, post = Question.objects.filter(authority=desk.authority), desk.post
    if whose == "team":
        return rows.filter(holder_team__in=post.teams)
    if whose == "nobody":
        rows = rows.filter(of=[])
        return rows if post.all_ else rows.filter(holder_team__in=post.teams)
    return _asked_of(desk)


def asked_of_me(desk: Desk, say: Say) -> list[dict[str, Any]]:
    """The first of them, for the page on which a manager lands; none for who records nothing."""
    return question_lines(desk, say, _asked_of(desk)[:FIRST]) if permissions.may_record(desk.post) else []


def _asked_of(desk: Desk) -> Any:
    """The questions that this person is asked, the oldest first."""
    mine = QuestionPerson.objects.filter(
        authority=desk.authority, person=desk.post.person, kind=OuterRef("kind"), subject_id=OuterRef("subject_id"),
        item=OuterRef("key"),
    )  # fmt: skip
    rows = Question.objects.filter(Exists(mine), authority=desk.authority)
    return rows.order_by("since", "subject_id", "key")


def _filters(request: HttpRequest, say: Say, every: Any) -> list[Filter]:
    """By question, by whose it is, by team; where there is only one to choose there is nothing to choose."""
    found = list(every.order_by().values_list("word", "of", "office", "holder_team").distinct()[:2000])
    people = {p: say.person(p) for _, of, _, _ in found for p in of}
    owners = people | {f"office:{o}": say.office(o) for _, of, o, _ in found if not of and o}
    teams = {team: say.place(team) for *_, team in found if team}
    return [
        filter_of(request, "word", "Question", by_text({w: question(say, w) for w, *_ in found})),
        filter_of(request, "owner", "Owner", by_text(owners) if len(owners) > 1 else ()),
        filter_of(request, "team", "Team", by_text(teams) if len(teams) > 1 else ()),
    ]


def _chosen(every: Any, filters: list[Filter]) -> Any:
    word, owner, team = (f.chosen for f in filters)
    office = owner.removeprefix("office:") if owner.startswith("office:") else ""
    wanted: dict[str, Any] = {"word": word, "holder_team": team, "office": office}
    if owner:
        wanted["of" if office else "of__contains"] = [] if office else [owner]
    return every.filter(**{k: v for k, v in wanted.items() if v or k == "of"})


def _file(request: HttpRequest, desk: Desk, say: Say, rows: list[Question]) -> HttpResponse:
    """The list as a file. Whose records are in it is recorded as a reading of each."""
    desk.reads([q.subject_id for q in rows if q.kind == "child"], "questions, as a file")
    lines = [
        (one["child"], one["text"], one["waits"], one["owner"], words.day(q.since), say.place(q.holder_team))
        for q, one in zip(rows, question_lines(desk, say, rows), strict=True)
    ]
    headings = ("Child", "Question", "What waits on it", "Owner", "Asked on", "Team")
    return tables.file(request, desk, tables.table("Questions", headings, lines))
