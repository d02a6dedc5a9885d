"""Letters to send: all that are due where this post works, and what of those that left by themselves needs a person."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse

from baton.accounts import permissions
from baton.accounts.desk import Desk, desk_of
from baton.accounts.doors import allow
from baton.accounts.permissions import children_of
from baton.sending.carriers import carriers
from baton.sending.models import Message
from baton.store.models import Child, Matter, WorkItem
from baton.store.models.work import OPEN_STATES
from baton.working_time import local_day, midnight
from baton.workspace import tables, words
from baton.workspace.filters import filter_of
from baton.workspace.letters import leaving
from baton.workspace.letters.listing import Row, rows_said, several
from baton.workspace.letters.owed import Owed, first_name, letters_of_each
from baton.workspace.page import say_of, show
from baton.workspace.saved.views import views_of
from baton.workspace.saying import Say

AHEAD = timedelta(days=15)  # to the end of the day two weeks from today
MOST = 40  # transfers on one page; the rest is counted
TROUBLE = ("in_doubt", "undeliverable", "overtaken")


STANDS = (("ready", "Ready to print"), ("address", "No address"), ("lacking", "Something is missing"))
ORDERS: dict[str, Callable[[Row], str]] = {
    "": lambda r: "",  # as they come: the first due first
    "to": lambda r: r.who.lower(),
    "letter": lambda r: r.letter.lower(),
}


def _is(row: Row, stands: str) -> bool:
    """Whether a letter stands as the filter says."""
    return {"": True, "ready": row.can_post, "address": row.no_address, "lacking": not row.can_post}[stands]


@dataclass(frozen=True, slots=True)
class Trouble:
    """A letter that did not simply leave: what became of it, and where it is seen to."""

    state: str
    who: str
    about: str
    why: str
    href: str


@allow(permissions.may_record)
def outgoing(request: HttpRequest) -> HttpResponse:
    """Prints or marks what is ticked; shows all that is due within two weeks, the first due first."""
    desk = desk_of(request)
    say = say_of(desk)
    by = filter_of(request, "due", "Due", [("all", "At any time, or without a date")], "Within two weeks")
    keys = matters_due(desk, say, bool(by.chosen))
    found = [owed for letters in _letters(desk, say, keys[:MOST]).values() for owed in letters if not owed.is_done]
    found.sort(key=lambda o: min(i.act_by_at for i in o.items))
    if request.method == "POST":
        return several(request, desk, say, found, request.get_full_path())
    desk.reads(sorted({c.child for o in found for c in o.children}), "letters to send")
    every = rows_said(desk, say, found, always_about=True)
    stands = filter_of(request, "stands", "Where it stands", STANDS)
    kind = filter_of(request, "letter", "Letter", [(o.word.key, say.word(o.word.key)) for o in found])
    order = filter_of(request, "order", "Order", [("to", "By name"), ("letter", "By letter")], "First due first")
    likes = [(r, o) for r, o in zip(every, found, strict=True) if kind.chosen in ("", o.word.key)]
    rows = [r for r, _ in likes if _is(r, stands.chosen)]
    rows.sort(key=ORDERS[order.chosen])
    if tables.wanted(request):
        lines = [(r.who, r.about, r.letter, r.tag.text, " ".join(r.note), ", ".join(r.clause)) for r in rows]
        headings = ("To", "About", "Letter", "Where it stands", "In the way", "Clause")
        return tables.file(request, desk, tables.table("Letters to send", headings, lines))
    return show(
        request,
        "letters/outgoing.html",
        "Letters to send",
        at="letters",
        rows=rows,
        ready=sum(r.can_post for r in rows),
        filters=[by, stands, kind, order],
        every_day=by.chosen,
        here=request.get_full_path(),
        later=0 if by.chosen else len(set(matters_due(desk, say, True)) - set(keys)),
        every=len(every),
        kept=views_of(desk, "/letters"),
        files=tables.links(request),
        missing=[r for r in rows if r.no_address],
        more=len(keys) - MOST if len(keys) > MOST else 0,
        trouble=_trouble(desk, say),
        waiting=_waiting(desk),
        carrier=bool(carriers()),
    )


def matters_due(desk: Desk, say: Say, at_any_time: bool = False) -> list[str]:
    """The transfers with letters due soon, the earliest first; with `at_any_time` all that wait for a letter."""
    with_template = [w.key for w in say.pack.words.values() if w.template]
    mine = Child.objects.filter(children_of(desk.post), authority=desk.authority, child=OuterRef("subject_id"))
    items = WorkItem.objects.filter(
        Exists(mine), authority=desk.authority, kind="child", verb="send", state__in=OPEN_STATES,
        words__overlap=with_template,
    ).exclude(matter="")  # fmt: skip
    if not at_any_time:
        items = items.filter(act_by_at__lte=midnight(local_day(desk.now) + AHEAD))
    found = items.order_by("act_by_at", "subject_id", "key").values_list("matter", flat=True)[:2000]
    return list(dict.fromkeys(found))


def _letters(desk: Desk, say: Say, keys: Iterable[str]) -> dict[str, list[Owed]]:
    """All letters of these transfers, by transfer in this order."""
    wanted = list(dict.fromkeys(keys))
    rows = Matter.objects.filter(authority=desk.authority, key__in=wanted)
    return letters_of_each(desk, say, sorted(rows, key=lambda m: (wanted.index(m.key), m.child)))


def _mine(desk: Desk, **wanted: Any) -> list[Message]:
    """Messages about children whom this post reaches."""
    rows = Message.objects.filter(authority=desk.authority, kind="letter", **wanted).order_by("queued_at", "key")
    found = list(rows[:200])
    asked = sorted({c for m in found for c in m.children})
    reached = set(permissions.reached(desk.post, asked)) if asked else set()
    return [m for m in found if m.children and set(m.children) <= reached]


def _trouble(desk: Desk, say: Say) -> list[Trouble]:
    messages = _mine(desk, state__in=TROUBLE)
    asked = {c for m in messages for c in m.children}
    children = {c.child: c for c in Child.objects.filter(authority=desk.authority, child__in=asked)}
    letters = _letters(desk, say, (m.matter for m in messages)) if messages else {}
    hrefs = {owed.key: owed.href for of_one in letters.values() for owed in of_one}
    return [
        Trouble(
            leaving.STATES[m.state],
            words.initial_capital(say.who(m.recipient)) if m.recipient != "child" else "The child",
            words.joined([first_name(children[c]) for c in sorted(m.children) if c in children]),
            m.last_error,
            hrefs.get(m.key, f"/transfers/{m.matter}/letters"),
        )
        for m in messages
    ]


def _waiting(desk: Desk) -> int:
    return len(_mine(desk, state__in=("queued", "leaving")))
