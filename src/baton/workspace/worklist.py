"""Duties as a table: narrowed, ordered, paged, kept as a view, taken away as a file. The caller says whose."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse

from baton.accounts.desk import Desk
from baton.store.models import WorkItem
from baton.working_time import END, local_day, midnight
from baton.workspace import tables, words
from baton.workspace.filters import Filter, by_text, filter_of, ordered_rows
from baton.workspace.page import address, page_of, show
from baton.workspace.reasons import Line
from baton.workspace.saved.views import views_of
from baton.workspace.saying import Say
from baton.workspace.work import line_of, may_do, named, names_of, together

STANDS = (("late", "Late"), ("open", "To do"), ("may_apply", "May apply"))
WITHIN = (("1", "Today"), ("7", "Within a week"), ("14", "Within two weeks"), ("28", "Within four weeks"))
ORDERS = {"due": ("act_by_at", "subject_id", "key"), "child": ("child_name", "act_by_at", "key")}
MOST = 5000  # rows that are looked at, at most


def work_list(
    request: HttpRequest, desk: Desk, say: Say, every: Any, title: str, at: str, back: tuple[str, str], own: bool
) -> HttpResponse:
    """The duties `every` (a query of `WorkItem`). `own`: they are all of whoever asks, so the who is left out.
    `back`: text and address of the page that the list belongs to."""
    filters = _filters(request, desk, say, every, own)
    found, order = ordered_rows(request, _chosen(desk, every, filters), ORDERS, "due")
    acts = _acts(desk, found.defer("because")[:MOST], order)
    if tables.wanted(request):
        desk.reads(sorted({act[0].subject_id for act in acts if act[0].kind == "child"}), f"{title}, as a file"[:200])
        return tables.file(request, desk, tables.table(title, *_as_table(_lines(desk, say, acts, own), own)))
    listing = page_of(request, acts)
    return show(
        request,
        "worklist.html",
        title,
        at=at,
        back=back,
        own=own,
        listing=listing,
        lines=_lines(desk, say, listing["rows"], own),
        count=f"{len(acts)} {'duty' if len(acts) == 1 else 'duties'}",
        filters=[f for f in filters if f.options],
        beside={k: v for k in ("team",) if (v := request.GET.get(k, ""))},
        order=order,
        address=lambda **c: address(request, **c),
        files=tables.links(request),
        kept=views_of(desk, request.path),
    )


def _filters(request: HttpRequest, desk: Desk, say: Say, every: Any, own: bool) -> list[Filter]:
    """How it stands, by when, what, and of a team's duties: whose."""
    found = list(every.order_by().values_list("rule", "matter", "who").distinct()[:MOST])
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


def _acts(desk: Desk, found: Any, order: str) -> list[list[WorkItem]]:
    """The duties by the one act that closes them: what several clauses ask for stands where the first is due."""
    acts: dict[tuple[Any, ...], list[WorkItem]] = {}
    for row in found:
        asks = (row.subject_id, row.matter, row.verb, *row.words, row.recipient, row.element)
        acts.setdefault(asks if may_do(desk, row) else (row.kind, row.subject_id, row.key), []).append(row)
    listed = list(acts.values())
    if order == "-due":  # what has no day stays at the end
        due = {id(act): min(row.act_by_at for row in act) for act in listed}
        listed.sort(key=lambda act: (due[id(act)] == END, -due[id(act)]))
    return listed


def _lines(desk: Desk, say: Say, acts: list[list[WorkItem]], own: bool) -> list[Line]:
    children = names_of(desk, [act[0].subject_id for act in acts if act[0].kind == "child"])
    found: list[Line] = []
    for act in acts:
        name = named(children.get(act[0].subject_id)) if act[0].kind == "child" else ""
        found += together([line_of(desk, say, row, name, own=own, why=False) for row in act])
    return found


def _as_table(lines: list[Line], own: bool) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    headings = ("Child", "What", *(() if own else ("Who",)), "By when", "Where it stands", "In the way", "Clause")
    return headings, [
        (
            one.child,
            one.what,
            *(() if own else (one.who,)),
            ", ".join(part for part in (one.when, one.left) if part),
            one.tag.text if one.tag is not None else "",
            one.note,
            words.joined(list(one.clause)),
        )
        for one in lines
    ]
