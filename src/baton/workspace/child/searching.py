"""Finding a child: every part typed must begin a part of a name or number, or be the date of birth."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef

from baton.accounts.desk import Desk
from baton.accounts.permissions import children_of
from baton.store.models import Child, ChildName
from baton.store.persons import folded

_DAY = re.compile(r"\b(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})\b")
ORDERS = {
    "name": ("name_key", "child"),
    "born": ("born", "child"),
    "since": ("holder_since", "child"),
    "breaches": ("-breaches", "name_key"),
    "workers": ("-workers", "name_key"),
}


def found(desk: Desk, query: str, filters: dict[str, str]) -> Any:
    """The children this post reaches who fit, in the order asked. A prefix is searched as a range, so that the index
    serves under the row policies."""
    rows = Child.objects.filter(children_of(desk.post), authority=desk.authority)
    born, rest = _born(query)
    if born is not None:
        rows = rows.filter(born=born)
    for part in folded(rest).split():
        same = ChildName.objects.filter(
            authority=desk.authority, child=OuterRef("child"), part__gte=part, part__lt=part + "\U0010ffff"
        )
        rows = rows.filter(Exists(same))
    if filters.get("team"):
        rows = rows.filter(holder_team=filters["team"])
    if filters.get("worker"):
        rows = rows.filter(holder_person=filters["worker"])
    if filters.get("status"):
        rows = rows.filter(statuses__contains=[filters["status"]])
    if filters.get("open", "yes") != "all":
        rows = rows.exclude(holder_kind="")
    return rows.order_by(*ORDERS.get(filters.get("order", ""), ORDERS["name"]))


def _born(query: str) -> tuple[date | None, str]:
    match = _DAY.search(query)
    if match is None:
        return None, query
    try:
        return date(int(match[3]), int(match[2]), int(match[1])), query.replace(match[0], " ")
    except ValueError:
        return None, query
