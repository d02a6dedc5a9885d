"""The page on which children are found: filters and order in the address, what was typed not; lately seen beside it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from baton.accounts import permissions
from baton.accounts.desk import Desk, desk_of
from baton.accounts.doors import allow
from baton.accounts.permissions import children_of
from baton.engine import runs
from baton.store.models import Child, ReadLog
from baton.workspace import tables, words
from baton.workspace.child import looked_for, searching
from baton.workspace.child.begun import openings
from baton.workspace.page import address, page_of, say_of, show
from baton.workspace.saved.views import views_of
from baton.workspace.saying import Say

FILTERS = ("team", "worker", "status", "order")
RECENT, READ_BACK = 8, 200
FILE_OF = 5000  # rows of a list as a file, at most


@allow(permissions.may_see_children)
def search(request: HttpRequest) -> HttpResponse:
    """The children this post reaches, found by name, date of birth, number, address or worker."""
    desk = desk_of(request)
    if (elsewhere := looked_for.put_by(request)) is not None:
        return elsewhere
    say = say_of(desk)
    filters = {k: request.GET.get(k, "") for k in FILTERS}
    filters["open"] = request.GET.get("open", "yes")
    typed = looked_for.looked_for(request)
    text = typed or ""
    query = searching.query_of(desk, text, filters)
    if tables.wanted(request):
        return _file(request, desk, say, list(searching.found(desk, query)[:FILE_OF]))
    listing = page_of(request, searching.found(desk, query))
    few = listing["number"] == 1 and not listing["after"] and len(listing["rows"]) < searching.ALIKE
    recent = [] if text or listing["number"] > 1 else _recent(desk)
    return show(
        request,
        "child/search.html",
        "Children",
        at="children",
        q=text,
        forgotten=typed is None,
        listing=listing,
        near=searching.alike(desk, query, [c.child for c in listing["rows"]]) if text and few else [],
        workers=searching.workers_named(desk, text),
        recent=[c for c, _ in recent],
        when={c.child: words.when_seen(at, desk.now) for c, at in recent},
        filters=filters,
        order=filters["order"] or "name",
        teams=_teams(desk, say),
        statuses=sorted(_statuses(desk), key=lambda key: say.word(key).lower()),
        address=lambda **c: address(request, **c),
        years=lambda c: words.years_old(c.born, desk.now),
        files=tables.links(request),
        kept=views_of(desk, "/children"),
        may_allocate=permissions.may_allocate(desk.post),
        may_begin=bool(openings(desk)),
    )


def _statuses(desk: Desk) -> list[str]:
    """What a child can be: not how they are held, which has filters of its own, nor what a worker is."""
    spells = [w for w in desk.pack.words.values() if w.kind == "spell" and w.about == "child"]
    return [w.key for w in spells if w.key not in runs.WORDS]


def _teams(desk: Desk, say: Say) -> list[str]:
    teams = desk.around.organisation.teams
    return sorted((t for t in teams if desk.post.all_ or t in desk.post.teams), key=say.place)


def _recent(desk: Desk) -> list[tuple[Child, int]]:
    """The children whose records this person opened last and still reaches, with when."""
    reads = ReadLog.objects.filter(authority=desk.authority, person=desk.post.person).order_by("-read_at")
    last: dict[str, int] = {}
    for child, at in reads.values_list("child", "read_at")[:READ_BACK]:
        last.setdefault(child, int(at.timestamp()))
    rows = Child.objects.filter(children_of(desk.post), authority=desk.authority, child__in=list(last)[: 3 * RECENT])
    return sorted(((c, last[c.child]) for c in rows), key=lambda p: -p[1])[:RECENT]


def _file(request: HttpRequest, desk: Desk, say: Say, rows: list[Any]) -> HttpResponse:
    """The list as a file. Whose records are in it is recorded as a reading of each."""
    desk.reads([c.child for c in rows], "list of children, as a file")
    lines = [
        (
            c.name, c.reference, words.day(c.born), say.person(c.holder_person), say.place(c.holder_team),
            words.day(c.holder_since) if c.holder_since else "", ", ".join(map(say.word, c.statuses)), c.workers,
            c.breaches,
        )
        for c in rows
    ]  # fmt: skip
    headings = ("Child", "Number", "Born", "Holder", "Team", "Since", "Status", "Workers so far", "Rules broken")
    return tables.file(request, desk, tables.table("Children", headings, lines))
