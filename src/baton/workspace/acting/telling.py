"""What one talk says: everything that is still to be told to the same person in a matter."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from baton.accounts.desk import Desk
from baton.store.models import WorkItem
from baton.store.models.work import OPEN_STATES
from baton.workspace.saying import Say


def in_one_talk(desk: Desk, say: Say, item: WorkItem | None) -> list[Any]:
    """The rules by which the same person is still to be told something in this matter: one talk can say all of it."""
    if item is None or item.verb != "tell":
        return []
    same = WorkItem.objects.filter(
        authority=desk.authority, kind="child", subject_id=item.subject_id, matter=item.matter, verb="tell",
        recipient=item.recipient, state__in=OPEN_STATES,
    )  # fmt: skip
    keys = {one.rule for one in same if not one.waits_for}
    return [rule for rule in say.pack.rules if rule.head.key in keys]


def asked_about(say: Say, request: HttpRequest) -> tuple[str, ...]:
    """What the address says that the talk is about, of what the pack wants told."""
    told = {one for rule in say.pack.rules for one in getattr(rule, "about", ()) or ()}
    return tuple(one for one in request.GET.getlist("about") if one in told)
