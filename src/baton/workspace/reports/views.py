"""What a service manager, director or auditor asks: each page is one question, answered with figures that open."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from baton.accounts import permissions
from baton.accounts.desk import Desk, desk_of
from baton.accounts.doors import allow
from baton.accounts.permissions import children_of
from baton.store.models import Child, ReadLog, WorkItem
from baton.workspace import tables, words
from baton.workspace.child import looked_for, searching
from baton.workspace.home import lists
from baton.workspace.home.asked import asked_of_me
from baton.workspace.page import address, listing, page_number, page_of, say_of, show
from baton.workspace.reasons import Line
from baton.workspace.reports.answers import Answer, Asking
from baton.workspace.reports.nav import nav
from baton.workspace.reports.ordering import ordered, sortable
from baton.workspace.reports.questions import QUESTIONS
from baton.workspace.saved.views import views_of
from baton.workspace.saying import Say
from baton.workspace.work import line_of, named, names_of

FOUND = 20
READS_OF = 5000  # rows of the record of reads as a file, at most
BEHIND = 50  # children behind a figure on one page
AT_ONCE = 40  # rows of a table of figures on one page
FEW = 5  # of each kind on the first page; the question has them all


@allow(permissions.may_see_reports)
def today(request: HttpRequest) -> HttpResponse:
    """Children without a worker, what waits for me, disputes, by team."""
    desk = desk_of(request)
    say = say_of(desk)
    reach = Child.objects.filter(children_of(desk.post), authority=desk.authority).exclude(holder_kind="")
    nobody = list(reach.filter(holder_kind="nobody").order_by("holder_since")[:50])
    offices = list(reach.filter(holder_kind="office").order_by("holder_since")[:50])
    teams = _by_team(desk, reach)
    if tables.wanted(request):
        rows = [
            (say.place(t) or "no team", n["children"], n.get("without", 0), n.get("moving", 0), n.get("broken", 0))
            for t, n in teams
        ]
        headings = ("Team", "Children", "Without a worker by name", "Moving", "With a rule broken")
        return tables.file(request, desk, tables.table("Today in your service", headings, rows))
    disputed = QUESTIONS["disputes"][1](Asking(desk, say, {}))
    return show(
        request,
        "reports/today.html",
        "Today in your service",
        at="reports",
        nav=nav(desk, "/reports"),
        files=tables.links(request),
        nobody=nobody,
        offices=offices,
        teams=[{"key": t, "name": say.place(t), **n} for t, n in teams],
        disputes=len(disputed.rows),
        disputed=disputed.rows[:FEW],
        changed=list(reach.filter(workers__gte=3).order_by("-workers", "name_key")[:FEW]),
        mine=lists.families(desk, say, back="/reports")[:10] if permissions.may_record(desk.post) else [],
        questions=asked_of_me(desk, say),
        total=reach.count(),
        asked=_asked_of_the_authority(desk, say),
    )


def _asked_of_the_authority(desk: Desk, say: Say) -> list[Line]:
    """What the procedure asks of the authority itself, not of any child."""
    found = WorkItem.objects.filter(
        authority=desk.authority, kind="authority", subject_id=desk.authority, state__in=("open", "late", "may_apply")
    )
    return [line_of(desk, say, item) for item in found.order_by("act_by_at", "key")]


def _by_team(desk: Desk, reach: Any) -> list[tuple[str, dict[str, int]]]:
    counted = reach.values("holder_team").annotate(
        children=Count("child"),
        without=Count("child", filter=Q(holder_kind__in=["nobody", "office"])),
        broken=Count("child", filter=Q(breaches__gt=0)),
        moving=Count("child", filter=Q(open_matters__gt=0)),
    )
    return sorted((row.pop("holder_team"), row) for row in counted.order_by())


@allow(permissions.may_see_reports)
def ask(request: HttpRequest, question: str) -> HttpResponse:
    """One question: what it says, its chart, its table, and the children behind the figure that was opened."""
    if question not in QUESTIONS:
        raise Http404
    desk = desk_of(request)
    title, answered = QUESTIONS[question]
    answer = answered(Asking(desk, say_of(desk), request.GET.dict()))
    answer.rows = ordered(answer, request.GET.get("order", ""))
    figure = request.GET.get("figure") or request.GET.get("rule", "")
    children = answer.behind.get(figure, [])
    if tables.wanted(request):
        return _as_file(request, desk, title, answer)
    reached = set(permissions.reached(desk.post, [c for c, _ in children])) if children else set()
    mine, number = [one for one in children if one[0] in reached], page_number(request)
    first = listing(request, number, mine[(number - 1) * BEHIND :][: BEHIND + 1], BEHIND)
    names = names_of(desk, [c for c, _ in first["rows"]])
    shown = [{"href": f"/children/{c}", "name": named(names[c]), "note": answer.note(why)} for c, why in first["rows"]]
    return show(
        request,
        "reports/question.html",
        title,
        at="reports",
        nav=nav(desk, f"/reports/{question}"),
        files=tables.links(request),
        answer=answer,
        table=page_of(request, answer.rows, AT_ONCE, "rows"),
        figure=figure,
        children=shown,
        pages={**first, **{way: first[way] and f"{first[way]}#children" for way in ("before", "after")}},
        unseen=len(children) - len(mine),
        order=request.GET.get("order", ""),
        columns=list(zip(sortable(answer), answer.headings, strict=True)),
        address=lambda **c: address(request, **{"rows": 1, **c}),
        open_figure=lambda key: address(request, figure=key, page=1) + "#children",
        called=answer.named.get(figure, ""),
        kept=views_of(desk, "/reports"),
    )


def _as_file(request: HttpRequest, desk: Desk, title: str, answer: Answer) -> HttpResponse:
    """The table as a file. Where it names children, that is a reading of each of their records."""
    desk.reads(permissions.reached(desk.post, answer.in_file), f"{title} As a file"[:200])
    headings, rows = answer.file() if answer.file is not None else (answer.headings, [row.cells for row in answer.rows])
    return tables.file(request, desk, tables.table(title.rstrip("?"), headings, rows))


@allow(permissions.may_see_reads)
def reads(request: HttpRequest) -> HttpResponse:
    """Who looked at whose record: by child or by person, newest first."""
    desk = desk_of(request)
    say = say_of(desk)
    if (elsewhere := looked_for.put_by(request)) is not None:
        return elsewhere
    typed = looked_for.looked_for(request) or ""
    child, person = request.GET.get("child", "").strip()[:100], request.GET.get("person", "").strip()
    likely = _whose(desk, typed)
    if len(likely) == 1:
        return HttpResponseRedirect(address(request, child=likely[0].child, find=""))
    found = ReadLog.objects.filter(authority=desk.authority).order_by("-read_at")
    found = found.filter(child=child) if child else found
    found = found.filter(person=person) if person else found
    if tables.wanted(request):
        return _reads_file(request, desk, say, list(found[:READS_OF]))
    page = page_of(request, found)
    people = sorted(desk.around.organisation.names.items(), key=lambda p: p[1])
    return show(
        request,
        "reports/reads.html",
        "Who looked at a record?",
        at="reports",
        nav=nav(desk, "/reports/reads"),
        listing=page,
        names=names_of(desk, [child, *(r.child for r in page["rows"])]),
        child=child,
        q=typed,
        likely=likely,
        address=lambda **c: address(request, **c),
        person=person,
        people=people,
        when=lambda r: words.moment(int(r.read_at.timestamp())),
        files=tables.links(request),
        kept=views_of(desk, "/reports/reads"),
        say=say,
    )


def _reads_file(request: HttpRequest, desk: Desk, say: Say, rows: list[ReadLog]) -> HttpResponse:
    """The record of reads as a file; that these children were named in one is itself recorded."""
    names = names_of(desk, [r.child for r in rows])
    desk.reads(sorted(names), "who looked, as a file")
    lines = [
        (words.moment(int(r.read_at.timestamp())), say.person(r.person), named(names.get(r.child)), r.page)
        for r in rows
    ]
    headings = ("When", "Who", "Whose record", "Page")
    return tables.file(request, desk, tables.table("Who looked at a record", headings, lines))


def _whose(desk: Desk, typed: str) -> list[Child]:
    """The children meant by what was typed: one by its id, else those whom a search finds."""
    if not typed:
        return []
    reach = Child.objects.filter(children_of(desk.post), authority=desk.authority)
    exact = list(reach.filter(child=typed))
    return exact or list(searching.found(desk, searching.query_of(desk, typed, {"open": "all"}))[:FOUND])
