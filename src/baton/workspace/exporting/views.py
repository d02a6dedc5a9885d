"""Files for others: what there is, then for a period what would be in it and what does not hold, then the files."""

from __future__ import annotations

from collections import Counter
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse

from baton.accounts import permissions
from baton.accounts.desk import Desk, desk_of
from baton.accounts.doors import allow
from baton.accounts.permissions import children_of
from baton.exports import making
from baton.exports.model import Export
from baton.exports.writing import archive, remember, workbook
from baton.working_time import local_day
from baton.workspace import words
from baton.workspace.page import address, show

ARCHIVE, BOOK = "application/zip", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@allow(permissions.may_export)
def kinds(request: HttpRequest) -> HttpResponse:
    """Which files there are, each with the period that is meant today."""
    desk = desk_of(request)
    today = local_day(desk.now)
    rows = [
        {"key": k.key, "title": k.title, "says": k.says, "period": _said(*k.period(today))}
        for k in making.KINDS.values()
        if not k.of_a_child
    ]
    return show(request, "exporting/kinds.html", "Files for others", at="reports", kinds=rows)


@allow(permissions.may_export)
def one(request: HttpRequest, export: str) -> HttpResponse:
    """One kind for a period: what is in it, what does not hold and why, and the files themselves."""
    desk = desk_of(request)
    kind = making.KINDS.get(export)
    if kind is None or kind.of_a_child:
        raise Http404
    usual = kind.period(local_day(desk.now))
    first, last, errors = _day(request, "first", usual[0]), _day(request, "last", usual[1]), []
    if first is None or last is None or first > last:
        errors = [{"field": "first-day", "text": "Give a first day and a last day that is not before it"}]
        first, last = usual
    made = making.make(export, making.Reader(desk.authority, desk.around, desk.now, children_of(desk.post)), first,
                       last, local_day(desk.now))  # fmt: skip
    desk.reads(made.children, f"export {made.kind}")
    if request.GET.get("as") and not errors:
        return given(request, desk, made)
    return show(
        request,
        "exporting/one.html",
        kind.title,
        400 if errors else 200,
        at="reports",
        kind=kind,
        first=first,
        last=last,
        period=_said(first, last),
        made=made,
        counted=sorted(Counter(f.rule for f in made.findings).items()),
        findings=made.findings[:200],
        archive=address(request, **{"as": "archive"}),
        workbook=address(request, **{"as": "xlsx"}),
        errors=errors,
    )


def given(request: HttpRequest, desk: Desk, made: Export) -> HttpResponse:
    """The files as the address asks for them: an archive of tables with the report, or a workbook."""
    remember(made, desk.authority, desk.post.person, desk.now)
    if request.GET.get("as") == "xlsx":
        answer = HttpResponse(workbook(made), content_type=BOOK)
        ending = "xlsx"
    else:
        body = archive(made, desk.post.authority_name, desk.post.name, desk.now)
        answer = HttpResponse(body, content_type=ARCHIVE)
        ending = "zip"
    answer["Content-Disposition"] = f'attachment; filename="{made.kind}-{made.last}.{ending}"'
    return answer


def _said(first: date, last: date) -> str:
    return f"{words.day(first)} to {words.day(last)}" if first.year > 1990 else "everything until today"


def _day(request: HttpRequest, name: str, usual: date) -> date | None:
    """The day that three fields give; the usual one where all are left out; None where they are no date."""
    parts = [request.GET.get(f"{name}-{part}", "").strip() for part in ("day", "month", "year")]
    if not any(parts):
        return usual
    try:
        found = date(int(parts[2]), int(parts[1]), int(parts[0]))
    except (ValueError, OverflowError):
        return None
    return found if 1990 <= found.year <= 2100 else None
