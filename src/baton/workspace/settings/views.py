"""Your settings: digest, invitations, notices, the address of the calendar feed, large print. And your notices."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from baton.accounts import permissions
from baton.accounts.desk import Desk, desk_of
from baton.accounts.doors import allow
from baton.accounts.models import LastLook, Token
from baton.sending.carriers import carriers
from baton.sending.feeding import address_of, renew
from baton.sending.models import Message, Wishes
from baton.sending.staff import email_of, wishes
from baton.store.day import waits_in_all
from baton.store.models import Child
from baton.workspace import words
from baton.workspace.page import page_of, saved, say_of, show
from baton.workspace.saying import Say
from baton.workspace.settings.large import SESSION_LARGE

TIMES = tuple(range(6 * 60, 19 * 60, 30))  # from 6am to 6:30pm, every half hour


@allow(permissions.anyone_with_a_post)
def your_settings(request: HttpRequest) -> HttpResponse:
    """The form; what is statutory stands in it and cannot be turned off."""
    desk = desk_of(request)
    wish = wishes(desk.authority, desk.post.person)
    if request.method == "POST":
        return _save(request, desk, wish)
    return show(
        request,
        "settings/settings.html",
        "Your settings",
        at="settings",
        wish=wish,
        times=[(minute, _clock(minute)) for minute in TIMES],
        email=email_of(desk.around, desk.post.person),
        carrier=carriers().for_("email") is not None,
        has_feed=bool(wish.feed),
        feed=request.session.pop("feed", ""),
        is_staff=permissions.may_record(desk.post),
        programs=_programs(desk),
    )


def _programs(desk: Desk) -> list[dict[str, Any]]:
    """The programs that work in this person's posts now: whoever made their tokens, the person knows of them."""
    whose = f"{desk.authority}|{desk.post.person}|"
    found = Token.objects.filter(
        authority=desk.authority, post__startswith=whose, revoked_at=None, expires_at__gt=desk.now
    )
    say = say_of(desk)
    return [
        {
            "name": t.name,
            "scopes": list(t.scopes),
            "by": say.person(t.issued_by) or t.issued_by,
            "made": words.day(t.issued_at),
            "used": words.moment(t.last_used_at) if t.last_used_at is not None else "never",
            "until": words.day(t.expires_at),
        }
        for t in found.order_by("issued_at")
    ]


def _save(request: HttpRequest, desk: Desk, wish: Wishes) -> HttpResponse:
    given: dict[str, Any] = {name: request.POST.get(name) == "yes" for name in ("digest", "invitations", "large_print")}
    at = request.POST.get("digest_at", "")
    given["digest_at"] = int(at) if at.isdecimal() and int(at) in TIMES else wish.digest_at
    Wishes.objects.update_or_create(authority=desk.authority, person=desk.post.person, defaults=given)
    request.session[SESSION_LARGE] = given["large_print"]
    saved(request, "Your settings are saved.")
    return HttpResponseRedirect("/settings")


def _clock(minute: int) -> str:
    if minute == 12 * 60:
        return "midday"
    hour, rest = divmod(minute, 60)
    return f"{(hour - 1) % 12 + 1}{f':{rest}' if rest else ''}{'am' if hour < 12 else 'pm'}"


@allow(permissions.may_record)
@require_POST
def new_feed(request: HttpRequest) -> HttpResponse:
    """A new address for the feed; the one before leads nowhere from then on."""
    desk = desk_of(request)
    token = renew(desk.authority, desk.post.person)
    base = str(getattr(settings, "BATON_ADDRESS", "")).rstrip("/") or request.build_absolute_uri("/").rstrip("/")
    request.session["feed"] = base + address_of(desk.authority, token)
    saved(request, "Your feed has a new address. The one before leads nowhere now.")
    return HttpResponseRedirect("/settings")


@allow(permissions.may_record)
def notices(request: HttpRequest) -> HttpResponse:
    """What the clock has told this person, newest first, whether it also left by e-mail or not."""
    desk = desk_of(request)
    rows = Message.objects.filter(authority=desk.authority, person=desk.post.person, kind="notice")
    page = page_of(request, rows.order_by("-content__at", "key"))
    waits = waits_in_all(desk.authority, desk.post.person)
    look = LastLook.objects.filter(authority=desk.authority, person=desk.post.person).first()
    since = (look.notices_at or 0) if look is not None else 0
    about = {c for m in page["rows"] for c in m.children}
    reached = set(permissions.reached(desk.post, sorted(about))) if about else set()
    children = {c.child: c for c in Child.objects.filter(authority=desk.authority, child__in=reached)}
    desk.reads(sorted(children), "notices")
    say = say_of(desk)
    page["rows"] = [_line(say, m, children) | {"new": m.written_at > since} for m in page["rows"]]
    answer = show(
        request, "settings/notices.html", "Your notices", at="notices", page=page, waits=waits._replace(notices=0)
    )
    LastLook.objects.update_or_create(
        authority=desk.authority, person=desk.post.person, defaults={"notices_at": desk.now}
    )
    return answer


def _line(say: Say, m: Message, children: dict[str, Child]) -> dict[str, Any]:
    child = next((children[c] for c in m.children if c in children), None)
    return {
        "name": (child.name or child.reference) if child is not None else m.subject.partition(": ")[2],
        "href": f"/children/{child.child}" if child is not None else "",
        "at": words.moment(int(m.content.get("at", m.written_at))),
        "what": say.rule(str(m.content["rule"])) if m.content.get("rule") else "",
        "clause": tuple(one for one in m.word.split(", ") if one),
        "way": "also by e-mail" if m.way == "email" and m.state == "left" else "",
    }
