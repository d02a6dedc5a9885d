"""My day: what changed, my work by family, what waits for others, what comes. The first page depends on the post."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from baton.accounts import permissions
from baton.accounts.desk import desk_of
from baton.accounts.doors import allow
from baton.accounts.models import LastLook
from baton.accounts.posts import leads
from baton.store.day import Day, Waits, day_of
from baton.store.lists import FIRST, PAGE, After
from baton.working_time import END
from baton.workspace import words
from baton.workspace.home import around, lists
from baton.workspace.home.occasions import occasions
from baton.workspace.home.sittings import at_sittings
from baton.workspace.page import address, listing, page_number, say_of, show


@allow(permissions.anyone_with_a_post)
def first(request: HttpRequest) -> HttpResponse:
    """Where this post lands: on the page of what it leads, if any office stands under it; else on its own day."""
    desk = desk_of(request)
    post = desk.post
    if post.duty:
        places = {"set up": "/set-up", "audit": "/reports/audit", "procedure": "/procedure"}
        return HttpResponseRedirect(places[post.duty])
    if post.kind == "administrator":
        return HttpResponseRedirect("/sittings")
    if leads(desk.pack, post.office):
        return HttpResponseRedirect("/team" if post.kind == "manager" else "/reports")
    return my_day(request)


@allow(permissions.may_record)
def my_day(request: HttpRequest) -> HttpResponse:
    """What is mine to do, due, late, coming and waiting for others."""
    desk = desk_of(request)
    say = say_of(desk)
    number = page_number(request)
    look = desk.arrival.last_look
    day = day_of(desk.authority, desk.post.person, desk.now, _after(request), (number - 1) * PAGE, look,
                 desk.arrival.cleared)  # fmt: skip
    desk.knows_hidden(day.hidden)
    sittings, work = at_sittings(desk, say, day.work[:PAGE])
    families = lists.families(desk, say, day, work=work)
    next_ones = occasions(desk, say, day.bookings, families)
    return show(
        request,
        "home/my_day.html",
        "My day",
        at="home",
        waits=Waits(day.work_in_all, day.notices_new),
        today=words.day_in_full(desk.now),
        occasions=next_ones,
        sittings=sittings,
        families=families,
        further=_further(request, day),
        waiting=lists.waiting(desk, say, day.others),
        waiting_more=day.others_in_all - len(day.others),
        coming=lists.coming(say, day.moves, desk.now),
        changed=lists.changed(desk, say, day),
        questions=lists.asked_lines(desk, say, day.questions),
        next_thing=lists.next_things(desk, say, day.work[:PAGE]),
        **({} if day.children else around.for_who_holds_nobody(desk, say)),
        mine=listing(request, number, day.children),
        age=lambda c: words.years_old(c.born, desk.now),
    )


def _after(request: HttpRequest) -> After:
    """Where the page of work begins: after the row that the address names."""
    at, _, rest = request.GET.get("after", "").partition("~")
    subject, _, place = rest.partition("~")
    return (int(at), subject, place) if place and at.isdecimal() and int(at) <= END else FIRST


def _further(request: HttpRequest, day: Day) -> str:
    """The address of the next page of work, none where everything is shown."""
    if len(day.work) <= PAGE:
        return ""
    return address(request, after="~".join(map(str, day.work[PAGE - 1].after)))


@allow(permissions.may_record)
@require_POST
def seen(request: HttpRequest) -> HttpResponse:
    """ "I have seen these"."""
    desk = desk_of(request)
    LastLook.objects.update_or_create(authority=desk.authority, person=desk.post.person, defaults={"at": desk.now})
    return HttpResponseRedirect("/my-day")
