"""What a message named, and whether it is still so at the moment at which it would leave."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from baton.sending.models import Message
from baton.store.models import Matter
from baton.store.models.matter import OPEN_STATES


def named_by(matter: Matter, names: Iterable[str]) -> dict[str, Any]:
    """The facts of these names as the matter has them now; one that is not known is left out."""
    known = {
        **dict(matter.values or {}),
        "receiving_team": matter.to_team or matter.to_service,
        "receiving_worker": matter.receiving_worker,
    }
    return {name: known[name] for name in names if known.get(name)}


def no_longer_true(message: Message) -> str:
    """What has changed since it was queued, in words; "" where it still says what is so."""
    if not message.matter:
        return ""
    rows = {
        m.child: m
        for m in Matter.objects.filter(authority=message.authority, key=message.matter, child__in=message.children)
    }
    for child in message.children:
        matter = rows.get(child)
        if matter is None or matter.state not in (*OPEN_STATES, "moved", "ended", "closed"):
            return "The move it speaks of is no longer going on."
        was: Mapping[str, Any] = message.named.get(child) or {}
        now = named_by(matter, was)
        changed = [name.replace("_", " ") for name in was if now.get(name) != was[name]]
        if changed:
            return f"Changed since it was written: {', '.join(changed)}."
    return ""
