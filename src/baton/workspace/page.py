"""What every page is given besides its own: the post, the places open to it, the foot, and how to say things."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from baton.accounts import permissions
from baton.accounts.desk import Desk
from baton.policy.model.packs import NOT_STATED, Pack
from baton.store.day import Waits, waits_in_all
from baton.working_time import local_day
from baton.workspace import words
from baton.workspace.saying import Say


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the navigation; `waits` is what waits for you there, none where nothing does."""

    key: str
    text: str
    href: str
    waits: int = 0


def show(request: HttpRequest, template: str, title: str, status: int = 200, **context: Any) -> HttpResponse:
    """Renders a page. `title` is its one h1 as well; with `refusal` in the context it begins "Error: "."""
    desk: Desk | None = getattr(request, "desk", None)
    shared = _of_desk(desk, context.pop("waits", None)) if desk is not None else {}
    context = {**shared, "request": request, "title": title, "desk": desk, "saved": _saved(request), **context}
    page = HttpResponse(render_to_string(template, context, request), status=status)
    page.baton_page = True  # type: ignore[attr-defined]
    return page


_SAYS: dict[str, Say] = {}


def say_of(desk: Desk) -> Say:
    """How to say things at this desk; kept for as long as procedure and organisation stay as they are."""
    pack, organisation = desk.pack, desk.around.organisation
    kept = _SAYS.get(desk.authority)
    if kept is None or kept.pack is not pack or kept.organisation is not organisation:
        kept = _SAYS[desk.authority] = Say(pack, organisation)
    return kept.seen_by(desk.hidden)


def say_by(desk: Desk, edition: str) -> Say:
    """The same in the words of another edition: that by which a transfer goes, where it is not today's."""
    if edition in ("", desk.pack.edition.name):
        return say_of(desk)
    try:
        pack = desk.around.packs.named(edition)
    except KeyError:
        return say_of(desk)
    return Say(pack, desk.around.organisation).seen_by(desk.hidden)


def saved(request: HttpRequest, message: str, links: tuple[tuple[str, str], ...] = ()) -> None:
    """Kept for the next page only: "Saved. …"."""
    request.session["saved"] = {"message": message, "links": [list(link) for link in links]}


def _saved(request: HttpRequest) -> Any:
    return request.session.pop("saved", None) if hasattr(request, "session") and request.method == "GET" else None


def _of_desk(desk: Desk, waits: Waits | None) -> dict[str, Any]:
    authority = desk.arrival
    if waits is None:
        waits = waits_in_all(desk.authority, desk.post.person) if permissions.may_record(desk.post) else Waits()
    return {
        "say": say_of(desk),
        "now": desk.now,
        "post": desk.post,
        "may_record_here": permissions.may_record(desk.post),
        "places": places(desk, waits),
        "notices_new": waits.notices,
        "foot": foot(desk),
        "made_up": authority.made_up,
        "on_hold": authority.mode == "hold",
        "calendar": desk.around.calendar,
        "base_address": getattr(settings, "BATON_ADDRESS", ""),
    }


def places(desk: Desk, waits: Waits) -> list[Place]:
    """The places open to this post, in the authority's words, with what `waits` for them there."""
    post, pack = desk.post, desk.pack
    forum = next(iter(pack.forums.values()), None)
    found = [
        (permissions.may_record, Place("home", "My day", "/my-day", waits.work)),
        (permissions.may_see_children, Place("children", "Children", "/children")),
        (permissions.may_record, Place("letters", "Letters", "/letters")),
        (permissions.may_see_team, Place("team", "Team", "/team")),
        (permissions.may_see_forum, Place("sitting", forum.says if forum else "Agreed dates", "/sittings")),
        (permissions.may_see_disputes, Place("disputes", "Disputes", "/disputes")),
        (permissions.may_see_team, Place("unallocated", "Unallocated", "/unallocated")),
        (permissions.may_see_reports, Place("reports", "Reports", "/reports")),
        (permissions.may_see_procedure, Place("procedure", "Procedure", "/procedure")),
        (permissions.may_import, Place("importing", "Import", "/import")),
        (permissions.may_set_up, Place("setup", "Set up", "/set-up")),
    ]
    return [place for allowed, place in found if place.text and allowed(post)]


def foot(desk: Desk) -> list[str]:
    """Which procedure the page follows, and whether its review is overdue."""
    pack = desk.pack
    lines = [f"{pack.title}, {edition_said(pack)}."]
    review = pack.edition.review_by
    if review is not None and review < local_day(desk.now):
        lines.append(f"Review date passed: {words.day(review)}.")
    return lines


def edition_said(pack: Pack) -> str:
    """ "edition April 2017, in force since Sat 1 Apr 2017"; a paper that does not say since when is said to be so."""
    since = pack.edition.in_force_from
    dated = f"in force since {words.day(since)}" if since != NOT_STATED else "with no date of its own"
    return f"edition {pack.edition.name}, {dated}"


def page_of(request: HttpRequest, rows: Any, size: int = 50, name: str = "page") -> dict[str, Any]:
    """One page of a list: its rows, and the links before and after, with everything else of the address kept. `name`
    is what the address calls the page of this list, where a page has more than one."""
    number = page_number(request, name)
    return listing(request, number, list(rows[(number - 1) * size : number * size + 1]), size, name)


def page_number(request: HttpRequest, name: str = "page") -> int:
    """Which page of a list the address asks for, from 1."""
    asked = request.GET.get(name, "1")
    return max(1, int(asked)) if asked.isdecimal() and len(asked) < 8 else 1


def listing(request: HttpRequest, number: int, found: list[Any], size: int = 50, name: str = "page") -> dict[str, Any]:
    """The same from the rows of that page and one more, where there are more."""
    return {
        "rows": found[:size],
        "number": number,
        "before": address(request, **{name: number - 1}) if number > 1 else "",
        "after": address(request, **{name: number + 1}) if len(found) > size else "",
    }


def address(request: HttpRequest, **changes: Any) -> str:
    """This address with some of its filters changed; "" takes one out."""
    query = request.GET.copy()
    for key, value in changes.items():
        query[key] = str(value)
        if value in ("", None) or (key in ("page", "rows") and value == 1):
            del query[key]
    text = query.urlencode()
    return f"{request.path}?{text}" if text else request.path
