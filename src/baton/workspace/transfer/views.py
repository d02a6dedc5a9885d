"""A transfer: its steps, what stands in the way, its dates, and who has been told."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from baton.accounts import permissions
from baton.accounts.desk import desk_of
from baton.accounts.doors import allow
from baton.journal import Subject
from baton.workspace import words
from baton.workspace.journal import by_number, entries_of
from baton.workspace.page import say_by, say_of, show
from baton.workspace.saying import Say
from baton.workspace.transfer import gathering, telling
from baton.workspace.transfer.readiness import tabs
from baton.workspace.work import named, names_of


@allow(permissions.may_see_children)
def transfer(request: HttpRequest, key: str) -> HttpResponse:
    """The whole transfer on one page."""
    desk = desk_of(request)
    found = gathering.matters_at(desk, key)
    say = say_by(desk, found[0].edition)
    desk.reads([m.child for m in found], "transfer")
    parts = gathering.gather(desk, say, found)
    return show(
        request,
        "transfer/transfer.html",
        f"{_kind(say, found[0].kind)}: {parts['family']}",
        at="children",
        heading_title="Transfer",
        may_record=permissions.may_record(desk.post),
        key=key,
        say=say,
        tabs=tabs(desk, found[0], "Steps"),
        **parts,
    )


def _kind(say: Say, kind: str) -> str:
    """What people here call this kind of matter; a word of the same key may be called otherwise."""
    matter = say.pack.matters.get(kind)
    return words.initial_capital(matter.says) if matter is not None and matter.says else say.word(kind)


@allow(permissions.may_see_children)
def told(request: HttpRequest, key: str) -> HttpResponse:
    """Who has been told: people by channel."""
    desk = desk_of(request)
    say = say_of(desk)
    found = gathering.matters_at(desk, key)
    children = names_of(desk, [m.child for m in found])
    desk.reads(list(children), "who has been told")
    entries = {c: dict(by_number(entries_of(desk.authority, Subject("child", c)))) for c in children}
    names = {c: named(row) for c, row in children.items()}
    rows = telling.table(desk, say, key, list(children), entries, names)
    return show(
        request,
        "transfer/told.html",
        "Who has been told",
        at="children",
        key=key,
        tabs=tabs(desk, found[0], "Who has been told"),
        rows=rows,
        counted=telling.counted(rows),
        may_record=permissions.may_record(desk.post),
        lead=found[0],
        about=", ".join(names.values()),
    )
