"""A child's whole record for the person whom it is about: what to withhold, line by line, then the file."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from baton.accounts import permissions
from baton.accounts.desk import Desk, desk_of
from baton.accounts.doors import allow
from baton.accounts.permissions import children_of
from baton.exports import making
from baton.exports.withholding import GROUNDS, proposals, texts_of, withheld, withhold
from baton.journal import Entry, Subject
from baton.store.entries import entries_of
from baton.store.models import Child
from baton.working_time import local_day
from baton.workspace.child.gathering import child_at, identity
from baton.workspace.exporting.views import given
from baton.workspace.page import saved, say_of, show
from baton.workspace.saying import Say

WHOLE = "line"  # the field for a whole entry; parts have the key of the value


@allow(permissions.may_give_record)
def whole_record(request: HttpRequest, child: str) -> HttpResponse:
    """The lines with what is withheld of each; a post keeps the choice, and the file is made from it."""
    desk = desk_of(request)
    say = say_of(desk)
    row = child_at(desk, child)
    desk.reads([child], "whole record")
    if request.GET.get("as"):
        reader = making.Reader(desk.authority, desk.around, desk.now, children_of(desk.post), child=child)
        return given(request, desk, making.make("child-record", reader, None, None, local_day(desk.now)))
    entries = entries_of(desk.authority, Subject("child", child))
    if request.method == "POST":
        added, gone = _kept(request, desk, child, entries)
        saved(request, f"Kept. {added} parts are withheld anew, {gone} are given again. What was withheld stays known.")
        return HttpResponseRedirect(request.path)
    kept = withheld(desk.authority, child)
    look = proposals(row, entries, _others(desk, row))
    lines = [_line(say, e, kept, look) for e in entries]
    return show(
        request,
        "exporting/whole_record.html",
        "The whole record, for whom it is about",
        at="children",
        child=row,
        identity=identity(desk, say, row),
        lines=lines,
        grounds=list(GROUNDS.items()),
        withheld=len(kept),
        look=len(look),
    )


def _others(desk: Desk, row: Child) -> list[Child]:
    if not row.family:
        return []
    return list(Child.objects.filter(authority=desk.authority, family=row.family).exclude(child=row.child))


def _line(say: Say, e: Entry, kept: Any, look: Any) -> dict[str, Any]:
    """One entry: its sentence, and each part that says something, with its ground or the hint to look."""
    parts = [
        {"key": key, "name": say.lower(key), "value": _short(value), "ground": _ground(kept, e.number, key),
         "look": look.get((e.number, key), "")}
        for key, value in texts_of(e) if value
    ]  # fmt: skip
    whole = _ground(kept, e.number, "")
    return {"entry": e, "text": say.entry(e), "happened": say.happened(e), "ground": whole, "parts": parts}


def _ground(kept: Any, number: int, part: str) -> str:
    found = kept.get((number, part))
    return found.ground if found is not None else ""


def _short(text: str) -> str:
    return text if len(text) < 200 else f"{text[:197]}…"


def _kept(request: HttpRequest, desk: Desk, child: str, entries: tuple[Entry, ...]) -> tuple[int, int]:
    """Keeps what the form says; of a part that it does not show, nothing changes."""
    before = withheld(desk.authority, child)
    wanted = {place: (one.ground, one.says) for place, one in before.items()}
    places = {(e.number, "") for e in entries} | {(e.number, key) for e in entries for key, v in texts_of(e) if v}
    for number, part in places:
        name = f"g-{number}-{part or WHOLE}"
        if name not in request.POST:
            continue
        ground = request.POST[name]
        if ground in GROUNDS:
            says = wanted[number, part][1] if (number, part) in wanted else ""
            wanted[number, part] = (ground, says)
        else:
            wanted.pop((number, part), None)
    return withhold(desk.authority, child, wanted, desk.post.person, desk.now)
