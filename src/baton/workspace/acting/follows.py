"""What follows: the changes that an act or record would make, child by child, before it is saved."""

from __future__ import annotations

from typing import Any

from baton.accounts.desk import Desk
from baton.workspace import words
from baton.workspace.saying import Say


def follows(desk: Desk, say: Say, changes: Any, names: dict[str, str]) -> list[dict[str, Any]]:
    """One block a child: its name and the lines, the same line once."""
    blocks: dict[str, dict[str, Any]] = {}
    for change in changes:
        block = blocks.setdefault(change.child, {"name": names.get(change.child, "One more child"), "lines": []})
        line = _line(desk, say, change)
        if line and line not in [known for known, _ in block["lines"]]:
            block["lines"].append((line, tuple(change.clause)))
    return list(blocks.values())


def _line(desk: Desk, say: Say, change: Any) -> str:
    was, now = change.was, change.now
    if change.kind == "holder":
        return holder_line(say, was, now)
    if change.kind == "route":
        return _route(say, now)
    if change.kind == "limit":
        return f"New limit for “{say.short(change.rule).rstrip('.')}”: {_limit(now)} instead of {_limit(was)}."
    what = say.duty(now) if hasattr(now, "words") else ""
    if not what:
        return ""
    who = f" ({say.by(now)})" if now.who or now.offices else ""
    by = _limit(now.by)
    return {
        "closes": f"Done: {what}.".replace("?.", "?"),
        "opens": f"To do: {what}{who}{f', {by}' if by else ''}.",
        "late": f"Late at once: {what}{who}{f', {by}' if by else ''}.",
        "no longer late": f"No longer late: {what}.",
    }.get(change.kind, "")


def holder_line(say: Say, was: Any, now: Any) -> str:
    """Who works with the child from when, and who stops."""
    if now is None:
        return "Nobody is responsible here any more: the child is closed."
    who = _holder(say, now)
    stops = f" {_holder(say, was)} stops at the same moment." if was is not None and was.person != now.person else ""
    return f"{who} is responsible from {words.moment(now.start)}.{stops}"


def _holder(say: Say, holding: Any) -> str:
    if holding.kind == "nobody":
        return "Nobody"
    place = say.place(holding.team or holding.service)
    name = say.person(holding.person) if holding.person else say.office(holding.office) if holding.office else place
    return f"{name}, {place}" if place and place != name else name


def _route(say: Say, now: Any) -> str:
    to = say.place(now.to) or "a place not known yet"
    if now.state in ("due", "late"):
        return f"A move to {to} is due."
    if now.state == "due_if":
        asked = " ".join(say.word(a) for a in now.asks)
        return f"Whether a move to {to} is due is not known yet. {f'Asked: {asked}' if asked else ''}".rstrip()
    if now.state == "forecast":
        return f"A move to {to} is foreseen."
    if now.state == "offered":
        return f"A move to {to} can be offered."
    return f"A move to {to} is no longer due." if now.state == "not_due" else ""


def _limit(by: Any) -> str:
    return words.limit(by.lo, by.hi) if by is not None and hasattr(by, "lo") else "no date"
