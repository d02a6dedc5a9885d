"""The filters of a list: what can be chosen and what the address has chosen. A choice that is none is left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest


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
