"""Exports: which there are, and each as tables or as an archive with its report."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from baton.accounts import permissions
from baton.accounts.desk import Desk
from baton.accounts.permissions import children_of
from baton.api import shapes
from baton.api.app import EXPORT, answers, at_desk
from baton.api.children import child_at
from baton.api.problems import Problem
from baton.exports import making as exports
from baton.exports.writing import archive, remember
from baton.working_time import local_day

router = Router(tags=["exports"], auth=EXPORT)
ARCHIVE = "application/zip"
Form = Annotated[str, Query("tables", alias="as", pattern="^(tables|archive)$", description="JSON, or files in a zip")]


@router.get("/exports", response=answers(list[shapes.ExportKind]), summary="What can be exported",
            operation_id="listExports")  # fmt: skip
def kinds(request: HttpRequest) -> Any:
    """Each kind with the period that is meant where none is given."""
    desk = at_desk(request, permissions.may_export)
    today = local_day(desk.now)
    return [
        {"kind": k.key, "title": k.title, "says": k.says, "first": f"{k.period(today)[0]}",
         "last": f"{k.period(today)[1]}"}
        for k in exports.KINDS.values()
        if not k.of_a_child
    ]  # fmt: skip


@router.get("/exports/{kind}", response=answers(shapes.ExportOut), summary="One export", operation_id="export",
            openapi_extra={"responses": {200: {"content": {ARCHIVE: {}}}}})  # fmt: skip
def export(
    request: HttpRequest,
    kind: shapes.Ident,
    first: date | None = None,
    last: date | None = None,
    form: Form = "tables",
) -> Any:
    """The children whom this post reaches, as tables in JSON or as an archive of CSV files and a report. Every child
    that it opens stands in the record of reads."""
    desk = at_desk(request, permissions.may_export)
    return _made(desk, kind, first, last, form)


@router.get("/children/{child}/record", response=answers(shapes.ExportOut), summary="A child's whole record",
            operation_id="getRecord", openapi_extra={"responses": {200: {"content": {ARCHIVE: {}}}}})  # fmt: skip
def record(request: HttpRequest, child: shapes.Ident, form: Form = "tables") -> Any:
    """Everything recorded about one child, for the person whom it is about. What was chosen on the page of the child to
    be withheld is named by its place and ground, and not given."""
    desk = at_desk(request, permissions.may_give_record)
    child_at(desk, child)
    return _made(desk, "child-record", None, None, form, child)


def _made(desk: Desk, kind: str, first: date | None, last: date | None, form: str, child: str = "") -> Any:
    for day in (first, last):
        if day is not None and not 1990 <= day.year <= 2100:
            raise Problem("invalid", "Give a day of this century.", errors=[{"where": "query", "says": str(day)}])
    reader = exports.Reader(desk.authority, desk.around, desk.now, children_of(desk.post), child=child)
    try:
        made = exports.make(kind, reader, first, last, local_day(desk.now))
    except exports.CannotExport as problem:
        kind_of = "not-found" if kind not in exports.KINDS else "invalid"
        raise Problem(kind_of, str(problem)) from problem
    desk.reads(made.children, f"export {made.kind}")
    remember(made, desk.authority, desk.post.person, desk.now)
    if form == "archive":
        body = archive(made, desk.post.authority_name, desk.post.name, desk.now)
        answer = HttpResponse(body, content_type=ARCHIVE)
        answer["Content-Disposition"] = f'attachment; filename="{made.kind}-{made.last}.zip"'
        return answer
    return {
        "kind": made.kind, "title": made.title, "first": f"{made.first}", "last": f"{made.last}",
        "tables": [
            {"name": s.name, "headings": list(s.headings), "rows": [list(row) for row in s.rows]} for s in made.sheets
        ],
        "findings": [
            {"rule": f.rule, "child": f.child, "row": f.row, "says": f.says, "because": f.because}
            for f in made.findings
        ],
        "notes": list(made.notes),
    }  # fmt: skip
