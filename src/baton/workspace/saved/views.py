"""A saved view is a name for an address. It holds no rows: whoever opens it sees what their own post reaches."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from baton.accounts import permissions
from baton.accounts.desk import Desk, desk_of
from baton.accounts.doors import allow
from baton.store.models import SavedView
from baton.workspace.page import saved, say_of, show

PLACES = (
    "/children",
    "/reports",
    "/team",
    "/disputes",
    "/unallocated",
    "/questions",
    "/sittings",
    "/my-day",
    "/letters",
)
LEFT_OUT = frozenset({"page", "as", "csrfmiddlewaretoken", "q", "find"})  # a view keeps no name that was typed
MOST, LONGEST = 50, 80


@allow(permissions.anyone_with_a_post)
def saved_views(request: HttpRequest) -> HttpResponse:
    """All of this person's, by name, each with to whom it can be handed on."""
    desk = desk_of(request)
    return show(
        request,
        "saved/list.html",
        "Saved views",
        at="children",
        views=views_of(desk),
        colleagues=_colleagues(desk),
        say=say_of(desk),
    )


@require_POST
@allow(permissions.anyone_with_a_post)
def keep(request: HttpRequest) -> HttpResponse:
    """Keeps the page that the form stood on under a name; the same name again is replaced."""
    desk = desk_of(request)
    name, page = request.POST.get("name", "").strip()[:LONGEST], request.POST.get("place", "")
    if not name or not _one_of_ours(page):
        return _told(request, "Not saved: give the view a name.", "/saved")
    mine = SavedView.objects.filter(authority=desk.authority, person=desk.post.person)
    if mine.count() >= MOST and not mine.filter(name=name).exists():
        return _told(request, f"Not saved: there are {MOST} saved views. Forget one first.", "/saved")
    _put(desk, desk.post.person, name, page, _query(request), "")
    return _told(request, f"Saved: the view “{name}”.", _address(page, _query(request)))


@require_POST
@allow(permissions.anyone_with_a_post)
def hand_on(request: HttpRequest) -> HttpResponse:
    """Gives a colleague the same view; they see in it what their own post reaches."""
    desk = desk_of(request)
    view = _mine(desk, request.POST.get("name", ""))
    to = request.POST.get("to", "")
    if view is None or to not in dict(_colleagues(desk)):
        return _told(request, "Not handed on: choose one of your views and a colleague.", "/saved")
    say = say_of(desk)
    theirs = SavedView.objects.filter(authority=desk.authority, person=to, name=view.name).exclude(
        given_by=desk.post.person
    )
    name = f"{view.name}, from {say.person(desk.post.person)}"[:LONGEST] if theirs.exists() else view.name
    _put(desk, to, name, view.page, view.query, desk.post.person)
    return _told(request, f"Handed on to {say.person(to)}: the view “{view.name}”.", "/saved")


@require_POST
@allow(permissions.anyone_with_a_post)
def forget(request: HttpRequest) -> HttpResponse:
    """Takes a view away; nothing that it showed changes."""
    desk = desk_of(request)
    view = _mine(desk, request.POST.get("name", ""))
    if view is None:
        return _told(request, "There is no such view.", "/saved")
    view.delete()
    return _told(request, f"Forgotten: the view “{view.name}”.", "/saved")


def views_of(desk: Desk, place: str = "") -> list[dict[str, str]]:
    """This person's saved views, those of one place only where it is given."""
    rows = SavedView.objects.filter(authority=desk.authority, person=desk.post.person).order_by("name")
    return [
        {"name": v.name, "href": _address(v.page, v.query), "given_by": v.given_by}
        for v in rows
        if not place or v.page == place or v.page.startswith(f"{place}/")
    ]


def _mine(desk: Desk, name: str) -> SavedView | None:
    return SavedView.objects.filter(authority=desk.authority, person=desk.post.person, name=name).first()


def _put(desk: Desk, person: str, name: str, page: str, query: str, given_by: str) -> None:
    row = SavedView(authority=desk.authority, person=person, name=name, page=page, query=query, made_at=desk.now,
                    given_by=given_by)  # fmt: skip
    SavedView.objects.filter(authority=desk.authority, person=person, name=name).delete()
    row.save(force_insert=True)


def _colleagues(desk: Desk) -> list[tuple[str, str]]:
    """Everybody else in post or in office now, by name."""
    organisation, now = desk.around.organisation, desk.now
    people = {p.person for p in organisation.posts if p.start <= now < p.end}
    people |= {o.person for o in organisation.offices if o.start <= now < o.end}
    found = [(p, organisation.names.get(p, p)) for p in people - {desk.post.person, ""}]
    return sorted(found, key=lambda one: one[1])


def _query(request: HttpRequest) -> str:
    return urlencode(
        [(k, v) for k, v in request.POST.items() if k not in LEFT_OUT and k not in ("name", "place") and v]
    )[:2000]


def _one_of_ours(page: str) -> bool:
    return "//" not in page and any(page == place or page.startswith(f"{place}/") for place in PLACES)


def _address(page: str, query: str) -> str:
    return f"{page}?{query}" if query else page


def _told(request: HttpRequest, message: str, to: str) -> HttpResponse:
    saved(request, message)
    return HttpResponseRedirect(to)
