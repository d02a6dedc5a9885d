"""Who was responsible for a child, when: as it was by all we know now, and as it was known then; and who looked.

The file of it carries a seal: the hash of all it says, and the hash at which the child's journal stood, which the daily
seal of the whole program can be held against.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from baton.accounts import permissions
from baton.accounts.desk import Desk, desk_of
from baton.accounts.doors import allow
from baton.engine.situation import Situation
from baton.journal import Entry, Subject
from baton.store import as_at
from baton.store.models import Child, ReadLog
from baton.store.models import Subject as Head
from baton.store.verifying import Verified, verify_one
from baton.working_time import Moment, day_window, local_day, parse_when
from baton.workspace import words
from baton.workspace.child import looked_for, searching
from baton.workspace.child.gathering import child_at, identity
from baton.workspace.child.typed import typed
from baton.workspace.journal import entries_of
from baton.workspace.page import address, say_of, show
from baton.workspace.reports.nav import nav
from baton.workspace.saying import Say

DECIDED = frozenset({"decide", "allocate", "accept", "decline", "settle", "move", "authorise", "close"})
TOLD = frozenset({"tell", "told", "send", "sent"})
MOST = 50


@allow(permissions.may_look_back)
def audit(request: HttpRequest) -> HttpResponse:
    """The question, the child found, and both answers side by side."""
    desk = desk_of(request)
    if (elsewhere := looked_for.put_by(request)) is not None:
        return elsewhere
    asked, on = looked_for.looked_for(request) or "", request.GET.get("on", "").strip()[:40]
    ident = request.GET.get("child", "").strip()
    moment, errors = _moment(on, desk.now)
    if not ident:
        query = searching.query_of(desk, asked, {"open": "all"})
        found = list(searching.found(desk, query)[:MOST]) if asked else []
        if len(found) == 1 and not errors:  # one child is like that: the answer, not a list of one
            return HttpResponseRedirect(address(request, child=found[0].child, find=""))
        found += searching.alike(desk, query, [c.child for c in found]) if asked and len(found) < 5 else []
        return _show(request, 400 if errors else 200, q=asked, on=on, found=found, errors=errors)
    row = child_at(desk, ident)
    desk.reads([ident], "audit")
    if errors:
        return _show(request, 400, child=row, on=on, errors=errors)
    answer = answered(desk, row, moment)
    if request.GET.get("as") == "json":
        return _file(desk, row, moment, answer)
    return _show(request, 200, child=row, identity=identity(desk, say_of(desk), row), moment=moment, on=on, **answer)


def _show(request: HttpRequest, status: int, **context: Any) -> HttpResponse:
    desk = desk_of(request)
    return show(
        request,
        "reports/audit.html",
        "Who was responsible, when?",
        status,
        at="reports",
        nav=nav(desk, "/reports/audit"),
        may_see_reads=permissions.may_see_reads(desk.post),
        today=f"{local_day(desk.now)}",
        **context,
    )


def _moment(text: str, now: Moment) -> tuple[Moment, list[dict[str, str]]]:
    """The end of a day, or the moment, not after now; now where nothing was asked."""
    if not text:
        return now, []
    said = typed(text, local_day(now)).born
    try:
        window = day_window(said[0]) if said is not None and ":" not in text else parse_when(text)
    except ValueError as wrong:
        return now, [{"field": "on", "text": words.initial_capital(str(wrong))}]
    return min(window.hi - 1 if window.is_day else window.lo, now), []


def answered(desk: Desk, row: Child, moment: Moment) -> dict[str, Any]:
    """Everything the page and the file say of this child at this moment."""
    say = say_of(desk)
    subject = Subject("child", row.child)
    entries = entries_of(desk.authority, subject)
    verified: Verified = desk.ask(verify_one, subject)
    sides = [
        ("by all we know now", desk.ask(as_at.as_at, row.child, moment, None)),
        ("as it was known then", desk.ask(as_at.as_at, row.child, moment, moment)),
    ]
    known = [e for e in entries if e.recorded_at <= moment]
    gone = {e.replaces for e in entries if e.replaces is not None}
    late = [e for e in entries if e.recorded_at > moment and (e.happened.lo <= moment or e.replaces is not None)]
    return {
        "sides": [{"how": how, **_side(say, situation)} for how, situation in sides],
        "learnt": [_line(say, e) for e in late][:MOST],
        "differ": _side(say, sides[0][1])["holder"] != _side(say, sides[1][1])["holder"],
        "told": [_line(say, e) for e in reversed(known) if e.verb in TOLD and e.number not in gone][:MOST],
        "decided": [{**_line(say, e), "at": e.recorded_at, "number": e.number} for e in reversed(known)
                    if e.verb in DECIDED and e.number not in gone][:MOST],
        "readers": _readers(desk, say, row.child, moment),
        "lines": len(entries),
        "unbroken": not verified.broken,
        "broken": [f"line {b.number} {b.says}" for b in verified.broken],
        "head": _head(desk, row.child),
    }  # fmt: skip


def _side(say: Say, situation: Situation) -> dict[str, Any]:
    h = situation.holder
    clause: tuple[str, ...]
    if h is None:
        holder, since, clause = "nobody: the child was not open", "", ()
    elif h.kind == "nobody":
        holder, since, clause = "nobody was named", words.moment(h.start), h.clause
    else:
        who = say.person(h.person) if h.person else say.office(h.office)
        place = say.place(h.team or h.service)
        as_ = f", as {say.office(h.office)}" if h.kind == "office" and h.person and h.office else ""
        holder, since, clause = f"{who}{as_}, {place}" if place else f"{who}{as_}", words.moment(h.start), h.clause
    standing = [s for s in situation.timeline.statuses if s.end is None or s.end.hi > situation.now]
    due = [
        f"{say.duty(d)} ({say.by(d)})" + (", late" if d.state == "late" else "")
        for d in situation.duties
        if d.state in ("open", "late")
    ]
    return {
        "holder": holder, "since": since, "clause": clause, "due": due,
        "statuses": words.joined(sorted({say.word(s.word) for s in standing})) or "none",
    }  # fmt: skip


def _line(say: Say, e: Entry) -> dict[str, str]:
    return {
        "text": say.entry(e), "happened": say.happened(e), "recorded": words.moment(e.recorded_at),
        "by": say.person(e.done_by) if e.done_by else "an extract" if e.source == "import" else "the clock",
    }  # fmt: skip


def _readers(desk: Desk, say: Say, child: str, moment: Moment) -> list[tuple[str, str, str]]:
    """Who had opened the record by that moment: the last of each person and page, newest first."""
    if not permissions.may_see_reads(desk.post):
        return []
    reads = ReadLog.objects.filter(authority=desk.authority, child=child).order_by("-read_at")
    found: dict[tuple[str, str], int] = {}
    for person, page, at in reads.values_list("person", "page", "read_at")[:500]:
        if at.timestamp() <= moment:
            found.setdefault((person, page), int(at.timestamp()))
    return [(say.person(person), page, words.moment(at)) for (person, page), at in found.items()][:MOST]


def _head(desk: Desk, child: str) -> str:
    row = Head.objects.filter(authority=desk.authority, kind="child", subject_id=child).first()
    return bytes(row.head_hash).hex() if row is not None else ""


def _file(desk: Desk, row: Child, moment: Moment, answer: dict[str, Any]) -> HttpResponse:
    """Everything as JSON, sealed: `seal` is the SHA-256 of `says` written with sorted keys and no spaces."""
    entries = entries_of(desk.authority, Subject("child", row.child))
    says = {
        "question": "Who was responsible, when?",
        "authority": desk.authority, "child": row.reference or row.child, "at": words.moment(moment),
        "made_at": words.moment(desk.now), "made_for": f"{desk.post.name}, {desk.post.title}",
        "answers": answer["sides"], "learnt_later": answer["learnt"], "told_by_then": answer["told"],
        "decided_by_then": answer["decided"], "who_had_looked": answer["readers"],
        "journal": {"lines": answer["lines"], "unbroken": answer["unbroken"], "head": answer["head"],
                    "entries": [_line(say_of(desk), e) | {"number": e.number} for e in entries]},
    }  # fmt: skip
    said = json.dumps(says, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=list)
    whole = {"says": json.loads(said), "seal": hashlib.sha256(said.encode()).hexdigest(),
             "how_to_check": "seal is the SHA-256 of says, in UTF-8, keys sorted, no spaces after , and :"}  # fmt: skip
    desk.reads([row.child], "audit, as a sealed file")
    body = json.dumps(whole, ensure_ascii=False, indent=1)
    response = HttpResponse(body, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="audit-{row.child[:40]}-{local_day(moment)}.json"'
    return response
