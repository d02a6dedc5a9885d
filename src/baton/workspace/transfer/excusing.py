"""Which steps this person may set aside, by what the pack says of each: the link stands only where it can help."""

from __future__ import annotations

from typing import Any

from baton.accounts.desk import Desk
from baton.engine.situation import NOT_DONE
from baton.policy.model import AnyOf, AtLeast, EachOf, InOrder, OfficeOf
from baton.store.models import Child, Matter, WorkItem
from baton.workspace.saying import Say


def excuse_href(desk: Desk, say: Say, item: WorkItem) -> str:
    """Where this step is excused, for whoever may do it; "" for everybody else."""
    rule = say.rule_of(item.rule, item.matter)
    excuse = getattr(rule, "excuse", None)
    if excuse is None or item.state not in NOT_DONE or desk.post.kind == "duty":
        return ""
    if not any(_is_mine(desk, item, one) for one in offices_of(excuse.who)):
        return ""
    return f"/do/{item.subject_id}?verb=excuse&excuses={item.rule}&matter={item.matter}"


def offices_of(who: Any) -> list[OfficeOf]:
    """The offices that a who names."""
    if isinstance(who, OfficeOf):
        return [who]
    if isinstance(who, AnyOf | EachOf | InOrder | AtLeast):
        return [office for one in who.items for office in offices_of(one)]
    return []


def _is_mine(desk: Desk, item: WorkItem, one: OfficeOf) -> bool:
    """Whether this person has the office in the matter: by their post, or by a slot of the move that they fill."""
    post = desk.post
    matter = Matter.objects.filter(authority=desk.authority, child=item.subject_id, key=item.matter).first()
    child = Child.objects.filter(authority=desk.authority, child=item.subject_id).first()
    if one.office in ("holder", "sending_worker"):
        sender = str((matter.values or {}).get("sending_worker", "")) if matter is not None else ""
        return child is not None and post.person in (child.holder_person, sender)
    if one.office == "receiving_worker":
        return matter is not None and post.person == matter.receiving_worker
    if one.office != post.office:
        return False
    side, _, _kind = one.place.partition(" ")
    here = {
        "sending": (matter.from_team, matter.from_service) if matter else (),
        "receiving": (matter.to_team, matter.to_service) if matter else (),
        "holding": (child.holder_team, child.holder_service) if child else (),
    }.get(side)
    return here is None or post.place in here
