"""The procedure for its readers: every clause in our words, never the authority's own sentences."""

from __future__ import annotations

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse

from baton.accounts import permissions
from baton.accounts.desk import Desk, desk_of
from baton.accounts.doors import allow
from baton.store.models import Breach, WorkItem
from baton.workspace import words
from baton.workspace.page import address, edition_said, page_of, say_of, show
from baton.workspace.procedure.clauses import all_clauses, entry, listing
from baton.workspace.saying import Say
from baton.workspace.sitting.listing import children_filter
from baton.workspace.work import line_of, named, names_of

AT_ONCE = 30  # clauses; a longer list is read section by section
LIVE = ("open", "late", "may_apply")


@allow(permissions.may_see_procedure)
def reader(request: HttpRequest) -> HttpResponse:
    """All clauses, section by section; those in doubt; those at work now."""
    desk = desk_of(request)
    say = say_of(desk)
    q, doubt = request.GET.get("q", ""), request.GET.get("doubt") == "1"
    sections = listing(say, q, doubt)
    everything = listing(say, "", False)
    at_once = sum(len(s["clauses"]) for s in sections) <= AT_ONCE
    titles = [s["title"] for s in sections]
    wanted = request.GET.get("section", "")
    here = wanted if wanted in titles else (titles or [""])[0]
    return show(
        request,
        "procedure/reader.html",
        desk.pack.title,
        at="procedure",
        sections=sections if at_once else [s for s in sections if s["title"] == here],
        parts=[]
        if at_once
        else [
            (f"{s['title']} ({len(s['clauses'])})", address(request, section=s["title"]), s["title"] == here)
            for s in sections
        ],
        section="" if at_once else here,
        q=q,
        doubt=doubt,
        in_doubt=sum(one["doubtful"] for s in everything for one in s["clauses"]),
        edition=edition_said(desk.pack),
        total=sum(len(s["clauses"]) for s in everything),
        heading_title="Procedure",
        may_try=permissions.may_try_procedure(desk.post),
        may_see_in_force=permissions.may_see_in_force(desk.post),
    )


@allow(permissions.may_see_procedure)
def explain(request: HttpRequest, clause: str) -> HttpResponse:
    """One clause: in our words, how strong, how read, what is doubtful, where it applies now."""
    desk = desk_of(request)
    say = say_of(desk)
    clauses = all_clauses(desk.pack)
    if clause not in clauses:
        raise Http404
    at = clauses.index(clause)
    return show(
        request,
        "procedure/explain.html",
        clause,
        at="procedure",
        one=entry(say, clause),
        now_here=_now(request, desk, say, clause),
        before=clauses[at - 1] if at else "",
        after=clauses[at + 1] if at + 1 < len(clauses) else "",
    )


def _now(request: HttpRequest, desk: Desk, say: Say, clause: str) -> dict[str, object]:
    """Where the clause is at work now: for the children this post reaches, and how many breaches go on."""
    if not permissions.may_see_children(desk.post):
        return {}
    reach = children_filter(desk, "subject_id")
    items = WorkItem.objects.filter(
        reach, authority=desk.authority, kind="child", clause__contains=[clause], state__in=LIVE
    )
    listing_ = page_of(request, items.order_by("act_by_at", "subject_id"), 20)
    rows = names_of(desk, [i.subject_id for i in listing_["rows"]])
    listing_["rows"] = [line_of(desk, say, i, named(rows.get(i.subject_id))) for i in listing_["rows"]]
    count = items.aggregate(n=Count("subject_id", distinct=True))["n"]
    broken = Breach.objects.filter(
        reach, authority=desk.authority, kind="child", clause__contains=[clause], ended__isnull=True
    ).count()
    return {"listing": listing_, "children": words.children(count or 0), "breaches": broken}
