"""Disputes: what is open and how long it has left; one dispute with its ladder."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from baton.accounts import permissions
from baton.accounts.desk import Desk, desk_of
from baton.accounts.doors import allow
from baton.journal import Subject
from baton.store.models import Child, Matter
from baton.working_time import END
from baton.workspace import tables, words
from baton.workspace.disputes import ladders
from baton.workspace.filters import filter_of
from baton.workspace.journal import by_number, entries_of
from baton.workspace.page import address, say_of, show
from baton.workspace.reasons import why_of
from baton.workspace.saved.views import views_of
from baton.workspace.saying import Say
from baton.workspace.shown import alike, shown_at
from baton.workspace.sitting.listing import children_filter
from baton.workspace.work import named, names_of

ORDERS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "left": lambda r: (r["at"], r["opened"]),
    "raised": lambda r: r["opened"],
    "who": lambda r: r["who"].lower(),
    "kind": lambda r: (r["kind"].lower(), r["at"]),
}


def _kinds(say: Say) -> list[str]:
    """The matters with a ladder, and escalations."""
    return [k for k, m in say.pack.matters.items() if m.rungs or "escalation" in say.kinds(k)]


@allow(permissions.may_see_disputes)
def disputes(request: HttpRequest) -> HttpResponse:
    """Every open dispute and escalation that this post reaches, least time left first; then the settled ones."""
    desk = desk_of(request)
    say = say_of(desk)
    found = list(Matter.objects.filter(children_filter(desk), authority=desk.authority, kind__in=_kinds(say)))
    by_kind = filter_of(request, "kind", "Kind", [(k, words.initial_capital(say.word(k))) for k in _kinds(say)])
    whose = filter_of(request, "whose", "Whose turn", [("mine", "Mine")], "Everybody's")
    order = request.GET.get("order", "") if request.GET.get("order", "").lstrip("-") in ORDERS else "left"
    found = [m for m in found if by_kind.chosen in ("", m.kind)]
    open_ = _rows(desk, say, [m for m in found if m.state in ("open", "decided")])
    open_ = [r for r in open_ if not whose.chosen or r["mine"]]
    open_ = sorted(open_, key=ORDERS[order.lstrip("-")], reverse=order.startswith("-"))
    if tables.wanted(request):
        desk.reads(sorted({c for r in open_ for c in r["of"]}), "disputes, as a file")
        lines = [(r["who"], r["kind"], r["raised"], r["left"], r["by"], ", ".join(r["clause"])) for r in open_]
        headings = ("About", "Kind", "Raised", "Time left", "Whose turn", "Clause")
        return tables.file(request, desk, tables.table("Disputes", headings, lines))
    past = _rows(
        desk,
        say,
        sorted((m for m in found if m.state not in ("open", "decided")), key=lambda m: -(m.ended_at or 0))[:30],
    )
    return show(
        request,
        "disputes/disputes.html",
        "Disputes",
        at="disputes",
        open=open_,
        order=order,
        filters=[by_kind, whose],
        address=lambda **c: address(request, **c),
        kept=views_of(desk, "/disputes"),
        files=tables.links(request),
        past=past,
        kinds=[(say.word(k), say.pack.matters[k].clause) for k in _kinds(say)],
    )


def _rows(desk: Desk, say: Say, found: list[Matter]) -> list[dict[str, Any]]:
    groups: dict[str, list[Matter]] = {}
    for m in found:
        groups.setdefault(m.key, []).append(m)
    children = names_of(desk, [m.child for m in found])
    rows = []
    for key, matters in groups.items():
        lead = matters[0]
        item = ladders.limit_of(desk, lead)
        rows.append(
            {
                "href": f"/disputes/{key}",
                "kind": say.word(lead.kind),
                "clause": lead.clause,
                "who": words.joined([named(children[m.child]) for m in matters if m.child in children]),
                "raised": words.when_seen(lead.opened, desk.now),
                "left": ladders.left(desk, item),
                "by": say.by(item) if item is not None else "",
                "ended": words.day(lead.ended_at),
                "state": lead.state,
                "late": item is not None and item.state == "late",
                "at": item.act_by_at if item is not None else END,
                "opened": lead.opened or 0,
                "of": [m.child for m in matters if m.child in children],
                "mine": item is not None and desk.post.person in item.who,
            }
        )
    return rows


@allow(permissions.may_see_children)
def dispute(request: HttpRequest, key: str) -> HttpResponse:
    """One dispute: its clock, its ladder, what each side says, and how it ends."""
    desk = desk_of(request)
    say = say_of(desk)
    found = list(Matter.objects.filter(authority=desk.authority, key=key).order_by("child"))
    if not found or not permissions.may_see_matter(desk.post, [m.child for m in found]):
        raise Http404
    lead = found[0]
    children = names_of(desk, [m.child for m in found])
    desk.reads(list(children), "dispute")
    entries = entries_of(desk.authority, Subject("child", lead.child))
    item = ladders.limit_of(desk, lead)
    about = str((lead.values or {}).get("about", "")) or _about(entries, key)
    return show(
        request,
        "disputes/dispute.html",
        f"{say.word(lead.kind)}: {words.joined([named(c) for c in children.values()])}",
        at="disputes",
        heading_title="Dispute",
        lead=lead,
        children=list(children.values()),
        key=key,
        item=item,
        left=ladders.left(desk, item),
        reasons=why_of(say, item, by_number(entries), "this limit") if item else None,
        rungs=ladders.rungs(desk, say, lead, item),
        said=ladders.said(say, entries, key),
        meanwhile=ladders.meanwhile(say, lead),
        shown=alike({c: named(one) for c, one in children.items()}, shown_at(desk, say, children, "dispute")),
        about=about if Matter.objects.filter(authority=desk.authority, key=about).exists() else "",
        opened=words.moment(lead.opened),
        ended=words.moment(lead.ended_at),
        may_record=permissions.may_record(desk.post),
        holders=[_holder(say, c) for c in children.values()],
    )


def _about(entries: Any, key: str) -> str:
    return next((str((e.body.get("opens") or {}).get("about", "")) for e in entries if e.matter == key), "")


def _holder(say: Say, c: Child) -> str:
    return f"{named(c)}: {say.person(c.holder_person) or say.office(c.holder_office) or 'nobody'}"
