"""The one-page visit sheet to print: an occasion of mine, its lines to close, room for views; no name, no address."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from baton.accounts import permissions
from baton.accounts.desk import Desk, desk_of
from baton.accounts.doors import allow
from baton.store.day import day_of
from baton.store.lists import FIRST
from baton.workspace import words
from baton.workspace.home import lists
from baton.workspace.home.occasions import Occasion, occasions
from baton.workspace.page import say_of, show
from baton.workspace.saying import Say
from baton.workspace.transfer.plan import initials
from baton.workspace.work import names_of


@allow(permissions.may_record)
def sheet(request: HttpRequest) -> HttpResponse:
    """The sheet of one of my next occasions; there is none of other people's."""
    desk = desk_of(request)
    say = say_of(desk)
    one, others = _occasion(desk, say, request.GET.get("child", ""), request.GET.get("word", ""))
    rows = names_of(desk, one.children)
    desk.reads(sorted(rows), "visit sheet")
    return show(
        request,
        "home/sheet.html",
        f"{words.initial_capital(say.word(one.word))}, {one.when}",
        at="home",
        heading_title="Visit sheet",
        called=[initials(rows[child]) for child in sorted(rows)],
        lines=_texts(say, one.lines),
        others=_texts(say, others),
    )


def _occasion(desk: Desk, say: Say, child: str, word: str) -> tuple[Occasion, list[lists.Line]]:
    """The occasion, and what else is mine to do for the same family."""
    day = day_of(desk.authority, desk.post.person, desk.now, FIRST, 0, desk.arrival.last_look,
                 desk.arrival.cleared)  # fmt: skip
    desk.knows_hidden(day.hidden)
    families = lists.families(desk, say, day)
    by_child = {line.row.subject_id: family for family in families for line in family.lines}
    family = by_child.get(child)
    everything = list(family.lines) if family is not None else []
    found = next(
        (o for o in occasions(desk, say, day.bookings, families) if o.word == word and child in o.children), None
    )
    if found is None:
        raise Http404
    return found, [line for line in everything if line not in found.lines]


def _texts(say: Say, lines: list[lists.Line]) -> list[str]:
    """Each line as what it asks for, without whom it names; with its date."""
    found: dict[str, str] = {}
    for line in lines:
        what = say.short(line.row.rule, line.row.matter)
        found.setdefault(what, f"{what}, {line.when}" if line.when else what)
    return list(found.values())
