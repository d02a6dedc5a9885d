"""Duties as a table: narrowed, ordered, paged, kept as a view, taken away as a file. The caller says whose."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse

from baton.accounts.desk import Desk
from baton.store.models import WorkItem
from baton.working_time import local_day, midnight
from baton.workspace import tables, words
from baton.workspace.filters import Filter, by_text, filter_of, ordered_rows
from baton.workspace.page import address, page_of, show
from baton.workspace.reasons import Line
from baton.workspace.saved.views import views_of
from baton.workspace.saying import Say
from baton.workspace.work import line_of, named, names_of

STANDS = (("late", "Late"), ("open", "To do"), ("may_apply", "May apply"))
WITHIN = (("1", "Today"), ("7", "Within a week"), ("14", "Within two weeks"), ("28", "Within four weeks"))
ORDERS = {"due": ("act_by_at", "subject_id", "key"), "child": ("child_name", "act_by_at", "key")}
FILE_OF = 5000  # rows of the list as a file, at most


def work_list(
    request: HttpRequest, desk: Desk, say: Say, every: Any, title: str, at: str, back: tuple[str, str], own: bool
) -> HttpResponse:
    """The duties `every` (a query of `WorkItem`). `own`: they are all of whoever asks, so the who is left out.
    `back`: text and address of the page that the list belongs to."""
    filters = _filters(request, desk, say, every, own)
    found, order = ordered_rows(request, _chosen(desk, every, filters), ORDERS, "due")
    if tables.wanted(request):
        rows = list(found[:FILE_OF])
        desk.reads(sorted({r.subject_id for r in rows if r.kind == "child"}), f"{title}, as a file"[:200])
        return tables.file(request, desk, tables.table(title, *_as_table(_lines(desk, say, rows, own), own)))
    listing = page_of(request, found)
    return show(
        request,
        "worklist.html",
        title,
        at=at,
        back=back,
        own=own,
        listing=listing,
        lines=_lines(desk, say, listing["rows"], own),
        filters=[f for f in filters if f.options],
        beside={k: v for k in ("team",) if (v := request.GET.get(k, ""))},
        order=order,
        address=lambda **c: address(request, **c),
        files=tables.links(request),
        kept=views_of(desk, request.path),
    )


def _filters(request: HttpRequest, desk: Desk, say: Say, every: Any, own: bool) -> list[Filter]:
    """How it stands, by when, what, and of a team's duties: whose."""
    found = list(every.order_by().values_list("rule", "matter", "who").distinct()[:5000])
    what = {rule: say.short(rule, matter) for rule, matter, _ in found}
    people = {} if own else {p: say.person(p) for *_, who in found for p in who}
    return [
        filter_of(request, "stands", "Where it stands", STANDS),
        filter_of(request, "within", "By when", WITHIN),
        filter_of(request, "rule", "What", by_text(what)),
        filter_of(request, "who", "Whose", by_text(people)),
    ]


def _chosen(desk: Desk, every: Any, filters: list[Filter]) -> Any:
    stands, within, rule, who = (f.chosen for f in filters)
    wanted: dict[str, Any] = {"state": stands, "rule": rule, "who__contains": [who] if who else ""}
    if within:
        wanted["act_by_at__lte"] = midnight(local_day(desk.now) + timedelta(days=int(within)))
    return every.filter(**{k: v for k, v in wanted.items() if v})


def _lines(desk: Desk, say: Say, rows: list[WorkItem], own: bool) -> list[Line]:
    children = names_of(desk, [r.subject_id for r in rows if r.kind == "child"])
    return [
        line_of(desk, say, r, named(children.get(r.subject_id)) if r.kind == "child" else "", own=own, why=False)
        for r in rows
    ]


def _as_table(lines: list[Line], own: bool) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    headings = ("Child", "What", *(() if own else ("Who",)), "By when", "Where it stands", "In the way", "Clause")
    return headings, [
        (
            one.child,
            one.what,
            *(() if own else (one.who,)),
            f"{one.when} {one.left}".strip(),
            one.tag.text if one.tag is not None else "",
            one.note,
            words.joined(list(one.clause)),
        )
        for one in lines
    ]
