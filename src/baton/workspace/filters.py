"""The filters and the order of a list: what can be chosen and what the address has chosen; what is none is left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Subquery
from django.http import HttpRequest

from baton.store.models import Child


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter: its name in the address, its label, what can be chosen, and what is chosen ("" for everything)."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    chosen: str = ""
    every: str = "All"  # what choosing nothing is called


def filter_of(
    request: HttpRequest, name: str, label: str, options: Iterable[tuple[str, str]], every: str = "All"
) -> Filter:
    """This filter as the address has it."""
    found = tuple(dict(options).items())
    wanted = request.GET.get(name, "")
    return Filter(name, label, found, wanted if wanted in dict(found) else "", every)


def by_text(options: Mapping[str, str]) -> list[tuple[str, str]]:
    """Choices in the order of what they are called."""
    return sorted(options.items(), key=lambda one: one[1].lower())


def ordered_rows(
    request: HttpRequest, found: Any, orders: Mapping[str, tuple[str, ...]], usual: str
) -> tuple[Any, str]:
    """Rows about a subject in the order that the address asks for (the first column turned with a minus before it), and
    that order. Beside the columns of the rows there is `child_name`, by which children are listed."""
    order = request.GET.get("order", "")
    order = order if order.lstrip("-") in orders else usual
    by = orders[order.lstrip("-")]
    name = Child.objects.filter(authority=OuterRef("authority"), child=OuterRef("subject_id")).values("name_key")[:1]
    first = f"-{by[0]}" if order.startswith("-") else by[0]
    return found.annotate(child_name=Subquery(name)).order_by(first, *by[1:]), order
