"""My duties as one table, beside My day, which says them by family."""

from __future__ import annotations

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse

from baton.accounts import permissions
from baton.accounts.desk import desk_of
from baton.accounts.doors import allow
from baton.store.models import WorkItem, WorkItemPerson
from baton.workspace.page import say_of
from baton.workspace.worklist import work_list


@allow(permissions.may_record)
def duties(request: HttpRequest) -> HttpResponse:
    """Everything that is mine to do, as My day has it: the first due first unless the address says otherwise."""
    desk = desk_of(request)
    mine = WorkItemPerson.objects.filter(
        authority=desk.authority, person=desk.post.person, kind=OuterRef("kind"), subject_id=OuterRef("subject_id"),
        item=OuterRef("key"),
    )  # fmt: skip
    every = WorkItem.objects.filter(Exists(mine), authority=desk.authority)
    return work_list(request, desk, say_of(desk), every, "Your duties", "home", ("My day", "/my-day"), own=True)
