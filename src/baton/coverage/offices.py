"""Who with one office replaced by another of the pack, or one of several left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from baton.policy import model as m


def other_offices(who: m.Who, pack: m.Pack) -> Iterator[tuple[str, m.Who]]:
    """Who with one office replaced by another of the pack."""
    if isinstance(who, m.OfficeOf):
        other = _another(who.office, pack)
        if other:
            yield f"{who.office} → {other}", replace(who, office=other)
        return
    for index, item in enumerate(who.items):
        for detail, changed in other_offices(item, pack):
            items = (*who.items[:index], changed, *who.items[index + 1 :])
            yield detail, replace(who, items=items)
    if len(who.items) > 1:
        for index, item in enumerate(who.items):
            rest = (*who.items[:index], *who.items[index + 1 :])
            yield f"{getattr(item, 'office', 'one')} left out", rest[0] if len(rest) == 1 else replace(who, items=rest)


def _another(office: str, pack: m.Pack) -> str:
    """Another office of the same kind of place, else any."""
    word = pack.offices.get(office)
    level = word.of if word is not None and not word.slot else "team"
    others = [o for key, o in pack.offices.items() if key != office and not o.slot and not o.practitioner]
    same = [o for o in others if o.of == level] or others
    return same[0].key if same else ""
