"""What somebody may be shown: the one filter that every because, refusal and difference passes.

A brother or sister whose record is restricted may decide what follows for a child. Whoever has no clearance is told
that there is a fact they may not see and whom to ask, never who or what it is (DESIGN 10.5).
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from baton.engine.compiled import Compiled
from baton.engine.facts import facts_of
from baton.engine.people import people_of
from baton.engine.timeline import holding_at, timeline_of
from baton.journal.file import File
from baton.working_time import Moment

T = TypeVar("T")

HIDDEN = "a fact you may not see"


def hidden_from(pack: Compiled, files: Iterable[File], cleared: Container[str], now: Moment) -> dict[str, str]:
    """The restricted children that these Files look at and this person has no clearance for, each with whom to ask: who
    holds the child now; "" where nobody is named."""
    found: dict[str, str] = {}
    for file in files:
        for kin in file.kin:
            if kin.restricted and kin.child not in cleared and kin.child not in found:
                found[kin.child] = ""
                if kin.file is not None:
                    people = people_of(kin.file.organisation)
                    holding = holding_at(timeline_of(pack, facts_of(kin.file.entries), people), now)
                    found[kin.child] = holding.person if holding is not None else ""
    return found


def as_seen(value: T, hidden: Mapping[str, str]) -> T:
    """The same answer with every mention of a hidden child replaced: a reason becomes ("hidden", whom to ask), a name
    in a list or a text "a fact you may not see; ask X". What mentions none comes back as it is."""
    if not hidden:
        return value
    words = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, sorted(hidden, key=len, reverse=True)))})(?![\w-])")
    seen: T = _seen(value, hidden, words)
    return seen


def says(ask: str) -> str:
    """What stands in the place of what may not be seen."""
    return f"{HIDDEN}; ask {ask}" if ask else HIDDEN


def _seen(value: Any, hidden: Mapping[str, str], words: re.Pattern[str]) -> Any:
    if isinstance(value, str):
        return words.sub(lambda found: says(hidden[found[0]]), value) if words.search(value) else value
    if isinstance(value, tuple):
        if len(value) == 2 and value[0] == "kin" and value[1] in hidden:
            return ("hidden", hidden[value[1]])
        parts = [_seen(one, hidden, words) for one in value]
        if all(a is b for a, b in zip(parts, value, strict=True)):
            return value
        return type(value)(*parts) if hasattr(value, "_fields") else tuple(parts)
    if isinstance(value, Mapping):
        return {_seen(k, hidden, words): _seen(v, hidden, words) for k, v in value.items()}
    if isinstance(value, list):
        return [_seen(one, hidden, words) for one in value]
    if is_dataclass(value) and not isinstance(value, type):
        changed = {f.name: (was, _seen(was, hidden, words)) for f in fields(value) if (was := getattr(value, f.name))}
        new = {name: now for name, (was, now) in changed.items() if now is not was}
        return replace(value, **new) if new else value
    return value
