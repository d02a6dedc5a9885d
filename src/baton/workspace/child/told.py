"""Who around a child has been told what, over all its transfers and outside of any: the proof, and what is owed."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from baton.accounts import permissions
from baton.accounts.desk import desk_of
from baton.accounts.doors import allow
from baton.accounts.permissions import children_of
from baton.journal import Subject
from baton.store.models import Child
from baton.workspace.journal import by_number, entries_of
from baton.workspace.page import say_of, show
from baton.workspace.transfer import telling
from baton.workspace.work import named


@allow(permissions.may_see_children)
def told(request: HttpRequest, child: str) -> HttpResponse:
    """One row a person."""
    desk = desk_of(request)
    row = Child.objects.filter(children_of(desk.post), authority=desk.authority, child=child).first()
    if row is None:
        raise Http404
    desk.reads([child], "who has been told")
    entries = {child: dict(by_number(entries_of(desk.authority, Subject("child", child))))}
    rows = telling.table(desk, say_of(desk), "", [child], entries, {child: named(row)})
    return show(
        request,
        "child/told.html",
        "Who has been told",
        at="children",
        heading_title="Who has been told",
        child=row,
        rows=rows,
        counted=telling.counted(rows),
        may_record=permissions.may_record(desk.post),
    )
