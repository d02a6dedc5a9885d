"""Where a procedure has no forum: the moves by their own dates, under the pack's own names for them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from baton.accounts.desk import Desk
from baton.store.models import Matter
from baton.workspace import tables, words
from baton.workspace.child.gathering import state
from baton.workspace.filters import filter_of
from baton.workspace.page import show
from baton.workspace.saved.views import views_of
from baton.workspace.saying import Say
from baton.workspace.sitting.listing import children_filter
from baton.workspace.work import named, names_of

BACK = 28 * words.DAY


def dates(request: HttpRequest, desk: Desk, say: Say) -> HttpResponse:
    """The page, or the same table as a file: by kind of move, by where it goes, by where it stands."""
    every = moves_by_date(desk, say)
    rows = [r for g in every for r in g["rows"]]
    kind = filter_of(request, "kind", "Kind", [(g["title"], g["title"]) for g in every])
    to = filter_of(request, "to", "To", sorted((r["to"], r["to"]) for r in rows))
    stands = filter_of(request, "stands", "Where it stands", sorted((r["state"], r["state"]) for r in rows))
    groups = [
        {**g, "rows": [r for r in g["rows"] if to.chosen in ("", r["to"]) and stands.chosen in ("", r["state"])]}
        for g in every
        if kind.chosen in ("", g["title"])
    ]
    groups = [g for g in groups if g["rows"]]
    if tables.wanted(request):
        shown = [(g["title"], r) for g in groups for r in g["rows"]]
        desk.reads(sorted({c for _, r in shown for c in r["of"]}), "agreed dates, as a file")
        lines = [
            (title, r["when"], words.joined(r["children"]), r["from"], r["to"], r["worker"], r["state"])
            for title, r in shown
        ]
        headings = ("Move", "When", "Children", "From", "To", "New worker", "Where it stands")
        return tables.file(request, desk, tables.table("Agreed dates", headings, lines))
    return show(
        request,
        "sitting/dates.html",
        "Agreed dates",
        at="sitting",
        groups=groups,
        every=len(rows),
        filters=[kind, to, stands],
        files=tables.links(request),
        kept=views_of(desk, "/sittings"),
    )


def moves_by_date(desk: Desk, say: Say) -> list[dict[str, Any]]:
    """One group a kind of move, in the pack's words: its rows by the agreed date, else by the date it became due."""
    found = Matter.objects.filter(
        children_filter(desk), authority=desk.authority, state__in=["open", "decided", "moved"]
    ).order_by("sort_at", "key", "child")
    rows = [m for m in found if "transfer" in say.kinds(m.kind) and (m.moved_at or desk.now) > desk.now - BACK]
    names = names_of(desk, [m.child for m in rows])
    groups: dict[str, dict[str, dict[str, Any]]] = {}
    for m in rows:
        row = groups.setdefault(m.kind, {}).setdefault(
            m.key,
            {
                "href": f"/transfers/{m.key}",
                "children": [],
                "of": [],
                "from": say.place(m.from_team or m.from_service),
                "to": say.place(m.to_team or m.to_service) or "a place not known yet",
                "when": words.window(m.date_from, m.date_to)
                if m.date_from is not None
                else words.window(m.due_from, m.due_to)
                if m.due_from is not None
                else "no date yet",
                "state": state(m),
                "worker": say.person(m.receiving_worker) if m.receiving_worker else "not named yet",
            },
        )
        row["children"].append(named(names.get(m.child)))
        row["of"] += [m.child] if m.child in names else []
    return [
        {"title": words.initial_capital(say.word(kind)), "rows": list(of_kind.values())}
        for kind, of_kind in groups.items()
    ]
