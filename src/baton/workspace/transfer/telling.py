"""Who has been told: people by channel, with what is still owed, and why somebody was left out."""

from __future__ import annotations

from typing import Any

from baton.accounts.desk import Desk
from baton.journal import Entry
from baton.store.models import WorkItem
from baton.workspace import words
from baton.workspace.saying import Say
from baton.workspace.work import href_of, may_do, tag_of, when_of

TOLD = frozenset({"told", "tell"})
SENT = frozenset({"sent", "send"})


def table(
    desk: Desk, say: Say, matter: str, children: list[str], entries: dict[str, dict[int, Entry]], names: dict[str, str]
) -> list[dict[str, Any]]:
    """One row a recipient: by talking, by letter, other ways, and what is owed."""
    items = list(
        WorkItem.objects.filter(
            authority=desk.authority,
            kind="child",
            matter=matter,
            subject_id__in=children,
            verb__in=["tell", "send", "invite"],
        )
    )
    people: dict[str, dict[str, Any]] = {}
    for item in items:
        if item.recipient:
            row = people.setdefault(item.recipient, _empty(say, item.recipient))
            _owed(desk, say, row, item, names)
    for child in children:
        gone = {e.replaces for e in entries[child].values() if e.replaces is not None}
        for e in entries[child].values():
            if e.number in gone or e.matter not in ("", matter) or e.verb not in TOLD | SENT:
                continue
            for to in e.body.get("to") or ():
                row = people.setdefault(str(to), _empty(say, str(to)))
                _done(say, row, e)
    return list(people.values())


def _empty(say: Say, recipient: str) -> dict[str, Any]:
    return {"who": words.initial_capital(say.who(recipient)), "talking": [], "letter": [], "other": [], "owed": []}


def _owed(desk: Desk, say: Say, row: dict[str, Any], item: WorkItem, names: dict[str, str]) -> None:
    if item.state in ("open", "late", "may_apply", "excused", "not_yet"):
        when, _left = when_of(item, desk)
        line = {
            "tag": tag_of(item, desk),
            "text": f"{say.short(item.rule, item.matter)} {when}".strip(),
            "clause": item.clause,
            "href": href_of(item) if may_do(desk, item) else "",
        }
        if line["text"] not in [known["text"] for known in row["owed"]]:
            row["owed"].append(line)


def _done(say: Say, row: dict[str, Any], e: Entry) -> None:
    channel = str(e.values.get("channel", ""))
    column = (
        "letter"
        if e.verb in SENT or channel == "letter"
        else "talking"
        if channel in ("", "talking", "phone", "video")
        else "other"
    )
    by = say.person(e.done_by) if e.done_by else "the clock"
    text = f"{words.day(e.happened.lo)}, {by}" + (f", {channel}" if channel not in ("", "talking", "letter") else "")
    if text not in row[column]:
        row[column].append(text)
