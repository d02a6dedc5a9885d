"""What a service manager, director or auditor asks: each page is one question, answered with figures that open."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse

from baton.accounts import permissions
from baton.accounts.desk import Desk, desk_of
from baton.accounts.doors import allow
from baton.accounts.permissions import children_of
from baton.store.models import Breach, Child, Matter, ReadLog, RouteRow
from baton.workspace import tables, words
from baton.workspace.home import lists
from baton.workspace.page import page_of, say_of, show
from baton.workspace.sitting.listing import children_filter
from baton.workspace.work import named, names_of

NAV = (
    ("Today", "/reports"),
    ("Where do children wait?", "/reports/waiting"),
    ("Which rules are broken?", "/reports/rules"),
)


def _nav(desk: Desk, here: str) -> list[tuple[str, str, bool]]:
    more = (("Who looked?", "/reports/reads"),) if permissions.may_see_reads(desk.post) else ()
    return [(text, href, href == here) for text, href in (*NAV, *more)]


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
    kinds = [k for k, m in desk.pack.matters.items() if m.rungs]
    open_disputes = Matter.objects.filter(
        children_filter(desk), authority=desk.authority, kind__in=kinds, state="open"
    ).count()
    return show(
        request,
        "reports/today.html",
        "Today in your service",
        at="reports",
        nav=_nav(desk, "/reports"),
        files=tables.links(request),
        nobody=nobody,
        offices=offices,
        teams=[{"key": t, "name": say.place(t), **n} for t, n in teams],
        disputes=open_disputes,
        mine=lists.families(desk, say)[:10] if permissions.may_record(desk.post) else [],
        total=reach.count(),
    )


def _by_team(desk: Desk, reach: Any) -> list[tuple[str, dict[str, int]]]:
    counts: dict[str, Counter[str]] = {}
    for team, kind, breaches, matters in reach.values_list("holder_team", "holder_kind", "breaches", "open_matters"):
        row = counts.setdefault(team, Counter())
        row["children"] += 1
        row["without"] += kind in ("nobody", "office")
        row["broken"] += breaches > 0
        row["moving"] += matters > 0
    return [(t, dict(c)) for t, c in sorted(counts.items())]


@allow(permissions.may_see_reports)
def waiting(request: HttpRequest) -> HttpResponse:
    """Where do children wait? By stage, with the oldest."""
    desk = desk_of(request)
    say = say_of(desk)
    reach = children_filter(desk)
    if not permissions.may_see_children(desk.post):
        reach = Q(pk__in=[])
    matters = Matter.objects.filter(reach, authority=desk.authority)
    taken = set(matters.filter(state__in=["open", "decided"]).values_list("child", flat=True))
    due = [
        r
        for r in RouteRow.objects.filter(reach, authority=desk.authority, state__in=["due", "late"])
        if r.child not in taken
    ]
    ladders = {k for k, m in desk.pack.matters.items() if m.rungs or "escalation" in say.kinds(k)}
    rows = [m for m in matters.filter(state__in=["open", "decided", "moved"]) if m.kind not in ladders]
    stages = [
        ("Due, not taken up", [(r.child, f"/children/{r.child}", r.at_from or desk.now) for r in due]),
        ("Being got ready, on no list", _stage(rows, lambda m: m.state == "open" and m.sitting is None)),
        ("On a list", _stage(rows, lambda m: m.state == "open" and m.sitting is not None)),
        ("Decided, not moved", _stage(rows, lambda m: m.state == "decided")),
        ("Moved, work left", _stage(rows, lambda m: m.state == "moved")),
    ]
    names = names_of(desk, [c for _, found in stages for c, _, _ in found])
    most = max([len(found) for _, found in stages] + [1])
    lines = []
    for title, found in stages:
        ordered = sorted((f for f in found if f[0] in names), key=lambda f: f[2])
        lines.append(
            {
                "title": title,
                "n": len(ordered),
                "share": round(100 * len(ordered) / most),
                "oldest": words.since(ordered[0][2]) if ordered else "",
                "children": [(named(names[c]), href, words.since(at)) for c, href, at in ordered[:50]],
            }
        )
    if tables.wanted(request):
        found_rows = [
            (title, named(names[child]), words.since(at))
            for title, found in stages
            for child, _, at in sorted(found, key=lambda f: f[2])
            if child in names
        ]
        return tables.file(request, desk, tables.table("Where children wait", ("Stage", "Child", "Since"), found_rows))
    return show(
        request,
        "reports/waiting.html",
        "Where do children wait?",
        at="reports",
        nav=_nav(desk, "/reports/waiting"),
        files=tables.links(request),
        stages=lines,
    )


def _stage(rows: list[Matter], fits: Any) -> list[tuple[str, str, int]]:
    return [(m.child, f"/transfers/{m.key}", m.decided_at or m.opened) for m in rows if fits(m)]


@allow(permissions.may_see_reports)
def rules(request: HttpRequest) -> HttpResponse:
    """Which rules are broken, and where? By clause, then the children."""
    desk = desk_of(request)
    say = say_of(desk)
    reach = Child.objects.filter(children_of(desk.post), authority=desk.authority).values("child")
    found = list(
        Breach.objects.filter(
            authority=desk.authority, kind="child", ended__isnull=True, subject_id__in=reach
        ).order_by("since")[:2000]
    )
    wanted = request.GET.get("rule", "")
    by_rule: dict[str, list[Breach]] = {}
    for b in found:
        by_rule.setdefault(b.rule, []).append(b)
    lines = [
        {
            "rule": rule,
            "text": say.short(rule, bs[0].matter),
            "clause": bs[0].clause,
            "n": len({b.subject_id for b in bs}),
            "teams": words.joined(sorted({say.place(b.holder_team) for b in bs if b.holder_team})),
        }
        for rule, bs in sorted(by_rule.items(), key=lambda p: -len(p[1]))
    ]
    chosen = by_rule.get(wanted, [])
    names = names_of(desk, [b.subject_id for b in chosen])
    children = [
        {
            "name": named(names.get(b.subject_id)),
            "href": f"/children/{b.subject_id}",
            "team": say.place(b.holder_team),
            "since": words.since(b.since),
            "known": words.since(b.known),
        }
        for b in chosen
    ]
    if tables.wanted(request):
        everyone = names_of(desk, [b.subject_id for b in found])
        rows = [
            (say.short(b.rule, b.matter), ", ".join(b.clause), named(everyone.get(b.subject_id)),
             say.place(b.holder_team), words.since(b.since), words.since(b.known))
            for b in (chosen or found)
        ]  # fmt: skip
        headings = ("Rule", "Clause", "Child", "Team", "Since", "Known since")
        return tables.file(request, desk, tables.table("Rules broken", headings, rows))
    return show(
        request,
        "reports/rules.html",
        "Which rules are broken, and where?",
        at="reports",
        nav=_nav(desk, "/reports/rules"),
        files=tables.links(request),
        lines=lines,
        children=children,
        wanted=wanted,
        wanted_text=say.short(wanted) if wanted else "",
    )


@allow(permissions.may_see_reads)
def reads(request: HttpRequest) -> HttpResponse:
    """Who looked at whose record: by child or by person, newest first."""
    desk = desk_of(request)
    say = say_of(desk)
    child, person = request.GET.get("child", "").strip(), request.GET.get("person", "").strip()
    found = ReadLog.objects.filter(authority=desk.authority).order_by("-read_at")
    found = found.filter(child=child) if child else found
    found = found.filter(person=person) if person else found
    listing = page_of(request, found)
    people = sorted(desk.around.organisation.names.items(), key=lambda p: p[1])
    return show(
        request,
        "reports/reads.html",
        "Who looked at a record?",
        at="reports",
        nav=_nav(desk, "/reports/reads"),
        listing=listing,
        names=names_of(desk, [r.child for r in listing["rows"]]),
        child=child,
        person=person,
        people=people,
        when=lambda r: words.moment(int(r.read_at.timestamp())),
        say=say,
    )
