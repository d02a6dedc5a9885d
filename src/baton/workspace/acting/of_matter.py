"""What a form needs to know of the matter in hand: whether it is open, what was said in it, its dates and names."""

from __future__ import annotations

from typing import Any

from baton.accounts.desk import Desk
from baton.store.models import Child, Matter, WorkItem
from baton.workspace import words
from baton.workspace.acting.fields import is_slot
from baton.workspace.saying import Say


def dates_agreed(desk: Desk, family: list[Child], matter: str) -> list[str]:
    """The dates that are down for this matter, each once, as a person reads them."""
    found = Matter.objects.filter(authority=desk.authority, key=matter, child__in=[c.child for c in family])
    days = {m.date_from: words.window(m.date_from, m.date_to) for m in found if m.date_from is not None}
    return [days[one] for one in sorted(days)]


def opened_matter(desk: Desk, child: Child, key: str) -> str:
    """The matter if it has been opened; a matter that is only judged as if it were, has no id to write."""
    return key if Matter.objects.filter(authority=desk.authority, child=child.child, key=key).exists() else ""


def facts_named(
    desk: Desk, say: Say, family: list[Child], matter: str, verb: str, word: str, rules: tuple[Any, ...]
) -> dict[str, dict[str, Any]]:
    """The facts of the transfer that a letter or talk names, as they are now: if they change, it is owed again."""
    if verb not in ("send", "sent", "told", "written"):
        return {}
    document = say.pack.words.get(word)
    names = {
        *(one for rule in rules for one in getattr(rule, "again_if", ()) or ()),
        *(w for w in (document.contents if document else ()) if is_slot(say, w)),
    }
    found = {}
    for m in Matter.objects.filter(authority=desk.authority, key=matter, child__in=[c.child for c in family]):
        known = {**dict(m.values or {}), "receiving_team": m.to_team, "receiving_worker": m.receiving_worker}
        found[m.child] = {k: known[k] for k in sorted(names) if known.get(k)}
    return {child: facts for child, facts in found.items() if facts}


def said_in(desk: Desk, child: Child, matter: str) -> list[str]:
    """The words that were answered in this matter."""
    row = Matter.objects.filter(authority=desk.authority, child=child.child, key=matter).first()
    return list(row.values or {}) if row is not None else []


def asked_in(desk: Desk, child: Child, matter: str) -> set[str]:
    """The words that this person is asked to answer in this matter now."""
    items = WorkItem.objects.filter(
        authority=desk.authority, kind="child", subject_id=child.child, matter=matter, verb="answer",
        state__in=("open", "late"), who__contains=[desk.post.person],
    )  # fmt: skip
    return {word for item in items for word in item.words}
