"""What all conditions share: plain yes and no, and parts that fit."""

from __future__ import annotations

from typing import Any

from baton.engine.context import Answer
from baton.working_time import END

YES: Answer = (True, END, ())
NO: Answer = (False, END, ())
Parts = tuple[tuple[str, tuple[str, ...]], ...]


def parts_match(parts: Any, wanted: Parts) -> bool:
    for key, values in wanted:
        value = parts.get(key)
        if value not in values and not (isinstance(value, list) and any(v in values for v in value)):
            return False
    return True
