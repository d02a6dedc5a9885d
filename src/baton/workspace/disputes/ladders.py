"""A dispute as its page shows it: the rungs with who and by when, what each side says, what happens meanwhile."""

from __future__ import annotations

from typing import Any

from baton.accounts.desk import Desk
from baton.journal import Entry
from baton.policy.wording import say_moment, say_who
from baton.store.models import Matter, WorkItem
from baton.workspace import words
from baton.workspace.saying import Say

SAID = frozenset({"raise", "refer", "settle", "told", "agree", "disagree", "decide", "withdraw"})


def limit_of(desk: Desk, m: Matter) -> WorkItem | None:
    """The clock that runs now: the duty to settle on the rung the matter stands on."""
    return (
        WorkItem.objects.filter(authority=desk.authority, kind="child", subject_id=m.child, matter=m.key, verb="settle")
        .exclude(state__in=["met", "not_yet", "excused"])
        .order_by("act_by_at")
        .first()
    )


def left(desk: Desk, item: WorkItem | None) -> str:
    """ "settle by …, 7 hours left", or since when the limit has passed."""
    if item is None or item.by_to is None:
        return "no limit"
    if item.by_to <= desk.now:
        return f"limit passed {words.ago(item.by_to, desk.now, desk.around.calendar)}"
    said = words.limit(item.by_from, item.by_to)
    return f"settle {said}: {words.left(item.by_to, desk.now, desk.around.calendar)}"


def rungs(desk: Desk, say: Say, m: Matter, item: WorkItem | None) -> list[dict[str, Any]]:
    """The ladder: each rung with who has it, its limit in words, and whether the matter stands on it, where `item` is
    the duty to settle it."""
    kind = say.pack.matters.get(m.kind)
    found = []
    for n, rung in enumerate(kind.rungs if kind is not None else (), 1):
        found.append(
            {
                "number": n,
                "who": words.initial_capital(say_who(rung.who, say.pack)),
                "names": say.by(item) if item is not None and n == m.rung else "",
                "clause": rung.clause or (kind.clause if kind else ()),
                "within": f"within {say_moment(rung.within, say.pack)}" if rung.within is not None else "no limit",
                "final": rung.final,
                "here": n == m.rung,
                "early": rung.early,
            }
        )
    return found


def said(say: Say, entries: tuple[Entry, ...], key: str) -> list[dict[str, str]]:
    """What each side has said, in order: acts of this matter with their words."""
    gone = {e.replaces for e in entries if e.replaces is not None}
    lines = []
    for e in entries:
        if e.matter == key and e.verb in SAID and e.number not in gone:
            text = "; ".join(f"{v}" for k, v in say.details(e) if k in ("Reason", say.word("cause"), "cause"))
            lines.append(
                {
                    "what": say.entry(e),
                    "text": text,
                    "when": words.moment(e.recorded_at),
                    "who": say.person(e.done_by) if e.done_by else "the clock",
                }
            )
    return lines


def meanwhile(say: Say, m: Matter) -> str:
    """Who keeps the child while it is open, and which moves are never held up."""
    kind = say.pack.matters.get(m.kind)
    if kind is None or not kind.rungs:
        return ""
    text = "Meanwhile the move waits and the present worker keeps the child." if kind.meanwhile == "waits" else ""
    text = "Meanwhile the move goes on." if kind.meanwhile == "goes on" else text
    if kind.never_stops:
        text += f" Never held up: {words.joined([say.lower(k) for k in kind.never_stops])}."
    return text.strip()
