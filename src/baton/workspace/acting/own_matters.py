"""Brothers and sisters who have the same duty may each have a matter of their own: one form, an act for each matter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django.db.models import QuerySet

from baton.accounts.desk import Desk
from baton.engine.situation import Act
from baton.store.models import Child, Matter, WorkItem


def same_duty(desk: Desk, children: list[str], item: WorkItem) -> QuerySet[WorkItem]:
    """What is open of this rule, to the same recipient, for these children."""
    return WorkItem.objects.filter(
        authority=desk.authority,
        kind="child",
        subject_id__in=children,
        rule=item.rule,
        recipient=item.recipient,
        state__in=["open", "late", "may_apply"],
    )


def own_matters(desk: Desk, family: list[Child], item: WorkItem | None, matter: str) -> dict[str, str]:
    """The matter of each child of the family in which this duty is theirs, where `matter` is none of that child."""
    if item is None or not matter or len(family) < 2:
        return {}
    ids = [c.child for c in family]
    known = set(Matter.objects.filter(authority=desk.authority, child__in=ids).values_list("child", "key"))
    same = same_duty(desk, ids, item).order_by("key").values_list("subject_id", "matter")
    return {child: own for child, own in same if (child, own) in known and (child, matter) not in known}


def by_matter(act: Act, matters: Mapping[str, str]) -> list[Act]:
    """The act, or one for each matter that its children have."""
    own: dict[str, list[str]] = {}
    for child in act.children:
        own.setdefault(matters.get(child, act.matter), []).append(child)
    if list(own) == [act.matter]:
        return [act]
    return [
        replace(act, matter=matter, children=tuple(some), each={c: act.each[c] for c in some if c in act.each})
        for matter, some in own.items()
    ]
