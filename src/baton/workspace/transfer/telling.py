"""Proof of telling: people by channel, with who told them, when and how; what is still owed; and why somebody was left
out. Nothing is left blank without a reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from baton.accounts.desk import Desk
from baton.engine.situation import NOT_DONE
from baton.journal import Entry
from baton.sending.models import Message
from baton.store.models import WorkItem
from baton.workspace import words
from baton.workspace.saying import Say
from baton.workspace.transfer.excusing import excuse_href
from baton.workspace.work import href_of, may_do, tag_of, when_of

TOLD = frozenset({"told", "tell", "invited", "invite"})
SENT = frozenset({"sent", "send"})
NOTICES = ("tell", "send", "invite")
HOW = {
    "phone": "by telephone",
    "video": "by video",
    "email": "by e-mail",
    "in_person": "in person",
    "system": "by Baton",
    "spoken": "",
    "talking": "",
    "letter": "",
}
SPOKEN = ("", "talking", "spoken", "phone", "video", "in_person")
People = dict[str, dict[str, Any]]


def table(
    desk: Desk, say: Say, matter: str, children: list[str], entries: dict[str, dict[int, Entry]], names: dict[str, str]
) -> list[dict[str, Any]]:
    """One row a recipient: by talking, by letter, other ways, why not, and what is owed. `matter` "": of all."""
    items = WorkItem.objects.filter(
        authority=desk.authority, kind="child", subject_id__in=children, verb__in=NOTICES
    ).exclude(recipient="")
    items = items.filter(matter=matter) if matter else items
    people: People = {}
    for item in items.order_by("recipient", "act_by_at", "subject_id", "key"):
        row = people.setdefault(item.recipient, _empty(say, item.recipient, names))
        _owed(desk, say, row, item, names)
    arrived = _arrived(desk, children)
    rules = {i.rule: tuple(i.clause) for i in items}
    for child in children:
        whose = names.get(child, "") if len(children) > 1 else ""
        for e in _standing(entries[child].values()):
            if matter and e.matter not in ("", matter):
                continue
            if e.verb in TOLD | SENT:
                for to in e.body.get("to") or ():
                    _done(say, people.setdefault(str(to), _empty(say, str(to), names)), e, arrived)
            elif e.verb == "excuse" and str(e.body.get("excuses") or e.word) in rules:
                _left_out(say, people, e, rules, whose, names)
    return list(people.values())


def counted(rows: Iterable[Mapping[str, Any]]) -> str:
    """The figures above the table, in words."""
    rows = list(rows)
    told = sum(bool(r["talking"] or r["letter"] or r["other"]) for r in rows)
    late = sum(any(one["late"] for one in r["owed"]) for r in rows)
    not_told = sum(bool(r["why_not"]) and not (r["talking"] or r["letter"] or r["other"]) for r in rows)
    parts = [f"{told} of {len(rows)} told"]
    parts += [f"{not_told} not, for a reason"] if not_told else []
    parts += [f"{late} late"] if late else []
    return f"{words.joined(parts)}."


def _standing(entries: Iterable[Entry]) -> list[Entry]:
    found = sorted(entries, key=lambda e: e.number)
    gone = {e.replaces for e in found if e.replaces is not None}
    return [e for e in found if e.number not in gone and not e.body.get("did_not_happen")]


def _empty(say: Say, recipient: str, names: Mapping[str, str]) -> dict[str, Any]:
    only = next(iter(names.values())) if len(names) == 1 else ""
    who = f"{only} (the child)" if recipient == "child" and only else words.initial_capital(say.who(recipient))
    return {"who": who, "talking": [], "letter": [], "other": [], "why_not": [], "owed": []}


def _owed(desk: Desk, say: Say, row: dict[str, Any], item: WorkItem, names: dict[str, str]) -> None:
    if item.state not in NOT_DONE:
        return
    when, _left = when_of(item, desk)
    lacking = f". Lacking: {say.missing(item.missing)}" if item.missing else ""
    line = {
        "tag": tag_of(item, desk),
        "text": f"{say.short(item.rule, item.matter)} {when}".strip() + lacking,
        "clause": item.clause,
        "href": href_of(item) if may_do(desk, item) else "",
        "why_not": f"{href}&to={item.recipient}" if (href := excuse_href(desk, say, item)) else "",
        "late": item.state == "late",
    }
    if line["text"] not in [known["text"] for known in row["owed"]]:
        row["owed"].append(line)


def _arrived(desk: Desk, children: list[str]) -> dict[str, str]:
    """What a carrier says became of a letter, by the act under which its leaving is recorded."""
    rows = Message.objects.filter(authority=desk.authority, children__overlap=children, kind="letter").exclude(act="")
    says = {"delivered": "delivered"}
    return {m.act: says.get(m.arrived, "came back" if m.arrived.startswith("failed") else "") for m in rows}


def _done(say: Say, row: dict[str, Any], e: Entry, arrived: Mapping[str, str]) -> None:
    channel = str(e.values.get("channel", ""))
    column = "letter" if e.verb in SENT or channel == "letter" else "talking" if channel in SPOKEN else "other"
    by = say.person(e.done_by) if e.done_by else "by the clock" if e.source == "clock" else "nobody named"
    way = {"email": "by e-mail", "post": "posted by Notify"}.get(
        str(e.values.get("way", "")), HOW.get(channel, channel)
    )
    parts = [words.day(e.happened.lo), by, way, arrived.get(e.act, "")]
    text = ", ".join(part for part in parts if part)
    if text not in row[column]:
        row[column].append(text)


def _left_out(
    say: Say, people: People, e: Entry, rules: Mapping[str, tuple[str, ...]], whose: str, names: Mapping[str, str]
) -> None:
    """Somebody was not told, for a reason that is recorded: it stands in their row, or in all where it is about all."""
    rule = str(e.body.get("excuses") or e.word)
    by = say.person(e.done_by) if e.done_by else ""
    reason = str(e.body.get("reason") or "") or words.joined([f"{say.word(k)}: {v}" for k, v in e.values.items()])
    line = {"text": "; ".join(part for part in (whose, reason, f"{by}, {words.day(e.happened.lo)}") if part)}
    to = [str(one) for one in e.body.get("to") or ()] or list(people)
    for one in to:
        row = people.setdefault(one, _empty(say, one, names))
        if line["text"] not in [known["text"] for known in row["why_not"]]:
            row["why_not"].append({**line, "clause": rules[rule]})
