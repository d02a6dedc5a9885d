"""What a form was filled with, for its page: the answers typed or kept, one or all of a name."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict


class Filled:
    """What a form was filled with: a posted form, a draft, or nothing."""

    def __init__(self, values: Any) -> None:
        self._values = dict(values.lists()) if isinstance(values, QueryDict) else dict(values or {})

    def get(self, name: str) -> str:
        found = self._values.get(name, "")
        return str(found[-1] if isinstance(found, list) and found else found if not isinstance(found, list) else "")

    def all(self, name: str) -> list[str]:
        found = self._values.get(name, [])
        return [str(f) for f in found] if isinstance(found, list) else [str(found)]
