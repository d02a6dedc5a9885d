"""One value put in another's place wherever it stands inside a frozen model value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from baton.working_time import Amount


def rewritten(value: Any, old: Any, new: Any) -> Any:
    """The value with every part that equals `old` replaced; the very same object where nothing is."""
    if value == old and type(value) is type(old):
        return new
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        items = tuple(rewritten(item, old, new) for item in value)
        return items if any(a is not b for a, b in zip(items, value, strict=True)) else value
    if is_dataclass(value) and not isinstance(value, type | Amount):
        changed = {}
        for field in fields(value):
            before = getattr(value, field.name)
            if isinstance(before, Mapping):
                continue
            after = rewritten(before, old, new)
            if after is not before:
                changed[field.name] = after
        return replace(value, **changed) if changed else value
    return value
