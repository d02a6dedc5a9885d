"""What moments are read from: text in an entry's body, the answer that stands, parts that fit."""

from __future__ import annotations

from typing import Any

from baton.engine.context import (
    Ctx,
)
from baton.working_time import (
    Window,
    parse_when,
)

_TEXTS: dict[str, Window] = {}


def window_of_text(text: str) -> Window:
    """The window that a date or moment in an entry's body stands for. Raises ValueError for other text."""
    found = _TEXTS.get(text)
    if found is None:
        if len(_TEXTS) > 50_000:
            _TEXTS.clear()
        found = _TEXTS[text] = parse_when(text)
    return found


def parts_match(parts: Any, wanted: tuple[tuple[str, tuple[str, ...]], ...]) -> bool:
    for key, values in wanted:
        value = parts.get(key)
        if isinstance(value, list):
            if not any(v in values for v in value):
                return False
        elif value not in values:
            return False
    return True


def value_of(ctx: Ctx, word: str) -> tuple[Any, int]:
    """(value, entry) of an answer or slot as it stands in the matter in hand, else for the child; (None, 0) if none."""
    matter = ctx.matter
    entry = matter.values_at.get(word) if matter is not None else None
    if matter is not None and entry is not None:
        return matter.slots[word], entry.number
    entry = latest_answer(ctx, word)
    if entry is None or entry.verb == "withdrawn":
        return None, 0
    return entry.values.get(word), entry.number


def latest_answer(ctx: Ctx, word: str) -> Any:
    """The entry that stands as the answer to `word` at ctx.now, or None."""
    for entry in reversed(ctx.facts.answers.get(word, ())):
        if entry.happened.lo <= ctx.now:
            return entry
    return None
