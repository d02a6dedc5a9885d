"""What can be recorded, grouped by kind, from the pack's own words."""

from __future__ import annotations

from typing import Any

from baton.engine import runs  # how a child is held is worked out; nobody records it
from baton.workspace import words
from baton.workspace.saying import Say

_GROUPS: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...] = (
    ("event", "Meetings, visits and events", (("held", "held"), ("booked", "booked"), ("cancelled", "cancelled"))),
    ("spell", "Plans, orders, statuses and spells", (("started", "began"), ("ended", "ended"))),
    ("answer", "Facts and answers", (("answer", "answer"),)),
    ("document", "Papers and letters", (("written", "written"), ("send", "sent"))),
    ("task", "Tasks", (("done", "done"),)),
    ("people", "People around the child", (("in", "say who"),)),
)
KNOWN = frozenset({"child", "siblings"})  # people whom the record names by itself


def menu(say: Say, wanted: str = "") -> list[dict[str, Any]]:
    """The groups with their words, each with the phases that can be recorded; narrowed by what was searched."""
    groups = []
    wanted = wanted.casefold().strip()
    for kind, title, phases in _GROUPS:
        found: list[dict[str, Any]] = [
            {"key": w.key, "says": words.initial_capital(w.question or w.says), "phases": phases, "clause": w.clause}
            for w in say.pack.words.values()
            if w.kind == kind
            and w.key not in runs.WORDS
            and w.about in ("child", "family")
            and w.key not in KNOWN
            and not w.includes
            and (not wanted or wanted in f"{w.says} {w.question} {' '.join(w.also)}".casefold())
        ]
        if found:
            groups.append({"title": title, "words": sorted(found, key=_said)})
    return groups


def _said(word: Any) -> str:
    return str(word["says"]).lower()
